"""A PMTiles archive on this machine as a source of tiles: no other server at all.

Read with pread, so that threads share one file and a file that shrinks under us gives short answers, not a crash. A new
archive takes effect at the next start; put it in place by renaming, so that the old one stays whole until then.
"""

import hashlib
import json
import logging
import os
import re
from pathlib import Path
from typing import Any

from pmtiles.tile import Compression, TileType, deserialize_header, zxy_to_tileid

from webapp.core.geo import Box
from webapp.core.kept import Kept
from webapp.tiles.answers import NoTileNow, Picture
from webapp.tiles.directories import BrokenArchive, Directory, Entry, unpacked
from webapp.tiles.pictures import content_type_of
from webapp.tiles.rules import ZOOMS, Tile, tiles_over

logger = logging.getLogger(__name__)

HEAD_BYTES = 127
MOST_PACKED = 1_000_000  # bytes of one directory in the file
MOST_METADATA = 4_000_000  # bytes, unpacked
MOST_TILE = 2_000_000  # bytes, as it lies in the file
MOST_DRAWN = 16_000_000  # bytes that a phone has to unpack
MOST_ENTRIES = 500_000  # kept in memory beside the root, 32 bytes each
DEEPEST = 4  # directories on the way to a tile, as the reference reader has it
WHOLE_DIGEST = 64_000_000  # bytes; of a larger file only the parts that say what it holds
SHOWN = {TileType.MVT: "mvt", TileType.PNG: "png", TileType.JPEG: "jpg", TileType.WEBP: "webp"}
LONGEST_CREDIT = 200


