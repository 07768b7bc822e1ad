"""A row of an HSDS schedule has the dates that dateutil gives its rule, and no row breaks anything."""

from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schedule.test_hsds_read import row
from webapp.core.clock import local
from webapp.schedule import hsds_read
from webapp.schedule.expansion import expand
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Days, TownCalendar

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

days = st.dates(date(2025, 6, 1), date(2026, 12, 31))
bounds = st.none() | days
weekdays = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True)
counted = st.lists(
    st.tuples(st.sampled_from((1, 2, 3, 4, -1, -2)), st.sampled_from(WEEKDAYS)), min_size=1, max_size=2, unique=True
)
rules = st.fixed_dictionaries({
    "dtstart": days,
    "interval": st.integers(1, 4),
    "valid_from": bounds,
    "valid_to": bounds,
    "ends": st.none() | days | st.integers(1, 40),
    "wkst": st.sampled_from(WEEKDAYS),
}).flatmap(lambda rule: st.one_of(
    weekdays.map(lambda found: {**rule, "freq": "WEEKLY", "byday": ",".join(found)}),
    counted.map(lambda found: {**rule, "freq": "MONTHLY", "byday": ",".join(f"{n}{day}" for n, day in found)}),
    st.lists(st.integers(1, 28) | st.integers(-28, -1), min_size=1, max_size=3, unique=True).map(
        lambda found: {**rule, "freq": "MONTHLY", "bymonthday": ",".join(map(str, found))}
    ),
))  # fmt: skip


def by_dateutil(rule: dict[str, Any]) -> list[date]:
    ends = rule["ends"]
    found = rrule(
        MONTHLY if rule["freq"] == "MONTHLY" else WEEKLY,
        datetime.combine(rule["dtstart"], time.min),
        interval=rule["interval"],
        wkst=WEEKDAYS.index(rule["wkst"]) if rule["interval"] > 1 else MO,
        count=ends if isinstance(ends, int) else None,
        until=None if isinstance(ends, int) or ends is None else datetime.combine(ends, time.max),
        byweekday=[_weekday(day) for day in rule["byday"].split(",")] if "byday" in rule else None,
        bymonthday=[int(day) for day in rule["bymonthday"].split(",")] if "bymonthday" in rule else None,
    )
    return [
        one.date()
        for one in found.between(datetime(2025, 1, 1), datetime(2027, 12, 31), inc=True)
        if _holds(rule, one.date())
    ]


def _weekday(day: str) -> weekday:
    number = int(day[:-2]) if len(day) > 2 else None
    return weekday(WEEKDAYS.index(day[-2:]), number)


def _holds(rule: dict[str, Any], day: date) -> bool:
    first, last = rule["valid_from"], rule["valid_to"]
    return (first is None or first <= day) and (last is None or day <= last)


def as_row(rule: dict[str, Any]) -> dict[str, Any]:
    ends = rule["ends"]
    told = {
        key: value.isoformat() if isinstance(value, date) else value for key, value in rule.items() if key != "ends"
    }
    return row(
        **{
            "byday": None,
            **told,
            "count" if isinstance(ends, int) else "until": ends if isinstance(ends, int) else ends and ends.isoformat(),
        }
    )


@settings(max_examples=100, deadline=None)
@given(rules)
def test_a_rule_has_the_dates_that_dateutil_gives_it(rule: dict[str, Any]) -> None:
    expected, refused = by_dateutil(rule), ""
    try:
        schedule = hsds_read.read([as_row(rule)])
    except HoursError as refusal:
        refused = str(refusal)
    if refused:
        assert not expected or "comes before" in refused
        return

    found = [local(slot.starts_at).date() for slot in expand(schedule, Days(date(2025, 1, 1), 1095), TownCalendar())]
    assert found == expected


def junk() -> st.SearchStrategy[Any]:
    leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(
        ("MO", "2026-01-01", "10:00", "WEEKLY", "MONTHLY", "1", "-1", "9" * 30)
    )  # fmt: skip
    return leaf | st.lists(leaf, max_size=2) | st.dictionaries(st.text(max_size=3), leaf, max_size=2)


FIELDS = ("freq", "interval", "byday", "bymonthday", "byweekno", "byyearday", "dtstart", "until", "count", "wkst",
          "valid_from", "valid_to", "opens_at", "closes_at", "timezone", "notes", "description")  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(FIELDS), junk(), max_size=8).map(lambda some: {**row(), **some}) | junk(),
        max_size=3,
    )
)
def test_whatever_a_row_holds_it_is_read_or_refused(rows: list[Any]) -> None:
    hsds_read.remarks_in(rows)
    with suppress(HoursError):
        expand(hsds_read.read(rows), Days(date(2026, 1, 1), 30), TownCalendar())
