"""Excel files of every kind: read as a person sees them, or refused with a sentence, in bounded time and memory."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from webapp.core.errors import ImportRefused
from webapp.sheets import xlsx
from webapp.sheets.xlsx import read_xlsx

HEADER = ["external_id", "kind", "name_nl"]


def book(*rows: list[Any], title: str = "places") -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """The same file with other parts (their names with __ for / and _dot_ for .); None leaves one out."""
    names = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in names:
                new.writestr(part.filename, old.read(part.filename))
        for name, content in names.items():
            if content is not None:
                new.writestr(name, content)
    return file.getvalue()


def sheet_with(rows: str, before: str = "", dimension: str = "A1:C2") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def inline(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_cells_come_with_their_kinds_and_lines() -> None:
    data = book(HEADER, [], [7, True, datetime(2026, 11, 3), 51.8648, 2.0, date(2026, 1, 2), "=1+1", "é"])

    assert read_xlsx(data) == [
        (1, HEADER),
        (3, [["n", "7"], ["b", "yes"], ["d", "2026-11-03"], ["n", "51.8648"], ["n", "2"], ["d", "2026-01-02"],
             ["f", ""], "é"]),
    ]  # fmt: skip


def test_a_formula_counts_by_the_value_that_excel_kept_and_is_never_worked_out() -> None:
    rows = f'<row r="1">{inline("A1", "external_id")}</row><row r="2"><c r="A2" t="str"><f>1+1</f><v>kept</v></c></row>'

    assert read_xlsx(changed(book(HEADER), xl__worksheets__sheet1_dot_xml=sheet_with(rows)))[1] == (2, ["kept"])


def test_the_sheet_with_our_columns_is_the_one() -> None:
    workbook = Workbook()
    workbook.active.append(["Toelichting"])  # type: ignore[union-attr]
    workbook.create_sheet("x").append(HEADER)

    assert read_xlsx(saved(workbook)) == [(1, HEADER)]


LAUGHS = "<!DOCTYPE w [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
) + "]>"  # fmt: skip
STRINGS = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
MACROS = (
    b'<?xml version="1.0"?><Types><Default ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
)


# Made only where they are asked for: a hundred million bytes each.
def huge() -> bytes:
    return b"<x>" + bytes(100_000_000) + b"</x>"


def many_strings() -> bytes:
    return STRINGS + b"".join(b"<si><t>%d</t></si>" % number for number in range(2_500_000)) + b"</sst>"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (lambda: changed(book(HEADER), xl__vbaProject_dot_bin=b"x"), "macros"),
        (lambda: changed(book(HEADER), **{"[Content_Types]_dot_xml": MACROS}), "macros"),
        (lambda: changed(book(HEADER), xl__media__image_dot_xml=huge()), "too_large"),
        (lambda: changed(book(HEADER), xl__sharedStrings_dot_xml=many_strings()), "too_large"),
        (lambda: book(HEADER, *[["a", "b", "c"]] * 1_001), "too_many_rows"),
        (lambda: changed(book(HEADER), xl__workbook_dot_xml=None), "no_sheet"),
        (lambda: b"PK\x03\x04" + bytes(100), "broken"),
        (lambda: book(HEADER)[:-300], "broken"),
        (
            lambda: changed(
                book(HEADER),
                xl__worksheets__sheet1_dot_xml=sheet_with(f'<row r="1">{inline("A1", "&a11;")}</row>', LAUGHS),
            ),
            "broken",
        ),
        (lambda: changed(book(HEADER), xl__workbook_dot_xml=b"<x" * 1_000), "broken"),
    ],
    ids=["macros", "xlsm", "zip bomb", "shared strings", "rows", "docx", "no zip", "cut off", "laughs", "no xml"],
)
def test_what_is_dangerous_or_broken_is_refused_with_a_sentence(data: Any, word: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_xlsx(data())

    assert refused.value.args[0] == xlsx.SENTENCES[word]


def test_a_zip_that_lies_about_its_size_unpacks_no_more_than_it_said() -> None:
    data = bytearray(changed(book(HEADER), xl__media__image_dot_xml=huge()))
    size = len(huge()).to_bytes(4, "little")
    assert data.count(size) == 2
    lying = bytes(data).replace(size, (10).to_bytes(4, "little"))

    assert read_xlsx(lying) == [(1, HEADER)]


def test_a_sheet_that_claims_a_million_rows_of_all_columns_is_as_large_as_it_is() -> None:
    rows = f'<row r="1">{inline("A1", "external_id")}</row><row r="1048576">{inline("XFD1048576", "far")}</row>'
    data = changed(book(HEADER), xl__worksheets__sheet1_dot_xml=sheet_with(rows, dimension="A1:XFD1048576"))

    assert read_xlsx(data) == [(1, ["external_id"])]


def test_the_child_is_killed_on_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass\n")
    monkeypatch.setattr(xlsx, "CHILD", endless)
    monkeypatch.setattr(xlsx, "SECONDS", 0.5)

    with pytest.raises(ImportRefused, match="too long"):
        read_xlsx(b"")
