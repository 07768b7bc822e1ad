"""OpenStreetMap's opening_hours become structured hours, or stay the text they are, or are refused."""

from datetime import date, timedelta

import pytest

from webapp.schedule import osm
from webapp.schedule.expansion import APPOINTMENT, OPEN, expand
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Change, Days, Hours, Schedule, Season, TownCalendar, Weekly

WEEK = Days(date(2026, 11, 2), 7)
NO_CALENDAR = TownCalendar()


def hours(day: int, opens: float, closes: float) -> Hours:
    return Hours(day, int(opens * 60), int(closes * 60))


def week(*periods: Hours, **validity: object) -> tuple[Weekly, ...]:
    return (Weekly(periods, **validity),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo 09:00-12:00,13:00-17:00", week(hours(0, 9, 12), hours(0, 13, 17))),
        ("mo,we 9:00-12:30", week(hours(0, 9, 12.5), hours(2, 9, 12.5))),
        ("Mo 09:00-12:00, Mo 13:00-17:00", week(hours(0, 9, 12), hours(0, 13, 17))),
        ("Mo 09:00-12:00,12:00-17:00", week(hours(0, 9, 17))),
        ("Mo,Tu 09:00-12:00; Tu off", week(hours(0, 9, 12))),
        ("Fr 22:00-02:00", week(hours(4, 22, 26))),
        ("Sa", week(hours(5, 0, 24))),
        ("24/7", week(*(hours(day, 0, 24) for day in range(7)))),
        ("Fr 18:00-24:00; Sa 00:00-24:00", week(hours(4, 18, 24), hours(5, 0, 24))),
        ("Apr-Sep Mo 10:00-12:00", week(hours(0, 10, 12), season=Season((4, 1), (9, 30)))),
        ("Dec 24-Jan 3: Mo 10:00-12:00", week(hours(0, 10, 12), season=Season((12, 24), (1, 3)))),
        (
            "2026 Jan 05-2026 Mar 28 Mo 10:00-12:00",
            week(hours(0, 10, 12), first_day=date(2026, 1, 5), last_day=date(2026, 3, 28)),
        ),
        ("2026 Jan 05+ Mo 10:00-12:00", week(hours(0, 10, 12), first_day=date(2026, 1, 5))),
        (
            "We 13:00-17:00; Oct-Mar Sa 10:00-12:00",
            (*week(hours(2, 13, 17)), *week(hours(5, 10, 12), season=Season((10, 1), (3, 31)))),
        ),
    ],
)
def test_plain_weeks_become_structured(text: str, expected: tuple[Weekly, ...]) -> None:
    assert osm.read(text) == Schedule(weekly=expected, closed_on_holidays=False)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Mo-Fr 09:00-17:00; PH off", True),
        ("Mo-Fr 09:00-17:00; Sa,Su,PH off", True),
        ("Mo-Fr 09:00-17:00; Su, PH off", True),
        ("Mo-Fr 09:00-17:00", False),
        ("Mo-Su,PH 09:00-17:00", False),
    ],
)
def test_holidays_are_followed_when_the_text_closes_on_them(text: str, closed: bool) -> None:
    schedule = osm.read(text)

    assert schedule.weekly
    assert schedule.closed_on_holidays == closed


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-12:00; PH 10:00-11:00",
        "Mo,Tu,Th-Su 09:00-12:00; PH 09:00-12:00",  # Christmas is on a Wednesday some years from now
        "week 1-53/2 Mo 10:00-12:00",
        "Mo[1] 10:00-12:00",
        "sunrise-sunset",
        "Mo-Fr 10:00-12:00; Jul-Aug off",
        "Nov-Dec Sa,Su 16:00-19:00; Dec 22 off",  # on a Saturday some years from now
        "Dec 10:00-12:00; Dec 25 Mo off",
        "Mo-Su 22:00-02:00; PH off",  # for the library a holiday begins at midnight
        "easter off",
        "Mo 10:00-12:00 unknown",
        'Mo 10:00-12:00; Tu "op afspraak"',
        'Mo 10:00-12:00; PH off "dicht"',
    ],
)
def test_what_no_structured_hours_can_say_stays_text(text: str) -> None:
    schedule = osm.read(text)

    assert schedule.expression == text
    assert not schedule.weekly


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("week 1-53/2 Mo 10:00-12:00; PH off", True),
        ("PH 10:00-11:00", False),
        ("Sa 10:00-12:00; PH off; Jun Su 10:00-12:00", False),  # open on the Whit Sundays in June
    ],
)
def test_a_text_that_closes_on_holidays_follows_those_of_the_town(text: str, closed: bool) -> None:
    assert osm.read(text).closed_on_holidays == closed


