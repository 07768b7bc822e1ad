"""The whole town is closed and open again; holidays are ticked, school breaks come and go."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.build import make_place
from tests.page import PageClient
from tests.staff import signed_in_client, submit
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.closed_days.queries import list_town_closures
from webapp.extensions import db
from webapp.schedule.closing import Subject, close
from webapp.schedule.queries import get_ticks, list_school_breaks
from webapp.schedule.values import Closure

SETTINGS = "/staff/brinkdam/settings"
HOME = "/nl/brinkdam/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def coordinator(brinkdam: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, brinkdam)


def closure(**other: str) -> dict[str, str]:
    return {
        "closure_first": "2026-12-24",
        "closure_last": "24-12-2026",
        "closure_reason_nl": "Kerstavond",
        "closure_reason_en": "Christmas Eve",
        **other,
    }


def test_the_whole_town_is_closed_and_open_again(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    days = f"{SETTINGS}/closed-days"
    assert submit(coordinator, f"{days}/closures", form_page=days, **closure()).status_code == 303

    (row,) = list_town_closures(brinkdam, date(2026, 11, 24))
    assert (row.first_day, row.last_day, row.reason["en"]) == (date(2026, 12, 24), date(2026, 12, 24), "Christmas Eve")
    assert "Kerstavond" in coordinator.page(days).to_text()

    assert submit(coordinator, f"{days}/closures/{row.id}/remove", form_page=days).status_code == 303
    assert list_town_closures(brinkdam, date(2026, 11, 24)) == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("closure_first", ""),
        ("closure_first", "morgen"),
        ("closure_last", "2026-12-23"),
        ("closure_last", "31-02-2027"),
        ("closure_reason_nl", ""),
        ("closure_reason_en", " "),
        ("closure_reason_nl", "x" * 130),
    ],
)
def test_a_slip_in_days_is_said_beside_it(
    coordinator: PageClient, brinkdam: Municipality, field: str, typed: str
) -> None:
    days = f"{SETTINGS}/closed-days"
    answer = submit(coordinator, f"{days}/closures", form_page=days, **closure(**{field: typed}))

    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    assert "2026-12-24" in answer.text or field == "closure_first"
    assert list_town_closures(brinkdam, date(2026, 1, 1)) == []


def test_more_days_than_a_closure_takes_are_refused(coordinator: PageClient, brinkdam: Municipality) -> None:
    days = f"{SETTINGS}/closed-days"
    answer = submit(coordinator, f"{days}/closures", form_page=days, **closure(closure_last="2035-01-01"))

    assert answer.status_code == 422
    assert 'id="closure_first-problem"' in answer.text


def test_a_closure_of_one_place_is_not_the_towns_to_remove_here(
    coordinator: PageClient, brinkdam: Municipality
) -> None:
    day = date(2026, 12, 1)
    row = close(brinkdam.id, Subject(place_id=make_place(brinkdam).id), Closure(day, day, {"nl": "ziek"}))
    db.session.commit()
    days = f"{SETTINGS}/closed-days"

    assert submit(coordinator, f"{days}/closures/{row.id}/remove", form_page=days).status_code == 404


def test_holidays_are_ticked(coordinator: PageClient, brinkdam: Municipality) -> None:
    days = f"{SETTINGS}/closed-days"
    ticked = [
        str(box.attrs["value"]) for box in coordinator.page(days).query("input[name=closed]") if "checked" in box.attrs
    ]
    assert "christmas" in ticked
    assert "good-friday" not in ticked

    submit(coordinator, f"{days}/holidays", form_page=days, closed=[*(set(ticked) - {"kings-day"}), "good-friday"])

    assert get_ticks(brinkdam.id) == {"good-friday": True, "kings-day": False}


def test_school_breaks_come_and_go_and_do_not_overlap(coordinator: PageClient, brinkdam: Municipality) -> None:
    days = f"{SETTINGS}/closed-days"

    def add(first: str, last: str) -> int:
        values = {"break_first": first, "break_last": last, "break_reason_nl": "vakantie", "break_reason_en": "break"}
        return submit(coordinator, f"{days}/breaks", form_page=days, **values).status_code

    assert [add("2026-12-19", "2027-01-03"), add("2027-01-03", "2027-01-10")] == [303, 422]
    assert [one.first_day for one in list_school_breaks(brinkdam.id)] == [date(2026, 12, 19)]
    assert submit(coordinator, f"{days}/breaks/2026-12-19/remove", form_page=days).status_code == 303
    assert list_school_breaks(brinkdam.id) == []
    assert submit(coordinator, f"{days}/breaks/x/remove", form_page=days).status_code == 404
