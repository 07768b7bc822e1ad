"""Structured hours become OpenStreetMap's opening_hours, or are refused: what is written is read as the same times."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from webapp.schedule import osm
from webapp.schedule.expansion import CANCELLED, expand
from webapp.schedule.rules import HoursError, check_hours, midnight
from webapp.schedule.values import (
    ADDED,
    MOVED,
    Change,
    Days,
    Hours,
    Schedule,
    Season,
    Series,
    TownCalendar,
    Weekly,
    Words,
)

MONDAY = date(2026, 1, 5)
YEAR = Days(date(2026, 10, 1), 400)
AROUND = Days(YEAR.first - timedelta(days=2), YEAR.number + 2)
HOLIDAYS = TownCalendar(
    {slot.starts_at.date(): {} for slot in expand(Schedule(expression="PH 12:00-13:00"), YEAR, TownCalendar())}
)


def weekly(*periods: tuple[int, int, int], **validity: object) -> Schedule:
    found = tuple(Hours(day, opens * 60, closes * 60) for day, opens, closes in periods)
    return Schedule(weekly=(Weekly(found, **validity),), closed_on_holidays=False)  # type: ignore[arg-type]


def working_days(opens: int, closes: int) -> tuple[tuple[int, int, int], ...]:
    return tuple((day, opens, closes) for day in range(5))


def appointment(**more: object) -> Schedule:
    return Schedule(weekly=(Weekly((Hours(0, 600, 720, True, **more),)),), closed_on_holidays=False)  # type: ignore[arg-type]


def series(starts: str, rule: str, minutes: int = 60, **more: object) -> Schedule:
    one = Series(datetime.fromisoformat(starts), minutes, rule, **more)  # type: ignore[arg-type]
    return Schedule(series=(one,), closed_on_holidays=False)


def changed(*changes: Change) -> Schedule:
    return Schedule(weekly=weekly((0, 10, 12), (0, 14, 16)).weekly, changes=changes, closed_on_holidays=False)


ILL_AT_TWO = Change(CANCELLED, starts=datetime(2026, 11, 9, 14), reason={"nl": "ziek"})


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        (weekly(*working_days(9, 12), *working_days(13, 17)), "Mo-Fr 09:00-12:00,13:00-17:00"),
        (weekly((0, 9, 12), (1, 9, 12), (3, 9, 12), (5, 10, 13)), "Mo,Tu,Th 09:00-12:00; Sa 10:00-13:00"),
        (weekly((4, 22, 26)), "Fr 22:00-02:00"),
        (weekly((3, 17, 25), (4, 17, 27)), "Th 17:00-01:00, Fr 17:00-03:00"),
        (weekly((4, 20, 45)), "Fr 20:00-45:00"),
        (weekly(*((day, 0, 24) for day in range(7))), "24/7"),
        (weekly((0, 10, 12), season=Season((4, 1), (9, 30))), "Apr-Sep Mo 10:00-12:00"),
        (weekly((0, 10, 12), season=Season((7, 1), (7, 31))), "Jul Mo 10:00-12:00"),
        (weekly((0, 10, 12), season=Season((12, 24), (1, 3))), "Dec 24-Jan 03 Mo 10:00-12:00"),
        (weekly((0, 10, 12), season=Season((10, 1), (2, 29))), "Oct-Feb Mo 10:00-12:00"),
        (weekly((0, 10, 12), first_day=MONDAY, last_day=date(2026, 3, 28)), "2026 Jan 05-2026 Mar 28 Mo 10:00-12:00"),
        (weekly((0, 10, 12), first_day=MONDAY), "2026 Jan 05+ Mo 10:00-12:00"),
        (weekly((0, 10, 12), last_day=MONDAY), "1900 Jan 01-2026 Jan 05 Mo 10:00-12:00"),
        (appointment(), 'Mo 10:00-12:00 "op afspraak"'),
        (appointment(note={"nl": "bel ons", "en": "call us"}), 'Mo 10:00-12:00 "op afspraak: bel ons"'),
        (Schedule(weekly=weekly((0, 9, 10)).weekly, by_appointment=True), 'Mo 09:00-10:00 "op afspraak"; PH off'),
        (Schedule(weekly=weekly(*working_days(9, 17)).weekly), "Mo-Fr 09:00-17:00; PH off"),
        (series("2026-11-03T10:00", "FREQ=WEEKLY"), "2026 Nov 03+ Tu 10:00-11:00"),
        (series("2026-11-03T10:00", "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3"), "2026 Nov 03-2026 Nov 10 Tu,Th 10:00-11:00"),
        (series("2026-11-03T10:00", "FREQ=DAILY;UNTIL=20261105"), "2026 Nov 03-2026 Nov 05 Mo-Su 10:00-11:00"),
        (series("2026-11-10T10:00", "FREQ=MONTHLY;BYDAY=2TU"), "2026 Nov 10+ Tu[2] 10:00-11:00"),
        (series("2026-11-26T10:00", "FREQ=MONTHLY;BYDAY=-1TH"), "2026 Nov 26+ Th[-1] 10:00-11:00"),
        (
            series("2026-11-03T10:00", "", extra=(datetime(2026, 11, 12, 19),)),
            "2026 Nov 03 10:00-11:00; 2026 Nov 12 19:00-20:00",
        ),
        (
            changed(*(Change(CANCELLED, whole_day=date(2026, 12, day), reason={"nl": "kerst"}) for day in (24, 25))),
            'Mo 10:00-12:00,14:00-16:00; 2026 Dec 24-2026 Dec 25 off "kerst"',
        ),
        (
            changed(Change(CANCELLED, starts=datetime(2026, 11, 9, 14))),
            "Mo 10:00-12:00,14:00-16:00; 2026 Nov 09 14:00-16:00 off",
        ),
        (
            changed(Change(MOVED, starts=datetime(2026, 11, 9, 14), to=datetime(2026, 11, 10, 9), minutes=60)),
            "Mo 10:00-12:00,14:00-16:00; 2026 Nov 09 14:00-16:00 off, 2026 Nov 10 09:00-10:00",
        ),
        (
            changed(ILL_AT_TWO, Change(CANCELLED, whole_day=date(2026, 11, 9), reason={"nl": "storm"})),
            'Mo 10:00-12:00,14:00-16:00; 2026 Nov 09 off "storm"',
        ),
        (
            changed(Change(CANCELLED, whole_day=date(2026, 11, 9), reason={"nl": "ziek"}), ILL_AT_TWO),
            'Mo 10:00-12:00,14:00-16:00; 2026 Nov 09 off "ziek"',
        ),
        (Schedule(expression="Mo[1] 10:00-12:00; PH off"), "Mo[1] 10:00-12:00; PH off"),
        (Schedule(expression="Mo[1] 10:00-12:00"), "Mo[1] 10:00-12:00; PH off"),
    ],
)
def test_hours_have_their_words(schedule: Schedule, text: str) -> None:
    assert osm.write(schedule) == text


@pytest.mark.parametrize(
    ("schedule", "complaint"),
    [
        (Schedule(), "no times"),
        (Schedule(inherits=True), "of the place"),
        (Schedule(weekly=weekly((0, 10, 12)).weekly, closed_in_school_breaks=True), "school breaks"),
        (Schedule(weekly=weekly((4, 22, 26)).weekly), "without changing them"),  # a holiday would end it at midnight
        (weekly((0, 10, 60)), "after the next day"),
        (weekly((0, 10, 12), season=Season((4, 1), (9, 30)), first_day=MONDAY), "season within certain years"),
        (series("2026-11-03T10:00", "FREQ=WEEKLY;INTERVAL=2"), "no first date"),
        (series("2026-11-03T10:00", "FREQ=MONTHLY;BYMONTHDAY=3"), "cannot say"),
        (series("2026-11-03T10:00", "FREQ=YEARLY"), "cannot say"),
        (changed(Change(ADDED, to=datetime(2026, 11, 10, 9), minutes=60, reason={"nl": "extra"})), "why a date"),
        (changed(Change(CANCELLED, whole_day=date(2026, 11, 9)), ILL_AT_TWO), "two things of 2026-11-09"),
        (appointment(note={"en": "call us"}), "in Dutch too"),
        (appointment(note={"nl": 'zeg "hoi"'}), "quotation marks"),
        (weekly((0, 10, 12), first_day=date(9999, 1, 1)), "without changing them"),
    ],
)
def test_what_has_no_exact_words_is_refused(schedule: Schedule, complaint: str) -> None:
    with pytest.raises(HoursError, match=complaint):
        osm.write(schedule)


def open_times(schedule: Schedule) -> list[tuple[object, ...]]:
    return joined(
        (slot.starts_at, slot.ends_at, slot.status, slot.note.get("nl", ""))
        for slot in expand(schedule, AROUND, HOLIDAYS)
        if slot.status != CANCELLED
    )


def reasons(schedule: Schedule) -> list[tuple[object, ...]]:
    return joined(
        (slot.starts_at, slot.ends_at, slot.reason.get("nl", ""))
        for slot in expand(schedule, AROUND, HOLIDAYS)
        if slot.status == CANCELLED
    )


def joined(times: Iterable[tuple[Any, ...]]) -> list[tuple[object, ...]]:
    """What touches is one, also at midnight, and nothing of the days before and after."""
    start, end = midnight(YEAR.first), midnight(YEAR.end)
    found: list[tuple[object, ...]] = []
    for begins, closes, *kind in times:
        starts, ends = max(begins, start), min(closes, end)
        if starts >= ends:
            continue
        if found and found[-1][1:] == (starts, *kind):
            found[-1] = (found[-1][0], ends, *kind)
        else:
            found.append((starts, ends, *kind))
    return found


words: st.SearchStrategy[Words] = st.sampled_from([{}, {"nl": "bel aan"}, {"nl": "é, ; || SH off"}])
edges = st.lists(st.integers(0, 98), min_size=2, max_size=6, unique=True).map(sorted)


@st.composite
def weeks(draw: st.DrawFn) -> Weekly:
    """Up to three periods a day that do not overlap; the last one may run past midnight."""
    periods: list[Hours] = []
    for day in draw(st.lists(st.integers(0, 6), unique=True, min_size=1)):
        quarters = draw(edges)
        pairs = [pair for pair in list(pairwise(quarters))[::2] if pair[0] < 96]
        periods += [Hours(day, a * 15, b * 15, draw(st.booleans()), draw(words)) for a, b in pairs]
    season = draw(st.sampled_from([None, Season((4, 1), (9, 30)), Season((11, 15), (2, 28))]))
    first_day = None if season else draw(st.sampled_from([None, date(2026, 11, 4)]))
    last_day = None if season else draw(st.sampled_from([None, date(2027, 2, 1)]))
    return Weekly(tuple(periods), first_day, last_day, season)


changed_days = st.one_of(st.dates(YEAR.first, YEAR.end), st.dates(date(2026, 11, 9), date(2026, 11, 11)))
closed_days = st.builds(lambda day, reason: Change(CANCELLED, whole_day=day, reason=reason), changed_days, words)
schedules = st.builds(
    Schedule,
    weekly=st.lists(weeks(), min_size=1, max_size=2).map(tuple),
    changes=st.lists(closed_days, max_size=3).map(tuple),
    closed_on_holidays=st.booleans(),
)


def closed_twice(*reasons: Words) -> Schedule:
    return changed(*(Change(CANCELLED, whole_day=date(2026, 11, 9), reason=reason) for reason in reasons))


@settings(max_examples=examples(40), deadline=None)
@given(schedules)
@example(closed_twice({}, {"nl": "bel aan"}))
@example(closed_twice({"nl": "bel aan"}, {}))
@example(closed_twice({"nl": "ziek"}, {"nl": "bel aan"}))
def test_what_is_written_is_read_as_the_same_times(schedule: Schedule) -> None:
    try:
        text = osm.write(schedule)
    except HoursError:
        return

    check_hours(text)
    read = osm.read(text)
    assert open_times(read) == open_times(schedule), text
    if not read.expression:
        assert reasons(read) == reasons(schedule)
