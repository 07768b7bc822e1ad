"""What a file of a spreadsheet is, and what a cell of it means. Pure."""

from dataclasses import dataclass
from typing import Any

from webapp.core.sentences import Sentence, say

NUMBER, DAY, TIME, TRUTH, ERROR, FORMULA = "n", "d", "t", "b", "e", "f"
DAY_COLUMNS = frozenset({"checked_on"})
BOX = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE
MOST_DIGITS = 9  # of a Dutch number without its first zero


@dataclass(frozen=True)
class CellRead:
    """`note`: what was mended, for the person to look at. `problem`: why it cannot be used."""

    text: str
    note: Sentence | None = None
    problem: Sentence | None = None


def other_kind(data: bytes) -> str:
    """The word of xlsx.SENTENCES for a file of another kind that is known by its bytes; empty for all else.

    An old Excel file and a locked new one are both a box of streams, whose names stand in it as UTF-16.
    """
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return "page"
    if not data.startswith(BOX):
        return ""
    streams = (("EncryptedPackage", "locked"), ("Workbook", "old"), ("Book", "old"))
    return next((word for name, word in streams if name.encode("utf-16-le") in data), "no_sheet")


def read_cell(column: str, cell: Any) -> CellRead:
    """A cell of xlsx_child as the text that a CSV would have. A formula counts by the value that Excel kept with it."""
    if isinstance(cell, str):
        return CellRead(cell)
    kind, text = cell
    if kind == FORMULA:
        return CellRead("", problem=say("holds a formula without a value; write the value itself"))
    if kind == ERROR:
        return CellRead("", problem=say("Excel says %(error)s here", error=text))
    if kind == DAY and column not in DAY_COLUMNS:
        return CellRead("", problem=say("Excel made a date of this; make the column text and write it again"))
    if kind == TIME:
        return CellRead("", problem=say("Excel made a time of this; make the column text and write it again"))
    if kind == NUMBER and column == "phone":
        return _phone(text)
    return CellRead(text)


def _phone(digits: str) -> CellRead:
    """Excel takes the zero from the front of a number, and the plus."""
    if len(digits) == MOST_DIGITS and not digits.startswith("0"):
        return CellRead(f"0{digits}", say("Excel took the first zero; we made it %(phone)s", phone=f"0{digits}"))
    if len(digits) == MOST_DIGITS + 2 and digits.startswith("31"):
        return CellRead(f"+{digits}", say("Excel took the plus; we made it %(phone)s", phone=f"+{digits}"))
    return CellRead(digits)
