"""A QR code as the path of a drawing: no picture to fetch, no style in it."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class Drawing:
    """`size` modules wide and high, with the quiet border that scanners need; `path` fills the dark ones, which `dark`
    names by column and row."""

    size: int
    path: str
    dark: tuple[tuple[int, int], ...]


def drawing(text: str) -> Drawing:
    code = segno.make(text, micro=False)
    border = code.default_border_size
    rows = list(enumerate(code.matrix, start=border))
    dark = tuple((x, y) for y, row in rows for x, module in enumerate(row, start=border) if module)
    return Drawing(len(rows) + 2 * border, "".join(f"M{x} {y}h1v1h-1z" for x, y in dark), dark)
