"""A QR code as the path of a drawing: no picture to fetch, no style in it."""

from dataclasses import dataclass
from typing import Any

import segno

from webapp.accounts import library
from webapp.accounts.models import StaffUser


@dataclass(frozen=True)
class Drawing:
    """`size` modules wide and high, with the quiet border that scanners need; `path` fills the dark ones."""

    size: int
    path: str


def drawing(text: str) -> Drawing:
    code = segno.make(text, micro=False)
    border = code.default_border_size
    rows = list(enumerate(code.matrix, start=border))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row, start=border) if dark)
    return Drawing(len(rows) + 2 * border, path)


def set_up_values(user: StaffUser, secret: str) -> dict[str, Any]:
    """What a page shows to teach an app the codes of this secret."""
    address = library.code_address(secret, user.email)
    return {"address": address, "key": library.code_key(secret), "drawing": drawing(address)}
