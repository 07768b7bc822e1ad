"""The one source of tiles of this process, made at its start from the setting."""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app

from webapp.config import ROOT, SettingError, Settings
from webapp.core.geo import Box
from webapp.tiles.answers import Source
from webapp.tiles.archive import Archive
from webapp.tiles.directories import BrokenArchive
from webapp.tiles.proxy import Proxy
from webapp.tiles.queries import list_open_boxes
from webapp.tiles.rules import Tile, is_near

logger = logging.getLogger(__name__)

OWN_FOLDER = ROOT / "var" / "tiles"
MEGABYTE = 1_000_000
TOWNS_KEPT_S = 60.0


class Tiles:
    """`source` None: a map without tiles. Knows where the open towns are, at most a minute old."""

    def __init__(self, source: Source | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.source = source
        self._clock = clock
        self._towns: tuple[Box, ...] = ()
        self._until = 0.0

    def has(self, tile: Tile) -> bool:
        """Whether it is one that we give out: of the zooms of the source, near an open town. Never an open proxy."""
        return self.source is not None and tile.zoom in self.source.zooms and is_near(tile, self._open_towns())

    def forget_towns(self) -> None:
        self._until = 0.0

    def _open_towns(self) -> tuple[Box, ...]:
        if self._clock() >= self._until:
            self._towns = tuple(list_open_boxes())
            self._until = self._clock() + TOWNS_KEPT_S
        return self._towns


def init_app(app: Flask, settings: Settings) -> None:
    """Raises SettingError for an archive that cannot be trusted."""
    app.extensions["tiles"] = Tiles(source_of(settings))


def current_tiles() -> Tiles:
    found: Tiles = current_app.extensions["tiles"]
    return found


def source_of(settings: Settings) -> Source | None:
    """Raises SettingError. A folder that cannot be written leaves the map without tiles: a proxy that keeps nothing
    would ask too much of the other side."""
    told = settings.tiles
    if told.url is None:
        return None
    if told.archive is not None:
        return _archive(told.archive, told.credit)
    folder = Path(told.cache_dir or OWN_FOLDER)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(13, "no right to write")
        return Proxy(
            told.url,
            folder=folder,
            most_bytes=told.cache_mb * MEGABYTE,
            agent=agent_of(settings),
            credit=told.credit,
        )
    except OSError as error:
        logger.warning(
            "the map stays without tiles: %s cannot be used (%s); see TILES_CACHE_DIR", folder, error.strerror
        )
        return None


def _archive(path: str, credit: str) -> Archive:
    try:
        return Archive(Path(path), credit)
    except BrokenArchive as broken:
        raise SettingError(f"TILES_URL names {path}, which is no archive we can use: {broken}.") from None


def agent_of(settings: Settings) -> str:
    """Who runs the other server can read here whom to ask when we ask too much."""
    return f"Dichtbij (+{settings.base_url})" if settings.base_url else "Dichtbij (development)"
