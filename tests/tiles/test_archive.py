"""A file of tiles: the same answers as the reference reader gives, and a clear no to what cannot be trusted."""

import gzip
import random
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import TileType

from tests.areas.build import shared
from tests.tiles.build import SMALL, picture, write_archive
from webapp.core.geo import Box
from webapp.tiles import archive as archive_module
from webapp.tiles.answers import NoTileNow
from webapp.tiles.archive import Archive
from webapp.tiles.rules import ZOOMS, Tile, tiles_over

NAMES = ("drechtsteden_light", "nl_light", "otterlo_bgt_2020")
TOWN = Box(4.62, 51.83, 4.71, 51.89)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "small.pmtiles", SMALL)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With leaf directories: more entries than the root can hold."""
    chosen = random.Random(7).sample(range(4096 * 4096), 24_000)
    tiles = [(Tile(12, number % 4096, number // 4096), struct.pack("<I", number)) for number in chosen]
    return write_archive(tmp_path_factory.mktemp("large") / "large.pmtiles", tiles)


def reference(path: Path) -> Reader:
    return Reader(MemorySource(path.read_bytes()))


def assert_same(archive: Archive, reader: Reader, tiles: list[Tile]) -> None:
    for tile in tiles:
        wanted = reader.get(tile.zoom, tile.x, tile.y) or b""
        assert archive.get(tile).body == wanted, tile


def test_all_tiles_of_a_small_archive(small: Path) -> None:
    archive = Archive(small)

    assert (archive.extension, archive.is_drawn, archive.zooms) == ("mvt", True, range(10, 13))
    for tile, body in SMALL:
        found = archive.get(tile)
        assert found.is_packed
        assert gzip.decompress(found.body) == body
    assert archive.get(Tile(12, 0, 0)).body == b""
    assert archive.get(Tile(14, 9000, 9000)).body == b""


def test_an_archive_with_leaves_answers_as_the_reference(large: Path) -> None:
    reader, archive = reference(large), Archive(large)
    assert reader.header()["leaf_directory_length"] > 0
    dice = random.Random(3)
    there = [Tile(*zxy) for zxy, _body in dice.sample(list(all_tiles(reader.get_bytes)), 60)]
    anywhere = [Tile(12, dice.randrange(4096), dice.randrange(4096)) for _ in range(60)]
    assert_same(archive, reader, there + anywhere)


def test_a_directory_is_read_once(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(large)
    read: list[int] = []
    make = archive_module.Directory
    monkeypatch.setattr(archive_module, "Directory", lambda *given: read.append(1) or make(*given))
    dice = random.Random(5)
    for _ in range(300):
        archive.get(Tile(12, dice.randrange(4096), dice.randrange(4096)))

    assert 1 <= len(read) <= 12


@pytest.mark.parametrize("name", NAMES)
def test_real_archives_answer_as_the_reference(name: str) -> None:
    path = shared(f"basemap/{name}.pmtiles")
    reader, archive = reference(path), Archive(path)
    dice = random.Random(11)
    there = [Tile(*zxy) for zxy, _body in all_tiles(reader.get_bytes) if zxy[0] in archive.zooms]
    near = [replace(tile, x=max(tile.x + dice.choice((-1, 1)), 0)) for tile in dice.sample(there, 30)]
    sample = [*dice.sample(there, min(len(there), 150)), *near]

    assert_same(archive, reader, [tile for tile in sample if tile.x < 1 << tile.zoom])
    assert archive.zooms.start >= ZOOMS.start
    assert archive.credit


def test_pictures_in_an_archive(tmp_path: Path) -> None:
    tiles = [(Tile(10, 5, 5), picture("a")), (Tile(10, 6, 5), b"<html>")]
    archive = Archive(write_archive(tmp_path / "a.pmtiles", tiles, kind=TileType.PNG, packed=False))

    assert archive.extension == "png"
    assert not archive.is_drawn
    assert archive.get(Tile(10, 5, 5)).body == picture("a")
    assert archive.get(Tile(10, 5, 5)).content_type == "image/png"
    with pytest.raises(NoTileNow):
        archive.get(Tile(10, 6, 5))


def test_another_content_is_another_version(tmp_path: Path) -> None:
    one = Archive(write_archive(tmp_path / "1.pmtiles", [(Tile(10, 5, 5), b"old")]))
    same = Archive(write_archive(tmp_path / "2.pmtiles", [(Tile(10, 5, 5), b"old")]))
    other = Archive(write_archive(tmp_path / "3.pmtiles", [(Tile(10, 5, 5), b"new")]))

    assert one.version == same.version != other.version


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ('<a href="https://osm.org/copyright">&copy; OSM</a>', "&copy OSM"),
        ("(c) Kadaster (CC BY 4.0)", "© Kadaster (CC BY 4.0)"),
        ("{{ 7*7 }}{% x %}<script>alert(1)</script>", "77 x alert(1)"),
        ("https://example.org/", "https:/example.org/"),
        (7, ""),
        (None, ""),
    ],
)
def test_whom_it_is_from_is_plain_text(tmp_path: Path, told: object, shown: str) -> None:
    path = write_archive(tmp_path / "a.pmtiles", SMALL[:1], metadata={"attribution": told})

    assert Archive(path).credit.replace(";", "") == shown
    assert Archive(path, credit="© the operator").credit == "© the operator"


def test_what_a_phone_keeps_is_what_there_is_within_the_bounds(tmp_path: Path) -> None:
    tiles = [(Tile(zoom, 0, 0), b"sea") for zoom in (9, 13)]
    there = tiles_over(TOWN, range(9, 13), 100)[:-2]
    archive = Archive(write_archive(tmp_path / "a.pmtiles", [*tiles, *((tile, bytes(900)) for tile in there)]))

    assert archive.within(TOWN, 100, 10**6) == there
    assert archive.within(TOWN, 100, 0) == []
    assert len(archive.within(TOWN, 3, 10**6)) <= 3
