"""What we say in the words of schema.org is read back as the same times, and whatever others say never crashes."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from webapp.schedule import schema_org_write
from webapp.schedule.checks import check_schedule
from webapp.schedule.expansion import Slot, expand
from webapp.schedule.rules import HoursError
from webapp.schedule.schema_org_hours import Said
from webapp.schedule.schema_org_read import read
from webapp.schedule.schema_org_week import together
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
    Change,
    Closure,
    Days,
    Hours,
    Schedule,
    Series,
    TownCalendar,
    Weekly,
)

STRETCH = Days(date(2026, 10, 19), 60)  # over a change of the clock
NO_CALENDAR = TownCalendar()

days = st.dates(STRETCH.first, STRETCH.end - timedelta(days=1))
quarters = st.integers(0, 95)
hours = st.builds(lambda day, opens, length: Hours(day, opens * 15, (opens + length) * 15), st.integers(0, 6), quarters,
                  st.integers(1, 60))  # fmt: skip
weeks = st.builds(
    lambda found, first, last: Weekly(tuple(found), first, last),
    st.lists(hours, min_size=1, max_size=6),
    st.none() | days,
    st.none() | days,
)
moments = st.builds(
    lambda day, quarter: datetime(day.year, day.month, day.day) + quarter * timedelta(minutes=15), days, quarters
)
changes = st.one_of(
    st.builds(lambda day: Change(CANCELLED, whole_day=day), days),
    st.builds(lambda to, length: Change(ADDED, to=to, minutes=15 * length), moments, st.integers(1, 60)),
)
closures = st.builds(lambda day, length: Closure(day, day + timedelta(days=length)), days, st.integers(0, 5))


def standing(schedule: Schedule, calendar: TownCalendar = NO_CALENDAR, closed: Sequence[Closure] = ()) -> list[Slot]:
    return [slot for slot in expand(schedule, STRETCH, calendar, closed) if slot.status != CANCELLED]


def read_unless(described: object, is_refused: str) -> Schedule | None:
    """None where the refusal is one of these, as it should be."""
    try:
        return read(described)
    except HoursError as error:
        if not re.search(is_refused, str(error)):
            raise
        return None


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.filter_too_much])
@given(weeks, st.lists(changes, max_size=3), st.lists(days, max_size=2), st.lists(closures, max_size=2))
def test_hours_are_read_back_as_they_were_told(
    week: Weekly, some: list[Change], holidays: list[date], closed: list[Closure]
) -> None:
    schedule = Schedule(weekly=(week,), changes=tuple(some))
    assume(not check_schedule(schedule))
    calendar = TownCalendar({day: {} for day in holidays})
    try:
        described = schema_org_write.opening_hours(schedule, STRETCH, calendar, closed)
    except HoursError:
        described = []
    assume(described)
    expected = standing(schedule, calendar, closed)
    found = read_unless(described, "clock changes|none of its days|no time at which")

    assert found is None or standing(found) == expected


rules = st.sampled_from(
    ["FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=DAILY;COUNT=9", "FREQ=DAILY;INTERVAL=3",
     "FREQ=WEEKLY;UNTIL=20261130", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2TU,-1FR", "FREQ=MONTHLY;BYMONTHDAY=1,15",
     "FREQ=YEARLY;BYMONTH=11;BYDAY=1TU", "FREQ=WEEKLY;BYMONTH=11,12"]
)  # fmt: skip


@settings(max_examples=examples(200))
@given(moments, st.integers(1, 3000), rules, st.lists(days, max_size=3))
def test_a_series_is_read_back_as_it_was_told(starts: datetime, minutes: int, rule: str, gone: list[date]) -> None:
    series = Series(starts, minutes, rule)
    cancelled = tuple(Change(CANCELLED, whole_day=day) for day in gone)
    try:
        described = schema_org_write.event_schedule(series, cancelled)
    except HoursError:  # it has no words, or no date
        assume(False)
    found = read_unless(described, "startDate is none of the dates")

    as_told = Schedule(series=(series,), changes=cancelled, closed_on_holidays=False)
    assert found is None or expand(found, STRETCH, NO_CALENDAR) == expand(as_told, STRETCH, NO_CALENDAR)


@settings(max_examples=examples(200))
@given(st.lists(st.builds(Series, moments, st.integers(1, 2000), st.sampled_from(["", "FREQ=WEEKLY;COUNT=3"])),
                min_size=1, max_size=3), st.lists(changes, max_size=3))  # fmt: skip
def test_dates_are_read_back_with_what_falls_out(found: list[Series], some: list[Change]) -> None:
    schedule = Schedule(series=tuple(found), changes=tuple(some), closed_on_holidays=False)
    slots = expand(schedule, STRETCH, NO_CALENDAR)
    assume(slots)
    again = read_unless(schema_org_write.events(slots), "second time|two events begin|end is not after")

    assert again is None or expand(again, STRETCH, NO_CALENDAR) == slots


words = st.sampled_from(
    ["Monday", "Mo-Fr 09:00-17:00", "PublicHolidays", "09:00", "17:00", "00:00", "23:59", "24:00", "2026-11-03", "P1W",
     "2026-11-03T10:00", "9999-12-31", "9999-12-31T23:59Z", "2026-10-25T02:30:00+01:00", "PT90M", "P99D", "1MO", "-1FR",
     "Europe/Amsterdam", "Europe/London", "EventCancelled", "EventRescheduled", "Schedule", "OpeningHoursSpecification"]
)  # fmt: skip
scalars = st.one_of(words, st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
keys = st.sampled_from(
    ["@type", "dayOfWeek", "opens", "closes", "validFrom", "validThrough", "openingHours", "openingHoursSpecification",
     "specialOpeningHoursSpecification", "repeatFrequency", "byDay", "byMonth", "byMonthDay", "byMonthWeek",
     "startDate", "repeatCount", "endDate", "startTime", "endTime", "duration", "exceptDate", "scheduleTimezone",
     "eventSchedule", "subEvent", "eventStatus", "previousStartDate", "@id"]
)  # fmt: skip
things: st.SearchStrategy[Any] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=7), max_leaves=25
)


@settings(max_examples=examples(500), suppress_health_check=[HealthCheck.too_slow])
@given(things)
def test_whatever_is_said_is_read_or_refused_with_a_sentence(described: Any) -> None:
    try:
        schedule = read(described)
    except HoursError:
        return
    assert check_schedule(schedule) == []


said = st.builds(
    lambda weekdays, times, first, length: Said(
        "x", frozenset(weekdays), False, times and (times[0] * 15, (times[0] + times[1]) * 15), first,
        first and first + timedelta(days=length),
    ),
    st.sets(st.integers(0, 6), min_size=1),
    st.none() | st.tuples(quarters, st.integers(1, 40)),
    st.none() | days,
    st.integers(0, 40),
)  # fmt: skip


@settings(max_examples=examples(300), suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(said, min_size=1, max_size=5))
def test_on_each_day_the_narrowest_that_speaks_of_it_counts(found: list[Said]) -> None:
    """Found again the simplest way, day by day."""
    try:
        schedule = together(found)
    except HoursError:
        assume(False)
    for number in range(STRETCH.number):
        day = STRETCH.first + timedelta(days=number)
        speaking = [
            one for one in found
            if day.weekday() in one.weekdays and (one.first or day) <= day <= (one.last or day)
        ]  # fmt: skip
        lengths = [(one.last - one.first).days if one.first and one.last else 10**6 for one in speaking]
        counting = [one for one, length in zip(speaking, lengths, strict=True) if length == min(lengths)]
        hours_of_day = tuple(Hours(day.weekday(), *times) for times in {one.times for one in counting} if times)
        expected = expand(Schedule(weekly=(Weekly(hours_of_day),)), Days(day, 1), NO_CALENDAR)
        slots = expand(schedule, Days(day, 1), NO_CALENDAR)
        assert [slot for slot in slots if slot.status != CANCELLED] == expected
