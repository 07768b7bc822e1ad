"""A day or a week in an address means one thing; every moment of a day belongs to one part of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.clock import TIME_ZONE
from webapp.finding.days import LAST_DAY, LAST_WEEK, Day, Part, part_of, read_day, read_week
from webapp.finding.rules import Complaint, FilterError

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # 10:30 in the Netherlands
TODAY = date(2026, 11, 24)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
numbers = st.integers(0, LAST_DAY)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, TODAY),
        ({"day": ""}, TODAY),
        ({"day": " 2026-11-24 "}, TODAY),
        ({"day": "2026-11-25"}, date(2026, 11, 25)),
        ({"day": "2027-02-21"}, TODAY + timedelta(days=LAST_DAY)),
    ],
)
def test_an_address_names_a_day(arguments: dict[str, str], expected: date) -> None:
    assert read_day(arguments, MOMENT).on == expected


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("2026-11-23", Complaint.DAY_OVER),
        ("1026-11-23", Complaint.DAY_OVER),
        ("2027-02-22", Complaint.DAY_TOO_FAR),
        ("9999-12-31", Complaint.DAY_TOO_FAR),
        *[
            (value, Complaint.DAY)
            for value in (
                "tomorrow",
                "20261125",
                "2026-W48-3",
                "2026-11-31",
                "25-11-2026",
                "2026-11-2５",
                "-1",
                "2026-11",
            )
        ],
    ],
)
def test_what_is_no_day_to_show_is_refused(value: str, complaint: Complaint) -> None:
    with pytest.raises(FilterError) as error:
        read_day({"day": value}, MOMENT)

    assert error.value.complaint == complaint


@pytest.mark.parametrize(("value", "expected"), [("", 0), ("0", 0), ("1", 1), (" 2 ", 2), (str(LAST_WEEK), LAST_WEEK)])
def test_an_address_names_a_week(value: str, expected: int) -> None:
    assert read_week({"week": value}) == expected


@pytest.mark.parametrize("value", [str(LAST_WEEK + 1), "-1", "1.5", "volgende", "²", "٣", "9" * 5000])
def test_a_week_that_is_not_known_is_refused(value: str) -> None:
    with pytest.raises(FilterError) as error:
        read_week({"week": value})

    assert error.value.complaint == Complaint.WEEK


@given(moments, numbers)
def test_every_day_is_in_its_own_week_of_at_most_seven_that_are_all_stored(moment: datetime, number: int) -> None:
    today = moment.astimezone(TIME_ZONE).date()
    day = Day(today + timedelta(days=number), moment)

    week = day.week()

    assert day.on in week
    assert len(week) == min(7, LAST_DAY + 1 - (week[0] - today).days)
    assert all(today <= one <= today + timedelta(days=LAST_DAY) for one in week)


@pytest.mark.parametrize(("on", "hours"), [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2026, 11, 24), 24)])
def test_a_day_is_as_long_as_the_clock_says(on: date, hours: int) -> None:
    day = Day(on, MOMENT)

    assert day.end.astimezone(UTC) - day.start.astimezone(UTC) == timedelta(hours=hours)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TIME_ZONE)


@pytest.mark.parametrize(
    ("starts", "ends", "part"),
    [
        (at(9), at(10, 30), Part.OVER),
        (at(9), at(10, 31), Part.NOW),
        (at(10, 30), at(11), Part.NOW),
        (at(22, day=23), at(11), Part.NOW),
        (at(10, 31), at(11), Part.MORNING),
        (at(12), at(13), Part.AFTERNOON),
        (at(17, 59), at(23), Part.AFTERNOON),
        (at(18), at(2, day=25), Part.EVENING),
    ],
)
def test_a_time_of_today_belongs_to(starts: datetime, ends: datetime, part: Part) -> None:
    assert part_of(Day(TODAY, MOMENT), starts, ends) == part


def test_what_is_cancelled_does_not_go_on() -> None:
    assert part_of(Day(TODAY, MOMENT), at(9), at(12), is_cancelled=True) == Part.MORNING
    assert part_of(Day(TODAY, MOMENT), at(22, day=23), at(12), is_cancelled=True) == Part.NIGHT


@pytest.mark.parametrize(
    ("starts", "ends", "part"),
    [
        (at(0, day=25), at(0, day=26), Part.ALL_DAY),
        (at(0, day=25), at(2, day=25), Part.NIGHT),
        (at(5, 59, day=25), at(7, day=25), Part.NIGHT),
        (at(6, day=25), at(7, day=25), Part.MORNING),
    ],
)
def test_a_time_of_another_day_belongs_to(starts: datetime, ends: datetime, part: Part) -> None:
    assert part_of(Day(date(2026, 11, 25), MOMENT), starts, ends) == part


@given(moments, st.integers(0, 24 * 4 - 1), st.integers(1, 26 * 4))
def test_only_what_is_past_is_over_and_only_what_has_begun_goes_on(moment: datetime, quarter: int, length: int) -> None:
    day = Day(moment.astimezone(TIME_ZONE).date(), moment)
    starts = (day.start.astimezone(UTC) + timedelta(minutes=15 * quarter)).astimezone(UTC)
    ends = starts + timedelta(minutes=15 * length)

    part = part_of(day, starts, ends)

    assert (part == Part.OVER) == (ends <= moment)
    assert (part == Part.NOW) == (starts <= moment < ends)
