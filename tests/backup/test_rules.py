"""Which backup may be restored, what differs after it, and which may go."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.backup.rules import (
    BackupError,
    Header,
    Stock,
    Table,
    check_migration,
    differences,
    list_expired,
    name_for,
    read_stock,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STOCK = Stock(17, {"place": Table(2, "77"), "slot": Table(0, "0")}, {"place_id_seq": 3})


def header(migration: str) -> Header:
    return Header(NOW.isoformat(), migration, "", "")


def test_a_newer_migration_is_refused_and_an_older_one_is_not() -> None:
    check_migration(header("0019"), "0019")
    check_migration(header("0007"), "0019")
    with pytest.raises(BackupError, match=r"newer version of Dichtbij \(migration 0020, here 0019\)"):
        check_migration(header("0020"), "0019")


def test_what_was_held_is_written_down_and_read_again() -> None:
    assert read_stock(STOCK.to_bytes()) == STOCK


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (STOCK, []),
        (Stock(17, STOCK.tables, {"place_id_seq": 9}), []),
        (Stock(17, STOCK.tables, {"place_id_seq": 2}), ["place_id_seq: counted to 3, now 2"]),
        (Stock(17, STOCK.tables, {}), ["place_id_seq: counted to 3, now None"]),
        (Stock(17, {**STOCK.tables, "place": Table(2, "78")}, STOCK.sequences), ["place: other values"]),
        (Stock(18, {**STOCK.tables, "place": Table(2, "78")}, STOCK.sequences), []),
        (Stock(18, {**STOCK.tables, "place": Table(1, "77")}, STOCK.sequences), ["place: 2 rows, now 1"]),
        (Stock(17, {"place": Table(2, "77")}, STOCK.sequences), ["slot: 0 rows, now none"]),
        (Stock(17, {**STOCK.tables, "more": Table(1, "1")}, STOCK.sequences), ["more: no rows, now 1"]),
    ],
)
def test_what_was_restored_otherwise_is_named(found: Stock, said: list[str]) -> None:
    assert differences(STOCK, found) == said


@given(st.lists(st.integers(0, 100), unique=True), st.integers(1, 60))
def test_old_ones_go_but_never_the_newest_nor_what_is_not_ours(ages: list[int], days: int) -> None:
    names = {name_for(NOW - timedelta(days=age)): age for age in ages}
    broken_off, at_work = (f"{name_for(NOW - timedelta(hours=hours))}.part" for hours in (25, 1))
    expired = list_expired([*names, broken_off, at_work, "notes.txt", "x.part"], NOW, days)

    assert [name for name in expired if name not in names] == [broken_off]
    assert {names[name] for name in expired if name in names} == {
        age for age in ages if age > days and age != min(ages)
    }
