"""What a source of tiles says, whichever it is."""

from dataclasses import dataclass
from typing import Protocol

from webapp.core.geo import Box
from webapp.tiles.rules import Tile


@dataclass(frozen=True)
class Picture:
    """`body` is empty where there is nothing at this spot, as on the sea. `is_packed`: gzip."""

    body: bytes
    content_type: str
    is_packed: bool = False


class NoTileNow(Exception):
    """Nobody can say at the moment: nothing is kept, and the server does not answer or has enough to do."""


class Source(Protocol):
    """`version` changes with what the tiles show; `extension` ends their addresses."""

    version: str
    extension: str
    zooms: range
    credit: str  # whom it is from, empty where we know it ourselves

    @property
    def is_drawn(self) -> bool:
        """Vector tiles, which the browser draws; else pictures."""

    def get(self, tile: Tile) -> Picture:
        """Raises NoTileNow."""

    def within(self, town: Box, most: int, most_bytes: int) -> list[Tile]:
        """What a phone may keep of a town."""
