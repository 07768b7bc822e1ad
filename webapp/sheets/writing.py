"""Tables as files: CSV for Excel as it is set up in the Netherlands, and XLSX. No cell of either is ever run."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from webapp.core.cells import RUNS, safe, safe_in_sheet

MARK = "\ufeff"  # by which Excel knows UTF-8
ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
WIDTHS = {"name_nl": 32, "name_en": 32, "description_nl": 48, "description_en": 48}


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Piece by piece. Semicolons, as a Dutch Excel expects; degrees with a comma, as it would take a point for that of
    thousands."""
    yield MARK
    degrees = {columns.index(name) for name in ("lat", "lon") if name in columns}
    for number, row in enumerate([columns, *rows]):
        cells = [
            safe(cell.replace(".", ",") if number and index in degrees else cell) for index, cell in enumerate(row)
        ]
        line = io.StringIO()
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
        yield line.getvalue()


def write_xlsx(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[str]]]]) -> bytes:
    """Every cell is a text, so a phone number keeps its zero, and nothing that begins with = is a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for title, (columns, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        for number, column in enumerate(columns):
            sheet.column_dimensions[_letter(number)].width = WIDTHS.get(column, 16)
        for number, row in enumerate([columns, *rows]):
            cells = []
            for text in row:
                told = safe_in_sheet(text.translate(ILLEGAL))
                cell = WriteOnlyCell(sheet, told)
                cell.data_type, cell.number_format = "s", "@"
                cell.quotePrefix = bool(RUNS.match(told))
                if number == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number + 1))
