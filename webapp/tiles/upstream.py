"""Asking the map server of the setting for one tile: bounded, with nothing of who wants to see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.core.fetching import CONFIGURED, Bounds, FetchFailed, fetch
from webapp.tiles.pictures import content_type_of
from webapp.tiles.rules import Tile

BOUNDS = Bounds(seconds=2.5, max_bytes=500_000, redirects=2)
LONGEST_MARK = 500  # characters of an ETag or a date that is sent back
NO_SUCH_TILE = (204, 404, 410)
TOO_MUCH = (429, 503)
Fetch = Callable[..., Any]


class UpstreamAway(Exception):
    """`rest_s`: for how long the server asks to be left alone, 0 where it said nothing. No part of the address."""

    def __init__(self, reason: str, rest_s: float = 0) -> None:
        super().__init__(reason)
        self.rest_s = rest_s


@dataclass(frozen=True)
class Told:
    """`body` None: nothing has changed since the marks that were sent; empty: there is no such tile."""

    body: bytes | None
    etag: str | None = None
    last_modified: str | None = None


class Upstream:
    """`template` holds {z}, {x} and {y}. `agent` says who asks and where that can be read."""

    def __init__(self, template: str, agent: str, bounds: Bounds = BOUNDS) -> None:
        self._template = template
        self._agent = agent
        self.bounds = bounds

    def ask(self, tile: Tile, etag: str | None = None, last_modified: str | None = None) -> Told:
        """Raises UpstreamAway, also for an answer that is no picture."""
        marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {
            "User-Agent": self._agent,
            "Accept": "image/png, image/webp, image/jpeg",
            **{name: value for name, value in marks.items() if value},
        }
        try:
            found = fetch(self._address(tile), policy=CONFIGURED, bounds=self.bounds, headers=headers)
        except FetchFailed as failed:
            raise UpstreamAway(failed.problem.value) from None
        if found.status == 304 and (etag or last_modified):
            return Told(None, etag, last_modified)
        if found.status in NO_SUCH_TILE:
            return Told(b"")
        if found.status != 200:
            raise UpstreamAway(f"status {found.status}", _rest_of(found.status, found.headers))
        if content_type_of(found.body) is None:
            raise UpstreamAway("no picture")
        return Told(found.body, _mark(found.headers, "etag"), _mark(found.headers, "last-modified"))

    def _address(self, tile: Tile) -> str:
        filled = self._template
        for name, number in (("{z}", tile.zoom), ("{x}", tile.x), ("{y}", tile.y)):
            filled = filled.replace(name, str(number))
        return filled


def _mark(headers: Mapping[str, str], name: str) -> str | None:
    value = headers.get(name, "")
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= LONGEST_MARK else None


def _rest_of(status: int, headers: Mapping[str, str]) -> float:
    wanted = headers.get("retry-after", "")
    return float(wanted) if status in TOO_MUCH and wanted.isascii() and wanted.isdecimal() and len(wanted) < 7 else 0
