"""The day list on days when the clock changes, past midnight and on a holiday, in a town of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
import time_machine
from justhtml import JustHTML

from tests.build import make_activity, make_municipality, make_place
from tests.conftest import forget_feeds
from tests.page import PageClient, one, text_of, texts
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.schedule.closing import tick_holiday
from webapp.schedule.operations import save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Hours, Schedule, Series, Weekly

PATH = "/en/brinkdam/today"


@contextmanager
def town_at(moment: str) -> Iterator[Municipality]:
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        yield make_municipality()


def happens(town: Municipality, name: str, *starts: datetime, minutes: int = 60, rule: str = "") -> None:
    activity = make_activity(town, name, place=make_place(town, f"Huis {name}"))
    series = tuple(Series(one, minutes, rule) for one in starts)
    save_schedule(town.id, Owner(activity_id=activity.id), Schedule(series=series))


def page(client: PageClient, query: str = "") -> JustHTML:
    db.session.commit()
    forget_feeds(client.application)
    return client.page(f"{PATH}{query}")


def times(document: JustHTML) -> list[tuple[str, str]]:
    return [
        (text_of(one(card, ".card__name")), text_of(card.query("time")[0])) for card in document.query(".card--date")
    ]


@pytest.mark.parametrize(("day", "before"), [(date(2026, 10, 25), "2026-10-20"), (date(2027, 3, 28), "2027-03-22")])
def test_on_a_day_when_the_clock_changes_times_are_those_of_the_door(
    client: PageClient, day: date, before: str
) -> None:
    at = lambda hour, minute=0: datetime(day.year, day.month, day.day, hour, minute)  # noqa: E731
    with town_at(f"{before}T12:00+01:00") as town:
        happens(town, "First", at(0))
        happens(town, "Early", at(1, 30))
        happens(town, "Late", at(23, 30), minutes=15)
        happens(town, "Daily", at(10), rule="FREQ=DAILY")

        document = page(client, f"?day={day}")

        assert times(document) == [("First", "0:00"), ("Early", "1:30"), ("Daily", "10:00"), ("Late", "23:30")]
        assert times(page(client, f"?day={day.replace(day=day.day + 1)}")) == [("Daily", "10:00")]


def test_just_before_the_clock_goes_back_the_hour_that_comes_twice_goes_on(client: PageClient) -> None:
    with town_at("2026-10-25T02:45+01:00") as town:  # the second time that it is a quarter to three
        happens(town, "Night", datetime(2026, 10, 25, 1), minutes=180)  # until the second three minus an hour
        happens(town, "Watch", datetime(2026, 10, 24, 23), minutes=360)

        document = page(client)

    assert ("Watch", "23:00") in times(document)
    assert "Saturday" in text_of(one(document, "section[aria-labelledby=now-title]"))


def test_past_midnight_what_began_yesterday_goes_on_and_says_so(client: PageClient) -> None:
    with town_at("2026-11-24T23:30+01:00") as town:
        happens(town, "Dance", datetime(2026, 11, 24, 22), minutes=240)
        evening = page(client)
    with time_machine.travel(datetime.fromisoformat("2026-11-25T00:30+01:00"), tick=False):
        night = page(client)
        tomorrow = page(client, "?day=2026-11-26")

    assert "Wednesday" in text_of(one(evening, ".card__hours")), "it ends on the next day"
    assert text_of(one(night, "section[aria-labelledby=now-title] .card__hours")).startswith("Tuesday 22:00")
    assert not tomorrow.query(".card--date")


def test_another_day_does_not_show_the_end_of_the_night_before(client: PageClient) -> None:
    with town_at("2026-11-24T12:00+01:00") as town:
        happens(town, "Dance", datetime(2026, 11, 25, 22), minutes=240)

        assert times(page(client, "?day=2026-11-25")) == [("Dance", "22:00")]
        assert times(page(client, "?day=2026-11-26")) == []


def test_a_holiday_that_the_town_ticked_closes_with_its_name(client: PageClient) -> None:
    with town_at("2026-03-30T12:00+02:00") as town:
        place = make_place(town, "De Brink")
        hours = Schedule(weekly=(Weekly(tuple(Hours(day, 540, 1020) for day in range(5))),))
        save_schedule(town.id, Owner(place_id=place.id), hours)
        good_friday = "?day=2026-04-03"
        assert "9:00–17:00" in text_of(one(page(client, good_friday), ".door"))
        assert not page(client, good_friday).query(".door s")

        tick_holiday(town.id, "good-friday", True)

        assert "Closed on this day: Good Friday" in text_of(one(page(client, good_friday), ".door"))


def test_a_day_has_its_own_hours_and_a_whole_day_says_so(client: PageClient) -> None:
    with town_at("2026-11-24T12:00+01:00") as town:
        place = make_place(town, "Park")
        save_schedule(town.id, Owner(place_id=place.id), Schedule(expression="24/7", closed_on_holidays=False))

        assert texts(page(client), ".door__times") == ["day and night"]
