"""How far a replica is behind, told by positions; and settings of several databases that make no sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_config import GOOD
from webapp.config import SettingError, read_settings
from webapp.core.connections import database_config
from webapp.core.replica import MOST_MARKS, Behind

PRIMARY, COPY = "postgresql://db/dichtbij", "postgresql://copy/dichtbij"


def test_nobody_knows_before_it_has_come_as_far_as_we_have_seen() -> None:
    behind = Behind()
    behind.wrote(0, 100)

    assert behind.seconds(1, 99) is None
    assert behind.seconds(2, 100) == 0


def test_behind_is_since_the_oldest_thing_that_it_lacks() -> None:
    behind = Behind()
    behind.wrote(0, 100)
    assert behind.seconds(0, 100) == 0
    for moment in (1, 2, 3):
        behind.wrote(moment, 100 + moment)

    assert behind.seconds(4, 100) == 3
    assert behind.seconds(5, 102) == 2
    assert behind.seconds(6, 103) == 0


def test_a_primary_that_writes_nothing_leaves_nobody_behind() -> None:
    behind = Behind()
    for moment in range(100):
        behind.wrote(moment, 7)
        assert behind.seconds(moment, 7) == 0


def test_one_that_stays_away_for_long_is_not_thought_fresher_than_it_is() -> None:
    behind = Behind()
    behind.wrote(0, 0)
    behind.seconds(0, 0)
    last = MOST_MARKS * 3
    for moment in range(1, last):
        behind.wrote(moment, moment)

    assert behind.seconds(last, 0) == last - 1
    assert behind.seconds(last, last) == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=50))
def test_it_is_never_thought_fresher_than_it_is(steps: list[tuple[int, int]]) -> None:
    """One look a second: what the primary wrote since the look before, and how much of it the replica took over."""
    behind, written, replayed = Behind(), 0, 0
    history = []
    for moment, (wrote, took) in enumerate(steps):
        written += wrote
        replayed = min(written, replayed + took)
        history.append((moment, written))
        behind.wrote(moment, written)
        told = behind.seconds(moment, replayed)
        lacking = [when for when, position in history if position > replayed]
        truly = moment - lacking[0] if lacking else 0
        assert told is None or told == truly
        if told is None:
            assert replayed < history[0][1]


@pytest.mark.parametrize(
    "settings",
    [
        {"DATABASE_READ_URL": "mysql://copy/dichtbij"},
        {"DATABASE_READ_LAG": "0"},
        {"DATABASE_READ_LAG": "601"},
        {"DATABASE_DIRECT_URL": "db"},
        {"DATABASE_POOLER": "session", "DATABASE_DIRECT_URL": PRIMARY},
        {"DATABASE_POOLER": "transaction"},
        {"DATABASE_POOLER": "prepared"},
    ],
)
def test_settings_that_make_no_sense_stop_the_start(settings: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="DATABASE_"):
        read_settings({**GOOD, **settings})


@pytest.mark.parametrize(
    ("pooler", "takes_options", "prepares"),
    [("no", True, True), ("transaction", False, False), ("prepared", False, True)],
)
def test_a_pooler_gets_no_options_and_only_some_know_prepared_statements(
    pooler: str, takes_options: bool, prepares: bool
) -> None:
    told = {"DATABASE_READ_URL": COPY, "DATABASE_POOLER": pooler, "DATABASE_DIRECT_URL": PRIMARY}
    config = database_config(read_settings({**GOOD, **told}))

    replica = config["SQLALCHEMY_BINDS"]["replica"]
    assert replica["url"] == COPY.replace("postgresql", "postgresql+psycopg")
    for options in (config["SQLALCHEMY_ENGINE_OPTIONS"], replica):
        assert ("options" in options["connect_args"]) is takes_options
        assert ("prepare_threshold" not in options["connect_args"]) is prepares
        assert options["hide_parameters"]


def test_without_a_replica_there_is_one_database() -> None:
    assert database_config(read_settings(GOOD))["SQLALCHEMY_BINDS"] == {}
