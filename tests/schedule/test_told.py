"""Opening hours that a source tells in the words of OpenStreetMap, and what they mean for public holidays."""

from datetime import date

import pytest

from webapp.schedule import osm
from webapp.schedule.expansion import expand
from webapp.schedule.told import read_opening_hours
from webapp.schedule.values import CANCELLED, Days, TownCalendar

EASTER_MONDAY = date(2027, 3, 29)
TICKED = TownCalendar(holidays={EASTER_MONDAY: {"nl": "tweede paasdag"}})


def is_open_on_easter_monday(text: str) -> bool:
    slots = expand(read_opening_hours(text), Days(EASTER_MONDAY, 1), TICKED)
    return any(slot.status != CANCELLED for slot in slots)


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-17:00",
        "Mo-Su 10:00-18:00",
        "09:00-17:00",
        "Mo[-1] 10:00-12:00",
        "Mo 10:00-12:00; Dec 25 off",
        'Mo 10:00-12:00 "niet op PH"',
        'Mo 10:00-12:00 "op afspraak"',
        "Apr-Sep 00:00-24:00",
        "24/7; Dec 25 off",
    ],
)
def test_hours_that_say_nothing_of_public_holidays_follow_what_the_town_ticked(text: str) -> None:
    assert not is_open_on_easter_monday(text)
    assert read_opening_hours(text).closed_on_holidays


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("Mo-Fr 09:00-17:00; PH off", False),
        ("Mo-Fr,PH 09:00-17:00", True),
        ("Mo-Fr 09:00-17:00; PH 10:00-12:00", True),
        ("Mo-Fr 09:00-17:00; PH open", True),
    ],
)
def test_who_names_public_holidays_is_taken_at_his_word(text: str, is_open: bool) -> None:
    assert is_open_on_easter_monday(text) == is_open
    assert read_opening_hours(text) == osm.read(text)


@pytest.mark.parametrize(
    "text", ["24/7", '24/7 "bel aan"', "Mo-Su 00:00-24:00", "00:00-24:00", '24/7 "op afspraak"', "Mo-Su 06:00-30:00"]
)
def test_day_and_night_is_every_day(text: str) -> None:
    assert is_open_on_easter_monday(text)


def test_hours_that_cannot_be_taken_apart_stay_the_text_in_the_form_that_is_read_right() -> None:
    """Overlapping periods are no week that may be stored."""
    schedule = read_opening_hours("Mo-Fr 09:00-12:00; Mo 11:00-13:00, Tu 10:00-14:00")

    assert schedule.closed_on_holidays
    assert expand(schedule, Days(date(2027, 3, 22), 7), TICKED)
