"""An archive that cannot be trusted is refused at the start, or costs its own tiles only; never the process."""

import gzip
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import Compression, Entry, TileType, serialize_directory, serialize_header, zxy_to_tileid
from sqlalchemy import make_url

from tests.database import settings_for_tests
from tests.tiles.build import SMALL, write_archive
from webapp.config import SettingError
from webapp.tile_settings import TileSettings
from webapp.tiles.answers import NoTileNow
from webapp.tiles.archive import Archive
from webapp.tiles.directories import BrokenArchive, Directory
from webapp.tiles.rules import Tile
from webapp.tiles.source import source_of

URL = make_url("postgresql+psycopg://nobody@nowhere/none")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "small.pmtiles", SMALL)


HEAD: dict[str, Any] = {
    "clustered": True,
    "internal_compression": Compression.GZIP,
    "tile_compression": Compression.GZIP,
    "tile_type": TileType.MVT,
    "min_zoom": 9,
    "max_zoom": 12,
}
DATA = gzip.compress(b"tile", mtime=0)


def forged(
    path: Path, root: bytes, *, leaves: bytes = b"", metadata: bytes | None = None, data: bytes = DATA, **head: Any
) -> Path:
    told = gzip.compress(b"{}") if metadata is None else metadata
    places = {"root_offset": 127, "root_length": len(root), "metadata_offset": 127 + len(root)}
    places |= {"metadata_length": len(told), "leaf_directory_offset": 127 + len(root) + len(told)}
    places |= {"leaf_directory_length": len(leaves), "tile_data_length": len(data)}
    places["tile_data_offset"] = places["leaf_directory_offset"] + len(leaves)
    path.write_bytes(serialize_header({**HEAD, **places, **head}) + root + told + leaves + data)  # type: ignore[typeddict-item]
    return path


def directory(*entries: tuple[int, int, int, int]) -> bytes:
    return serialize_directory([Entry(*entry) for entry in entries])


TILE = Tile(10, 500, 500)
TILE_ID = zxy_to_tileid(10, 500, 500)
FINE = directory((TILE_ID, 0, len(DATA), 1))
BAD_ROOTS = {
    "no gzip": b"plain",
    "cut off": FINE[:-6],
    "empty": gzip.compress(b""),
    "no entries": gzip.compress(b"\x00"),
    "more entries than it has": gzip.compress(b"\xff\xff\xff\x7f" + bytes(100)),
    "endless number": gzip.compress(b"\x01" + b"\xff" * 200),
    "not in order": gzip.compress(b"\x02\x05\x00\x01\x01\x01\x01\x01\x01"),
    "begins nowhere": gzip.compress(b"\x01\x05\x01\x01\x00"),
    "leads behind the end": directory((TILE_ID, 10**12, 10, 1)),
    "too long": directory((TILE_ID, 0, 10**12, 1)),
    "without length": directory((TILE_ID, 0, 0, 1)),
    "a leaf that is not there": directory((TILE_ID, 0, 10, 0)),
    "a bomb": gzip.compress(bytes(50_000_000), compresslevel=1),
}


def test_a_forged_archive_that_is_fine_is_read(tmp_path: Path) -> None:
    assert Archive(forged(tmp_path / "a.pmtiles", FINE)).get(TILE).body == DATA


