"""Rows of HSDS schedules: each becomes exactly its dates, or is refused with what and where."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.areas.build import shared
from webapp.core.clock import local
from webapp.schedule import hsds_read
from webapp.schedule.expansion import expand
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Days, Hours, Schedule, Series, TownCalendar, Weekly

YEAR = Days(date(2026, 1, 1), 365)


def row(**parts: Any) -> dict[str, Any]:
    """Each Tuesday from ten to twelve, but for these parts; None takes one away."""
    whole = {"id": "1", "freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00", **parts}
    return {key: value for key, value in whole.items() if value is not None}


def single(day: str, **parts: Any) -> dict[str, Any]:
    return row(freq=None, byday=None, dtstart=day, **parts)


def starts(schedule: Schedule, days: Days = YEAR) -> list[str]:
    """On the clock on the wall."""
    return [f"{local(slot.starts_at):%m-%d %H:%M}" for slot in expand(schedule, days, TownCalendar())]


@pytest.mark.parametrize(
    ("rows", "schedule"),
    [
        ([row()], Schedule(weekly=(Weekly((Hours(1, 600, 720),)),), closed_on_holidays=False)),
        (
            [row(byday="mo, WE", closes_at="18:00:00"), row(byday="FR", opens_at="9:30")],
            Schedule(
                weekly=(Weekly((Hours(0, 600, 1080), Hours(2, 600, 1080), Hours(4, 570, 720))),),
                closed_on_holidays=False,
            ),
        ),
        (
            [row(dtstart="2026-03-01", until="2026-06-30", valid_from="2026-02-01", valid_to="2026-05-31")],
            Schedule(
                weekly=(Weekly((Hours(1, 600, 720),), date(2026, 3, 1), date(2026, 5, 31)),), closed_on_holidays=False
            ),
        ),
        (
            [row(byday=None, dtstart="2026-11-05")],
            Schedule(weekly=(Weekly((Hours(3, 600, 720),), date(2026, 11, 5)),), closed_on_holidays=False),
        ),
        (
            [single("2026-11-05"), single("2026-11-03", id="2"), single("2026-11-04", opens_at="11:00")],
            Schedule(
                series=(
                    Series(datetime(2026, 11, 3, 10), 120, extra=(datetime(2026, 11, 5, 10),)),
                    Series(datetime(2026, 11, 4, 11), 60),
                ),
                closed_on_holidays=False,
            ),
        ),
        (
            [row(freq=None, byday=None, valid_from="2026-11-05", valid_to="2026-11-05")],
            Schedule(series=(Series(datetime(2026, 11, 5, 10), 120),), closed_on_holidays=False),
        ),
        ([], Schedule(closed_on_holidays=False)),
        ([{"id": "1", "description": "Bel voor de tijden"}], Schedule(closed_on_holidays=False)),
        ([row(), row(id="2")], Schedule(weekly=(Weekly((Hours(1, 600, 720),)),), closed_on_holidays=False)),
    ],
    ids=["week", "two rows", "bounds", "weekday of the start", "dates", "one day valid", "none", "remark", "twice"],
)
def test_rows_become_a_schedule(rows: list[dict[str, Any]], schedule: Schedule) -> None:
    assert hsds_read.read(rows) == schedule


@pytest.mark.parametrize(
    ("opens", "closes", "hours"),
    [
        ("00:00", "23:59", (0, 1440)),
        ("00:00:00", "23:59:59", (0, 1440)),
        ("08:00", "24:00", (480, 1440)),
        ("20:00", "02:00", (1200, 1560)),
        ("20:00", "00:00", (1200, 1440)),
        ("10:00+01:00", "12:00+02:00", (600, 720)),
        ("10:00:00.000+01", "12:00+0200", (600, 720)),
    ],
)
def test_times_past_midnight_of_a_whole_day_and_with_the_offset_of_here(
    opens: str, closes: str, hours: tuple[int, int]
) -> None:
    [weekly] = hsds_read.read([row(opens_at=opens, closes_at=closes)]).weekly

    assert [(one.opens, one.closes) for one in weekly.hours] == [hours]


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ({"interval": 2, "dtstart": "2026-03-03", "until": "2026-04-07"}, ["03-03", "03-17", "03-31"]),
        ({"interval": "2", "dtstart": "2026-03-05", "until": "2026-04-07"}, ["03-17", "03-31"]),
        ({"interval": 2, "dtstart": "2026-02-03", "valid_from": "2026-03-10", "until": "2026-04-07"},
         ["03-17", "03-31"]),
        ({"dtstart": "2026-03-03", "count": 3}, ["03-03", "03-10", "03-17"]),
        ({"dtstart": "2026-03-03", "count": "3", "valid_from": "2026-03-05", "valid_to": "2026-03-12"}, ["03-10"]),
        ({"byweekno": "10,12", "until": "2026-12-31", "dtstart": "2026-01-01"}, ["03-03", "03-17"]),
        ({"freq": "MONTHLY", "byday": "2TU", "until": "2026-03-31"}, ["01-13", "02-10", "03-10"]),
        ({"freq": "MONTHLY", "byday": "-1FR", "interval": 2, "dtstart": "2026-01-01", "until": "2026-05-31"},
         ["01-30", "03-27", "05-29"]),
        ({"freq": "MONTHLY", "byday": None, "bymonthday": "1,15", "until": "2026-02-14"},
         ["01-01", "01-15", "02-01"]),
        ({"freq": "MONTHLY", "byday": None, "bymonthday": -1, "until": "2026-02-28"}, ["01-31", "02-28"]),
        ({"freq": "MONTHLY", "byday": "FR", "bymonthday": "13", "until": "2026-03-31"}, ["02-13", "03-13"]),
        ({"freq": "MONTHLY", "byday": None, "dtstart": "2026-01-20", "until": "2026-03-31"},
         ["01-20", "02-20", "03-20"]),
        ({"freq": "DAILY", "byday": None, "dtstart": "2026-01-05", "until": "2026-01-07"}, ["01-05", "01-06", "01-07"]),
        ({"freq": "weekly", "dtstart": "2026-12-20"}, ["12-22", "12-29"]),
        ({"valid_from": "2026-12-20T00:00:00Z"}, ["12-22", "12-29"]),
        ({"dtstart": "2026-01-01", "valid_to": "2026-01-13T23:59:59Z"}, ["01-06", "01-13"]),
    ],
)  # fmt: skip
def test_the_dates_of_a_row(rule: dict[str, Any], dates: list[str]) -> None:
    assert starts(hsds_read.read([row(**rule)])) == [f"{day} 10:00" for day in dates]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("Mo-Fr", "schedules must be a list, not 'Mo-Fr'"),
        (["x"], "schedules[1] must hold keys with values, not 'x'"),
        ([row(), row(freq="HOURLY")], "schedules[2].freq: 'HOURLY' is not one of WEEKLY, MONTHLY, DAILY, YEARLY"),
        ([row(freq=7)], "schedules[1].freq: '7' is not one of"),
        ([row(freq=None)], "schedules[1].freq is missing beside byday: WEEKLY or MONTHLY?"),
        ([row(freq=None, byday=None)], "schedules[1].freq is missing, or dtstart for a single date"),
        ([row(byday=None)], "schedules[1].byday is missing: on which days is that?"),
        ([row(byday="dinsdag")], "schedules[1].byday: 'DINSDAG' is no day like MO"),
        ([row(byday="1TU")], "schedules[1]: by the week only days like MO,TU can be named"),
        ([row(byday=["TU"])], "schedules[1].byday must be text"),
        ([row(bymonthday="1")], "schedules[1]: by the week only days like MO,TU can be named"),
        ([row(freq="MONTHLY")], "schedules[1].byday: by the month write days like 1MO or -1FR"),
        ([row(freq="MONTHLY", byday="6TU")], "a month may never have that day"),
        ([row(freq="MONTHLY", byday=None, bymonthday="32")], "BYMONTHDAY=32 must lie between 1 and 31"),
        ([row(interval=2)], "schedules[1].dtstart is missing: from when on is it every so many times?"),
        ([row(interval=0, dtstart="2026-01-01")], "INTERVAL=0 must lie between 1 and 1000"),
        ([row(interval=1.5, dtstart="2026-01-01")], "schedules[1].interval: '1.5' is not a whole number"),
        ([row(interval=True, dtstart="2026-01-01")], "schedules[1].interval: 'True' is not a whole number"),
        ([row(interval=float("nan"), dtstart="2026-01-01")], "schedules[1].interval: 'nan' is not a whole number"),
        ([row(count=1_000_000_000, dtstart="2026-01-01")], "COUNT=1000000000 must lie between 1 and 1000"),
        ([row(count="9" * 5000, dtstart="2026-01-01")], "is not a whole number"),
        ([row(count=0, dtstart="2026-01-01")], "COUNT=0 must lie between 1 and 1000"),
        (
            [row(count=3, until="2026-02-01", dtstart="2026-01-01")],
            "after a number of times (count) or on a day (until), not both",
        ),
        ([row(count=3, dtstart="2026-01-01", valid_to="2026-01-02")], "schedules[1]: there is no date of it"),
        ([row(dtstart="2026-13-01")], "schedules[1].dtstart: '2026-13-01' is not a day like 2026-11-03"),
        ([row(dtstart="1/11/2014")], "schedules[1].dtstart: '1/11/2014' is not a day like 2026-11-03"),
        ([row(dtstart=20260101)], "schedules[1].dtstart must be text, not '20260101'"),
        ([row(valid_to="9999-12-31")], "schedules[1].valid_to: the year 9999 is not between 2000 and 2100"),
        ([row(until="0001-01-01")], "schedules[1].until: the year 1 is not between 2000 and 2100"),
        ([row(dtstart="2026-02-01", until="2026-01-01")], "schedules[1].until comes before dtstart"),
        ([row(valid_from="2026-02-01", valid_to="2026-01-01")], "schedules[1].valid_to comes before valid_from"),
        ([row(dtstart="2026-02-01", valid_to="2026-01-01")], "schedules[1]: there is no date of it"),
        ([single("2026-11-03", valid_to="2026-11-01")], "schedules[1].dtstart lies outside valid_from and valid_to"),
        ([row(opens_at=None)], "schedules[1].opens_at is missing"),
        ([row(closes_at="")], "schedules[1].closes_at is missing"),
        ([row(closes_at="5:00 PM")], "schedules[1].closes_at: '5:00 PM' is not a time like 09:30"),
        ([row(opens_at="25:00")], "schedules[1].opens_at: '25:00' is not a time like 09:30"),
        ([row(opens_at="10:00:30")], "schedules[1].opens_at: '10:00:30' is not a time like 09:30"),
        ([row(opens_at=10)], "schedules[1].opens_at must be text, not '10'"),
        ([row(opens_at="12:00")], "schedules[1].closes_at: it opens and closes at the same time"),
        ([row(opens_at="24:00")], "schedules[1].opens_at: a period begins between 00:00 and 23:59"),
        ([row(opens_at="10:00Z")], "schedules[1].opens_at: that is not the clock of the Netherlands"),
        ([row(opens_at="10:00-05:00")], "schedules[1].opens_at: that is not the clock of the Netherlands"),
        ([row(timezone=3)], "schedules[1].timezone: that is not the clock of the Netherlands"),
        ([row(timezone="noon")], "schedules[1].timezone: 'noon' is not a number of hours from UTC"),
        ([row(timezone=10**400)], "is not a number of hours from UTC"),
        (
            [single("2026-07-01", opens_at="10:00+01:00")],
            "schedules[1].opens_at: that is not the clock of the Netherlands",
        ),
        ([row(wkst="XX")], "schedules[1].wkst: 'XX' is not one of MO, TU"),
        (
            [row(byweekno="10", interval=2, dtstart="2026-01-01")],
            "byweekno goes with a freq of WEEKLY and an interval of 1",
        ),
        ([row(), row(opens_at="11:00")], "overlap"),
        ([row()] * 501, "schedules has 501 rows; 500 is the most"),
        ([row(byday=",".join(["MO"] * 61))], "schedules[1].byday has 61 values; 60 is the most"),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused_with_what_and_where(rows: Any, sentence: str) -> None:
    with pytest.raises(HoursError) as refusal:
        hsds_read.read(rows)

    assert sentence in str(refusal.value)


def test_a_note_stands_beside_the_hours_and_an_appointment_is_understood() -> None:
    [weekly] = hsds_read.read([
        row(notes="Neem je\npost mee"), row(byday="WE", notes="Op afspraak"),
        row(byday="TH", attending_type="by appointment"),
        row(byday="FR", notes="x" * 400),
    ]).weekly  # fmt: skip

    assert [hours.note.get("nl", "") for hours in weekly.hours] == ["Neem je post mee", "", "", "x" * 299 + "…"]
    assert [hours.by_appointment for hours in weekly.hours] == [False, True, True, False]


def test_remarks_are_rows_that_name_no_time() -> None:
    rows = [row(description="Dinsdag"), {"description": "Bel  ons"}, {"notes": "of mail"}, {"description": 3}, "x"]

    assert hsds_read.remarks_in(rows) == "Bel ons of mail"
    assert hsds_read.remarks_in("x") == ""


def test_in_the_night_in_which_the_clock_changes_one_date_ends_when_the_clock_says_so() -> None:
    schedule = hsds_read.read([single("2026-10-24", opens_at="23:00", closes_at="04:00")])

    [slot] = expand(schedule, Days(date(2026, 10, 24), 1), TownCalendar())
    assert (slot.ends_at - slot.starts_at, f"{local(slot.ends_at):%H:%M}") == (timedelta(hours=6), "04:00")


def test_the_row_of_the_examples_of_hsds_contradicts_itself_and_is_refused() -> None:
    path = shared("directories/hsds31_examples/service_full.json")
    rows = json.loads(path.read_text(encoding="utf-8"))["schedules"]

    with pytest.raises(HoursError, match="by the week only days like MO,TU can be named"):
        hsds_read.read(rows)
