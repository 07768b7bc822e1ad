"""Any schedule as a calendar file: another program sees the same open times, and so do we when we read it back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import recurring_ical_events
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.examples import examples
from webapp.core.clock import TIME_ZONE
from webapp.core.texts import Spoken
from webapp.schedule.expansion import CANCELLED, expand
from webapp.schedule.ical_read import read_calendar
from webapp.schedule.ical_write import CalendarEvent, write_calendar
from webapp.schedule.values import (
    ADDED,
    MOVED,
    Change,
    Closure,
    Days,
    Hours,
    Schedule,
    Season,
    Series,
    TownCalendar,
    Weekly,
)

Times = set[tuple[datetime, datetime]]

TODAYS = st.sampled_from((date(2026, 1, 14), date(2026, 3, 2), date(2026, 9, 30), date(2027, 12, 20)))
NEAR = st.integers(-40, 130)  # days from today
WHY = {"nl": "Ziek", "en": "Ill"}
RULES = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;BYDAY=SA,SU",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;COUNT=5",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU;WKST=SU",
    "FREQ=WEEKLY;UNTIL={until:%Y%m%d}",
    "FREQ=WEEKLY;UNTIL={until:%Y%m%dT%H%M%SZ}",
    "FREQ=MONTHLY;BYDAY=1MO,-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
    "",
)
EXPRESSIONS = ("", "", "", "Mo-Fr 09:00-12:00", 'Sa 10:00-16:00; 2026 Apr 1-2026 Apr 14 off "werk"', "24/7")
QUARTERS = st.integers(0, 95).map(lambda quarter: quarter * 15)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    opens = draw(QUARTERS)
    length = draw(st.integers(1, 40)) * 15
    return Hours(draw(st.integers(0, 6)), opens, opens + length, draw(st.booleans()), draw(st.sampled_from(({}, WHY))))


@st.composite
def weeklies(draw: st.DrawFn, today: date) -> Weekly:
    season = draw(st.sampled_from((None, None, Season((11, 1), (3, 15)), Season((4, 1), (10, 31)))))
    first, last = (draw(st.none() | NEAR) for _ in range(2))
    return Weekly(tuple(draw(st.lists(hours(), max_size=4))), near(today, first), near(today, last), season)


def near(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def moments(today: date) -> st.SearchStrategy[datetime]:
    """Often in the night the clock changes."""
    night = st.sampled_from((date(2026, 3, 29), date(2026, 10, 25))).filter(lambda day: abs((day - today).days) < 120)
    days = NEAR.map(lambda number: today + timedelta(days=number))
    if abs((date(2026, 3, 29) - today).days) < 120 or abs((date(2026, 10, 25) - today).days) < 120:
        days = days | night
    return st.builds(
        lambda day, minutes: datetime(day.year, day.month, day.day) + timedelta(minutes=minutes), days, QUARTERS
    )


@st.composite
def series(draw: st.DrawFn, today: date) -> Series:
    starts = draw(moments(today))
    rule = draw(st.sampled_from(RULES)).format(until=draw(moments(today)))
    # Not one or two hours from another date: recurring-ical-events takes 7:30 in UTC and 7:30 here for the same date.
    further = draw(st.lists(moments(today), max_size=3, unique_by=lambda moment: moment.date()))
    extra = tuple(moment + timedelta(minutes=5) for moment in further)
    return Series(starts, draw(st.integers(1, 60)) * 15, rule, extra, draw(st.booleans()))


@st.composite
def changes(draw: st.DrawFn, starts: list[datetime], today: date) -> Change:
    which = draw(st.sampled_from(starts)) if starts else draw(moments(today))
    match draw(st.sampled_from(("falls out", "day", MOVED, ADDED))):
        case "falls out":
            return Change(CANCELLED, starts=which, reason=WHY)
        case "day":
            return Change(CANCELLED, whole_day=which.date(), reason=WHY)
        case kind if kind == MOVED:
            return Change(
                MOVED, starts=which, to=draw(moments(today)), minutes=draw(st.integers(1, 8)) * 15, reason=WHY
            )
    return Change(ADDED, to=draw(moments(today)), minutes=45, reason=WHY)


@st.composite
def events(draw: st.DrawFn) -> tuple[CalendarEvent, Days]:
    today = draw(TODAYS)
    days = Days(today, 90)
    closures = tuple(
        Closure(near(today, first) or today, (near(today, first) or today) + timedelta(days=length), WHY)
        for first, length in draw(st.lists(st.tuples(NEAR, st.integers(0, 20)), max_size=2))
    )
    calendar = TownCalendar({near(today, day) or today: WHY for day in draw(st.lists(NEAR, max_size=3))}, closures[:1])
    plain = Schedule(
        weekly=tuple(draw(st.lists(weeklies(today), max_size=2))),
        series=tuple(draw(st.lists(series(today), max_size=2))),
        expression=draw(st.sampled_from(EXPRESSIONS)),
        by_appointment=draw(st.booleans()),
        closed_on_holidays=draw(st.booleans()),
        closed_in_school_breaks=draw(st.booleans()),
    )
    found = [slot.starts_at.astimezone(TIME_ZONE).replace(tzinfo=None) for slot in expand(plain, days, TownCalendar())]
    changed = tuple(draw(st.lists(changes(found, today), max_size=4)))
    schedule = Schedule(**{**vars(plain), "changes": changed})
    return CalendarEvent("a", Spoken("Koffie", "nl"), schedule=schedule, calendar=calendar, closures=closures), days


def standing(schedule: Schedule, days: Days, calendar: TownCalendar, closures: Any = ()) -> Times:
    slots = expand(schedule, days, calendar, closures)
    return {(slot.starts_at, slot.ends_at) for slot in slots if slot.status != CANCELLED}


def written(one: CalendarEvent, days: Days) -> bytes:
    now = datetime(days.first.year, days.first.month, days.first.day, 12, tzinfo=UTC)
    return write_calendar("Kalender", [one], language="nl", now=now)


def seen_by_another_program(data: bytes, days: Days) -> Times:
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(days.first, days.end + timedelta(days=2))
    times = {
        (one["DTSTART"].dt.astimezone(UTC), one["DTEND"].dt.astimezone(UTC))
        for one in found
        if one.get("STATUS") != "CANCELLED"
    }
    return {(start, end) for start, end in times if days.first <= start.astimezone(TIME_ZONE).date() < days.end}


@given(events())
@settings(
    max_examples=examples(), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
def test_another_program_sees_the_times_that_the_engine_has(pair: tuple[CalendarEvent, Days]) -> None:
    one, days = pair
    assert one.schedule is not None
    expected = standing(one.schedule, days, one.calendar, one.closures)
    event(f"{min(len(expected), 3)} times, {len(one.schedule.changes)} changes")
    assert seen_by_another_program(written(one, days), days) == expected


@given(events())
@settings(
    max_examples=examples(), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
def test_what_is_written_is_read_back_with_the_same_times(pair: tuple[CalendarEvent, Days]) -> None:
    one, days = pair
    assert one.schedule is not None
    result = read_calendar(written(one, days), today=days.first)
    assert result.refused == []
    found: Times = set().union(*(standing(each.schedule, days, TownCalendar()) for each in result.schedules))
    assert found == standing(one.schedule, days, one.calendar, one.closures)