@pytest.mark.parametrize("words", ["op afspraak", "Alleen op afspraak", "by appointment", "nach Vereinbarung"])
def test_a_remark_that_says_so_makes_it_by_appointment(words: str) -> None:
    slots = expand(osm.read(f'Mo 09:00-10:00, Mo 10:00-12:00 "{words}"'), WEEK, NO_CALENDAR)

    assert [(slot.status, slot.note) for slot in slots] == [(OPEN, {}), (APPOINTMENT, {})]


def test_more_than_by_appointment_is_kept_as_a_note() -> None:
    assert expand(osm.read('Mo 09:00-10:00 "op afspraak: bel ons"'), WEEK, NO_CALENDAR)[0].note == {"nl": "bel ons"}


@pytest.mark.parametrize("words", ["zonder afspraak", "op afspraak of inloop", "geen afspraak nodig", "bel aan"])
def test_any_other_remark_is_a_note_on_open_hours(words: str) -> None:
    slots = expand(osm.read(f'Mo 09:00-10:00 "{words}"'), WEEK, NO_CALENDAR)

    assert [(slot.status, slot.note) for slot in slots] == [(OPEN, {"nl": words})]


def test_remarks_of_a_text_that_stays_text_mean_the_same() -> None:
    slots = expand(osm.read('Mo[1] 09:00-10:00 "op afspraak", Mo[1] 11:00-12:00 "bel aan"'), WEEK, NO_CALENDAR)

    assert [(slot.status, slot.note) for slot in slots] == [(APPOINTMENT, {}), (OPEN, {"nl": "bel aan"})]


def test_closed_dates_keep_their_reason() -> None:
    schedule = osm.read('Mo-Fr 10:00-12:00; 2026 Dec 24 off "kerst"; 2026 Dec 30-2027 Jan 01 off')

    days = [date(2026, 12, 24), *(date(2026, 12, 30) + timedelta(days=number) for number in range(3))]
    assert schedule.changes == tuple(
        Change("cancelled", whole_day=day, reason={"nl": "kerst"} if day.day == 24 else {}) for day in days
    )


def test_days_with_a_space_after_the_comma_are_one_list() -> None:
    """For the library `Mo, Tu 10:00-12:00` is all of Monday and two hours on Tuesday."""
    assert osm.read("Mo, Tu 10:00-12:00; Sa, PH off") == osm.read("Mo,Tu 10:00-12:00; Sa,PH off")
    assert osm.read("Mo 10:00-12:00; Dec 25, Dec 26 off").expression == "Mo 10:00-12:00; Dec 25,Dec 26 off"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Mo 10:00+", "has no end"),
        ("Mo 10:00-16:00+", "has no end"),
        ("sunset+", "has no end"),
        ("Mo 10:00-16:00/01:30", "row of moments"),
        ("PH Mo 10:00-12:00", "two ways"),
        ("easter -2 days-easter +2 days 10:00-12:00", "write the dates out"),
        ("Jan Su[1] -5 days-Jan 10", "write the dates out"),
        ('Mo 10:00-12:00; "bel aan"', "stands alone"),
        ("09:00-23:00; Sa 09:00-02:00", "put a comma before it"),
        ("SH off", "not supported"),
        ("Mo 10:00-12:00 || Tu", "not supported"),
        ("ma-vr 9-17", "not in the form"),
        ("", "no days or times"),
        ("x" * 1001, "1000 characters"),
        ("Mo 10:00-12:00\x00", "not in the form"),
    ],
)
def test_what_would_be_read_wrongly_is_refused_with_what_to_change(text: str, complaint: str) -> None:
    with pytest.raises(HoursError, match=complaint):
        osm.read(text)
