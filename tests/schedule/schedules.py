"""Schedules of every kind, as hypothesis makes them: each one may be stored."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from webapp.schedule.values import ADDED, CANCELLED, MOVED, Change, Hours, Schedule, Season, Series, Weekly

FIRST_DAY = date(2026, 3, 20)  # before a change of the clock
RULES = ("", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=-1TH",
         "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;COUNT=4", "FREQ=WEEKLY;UNTIL=20260601")  # fmt: skip

words = st.dictionaries(st.sampled_from(("nl", "en", "ar")), st.text(st.characters(categories=["L", "Nd"]), min_size=1))
reasons = words.map(lambda found: {**found, "nl": "ziek"})
days = st.dates(FIRST_DAY, FIRST_DAY + timedelta(days=120))
quarters = st.integers(0, 95).map(lambda quarter: timedelta(minutes=15 * quarter))
moments = st.builds(lambda day, quarter: datetime.combine(day, datetime.min.time()) + quarter, days, quarters)
lengths = st.integers(1, 3 * 24 * 4).map(lambda quarters: 15 * quarters)
month_days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))

hours = st.builds(
    lambda weekday, opens, length, by_appointment, note: Hours(weekday, opens, opens + length, by_appointment, note),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(1, 1440),
    st.booleans(),
    words,
)
weeklies = st.builds(
    Weekly,
    st.lists(hours, max_size=4).map(tuple),
    st.none() | days,
    st.none(),
    st.none() | st.builds(Season, month_days, month_days),
)
all_series = st.builds(
    Series, moments, lengths, st.sampled_from(RULES), st.lists(moments, max_size=3).map(tuple), st.booleans(), words
)
changes = st.one_of(
    st.builds(lambda starts, reason: Change(CANCELLED, starts=starts, reason=reason), moments, reasons),
    st.builds(lambda day, reason: Change(CANCELLED, whole_day=day, reason=reason), days, reasons),
    st.builds(
        lambda starts, to, minutes, reason: Change(MOVED, starts=starts, to=to, minutes=minutes, reason=reason),
        moments,
        moments,
        lengths,
        reasons,
    ),
    st.builds(
        lambda to, minutes, reason: Change(ADDED, to=to, minutes=minutes, reason=reason), moments, lengths, reasons
    ),
)
schedules = st.builds(
    Schedule,
    weekly=st.lists(weeklies, max_size=2).map(tuple),
    series=st.lists(all_series, max_size=2).map(tuple),
    expression=st.sampled_from(("", "Mo-Fr 09:00-12:00", "24/7")),
    changes=st.lists(changes, max_size=4).map(tuple),
    by_appointment=st.booleans(),
    closed_on_holidays=st.booleans(),
    closed_in_school_breaks=st.booleans(),
    inherits=st.booleans(),
)
