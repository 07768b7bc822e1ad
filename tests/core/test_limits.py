"""How often something may happen: together over all processes, and never a lock for ever."""

from datetime import UTC, datetime, timedelta
from multiprocessing.pool import ThreadPool

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import running_application
from webapp.core.limits import (
    IPV6_SITE_BITS,
    Rate,
    forget_expired,
    forgive,
    hit,
    rate_limit,
    read_rate,
    take_back,
    visitor_key,
)
from webapp.extensions import db

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> time_machine.Traveller:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("30/hour", Rate(30, 3600)),
        ("10/15minutes", Rate(10, 900)),
        ("1/second", Rate(1, 1)),
        ("5 / 2 days", Rate(5, 172_800)),
    ],
)
def test_rates_are_read(text: str, rate: Rate) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize("text", ["", "30", "0/hour", "30/fortnight", "-1/hour", "30/hour/2", "٣/hour", "1e9/hour"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no rate"):
        read_rate(text)


def test_as_many_as_the_rate_says_and_then_one_at_a_time(app: Flask, clock: time_machine.Traveller) -> None:
    assert [hit("a", "3/hour") for _count in range(5)] == [True, True, True, False, False]
    clock.shift(timedelta(minutes=19))
    assert not hit("a", "3/hour")
    clock.shift(timedelta(minutes=1))
    assert [hit("a", "3/hour") for _count in range(2)] == [True, False]


def test_whoever_keeps_knocking_is_not_kept_out_longer(app: Flask, clock: time_machine.Traveller) -> None:
    allowed = 0
    for _minute in range(600):
        clock.shift(timedelta(minutes=1))
        allowed += hit("a", "3/hour")

    assert allowed == 3 + 600 // 20 - 1


def test_keys_do_not_count_for_each_other_and_can_be_forgiven(app: Flask) -> None:
    assert hit("a", "1/hour")
    assert hit("b", "1/hour")
    assert not hit("a", "1/hour")
    forgive("a")
    assert hit("a", "1/hour")
    assert not hit("b", "1/hour")


def test_a_hit_counts_also_where_the_request_fails(database_url: sa.URL) -> None:
    with running_application(database_url) as app, app.app_context():
        hit("failing", "1/hour")
        db.session.rollback()
        assert not hit("failing", "1/hour")
        forgive("failing")


def test_all_workers_count_together(database_url: sa.URL) -> None:
    """Sixteen at once, each with a connection of its own: as many as allowed, to the one."""
    with running_application(database_url) as app:

        def knock(_number: int) -> bool:
            with app.app_context():
                return hit("together", "10/hour")

        with ThreadPool(16) as pool:
            assert sum(pool.map(knock, range(64))) == 10
        with app.app_context():
            forgive("together")


def test_what_holds_nobody_back_is_forgotten(app: Flask, clock: time_machine.Traveller) -> None:
    hit("a", "1/hour")
    hit("b", "1/day")

    assert forget_expired(MOMENT + timedelta(hours=2)) == 1
    assert not hit("b", "1/day")


@given(address=st.ip_addresses())
def test_an_address_is_never_kept(application: Flask, address: object) -> None:
    with application.test_request_context("/", environ_base={"REMOTE_ADDR": str(address)}):
        key = visitor_key("question")

    assert str(address) not in key
    assert key.startswith("question:")


def test_one_household_is_one_visitor(application: Flask) -> None:
    def key(address: str, scope: str = "a") -> str:
        with application.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
            return visitor_key(scope)

    assert key("2001:db8:1:2::3") == key("2001:db8:1:2:ffff::9")
    assert key("2001:db8:1:2::3") != key("2001:db8:1:3::3")
    assert key("192.0.2.1") != key("192.0.2.2")
    assert key("::ffff:192.0.2.1") != key("::ffff:192.0.2.2")
    assert key("192.0.2.1", "a") != key("192.0.2.1", "b")
    assert key("") == key("unix:")


def test_one_customer_is_one_where_many_networks_would_help(application: Flask) -> None:
    def key(address: str) -> str:
        with application.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
            return visitor_key("a", IPV6_SITE_BITS)

    assert key("2001:db8:1:2::3") == key("2001:db8:1:ffff::3")
    assert key("2001:db8:1:2::3") != key("2001:db8:2:2::3")
    assert key("192.0.2.1") != key("192.0.2.2")


def test_keys_cannot_be_read_in_the_database(app: Flask) -> None:
    hit("anja@example.nl", "1/hour")

    keys = db.session.scalars(sa.select(rate_limit.c.key)).all()
    assert len(keys) == 1
    assert b"anja" not in keys[0]


def test_what_is_taken_back_did_not_count_and_no_more_than_that(app: Flask, clock: time_machine.Traveller) -> None:
    assert [hit("a", "3/hour") for _count in range(2)] == [True, True]
    for _repeat in range(10):
        assert hit("a", "3/hour")
        take_back("a", "3/hour")

    assert [hit("a", "3/hour") for _count in range(2)] == [True, False]
    clock.shift(timedelta(hours=1))
    assert hit("a", "3/hour")
    take_back("a", "3/hour")  # a bucket that was empty is empty again, not emptier
    assert [hit("a", "3/hour") for _count in range(4)] == [True, True, True, False]


def test_taking_back_what_was_forgotten_meanwhile_gives_nothing(app: Flask) -> None:
    take_back("a", "1/hour")
    assert [hit("a", "1/hour") for _count in range(2)] == [True, False]
