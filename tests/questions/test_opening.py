"""Tries of a pass code: a stranger keeps nobody out, and everyone together guesses too little to find one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from webapp.core.bsn import is_bsn
from webapp.questions import codes, opening

CODE = "bcdfghjkmpqr"
MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def hour() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


def tries(visitor: str, number: int) -> int:
    return sum(opening.may_try(CODE, visitor) for _try in range(number))


def test_one_network_has_ten_and_an_hour_later_ten_more(hour: time_machine.Traveller) -> None:
    assert tries("stranger", 50) == 10
    hour.shift(timedelta(hours=1))
    assert tries("stranger", 50) == 10


@pytest.mark.usefixtures("hour")
def test_one_network_stands_in_nobodys_way_whatever_lane_they_share() -> None:
    tries("stranger", 50)

    for number in range(4 * opening.LANES):
        assert opening.may_try(CODE, f"resident {number}")
        opening.was_right(CODE, f"resident {number}")


@pytest.mark.usefixtures("hour")
def test_a_right_one_begins_anew_and_costs_the_others_nothing() -> None:
    for _time in range(40):
        assert opening.may_try(CODE, "resident")
        opening.was_right(CODE, "resident")

    assert tries("resident", 50) == 10


def test_all_networks_together_are_let_through_as_often_as_the_arithmetic_says(hour: time_machine.Traveller) -> None:
    together = opening.LANES * 30
    first = sum(tries(f"network {number}", 10) for number in range(200))
    hour.shift(timedelta(hours=1))
    second = sum(tries(f"network {number}", 10) for number in range(200))

    assert (first, second) == (together, together)


@pytest.mark.usefixtures("hour")
def test_tries_of_one_question_are_none_of_another() -> None:
    tries("stranger", 50)

    assert opening.may_try("zxwvtrqpmkjh", "stranger")


def test_a_pass_code_has_nine_digits_and_is_no_citizen_service_number(app: Flask) -> None:
    made = {codes.new_pass_code() for _time in range(300)}

    assert len(made) > 290
    assert all(len(code) == 9 and code.isdecimal() and not is_bsn(code) for code in made)