class Archive:
    """A source of tiles (answers.Source). Raises BrokenArchive."""

    def __init__(self, path: Path, credit: str = "") -> None:
        try:
            self._handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise BrokenArchive(f"it cannot be read: {error.strerror}") from None
        self._size = os.fstat(self._handle).st_size
        self._head = self._read_head()
        self._root = self._directory(self._head["root_offset"], self._head["root_length"])
        self._leaves: Kept[int, Directory] = Kept(MOST_ENTRIES, len)
        self._has_complained = False
        metadata = self._metadata()
        self.credit = credit or _credit_of(metadata)
        self.extension = SHOWN[self._head["tile_type"]]
        self.zooms = range(max(self._head["min_zoom"], ZOOMS.start), min(self._head["max_zoom"] + 1, ZOOMS.stop))
        if not self.zooms:
            raise BrokenArchive(f"it holds nothing at the zooms {ZOOMS.start} to {ZOOMS.stop - 1}")
        self.version = self._digest()

    def close(self) -> None:
        os.close(self._handle)

    @property
    def is_drawn(self) -> bool:
        return self.extension == "mvt"

    def get(self, tile: Tile) -> Picture:
        """Raises NoTileNow for a part of the file that is broken, and says so once in the log."""
        try:
            entry = self._find(tile)
            body = b"" if entry is None else self._tile(entry)
        except BrokenArchive as broken:
            if not self._has_complained:
                self._has_complained = True
                logger.error("the archive of TILES_URL is broken: %s", broken)
            raise NoTileNow from None
        if self.is_drawn:
            is_packed = bool(body) and self._head["tile_compression"] == Compression.GZIP
            return Picture(body, "application/vnd.mapbox-vector-tile", is_packed)
        return Picture(body, content_type_of(body) or "image/png")

    def within(self, town: Box, most: int, most_bytes: int) -> list[Tile]:
        """Without what the archive does not have."""
        found: list[Tile] = []
        weight = 0
        for tile in tiles_over(town, self.zooms, most):
            try:
                entry = self._find(tile)
            except BrokenArchive:
                continue
            weight += entry.length if entry else 0
            if weight > most_bytes:
                break
            if entry:
                found.append(tile)
        return found

    def _find(self, tile: Tile) -> Entry | None:
        if tile.zoom not in self.zooms:
            return None
        tile_id = zxy_to_tileid(tile.zoom, tile.x, tile.y)
        directory = self._root
        for _ in range(DEEPEST):
            entry = directory.find(tile_id)
            if entry is None or not entry.is_directory:
                return entry
            directory = self._leaf(entry)
        raise BrokenArchive("its directories lead to one another without end")

    def _leaf(self, entry: Entry) -> Directory:
        at = self._head["leaf_directory_offset"] + entry.offset
        return self._leaves.get(at, entry.length, lambda: self._directory(at, entry.length))

    def _tile(self, entry: Entry) -> bytes:
        if entry.length > MOST_TILE:
            raise BrokenArchive("it holds a tile that is too large")
        body = self._read(self._head["tile_data_offset"] + entry.offset, entry.length)
        if not self.is_drawn and content_type_of(body) is None:
            raise BrokenArchive("it holds a tile that is no picture")
        if self.is_drawn and self._head["tile_compression"] == Compression.GZIP:
            unpacked(body, MOST_DRAWN)  # what we pass on as it is, a phone has to unpack
        return body

    def _directory(self, offset: int, length: int) -> Directory:
        if length > MOST_PACKED:
            raise BrokenArchive("a directory is too large")
        body = self._read(offset, length)
        body = unpacked(body) if self._head["internal_compression"] == Compression.GZIP else body
        return Directory(body, self._head["tile_data_length"], self._head["leaf_directory_length"])

    def _metadata(self) -> dict[str, Any]:
        length = self._head["metadata_length"]
        if not length:
            return {}
        if length > MOST_METADATA:
            raise BrokenArchive("what it tells about itself is too large")
        body = self._read(self._head["metadata_offset"], length)
        if self._head["internal_compression"] == Compression.GZIP:
            body = unpacked(body, MOST_METADATA)
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            raise BrokenArchive("what it tells about itself is no JSON") from None
        return found if isinstance(found, dict) else {}

    def _read(self, offset: int, length: int) -> bytes:
        body = os.pread(self._handle, length, offset) if offset + length <= self._size else b""
        if len(body) != length:
            raise BrokenArchive("it is cut off")
        return body

    def _read_head(self) -> Any:
        try:
            head = deserialize_header(self._read(0, HEAD_BYTES))
        except BrokenArchive:
            raise
        except Exception as error:  # the package raises many kinds, some of them bare
            raise BrokenArchive("it is no PMTiles archive of version 3") from error
        _check_head(head, self._size)
        return head

    def _digest(self) -> str:
        digest = hashlib.sha256(f"{self._size} {self.credit}".encode())
        if self._size <= WHOLE_DIGEST:
            digest.update(self._read(0, self._size))
        else:
            for part in ("root", "metadata", "leaf_directory"):
                length = min(self._head[f"{part}_length"], WHOLE_DIGEST)
                digest.update(self._read(self._head[f"{part}_offset"], length))
        return digest.hexdigest()[:12]


def _check_head(head: Any, size: int) -> None:
    for part in ("root", "metadata", "leaf_directory", "tile_data"):
        if head[f"{part}_offset"] + head[f"{part}_length"] > size:
            raise BrokenArchive("it is cut off: the head tells of more than the file holds")
    if head["tile_type"] not in SHOWN:
        raise BrokenArchive("its tiles are neither PNG, JPEG, WebP nor vector tiles (MVT)")
    if head["internal_compression"] not in (Compression.NONE, Compression.GZIP):
        raise BrokenArchive("its directories are packed with something else than gzip")
    if head["tile_type"] == TileType.MVT and head["tile_compression"] not in (Compression.NONE, Compression.GZIP):
        raise BrokenArchive("its tiles are packed with something else than gzip")


def _credit_of(metadata: dict[str, Any]) -> str:
    """As plain text: some archives tell it as HTML."""
    told = metadata.get("attribution")
    text = re.sub(r"<[^<>]*>", "", told) if isinstance(told, str) else ""
    plain = " ".join(re.sub(r"[^\w\s.,;:()©&/+'-]", "", text.replace("(c)", "©")).split())
    return plain[:LONGEST_CREDIT].replace("//", "/").replace("</", "")
