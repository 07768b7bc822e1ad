"""Rules of a series: what comes in, what does not, and that whatever comes in costs little."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from webapp.schedule import recurrence
from webapp.schedule.recurrence import check_rule, dates, first_date
from webapp.schedule.rules import HoursError

STARTS = datetime(2026, 1, 5, 10)  # a Monday
A_QUARTER = timedelta(days=90)
MOST_STEPS = 2_000


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("", "'' in the rule"),
        ("every week", "'EVERY WEEK' in the rule"),
        ("INTERVAL=2", "not nothing"),
        ("FREQ=SECONDLY", "a series repeats daily, weekly, monthly, yearly, not secondly"),
        ("FREQ=MINUTELY", "not minutely"),
        ("FREQ=HOURLY", "not hourly"),
        ("FREQ=WEEKLY;", "'' in the rule"),
        ("FREQ=WEEKLY;FREQ=DAILY", "'FREQ=DAILY' in the rule"),
        ("FREQ=WEEKLY;BYHOUR=9", "'BYHOUR=9' in the rule"),
        ("FREQ=YEARLY;BYEASTER=1", "'BYEASTER=1' in the rule"),
        ("RSCALE=HEBREW;FREQ=YEARLY", "'RSCALE=HEBREW' in the rule"),
        ("FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 200), "may have 500 characters"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL=0 must lie between 1 and 1000"),
        ("FREQ=WEEKLY;INTERVAL=1001", "INTERVAL=1001"),
        ("FREQ=WEEKLY;INTERVAL=-1", "INTERVAL=-1"),
        ("FREQ=WEEKLY;INTERVAL=²", "INTERVAL=²"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT=0"),
        ("FREQ=WEEKLY;COUNT=1001", "COUNT=1001"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "not both"),
        ("FREQ=WEEKLY;UNTIL=tomorrow", "UNTIL=TOMORROW is no day before 2101"),
        ("FREQ=WEEKLY;UNTIL=20260230", "UNTIL=20260230"),
        ("FREQ=WEEKLY;UNTIL=99991231T235959Z", "UNTIL=99991231T235959Z"),
        ("FREQ=WEEKLY;WKST=XX", "WKST=XX is no day of the week"),
        ("FREQ=DAILY;BYYEARDAY=5", "BYYEARDAY does not go with FREQ=DAILY"),
        ("FREQ=WEEKLY;BYMONTHDAY=5", "BYMONTHDAY does not go with FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYWEEKNO=5;BYDAY=MO", "BYWEEKNO does not go with FREQ=MONTHLY"),
        ("FREQ=YEARLY;BYSETPOS=1;BYDAY=MO", "BYSETPOS does not go with FREQ=YEARLY"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13 must lie between 1 and 12"),
        ("FREQ=YEARLY;BYMONTH=-1", "BYMONTH=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0"),
        ("FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY=367"),
        ("FREQ=YEARLY;BYWEEKNO=54;BYDAY=MO", "BYWEEKNO=54"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "there may never be a day 30"),
        ("FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31,-31", "there may never be a day 31, -31"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", "there may never be a day 29"),
        ("FREQ=YEARLY;BYMONTH=5;BYYEARDAY=5", "BYYEARDAY and BYMONTH do not go together"),
        ("FREQ=YEARLY;BYWEEKNO=5;BYMONTHDAY=5", "BYWEEKNO and BYMONTHDAY do not go together"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO needs BYDAY"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "use weekly"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTH=2", "INTERVAL and BYMONTH may never have a date"),
        ("FREQ=YEARLY;INTERVAL=2;BYYEARDAY=366", "INTERVAL and BYYEARDAY may never have a date"),
        ("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=53;BYDAY=MO", "INTERVAL and BYWEEKNO may never have a date"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY=XX"),
        ("FREQ=MONTHLY;BYDAY=MO,1TU", "not both in one rule"),
        ("FREQ=WEEKLY;BYDAY=1MO", "counts the weekdays of a month or year"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=8", "counts the weekdays of a month or year"),
        ("FREQ=YEARLY;BYDAY=1MO;BYWEEKNO=8", "counts the weekdays of a month or year"),
        ("FREQ=MONTHLY;BYDAY=9MO", "a month may never have that day"),
        ("FREQ=MONTHLY;BYDAY=0MO", "a month may never have that day"),
        ("FREQ=MONTHLY;INTERVAL=12;BYDAY=5MO", "a month may never have that day"),
        ("FREQ=YEARLY;BYDAY=54MO", "a year may never have that day"),
        ("FREQ=YEARLY;INTERVAL=2;BYDAY=53MO", "a year may never have that day"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS=1 is only supported for weekdays"),
        ("FREQ=MONTHLY;BYSETPOS=5;BYDAY=MO", "BYSETPOS=5 is only supported"),
        ("FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO;BYMONTHDAY=1", "BYSETPOS=1 is only supported"),
    ],
)
def test_a_rule_outside_the_fence_is_refused_with_what_is_wrong(rule: str, sentence: str) -> None:
    with pytest.raises(HoursError) as refused:
        check_rule(rule)
    assert sentence in str(refused.value)
    with pytest.raises(HoursError):
        dates(STARTS, rule, STARTS, STARTS + A_QUARTER)


@pytest.mark.parametrize(
    ("starts", "rule"),
    [
        (datetime(2026, 1, 31), "FREQ=YEARLY;BYMONTH=4"),
        (datetime(2026, 1, 31), "FREQ=MONTHLY;BYMONTH=4,6"),
        (datetime(2027, 1, 29), "FREQ=YEARLY;INTERVAL=2;BYMONTH=2"),
        (datetime(2026, 4, 1), "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31"),
        (datetime(2027, 2, 1), "FREQ=MONTHLY;INTERVAL=24;BYMONTHDAY=29"),
    ],
)
def test_what_a_rule_leaves_to_its_first_date_may_not_make_it_empty(starts: datetime, rule: str) -> None:
    check_rule(rule)
    with pytest.raises(HoursError, match="there may never be a day"):
        dates(starts, rule, starts, starts + A_QUARTER)


@pytest.mark.parametrize("year", [1, 1969, 2101, 9999])
def test_a_series_begins_in_a_year_that_makes_sense(year: int) -> None:
    with pytest.raises(HoursError, match="begins between 1970 and 2100"):
        dates(datetime(year, 1, 1), "FREQ=DAILY", STARTS, STARTS + A_QUARTER)


def days_of(rule: str, starts: datetime = STARTS, number: int = 90) -> list[str]:
    return [f"{one:%d-%m}" for one in dates(starts, rule, starts, starts + timedelta(days=number))]


def test_every_second_week_keeps_its_rhythm() -> None:
    assert days_of("FREQ=WEEKLY;INTERVAL=2", number=60) == ["05-01", "19-01", "02-02", "16-02", "02-03"]


def test_the_last_thursday_of_the_month() -> None:
    assert days_of("FREQ=MONTHLY;BYDAY=-1TH") == ["29-01", "26-02", "26-03"]


def test_the_last_working_day_of_the_month() -> None:
    assert days_of("FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU,WE,TH,FR") == ["30-01", "27-02", "31-03"]


@pytest.mark.parametrize(
    "until",
    [
        "20260119",  # the day itself
        "20260119T100000",  # the wall clock
        "20260119T090000Z",  # UTC: 10:00 in winter here, as every phone writes it
    ],
)
def test_the_last_date_belongs_to_the_series_however_the_end_is_written(until: str) -> None:
    assert days_of(f"FREQ=WEEKLY;UNTIL={until}") == ["05-01", "12-01", "19-01"]


def test_an_end_in_utc_before_the_last_date_leaves_it_out() -> None:
    assert days_of("FREQ=WEEKLY;UNTIL=20260119T085959Z") == ["05-01", "12-01"]
    assert days_of("FREQ=DAILY;UNTIL=20260106T223000Z", datetime(2026, 1, 5, 0, 30)) == ["05-01", "06-01"]
    assert days_of("FREQ=DAILY;UNTIL=20260106T233000Z", datetime(2026, 1, 5, 0, 30)) == ["05-01", "06-01", "07-01"]


def test_the_first_date_is_the_first_that_the_rule_has() -> None:
    assert first_date(STARTS, "FREQ=MONTHLY;BYDAY=1MO") == STARTS
    assert first_date(STARTS, "FREQ=MONTHLY;BYDAY=1TU") == datetime(2026, 1, 6, 10)
    assert first_date(STARTS, "FREQ=WEEKLY;UNTIL=20250101") is None


# ---------------------------------------------------------------- any rule inside the fence

WEEKDAYS = st.sampled_from(recurrence.WEEKDAYS)
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True)
MONTH_DAYS = st.lists(st.integers(1, 31) | st.integers(-31, -1), min_size=1, max_size=3, unique=True)
PLAIN_DAYS = st.lists(WEEKDAYS, min_size=1, max_size=5, unique=True)
COUNTED_DAYS = st.lists(
    st.builds(lambda number, day: f"{number}{day}", st.integers(1, 53) | st.integers(-53, -1), WEEKDAYS),
    min_size=1,
    max_size=2,
)
BY = {
    "BYMONTH": MONTHS,
    "BYMONTHDAY": MONTH_DAYS,
    "BYDAY": PLAIN_DAYS | COUNTED_DAYS,
    "BYYEARDAY": st.lists(st.integers(1, 366) | st.integers(-366, -1), min_size=1, max_size=3),
    "BYWEEKNO": st.lists(st.integers(1, 53) | st.integers(-53, -1), min_size=1, max_size=3),
    "BYSETPOS": st.lists(st.integers(1, 20) | st.integers(-20, -1), min_size=1, max_size=2),
}
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2028, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


@st.composite
def starts_and_rules(draw: st.DrawFn) -> tuple[datetime, str]:
    starts = draw(MOMENTS)
    frequency = draw(st.sampled_from(sorted(recurrence.PARTS_OF)))
    parts = {"FREQ": frequency}
    if draw(st.booleans()):
        parts["INTERVAL"] = str(draw(st.integers(1, 5) | st.integers(1, 1000)))
    if draw(st.booleans()):
        parts["WKST"] = draw(WEEKDAYS)
    for name in sorted(recurrence.PARTS_OF[frequency]):
        if draw(st.booleans()):
            parts[name] = ",".join(map(str, draw(BY[name])))
    match draw(st.sampled_from(("", "COUNT", "UNTIL"))):
        case "COUNT":
            parts["COUNT"] = str(draw(st.integers(1, 1000)))
        case "UNTIL":
            parts["UNTIL"] = f"{draw(MOMENTS):%Y%m%dT%H%M%S}"
    return starts, ";".join(f"{name}={value}" for name, value in parts.items())


def inside_the_fence(pair: tuple[datetime, str]) -> bool:
    try:
        check_rule(pair[1], pair[0])
    except HoursError:
        return False
    return True


FENCED = starts_and_rules().filter(inside_the_fence)
WINDOWS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31))


@given(FENCED, WINDOWS)
@settings(max_examples=examples(400), deadline=None)
def test_a_rule_has_the_dates_that_dateutil_finds_without_help(pair: tuple[datetime, str], start: datetime) -> None:
    starts, rule = pair
    end = start + A_QUARTER
    expected = [one for one in takewhile(lambda one: one < end, rrulestr(rule, dtstart=starts)) if one >= start]
    assert dates(starts, rule, start, end) == expected


@given(FENCED, WINDOWS)
@settings(max_examples=examples(300), deadline=None)
@example((datetime(1970, 1, 1), "FREQ=DAILY"), datetime(2028, 12, 31))
@example((datetime(1970, 1, 1), "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"), datetime(2028, 12, 31))
@example((datetime(1970, 1, 1), "FREQ=DAILY;BYMONTHDAY=31;BYDAY=SU;COUNT=1000"), datetime(2028, 12, 31))
@example((datetime(1970, 1, 1), "FREQ=WEEKLY;BYMONTH=2;COUNT=1000"), datetime(2028, 12, 31))
@example((datetime(1970, 1, 1), "FREQ=WEEKLY;INTERVAL=2;BYMONTH=2;COUNT=1000"), datetime(2028, 12, 31))
@example((datetime(1970, 1, 1), "FREQ=MONTHLY;BYMONTH=2;BYDAY=5MO"), datetime(2028, 12, 31))
@example((datetime(1970, 7, 6), "FREQ=WEEKLY;INTERVAL=52;BYMONTH=2"), datetime(2028, 12, 31))
def test_no_rule_inside_the_fence_makes_dateutil_take_many_steps(pair: tuple[datetime, str], start: datetime) -> None:
    with counted_steps() as steps:
        dates(*pair, start, start + A_QUARTER)
        first_date(*pair)
    assert len(steps) < MOST_STEPS


@contextmanager
def counted_steps() -> Iterator[list[Any]]:
    """dateutil rebuilds its picture of the calendar at each step (day, week, month or year) that it takes."""
    steps: list[Any] = []

    def watch(frame: Any, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_name == "rebuild":
            steps.append(frame.f_lineno)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        yield steps
    finally:
        sys.setprofile(before)
