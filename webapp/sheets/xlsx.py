"""An XLSX file that somebody uploaded, read in a child that is killed on time."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from webapp.core.errors import ImportRefused
from webapp.core.sentences import Sentence, say

CHILD = Path(__file__).with_name("xlsx_child.py")
SECONDS = 10
SENTENCES: dict[str, Sentence] = {
    "broken": say("We cannot read this Excel file. Save it again as .xlsx or as CSV UTF-8."),
    "binary": say(
        "This is a binary Excel file (.xlsb). Open it in Excel, choose Save As, and pick Excel Workbook (.xlsx)."
    ),
    "locked": say(
        "This file is locked with a password. Open it, take the password off, save it as .xlsx, and choose it again."
    ),
    "macros": say("This file holds macros. Save it as .xlsx, without macros."),
    "numbers": say("This is a file of Numbers. Open it there, choose Export To, and pick Excel."),
    "ods": say(
        "This is a file of LibreOffice (.ods). Open it there, choose Save As, and pick Excel 2007 or later (.xlsx)."
    ),
    "old": say("This is an old Excel file (.xls). Open it in Excel, choose Save As, and pick Excel Workbook (.xlsx)."),
    "page": say(
        "This is a web page, whatever its name says. Open it in Excel, choose Save As, and pick Excel Workbook (.xlsx)."
    ),
    "no_sheet": say("This is no Excel sheet. Save it as .xlsx or as CSV UTF-8."),
    "too_large": say("This file is too large for us. Cut it in parts, or save the sheet as CSV UTF-8."),
    "too_many_rows": say("This table has more than 1,000 rows. Cut it in parts."),
    "too_slow": say("This file takes too long to read. Save the sheet as CSV UTF-8."),
}


def read_xlsx(data: bytes) -> list[tuple[int, list[Any]]]:
    """Each row that is not empty with its line; cells as in xlsx_child. Raises ImportRefused."""
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(CHILD)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise ImportRefused(SENTENCES["too_slow"]) from None
    first, *lines = child.stdout.decode("utf-8", "replace").split("\n")
    if child.returncode != 0 or not first:
        raise ImportRefused(SENTENCES["too_large" if child.returncode else "broken"])
    word = json.loads(first)
    if word != "fine":
        raise ImportRefused(SENTENCES.get(word, SENTENCES["broken"]))
    return [(line, cells) for line, cells in map(json.loads, lines)]