@pytest.mark.parametrize("root", BAD_ROOTS.values(), ids=BAD_ROOTS)
def test_a_broken_root_is_refused_at_the_start(tmp_path: Path, root: bytes) -> None:
    with pytest.raises(BrokenArchive):
        Archive(forged(tmp_path / "a.pmtiles", root))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"root_offset": 10**15}, id="the root is elsewhere"),
        pytest.param({"root_length": 2**63}, id="the root has no end"),
        pytest.param({"metadata_offset": 10**15}, id="metadata elsewhere"),
        pytest.param({"tile_data_length": 2**63}, id="tiles without end"),
        pytest.param({"leaf_directory_offset": 2**64 - 1}, id="leaves elsewhere"),
        pytest.param({"tile_type": TileType.UNKNOWN}, id="unknown tiles"),
        pytest.param({"tile_type": TileType.AVIF}, id="tiles for new phones only"),
        pytest.param({"internal_compression": Compression.ZSTD}, id="directories in zstd"),
        pytest.param({"tile_compression": Compression.BROTLI}, id="tiles in brotli"),
        pytest.param({"min_zoom": 20, "max_zoom": 25}, id="too near"),
        pytest.param({"max_zoom": 3}, id="too far"),
        pytest.param({"metadata": b"not packed"}, id="metadata not packed"),
        pytest.param({"metadata": gzip.compress(b"[" * 100_000)}, id="metadata too deep"),
        pytest.param({"metadata": gzip.compress(b"{")}, id="metadata no JSON"),
        pytest.param({"metadata": gzip.compress(bytes(10_000_000))}, id="metadata a bomb"),
    ],
)
def test_a_head_that_lies_is_refused_at_the_start(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(BrokenArchive):
        Archive(forged(tmp_path / "a.pmtiles", FINE, **change))


def test_a_file_that_was_cut_off_anywhere_is_refused_or_harmless(tmp_path: Path, small: Path) -> None:
    whole = small.read_bytes()
    for length in range(0, len(whole), 97):
        path = tmp_path / "cut.pmtiles"
        path.write_bytes(whole[:length])
        with pytest.raises(BrokenArchive):
            Archive(path)


LOOPS: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "to itself": lambda: (directory((TILE_ID, 0, len(leaf := directory((TILE_ID, 0, 27, 0))), 0)), leaf),
    "a leaf that is no directory": lambda: (directory((TILE_ID, 0, 9, 0)), b"nonsense!"),
    "a leaf that is a bomb": lambda: (
        directory((TILE_ID, 0, len(leaf := gzip.compress(bytes(40_000_000), 9)), 0)),
        leaf,
    ),
}


@pytest.mark.parametrize("make", LOOPS.values(), ids=LOOPS)
def test_a_broken_leaf_costs_its_tiles_and_one_line(
    tmp_path: Path, make: Callable[[], tuple[bytes, bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    root, leaves = make()
    archive = Archive(forged(tmp_path / "a.pmtiles", root, leaves=leaves))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            with pytest.raises(NoTileNow):
                archive.get(TILE)

    assert len(caplog.records) == 1
    assert "500" not in caplog.text  # which tile it was is nobody's business
    assert archive.get(Tile(9, 0, 0)).body == b""


@pytest.mark.parametrize(
    "data", [b"not packed at all", gzip.compress(bytes(60_000_000)), DATA[:-3]], ids=["plain", "bomb", "cut off"]
)
def test_a_tile_that_a_phone_could_not_unpack_stays_here(tmp_path: Path, data: bytes) -> None:
    root = directory((TILE_ID, 0, len(data), 1))
    archive = Archive(forged(tmp_path / "a.pmtiles", root, data=data))

    with pytest.raises(NoTileNow):
        archive.get(TILE)


def test_a_file_that_shrinks_under_us_gives_no_tiles_and_no_crash(small: Path) -> None:
    archive = Archive(small)
    with open(small, "r+b") as file:
        file.truncate(200)

    with pytest.raises(NoTileNow):
        archive.get(SMALL[0][0])


@given(st.binary(max_size=400))
def test_whatever_a_directory_holds_it_ends(body: bytes) -> None:
    try:
        found = Directory(body, 1000, 1000)
    except BrokenArchive:
        return
    for tile_id in (0, 1, 5, 2**40):
        entry = found.find(tile_id)
        assert entry is None or 0 < entry.offset + entry.length <= 1000


@pytest.mark.parametrize(
    "content", [b"", b"PMTiles", b"PMTiles\x02" + bytes(200), b"<!doctype html>" * 20, b"\xff" * 300]
)
def test_the_start_says_in_one_sentence_what_is_wrong(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "town.pmtiles"
    path.write_bytes(content)
    settings = settings_for_tests(URL, tiles=TileSettings(url=path.as_uri()))

    with pytest.raises(
        SettingError, match=r"^TILES_URL names .*town\.pmtiles, which is no archive we can use: [^\n]*\.$"
    ):
        source_of(settings)
