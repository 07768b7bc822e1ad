"""What holds for every schedule, whatever it says."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from webapp.schedule.expansion import Slot, day_of, expand
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
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

FIRST = date(2026, 10, 12)  # before the clock changes, and before Christmas
NUMBER = 90
WORDS = {"nl": "Reden"}

days = st.dates(FIRST - timedelta(days=4), FIRST + timedelta(days=NUMBER + 4))
moments = st.builds(
    lambda day, quarter: datetime(day.year, day.month, day.day) + timedelta(minutes=15 * quarter),
    days,
    st.integers(0, 95),
)
minutes = st.sampled_from([15, 60, 180, 1440, 3000])


@st.composite
def weeks(draw: st.DrawFn, longest: int = 160) -> Weekly:
    """Periods that do not overlap, some past midnight."""
    edges = sorted(draw(st.lists(st.integers(0, 7 * 96), min_size=2, max_size=16, unique=True)))
    pairs = [(a, min(b, a + longest)) for a, b in list(pairwise(edges))[::2] if a < 7 * 96]
    hours = tuple(Hours(a // 96, a % 96 * 15, (a % 96 + b - a) * 15, draw(st.booleans())) for a, b in pairs)
    first_day = draw(st.none() | days)
    return Weekly(hours, first_day, None, draw(st.none() | st.just(Season((12, 20), (1, 5)))))


rules = st.sampled_from(["", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=DAILY;COUNT=9", "FREQ=MONTHLY;BYDAY=-1TH"])
all_series = st.builds(Series, moments, minutes, rules, st.lists(moments, max_size=2).map(tuple), st.booleans())
changes = st.one_of(
    st.builds(lambda starts: Change(CANCELLED, starts=starts, reason=WORDS), moments),
    st.builds(lambda day: Change(CANCELLED, whole_day=day, reason=WORDS), days),
    st.builds(lambda to, length: Change(ADDED, to=to, minutes=length), moments, minutes),
    st.builds(lambda starts, to, length: Change(MOVED, starts, None, to, length), moments, moments, minutes),
    st.builds(lambda day, to, length: Change(MOVED, None, day, to, length), days, moments, minutes),
)
closures = st.builds(lambda day, length: Closure(day, day + timedelta(days=length), WORDS), days, st.integers(0, 9))
schedules = st.builds(
    Schedule,
    weekly=st.lists(weeks(), max_size=2).map(tuple),
    series=st.lists(all_series, max_size=2).map(tuple),
    expression=st.sampled_from(["", "24/7", "Fr-Sa 20:00-30:00; PH off", 'Mo[1] 10:00-12:00 "op afspraak"']),
    changes=st.lists(changes, max_size=4).map(tuple),
    closed_on_holidays=st.booleans(),
    closed_in_school_breaks=st.booleans(),
)
calendars = st.builds(
    TownCalendar, st.dictionaries(days, st.just(WORDS), max_size=4), st.lists(closures, max_size=2).map(tuple)
)


def within(days_of: Days, slots: list[Slot]) -> list[Slot]:
    return [slot for slot in slots if days_of.first <= day_of(slot) < days_of.end]


@settings(max_examples=examples(), deadline=None)
@given(schedules, calendars, st.lists(closures, max_size=2))
def test_nothing_cancelled_overlaps_what_is_open(
    schedule: Schedule, calendar: TownCalendar, closed: list[Closure]
) -> None:
    slots = expand(schedule, Days(FIRST, NUMBER), calendar, closed)
    cancelled = [slot for slot in slots if slot.status == CANCELLED]
    standing = [slot for slot in slots if slot.status != CANCELLED]

    assert not [
        (one, other)
        for one in cancelled
        for other in standing
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]


@settings(max_examples=examples(), deadline=None)
@given(schedules, calendars, st.lists(closures, max_size=2), st.lists(st.integers(1, NUMBER - 1), max_size=4))
def test_expansion_in_parts_is_expansion_at_once(
    schedule: Schedule, calendar: TownCalendar, closed: list[Closure], cuts: list[int]
) -> None:
    edges = sorted({0, NUMBER, *cuts})
    parts = [Days(FIRST + timedelta(days=a), b - a) for a, b in pairwise(edges)]

    together = [slot for part in parts for slot in expand(schedule, part, calendar, closed)]
    whole = expand(schedule, Days(FIRST, NUMBER), calendar, closed)
    assert together == whole
    assert [(slot.reason, slot.note) for slot in together] == [(slot.reason, slot.note) for slot in whole]


@settings(max_examples=examples(), deadline=None)
@given(schedules, calendars)
def test_slots_are_in_order_once_each_and_begin_in_the_days_asked_for(
    schedule: Schedule, calendar: TownCalendar
) -> None:
    stretch = Days(FIRST, NUMBER)
    slots = expand(schedule, stretch, calendar)

    assert slots == sorted(set(slots))
    assert all(slot.starts_at < slot.ends_at for slot in slots)
    assert within(stretch, slots) == slots


@settings(max_examples=examples(), deadline=None)
@given(weeks(longest=96))
def test_periods_that_do_not_overlap_give_slots_that_do_not(week: Weekly) -> None:
    slots = expand(Schedule(weekly=(week,)), Days(FIRST, NUMBER), TownCalendar())
    sunday_nights = any(hours.weekday * 1440 + hours.closes > 7 * 1440 for hours in week.hours)

    assert sunday_nights or all(first.ends_at <= second.starts_at for first, second in pairwise(slots))


@settings(max_examples=examples(50), deadline=None)
@given(schedules, calendars, closures)
def test_a_closure_leaves_nothing_open_that_begins_in_it(
    schedule: Schedule, calendar: TownCalendar, closure: Closure
) -> None:
    slots = expand(schedule, Days(FIRST, NUMBER), calendar, [closure])

    assert {slot.status for slot in slots if closure.holds(day_of(slot))} <= {CANCELLED}
