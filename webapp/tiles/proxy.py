"""Tiles of a map server, through us: kept on disk, asked for once, and given out also when that server is away.

The browser never talks to that server, and that server learns only which tiles our own machine asks for. Price: the
first one who looks at a spot waits for it, at most `BOUNDS.seconds`; a tile may be `FRESH_S` old, or older when the
server is away.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from webapp.core.geo import Box
from webapp.tiles.answers import NoTileNow, Picture
from webapp.tiles.breaker import Breaker
from webapp.tiles.pictures import content_type_of
from webapp.tiles.rules import ZOOMS, Tile, tiles_over
from webapp.tiles.store import Stored, TileStore
from webapp.tiles.upstream import Upstream, UpstreamAway

logger = logging.getLogger(__name__)

FRESH_S = 7 * 24 * 3600.0  # then the server is asked whether the tile has changed
FRESH_NOTHING_S = 24 * 3600.0  # of "there is no such tile"
AGAIN_S = 600.0  # after a server that was away, for a tile that we have
SLOTS = 3  # threads that may wait for the server at once; each process has one more for everybody else
USUAL_BYTES = 20_000  # of a tile; for how much a phone may keep


class Proxy:
    """A source of tiles (answers.Source)."""

    is_drawn = False

    def __init__(
        self,
        template: str,
        *,
        folder: Path,
        most_bytes: int,
        agent: str,
        credit: str = "",
        slots: int = SLOTS,
        upstream: Upstream | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        self.version = hashlib.sha256(template.encode()).hexdigest()[:12]
        self.extension = "png"  # of the address; the content says what it is, and may be JPEG or WebP
        self.zooms = ZOOMS
        self.credit = credit
        self._upstream = upstream or Upstream(template, agent)
        self._breaker = breaker or Breaker()
        self._slots = BoundedSemaphore(slots)
        self._store = TileStore(folder, self.version, most_bytes)

    def get(self, tile: Tile) -> Picture:
        """Raises NoTileNow."""
        kept = self._store.read(tile)
        if kept is None or not _is_fresh(kept):
            try:
                kept = self._renewed(tile, kept)
            except OSError as error:  # the disk, not the server
                logger.warning("tiles cannot be kept: %s", error.strerror)
                raise NoTileNow from None
        return Picture(kept.body, content_type_of(kept.body) or "image/png")

    def within(self, town: Box, most: int, most_bytes: int) -> list[Tile]:
        return tiles_over(town, self.zooms, min(most, most_bytes // USUAL_BYTES))

    def _renewed(self, tile: Tile, kept: Stored | None) -> Stored:
        """Who has an old one never waits for somebody else who is asking for a new one."""
        if self._breaker.is_open:
            return _or_nothing(kept)
        with self._slot() as is_free:
            if not is_free:
                return _or_nothing(kept)
            patience_s = 0.0 if kept else self._upstream.bounds.seconds
            with self._store.locked(tile, patience_s) as is_alone:
                kept = self._store.read(tile) or kept
                if kept is not None and _is_fresh(kept):
                    return kept
                return self._asked(tile, kept) if is_alone else _or_nothing(kept)

    def _asked(self, tile: Tile, kept: Stored | None) -> Stored:
        if not self._breaker.may_try():
            return _or_nothing(kept)
        try:
            marks = (kept.etag, kept.last_modified) if kept and kept.body else (None, None)
            told = self._upstream.ask(tile, *marks)
        except UpstreamAway as away:
            self._note(away)
            if kept is not None:
                self._store.asked(tile, FRESH_S - AGAIN_S)
            return _or_nothing(kept)
        self._breaker.worked()
        if told.body is None and kept is not None:
            self._store.asked(tile)
            return kept
        found = Stored(told.body or b"", 0, told.etag, told.last_modified)
        self._store.write(tile, found.body, found.etag, found.last_modified)
        return found

    def _note(self, away: UpstreamAway) -> None:
        """One line a rest, never which tile."""
        rest_s = self._breaker.failed(away.rest_s)
        if rest_s is not None:
            logger.warning("the server of TILES_URL is away (%s); asked again in %d s", away, rest_s)

    @contextmanager
    def _slot(self) -> Iterator[bool]:
        is_free = self._slots.acquire(blocking=False)
        try:
            yield is_free
        finally:
            if is_free:
                self._slots.release()


def _is_fresh(kept: Stored) -> bool:
    return kept.age_s < (FRESH_S if kept.body else FRESH_NOTHING_S)


def _or_nothing(kept: Stored | None) -> Stored:
    if kept is None:
        raise NoTileNow
    return kept
