"""Tiles on disk: whole, dated, alone with one asker in all processes, and never more than the bound."""

import multiprocessing
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
import time_machine

from webapp.tiles.rules import Tile
from webapp.tiles.store import CLEAN_TO, TileStore

TILE, OTHER = Tile(14, 8402, 5418), Tile(14, 8402, 5419)
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> TileStore:
    return TileStore(tmp_path, "v1", most_bytes=100_000, tidies=False)


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name != "locks")


def test_what_was_written_is_read_with_its_marks(store: TileStore, moment: time_machine.Traveller) -> None:
    store.write(TILE, b"first\nsecond", '"v7"', "Tue, 10 Mar 2026 08:00:00 GMT")
    moment.shift(timedelta(hours=3))
    found = store.read(TILE)

    assert found is not None
    assert (found.body, found.etag) == (b"first\nsecond", '"v7"')
    assert found.last_modified == "Tue, 10 Mar 2026 08:00:00 GMT"
    assert found.age_s == pytest.approx(3 * 3600, abs=1)
    assert store.read(OTHER) is None


def test_who_asks_again_makes_it_young(store: TileStore, moment: time_machine.Traveller) -> None:
    store.write(TILE, b"x")
    moment.shift(timedelta(days=8))
    store.asked(TILE)
    assert (found := store.read(TILE)) is not None
    assert found.age_s == pytest.approx(0, abs=1)
    store.asked(TILE, age_s=500)
    assert (found := store.read(TILE)) is not None
    assert found.age_s == pytest.approx(500, abs=1)


@pytest.mark.parametrize("content", [b"", b"{}\nbody", b"no head", b'{"length": 9, "etag": null}\nbody', b"\xff\xfe\n"])
def test_a_broken_file_is_as_good_as_none(store: TileStore, tmp_path: Path, content: bytes) -> None:
    store.write(TILE, b"whole")
    next(path for path in files(tmp_path) if path.name == "5418").write_bytes(content)

    assert store.read(TILE) is None


def test_a_disk_that_takes_nothing_leaves_no_trace(store: TileStore, tmp_path: Path) -> None:
    (tmp_path / "v1" / "14").write_text("no folder")
    store.write(TILE, b"x")

    assert store.read(TILE) is None
    assert [path.name for path in files(tmp_path)] == ["14"]


def test_no_reader_ever_meets_half_a_file(store: TileStore) -> None:
    over = threading.Event()

    def write() -> None:
        for number in range(300):
            store.write(TILE, bytes([number % 256]) * 20_000)
        over.set()

    store.write(TILE, b"")
    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while not over.is_set():
        found = store.read(TILE)
        seen.append(found is not None and len(set(found.body)) <= 1)
    writer.join()

    assert seen
    assert all(seen)


def test_the_oldest_go_when_it_is_too_much(store: TileStore, tmp_path: Path, moment: time_machine.Traveller) -> None:
    for number in range(30):
        store.write(Tile(14, number, 0), b"x" * 5_000)
        moment.shift(timedelta(minutes=1))
    store.clean()
    left = [number for number in range(30) if store.read(Tile(14, number, 0))]

    assert left == list(range(left[0], 30))
    assert 0 < sum(path.stat().st_size for path in files(tmp_path)) <= 100_000 * CLEAN_TO


def test_what_is_too_much_goes_by_itself(tmp_path: Path) -> None:
    store = TileStore(tmp_path, "v1", most_bytes=100_000)
    for number in range(100):
        store.write(Tile(14, number, 0), b"x" * 5_000)
    tidying = [thread for thread in threading.enumerate() if thread.name.endswith("(_clean_quietly)")]
    for thread in tidying:
        thread.join()
    store.write(Tile(14, 100, 0), b"x" * 5_000)
    for thread in threading.enumerate():
        if thread.name.endswith("(_clean_quietly)"):
            thread.join()

    assert sum(path.stat().st_size for path in files(tmp_path)) <= 110_000


def test_tiles_of_another_source_go(store: TileStore, tmp_path: Path) -> None:
    TileStore(tmp_path, "v0", most_bytes=100_000, tidies=False).write(TILE, b"of yesterday")
    store.write(TILE, b"of today")
    store.clean()

    assert not (tmp_path / "v0").exists()
    assert store.read(TILE) is not None


def _hold(folder: str, has: Event, leave: Event) -> None:
    with TileStore(Path(folder), "v1", 1).locked(TILE, 0) as is_alone:
        assert is_alone
        has.set()
        leave.wait(30)


def test_another_process_is_waited_for_and_may_die(store: TileStore, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    has, leave = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(tmp_path), has, leave))
    other.start()
    assert has.wait(30)
    with store.locked(TILE, 0) as is_alone:
        assert not is_alone
    with store.locked(OTHER, 0) as is_alone:
        assert is_alone
    other.kill()
    with store.locked(TILE, 30) as is_alone:
        assert is_alone
    other.join()


def test_a_lock_is_given_back(store: TileStore) -> None:
    open_before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        with store.locked(TILE, 0) as is_alone:
            assert is_alone

    assert len(os.listdir("/proc/self/fd")) == open_before
