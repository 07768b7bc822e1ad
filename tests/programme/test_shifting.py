"""A series is shifted: as many dates as before, as long as told, and nothing of the past is another."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from webapp.programme.shifting import Shift, ShiftRefused, dates_of, shift, shift_series
from webapp.schedule.checks import check_schedule
from webapp.schedule.values import CANCELLED, MOVED, Change, Schedule, Series

FIRST = datetime(2026, 9, 1, 10, 0)  # a Tuesday
FAR = datetime(2029, 1, 1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

weekly = st.builds(
    lambda days, every, end: f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(days)}{end}",
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True),
    st.integers(1, 3),
    st.sampled_from(("", ";COUNT=40", ";UNTIL=20270601", ";UNTIL=20270601T100000")),
)
monthly = st.builds(
    lambda nth, day, end: f"FREQ=MONTHLY;BYDAY={nth}{day}{end}",
    st.sampled_from(("1", "2", "3", "4", "-1")),
    st.sampled_from(WEEKDAYS),
    st.sampled_from(("", ";COUNT=14", ";UNTIL=20270901")),
)
plain = st.sampled_from(
    (
        "FREQ=WEEKLY",
        "FREQ=DAILY;COUNT=90",
        "FREQ=MONTHLY;BYMONTHDAY=15",
        "FREQ=YEARLY",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "",
    )
)
extras = st.lists(st.integers(0, 600).map(lambda days: FIRST + timedelta(days=days, hours=3)), max_size=4, unique=True)


@settings(max_examples=examples(60))
@given(
    rule=st.one_of(weekly, monthly, plain),
    extra=extras,
    after=st.integers(-30, 500),
    days=st.integers(-6, 6),
    opens=st.integers(0, 24 * 60 - 1),
    minutes=st.integers(15, 600),
)
def test_as_many_dates_the_new_length_and_the_past_untouched(
    rule: str, extra: list[datetime], after: int, days: int, opens: int, minutes: int
) -> None:
    series = Series(FIRST, 60, rule, tuple(extra))
    wanted = Shift(FIRST.date() + timedelta(days=after), days, opens, minutes)
    cut = datetime.combine(wanted.since, time.min)
    before = dates_of(series, FAR)
    try:
        past, future = shift_series(series, wanted)
    except ShiftRefused:
        return
    has_been = [one for one in before if one < cut]
    assert (dates_of(past, FAR + timedelta(days=366)) if past else []) == has_been
    assert future.minutes == minutes
    assert past is None or past.minutes == 60
    assert check_schedule(Schedule(series=tuple(part for part in (past, future) if part))) == []
    old = [one for one in before if one >= cut]
    new = dates_of(future, FAR + timedelta(days=62))
    base = FIRST if rule else next(iter(old))
    by = timedelta(days=days, minutes=opens - (base.hour * 60 + base.minute))
    ends = not rule or "COUNT" in rule or "UNTIL" in rule
    assert len(new) == len(old) if ends else len(new) >= len(old)
    if "MONTHLY" not in rule:
        assert new[: len(old)] == [one + by for one in old]
    else:
        assert {one.time() for one in new} <= {(one + by).time() for one in old}


@pytest.mark.parametrize(
    ("rule", "since", "days", "kind"),
    [
        ("FREQ=WEEKLY;COUNT=3", date(2027, 1, 1), 1, "nothing_left"),
        ("", date(2027, 1, 1), 1, "nothing_left"),
        ("FREQ=DAILY", date(2026, 9, 2), 1, "only_time"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", date(2026, 9, 2), 1, "only_time"),
        ("FREQ=YEARLY", date(2026, 9, 2), -1, "only_time"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", date(2026, 9, 2), 1, "by_hand"),
        ("FREQ=WEEKLY;BYMONTH=9,10;BYDAY=TU", date(2026, 9, 2), 1, "by_hand"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU", date(2026, 9, 2), 1, "by_hand"),
    ],
)
def test_what_cannot_be_said_is_refused_and_not_bent(rule: str, since: date, days: int, kind: str) -> None:
    with pytest.raises(ShiftRefused) as refused:
        shift_series(Series(FIRST, 60, rule), Shift(since, days, 600, 60))
    assert refused.value.kind == kind


def test_from_tuesday_to_thursday_afternoon() -> None:
    series = Series(FIRST, 90, "FREQ=WEEKLY;BYDAY=TU")
    other = Series(FIRST, 30, "FREQ=MONTHLY;BYDAY=2TU")
    cancelled = Change(CANCELLED, starts=datetime(2026, 12, 8, 10), reason={"nl": "Ziek"})
    moved = Change(MOVED, starts=datetime(2026, 12, 15, 10), to=datetime(2026, 12, 16, 9), minutes=60)
    long_ago = Change(CANCELLED, starts=datetime(2026, 9, 8, 10))
    schedule = Schedule(series=(series, other), changes=(long_ago, cancelled, moved))

    shifted = shift(schedule, series, Shift(date(2026, 12, 1), 2, 14 * 60, 60))

    past, future, kept = shifted.series
    assert kept == other
    assert past == Series(FIRST, 90, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261130T235959")
    assert future == Series(datetime(2026, 12, 3, 14), 60, "FREQ=WEEKLY;BYDAY=TH")
    assert shifted.changes == (
        long_ago,
        Change(CANCELLED, starts=datetime(2026, 12, 10, 14), reason={"nl": "Ziek"}),
        Change(MOVED, starts=datetime(2026, 12, 17, 14), to=datetime(2026, 12, 16, 9), minutes=60),
    )
