"""Rows of an HSDS schedule say exactly the openings that they were made of, read by a library of others."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.clock import TIME_ZONE
from webapp.schedule.answers import upcoming
from webapp.schedule.expansion import APPOINTMENT, OPEN, Slot
from webapp.schedule.hsds_write import fields_of, rows_of
from webapp.schedule.osm import read
from webapp.schedule.rules import midnight
from webapp.schedule.values import CANCELLED, Closure, Days, TownCalendar

WINTER, SPRING, AUTUMN = date(2026, 11, 24), date(2026, 2, 3), date(2026, 9, 1)
LENGTH = 89
HSDS_FIELDS = {"valid_from", "valid_to", "dtstart", "timezone", "freq", "interval", "byday", "opens_at", "closes_at",
               "until", "wkst"}  # fmt: skip


def days_from(first: date) -> Days:
    return Days(first, LENGTH)


def slot(day: date, opens: str = "10:00", closes: str = "12:00", status: str = OPEN, **told: Any) -> Slot:
    """On the Dutch clock; what closes no later than it opens does so on the next day."""
    starts, ends = (datetime.combine(day, time.fromisoformat(at), TIME_ZONE) for at in (opens, closes))
    ends = ends if ends.replace(tzinfo=None) > starts.replace(tzinfo=None) else ends + timedelta(days=1)
    return Slot(starts.astimezone(UTC), ends.astimezone(UTC), status, **told)


def written(slots: Iterable[Slot], days: Days) -> list[Mapping[str, Any]]:
    rows = [fields_of(row, days) for row in rows_of(slots, days)]
    for row in rows:
        assert row.keys() <= HSDS_FIELDS
        assert row["freq"] in ("WEEKLY", "MONTHLY")
        assert row["valid_from"] <= row["dtstart"] <= row.get("until", row["valid_to"]) <= row["valid_to"]
    return rows


def read_back(row: Mapping[str, Any]) -> Iterator[tuple[datetime, datetime]]:
    """As docs/hsds.md says it is read: by the library, with the times as they stand there."""
    week = f";WKST={row['wkst']}" if "wkst" in row else ""
    rule = f"FREQ={row['freq']};INTERVAL={row['interval']};BYDAY={row['byday']}{week}"
    last = datetime.fromisoformat(row.get("until", row["valid_to"]))
    for day in rrulestr(rule, dtstart=datetime.fromisoformat(row["dtstart"])).between(
        datetime.fromisoformat(row["dtstart"]), last, inc=True
    ):
        starts, ends = (datetime.fromisoformat(f"{day.date()}T{row[name]}") for name in ("opens_at", "closes_at"))
        assert starts.utcoffset() == timedelta(hours=row["timezone"])
        if row["opens_at"].startswith("00:00") and row["closes_at"].startswith("23:59"):
            ends += timedelta(minutes=1)
        yield starts.astimezone(UTC), (ends if ends > starts else ends + timedelta(days=1)).astimezone(UTC)


def all_back(rows: Iterable[Mapping[str, Any]]) -> list[tuple[datetime, datetime]]:
    return sorted(times for row in rows for times in read_back(row))


def moments(slots: Iterable[Slot]) -> list[tuple[datetime, datetime]]:
    return sorted((one.starts_at, one.ends_at) for one in slots)


def weekly(first: date, weekdays: Iterable[int], without: Iterable[date] = ()) -> list[Slot]:
    days = (first + timedelta(days=number) for number in range(LENGTH))
    return [slot(day) for day in days if day.weekday() in set(weekdays) and day not in set(without)]


def told(rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["freq"], row["interval"], row["byday"], row["dtstart"], row.get("until")) for row in rows]


# ---------------------------------------------------------------- the fewest rows


def test_a_whole_week_is_one_row_that_goes_on() -> None:
    [row] = written(weekly(WINTER, range(5)), days_from(WINTER))

    assert told([row]) == [("WEEKLY", 1, "MO,TU,WE,TH,FR", "2026-11-24", None)]
    assert (row["opens_at"], row["closes_at"], row["timezone"]) == ("10:00+01:00", "12:00+01:00", 1)
    assert (row["valid_from"], row["valid_to"]) == ("2026-11-24", "2027-02-20")


def test_a_holiday_ends_the_week_and_another_row_begins_after_it() -> None:
    christmas = [date(2026, 12, 25)]
    rows = written(weekly(WINTER, range(5), without=christmas), days_from(WINTER))

    assert told(rows) == [
        ("WEEKLY", 1, "MO,TU,WE,TH,FR", "2026-11-24", "2026-12-24"),
        ("WEEKLY", 1, "MO,TU,WE,TH,FR", "2026-12-28", None),
    ]


def test_a_date_apart_does_not_cut_the_week() -> None:
    slots = [*weekly(WINTER, range(5), without=[date(2026, 12, 25)]), slot(date(2026, 12, 12))]

    rows = written(slots, days_from(WINTER))

    assert len(rows) == 3
    assert ("WEEKLY", 1, "SA", "2026-12-12", "2026-12-12") in told(rows)


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        (["2026-11-26", "2026-12-10", "2026-12-24", "2027-01-07", "2027-01-21", "2027-02-04", "2027-02-18"],
         [("WEEKLY", 2, "TH", "2026-11-26", None)]),
        (["2026-12-01", "2027-01-05", "2027-02-02"], [("MONTHLY", 1, "1TU", "2026-12-01", None)]),
        (["2026-11-27", "2026-12-25", "2027-01-29"], [("MONTHLY", 1, "-1FR", "2026-11-27", None)]),
        (["2026-11-26", "2026-12-10", "2026-12-31"],
         [("WEEKLY", 2, "TH", "2026-11-26", "2026-12-10"), ("WEEKLY", 1, "TH", "2026-12-31", "2026-12-31")]),
        (["2026-12-05"], [("WEEKLY", 1, "SA", "2026-12-05", "2026-12-05")]),
    ],
    ids=["each second week", "first Tuesday", "last Friday", "and once more", "once"],
)  # fmt: skip
def test_what_is_not_each_week(dates: list[str], wanted: list[tuple[Any, ...]]) -> None:
    slots = [slot(date.fromisoformat(day)) for day in dates]

    assert told(written(slots, days_from(WINTER))) == wanted


def test_each_four_weeks_is_each_month_where_it_may_be_either() -> None:
    both, only_weeks = (
        [slot(date.fromisoformat(day)) for day in days]
        for days in (["2026-02-03", "2026-03-03"], ["2026-12-01", "2026-12-29", "2027-01-26"])
    )

    assert told(written(both, days_from(SPRING))) == [("MONTHLY", 1, "1TU", "2026-02-03", "2026-03-03")]
    assert told(written(only_weeks, days_from(WINTER))) == [("WEEKLY", 4, "TU", "2026-12-01", None)]


def test_two_days_of_each_second_week_are_one_row_with_the_week_beginning_on_monday() -> None:
    days = [WINTER + timedelta(days=14 * turn + number) for turn in range(6) for number in (0, 2)]  # Tuesday, Thursday

    [row] = written([slot(day) for day in days], days_from(WINTER))

    assert (row["interval"], row["byday"], row["wkst"]) == (2, "TU,TH", "MO")


# ---------------------------------------------------------------- what is in a row


def test_where_the_clocks_change_another_row_begins() -> None:
    rows = written(weekly(SPRING, [6]), days_from(SPRING))

    assert [(row["timezone"], row["opens_at"], row.get("until")) for row in rows] == [
        (1, "10:00+01:00", "2026-03-22"),
        (2, "10:00+02:00", None),
    ]


@pytest.mark.parametrize("first", [SPRING, AUTUMN])
def test_a_night_over_the_change_of_the_clocks_closes_by_the_new_one(first: date) -> None:
    slots = [slot(first + timedelta(days=number), "22:00", "06:00") for number in range(LENGTH)]
    rows = written(slots, days_from(first))

    assert len(rows) == 3
    assert rows[1]["opens_at"][-6:] != rows[1]["closes_at"][-6:]
    assert all_back(rows) == moments(slots)


@pytest.mark.parametrize("first", [SPRING, AUTUMN])
def test_day_and_night_is_told_as_the_guidance_says(first: date) -> None:
    slots = [slot(first + timedelta(days=number), "00:00", "00:00") for number in range(LENGTH)]
    rows = written(slots, days_from(first))

    assert {(row["opens_at"][:5], row["closes_at"][:5]) for row in rows} == {("00:00", "23:59")}
    assert all_back(rows) == moments(slots)


def test_until_midnight_is_no_whole_day() -> None:
    [row] = written([slot(WINTER, "18:00", "00:00")], days_from(WINTER))

    assert (row["opens_at"], row["closes_at"]) == ("18:00+01:00", "00:00+01:00")


def test_seconds_of_a_calendar_of_others_are_kept() -> None:
    one = slot(WINTER, "10:00:30", "12:00")

    [row] = written([one], days_from(WINTER))

    assert (row["opens_at"], row["closes_at"]) == ("10:00:30+01:00", "12:00+01:00")
    assert all_back([row]) == moments([one])


def test_what_is_cancelled_or_begins_on_other_days_has_no_row() -> None:
    days = days_from(WINTER)
    slots = [slot(WINTER, status=CANCELLED), slot(WINTER - timedelta(days=1), "22:00", "06:00"), slot(days.end)]

    assert written(slots, days) == []


def test_by_appointment_and_a_remark_have_rows_of_their_own() -> None:
    slots = [
        slot(WINTER),
        slot(WINTER + timedelta(days=1), status=APPOINTMENT),
        slot(WINTER + timedelta(days=2), note={"nl": "Alleen met kinderen"}),
    ]

    found = rows_of(slots, days_from(WINTER))

    assert [(row.opening.status, dict(row.opening.words)) for row in found] == [
        (OPEN, {}),
        (APPOINTMENT, {}),
        (OPEN, {"nl": "Alleen met kinderen"}),
    ]


# ---------------------------------------------------------------- exactly the openings

FIRSTS = st.sampled_from([WINTER, SPRING, AUTUMN]) | st.dates(date(2025, 1, 1), date(2027, 12, 31))
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))


@given(FIRSTS, st.data())
def test_any_dates_come_back_each_once(first: date, data: st.DataObject) -> None:
    numbers = data.draw(st.sets(st.integers(0, LENGTH - 1), max_size=LENGTH))
    slots = [slot(first + timedelta(days=number)) for number in numbers]

    assert all_back(written(slots, days_from(first))) == moments(slots)


@given(
    FIRSTS, st.sets(st.integers(0, 6), min_size=1), st.sets(st.integers(0, LENGTH - 1), max_size=5), st.integers(1, 4)
)
def test_weeks_with_holes_come_back_each_once(first: date, weekdays: set[int], holes: set[int], step: int) -> None:
    days = [first + timedelta(days=number) for number in range(LENGTH) if number not in holes]
    slots = [slot(day) for day in days if day.weekday() in weekdays and day.toordinal() // 7 % step == 0]
    rows = written(slots, days_from(first))

    assert all_back(rows) == moments(slots)
    if step == 1:  # two rows more for each hole at most: each is told by what is before and after it
        assert len(rows) <= 1 + 2 * (len(holes) + 2)


@given(
    FIRSTS,
    st.lists(st.tuples(st.integers(0, LENGTH - 1), TIMES, st.integers(1, 24 * 60 - 1)), max_size=30, unique=True),
)
def test_any_times_come_back_each_once(first: date, drawn: list[tuple[int, time, int]]) -> None:
    """As the engine stores them: a beginning that is on the clock, and no more than a day."""
    slots = set()
    for number, at, minutes in drawn:
        starts = datetime.combine(first + timedelta(days=number), at, TIME_ZONE).astimezone(UTC)
        slots.add(Slot(starts, starts + timedelta(minutes=minutes)))
    slots = {one for one in slots if not (is_last_minute(one))}
    in_days = [one for one in slots if one.starts_at < midnight(days_from(first).end)]

    assert all_back(written(slots, days_from(first))) == moments(in_days)


def is_last_minute(one: Slot) -> bool:
    """00:00 to 23:59, which HSDS takes for the whole day."""
    return [moment.astimezone(TIME_ZONE).strftime("%H:%M") for moment in (one.starts_at, one.ends_at)] == [
        "00:00",
        "23:59",
    ]


@pytest.mark.parametrize(
    "hours",
    [
        "Mo-Fr 09:00-12:30,13:30-17:00",
        "24/7",
        "Fr,Sa 20:00-02:00; Su 10:00-12:00",
        "Th[1] 14:00-16:00",
        "week 1-53/2 We 10:00-11:00",
    ],
)
@pytest.mark.parametrize("first", [WINTER, SPRING, AUTUMN])
def test_what_the_engine_expands_comes_back(hours: str, first: date) -> None:
    closures = [Closure(first + timedelta(days=20), first + timedelta(days=24), {"nl": "Vakantie"})]
    calendar = TownCalendar({first + timedelta(days=40): {"nl": "Feestdag"}})
    days = days_from(first)
    slots = [one for one in upcoming(read(hours), first, calendar, closures) if midnight(days.first) <= one.starts_at]
    open_ = [one for one in slots if one.status == OPEN and one.starts_at < midnight(days.end)]

    assert open_
    assert all_back(written(slots, days)) == moments(open_)


def test_what_is_longer_than_a_day_is_told_in_two_rows() -> None:
    """A row ends within a day of its beginning, so one of 24 hours and a quarter would be read as a quarter."""
    starts = datetime.combine(WINTER, time(10), TIME_ZONE)
    rows = written([Slot(starts, starts + timedelta(hours=24, minutes=15), OPEN)], days_from(WINTER))

    (first, cut), (again, end) = all_back(rows)
    assert (first, end) == (starts, starts + timedelta(hours=24, minutes=15))
    assert cut == again == midnight(WINTER + timedelta(days=1))
