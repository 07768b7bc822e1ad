"""Schedules and events in the words of schema.org become series and changes, or a sentence that says what is wrong."""

import re
from datetime import date, datetime
from typing import Any

import pytest

from tests.schedule.test_expansion import times
from webapp.schedule.rules import HoursError
from webapp.schedule.schema_org_read import read, read_json
from webapp.schedule.values import Schedule, Series

TUESDAYS: dict[str, Any] = {
    "@type": "Schedule", "repeatFrequency": "P1W", "byDay": "https://schema.org/Tuesday",
    "startDate": "2026-11-03", "startTime": "10:00", "endTime": "11:30",
}  # fmt: skip
TEN: dict[str, Any] = {"@type": "Event", "startDate": "2026-11-03T10:00", "endDate": "2026-11-03T11:00"}
MONTH = (date(2026, 11, 1), 30)


def schedule(**values: Any) -> Schedule:
    return read({key: value for key, value in {**TUESDAYS, **values}.items() if value is not None})


def event(
    starts: str = "2026-11-03T10:00", ends: str = "2026-11-03T11:00", status: str = "", **more: Any
) -> dict[str, Any]:
    named = {"eventStatus": f"https://schema.org/{status}"} if status else {}
    return {"@type": "Event", "name": "Koffie", "startDate": starts, "endDate": ends, **named, **more}


def test_a_schedule_becomes_a_series() -> None:
    assert schedule() == Schedule(
        series=(Series(datetime(2026, 11, 3, 10), 90, "FREQ=WEEKLY;BYDAY=TU"),), closed_on_holidays=False
    )


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"byDay": None}, "FREQ=WEEKLY"),
        ({"byDay": ["Tuesday", "https://schema.org/Thursday"]}, "FREQ=WEEKLY;BYDAY=TU,TH"),
        ({"repeatFrequency": "P2W", "repeatCount": 5}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=5"),
        ({"repeatFrequency": "P1D", "byDay": None, "endDate": "2026-11-10"}, "FREQ=DAILY;UNTIL=20261110T235959"),
        ({"endDate": "2026-11-10T10:00"}, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261110T100000"),
        ({"repeatFrequency": "P1M", "byDay": "1TU"}, "FREQ=MONTHLY;BYDAY=1TU"),
        ({"repeatFrequency": "P1M", "byDay": "Tuesday", "byMonthWeek": [1, 3]}, "FREQ=MONTHLY;BYDAY=1TU,3TU"),
        ({"repeatFrequency": "P1M", "byDay": None, "byMonthDay": [3, "17"]}, "FREQ=MONTHLY;BYMONTHDAY=3,17"),
        ({"byMonth": [10, 11, 12]}, "FREQ=WEEKLY;BYDAY=TU;BYMONTH=10,11,12"),
        ({"repeatFrequency": "P1Y", "byDay": None}, "FREQ=YEARLY"),
        ({"scheduleTimezone": "Europe/Berlin"}, "FREQ=WEEKLY;BYDAY=TU"),
    ],
)
def test_each_word_of_a_rule_is_read(values: dict[str, Any], rule: str) -> None:
    assert schedule(**values).series[0].rule == rule


@pytest.mark.parametrize(
    ("values", "starts", "minutes"),
    [
        ({"endTime": None, "duration": "PT1H30M"}, "2026-11-03T10:00", 90),
        ({"duration": "PT90M"}, "2026-11-03T10:00", 90),
        ({"startTime": "22:00", "endTime": "01:00"}, "2026-11-03T22:00", 180),
        ({"endTime": None, "duration": "P1DT2H"}, "2026-11-03T10:00", 26 * 60),
        ({"endTime": "10:00", "duration": "P1D"}, "2026-11-03T10:00", 24 * 60),
        ({"startTime": None, "startDate": "2026-11-03T09:00:00Z"}, "2026-11-03T10:00", 90),
        ({"startDate": "2026-10-30"}, "2026-11-03T10:00", 90),
    ],
)
def test_the_first_date_and_how_long_it_takes(values: dict[str, Any], starts: str, minutes: int) -> None:
    series = schedule(**values).series[0]

    assert (series.starts, series.minutes) == (datetime.fromisoformat(starts), minutes)


def test_excepted_dates_fall_out_and_others_are_no_matter() -> None:
    found = schedule(exceptDate=["2026-11-10", "2026-11-17T10:00", "2026-11-24T12:00", "2026-11-25"])

    assert times(found, *MONTH) == [
        "03-11 10:00-11:30", "10-11 10:00-11:30 cancelled", "17-11 10:00-11:30 cancelled", "24-11 10:00-11:30",
    ]  # fmt: skip
    assert len(found.changes) == 2


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([event()], ["03-11 10:00-11:00"]),
        ([event("2026-11-03T09:00:00Z", "2026-11-03T11:00:00+01:00")], ["03-11 10:00-11:00"]),
        ([event(status="EventCancelled")], ["03-11 10:00-11:00 cancelled"]),
        ([event(status="EventPostponed")], ["03-11 10:00-11:00 cancelled"]),
        ([event(), event("2026-11-04T20:00", "2026-11-05T01:00")], ["03-11 10:00-11:00", "04-11 20:00-01:00"]),
        (
            [event(status="EventRescheduled", previousStartDate="2026-11-01T19:00")],
            ["01-11 19:00-20:00 cancelled", "03-11 10:00-11:00"],
        ),
        (
            [event(status="EventRescheduled", previousStartDate=["2026-11-01T19:00", "2026-11-02T19:00"])],
            ["01-11 19:00-20:00 cancelled", "02-11 19:00-20:00 cancelled", "03-11 10:00-11:00"],
        ),
        ([event(status="EventRescheduled")], ["03-11 10:00-11:00"]),
        (
            [event(status="EventCancelled", previousStartDate="2026-11-01T19:00")],
            ["01-11 19:00-20:00 cancelled", "03-11 10:00-11:00 cancelled"],
        ),
        (
            [event(status="EventCancelled"), event(status="EventRescheduled", previousStartDate="2026-11-01T19:00")],
            ["01-11 19:00-20:00 cancelled", "03-11 10:00-11:00"],
        ),
    ],
)
def test_events_are_dates_with_what_became_of_them(events: list[dict[str, Any]], expected: list[str]) -> None:
    assert times(read(events), *MONTH) == expected


LATER = {"starts": "2026-11-11T19:00", "ends": "2026-11-11T20:00"}


@pytest.mark.parametrize(
    ("sub_event", "expected"),
    [
        (event("2026-11-10T10:00", "2026-11-10T11:30", "EventCancelled"), ["10-11 10:00-11:30 cancelled"]),
        (event("2026-11-10T10:00", "2026-11-10T11:30"), ["10-11 10:00-11:30"]),
        (event("2026-11-10T10:00", "2026-11-10T12:00"), ["10-11 10:00-12:00"]),
        (event(**LATER), ["10-11 10:00-11:30", "11-11 19:00-20:00"]),
        (event(**LATER, status="EventCancelled"), ["10-11 10:00-11:30", "11-11 19:00-20:00 cancelled"]),
        (
            event(**LATER, status="EventRescheduled", previousStartDate="2026-11-10T10:00"),
            ["10-11 10:00-11:30 cancelled", "11-11 19:00-20:00"],
        ),
    ],
)
def test_one_date_of_a_recurring_event_is_otherwise(sub_event: dict[str, Any], expected: list[str]) -> None:
    found = read({**TEN, "eventSchedule": TUESDAYS, "subEvent": sub_event})

    assert times(found, date(2026, 11, 9), 7) == expected


def test_an_event_may_have_several_schedules() -> None:
    evenings = {**TUESDAYS, "startTime": "19:00", "endTime": "20:00", "exceptDate": "2026-11-10T19:00"}

    assert times(read([TUESDAYS, evenings]), date(2026, 11, 9), 7) == [
        "10-11 10:00-11:30", "10-11 19:00-20:00 cancelled",
    ]  # fmt: skip


RECURRING = {"@type": "Event", "eventSchedule": TUESDAYS}
ELSEWHERE = event(**LATER, status="EventRescheduled", previousStartDate="2026-11-09T10:00")


@pytest.mark.parametrize(
    ("described", "sentence"),
    [
        ({**TUESDAYS, "repeatFrequency": "PT1H"}, "repeatFrequency: 'PT1H' is not one of"),
        ({**TUESDAYS, "repeatFrequency": "P0W"}, "INTERVAL"),
        ({**TUESDAYS, "repeatFrequency": None}, "holds neither|repeatFrequency is missing"),
        ({**TUESDAYS, "repeatFrequency": "P1M"}, "byDay: write days like Monday by the day or week"),
        ({**TUESDAYS, "byDay": "1TU"}, "byDay: write days like Monday by the day or week"),
        ({**TUESDAYS, "byDay": "PublicHolidays"}, "byDay: public holidays are on other days each year"),
        ({**TUESDAYS, "byMonthWeek": 1}, "byMonthWeek needs byDay"),
        ({**TUESDAYS, "byMonth": 13}, "BYMONTH=13 must lie between"),
        ({**TUESDAYS, "byMonth": 1.5}, "byMonth: '1.5' is not a whole number"),
        ({**TUESDAYS, "repeatCount": 0}, "COUNT=0 must lie between"),
        ({**TUESDAYS, "repeatCount": True}, "repeatCount: 'True' is not a whole number"),
        ({**TUESDAYS, "repeatCount": 10**9}, "is not a whole number"),
        ({**TUESDAYS, "repeatCount": 3, "endDate": "2026-12-01"}, "not both"),
        ({**TUESDAYS, "endDate": "2026-01-01"}, "there is no date of it"),
        ({**TUESDAYS, "endDate": "9999-12-31"}, "endDate: the year 9999"),
        ({**TUESDAYS, "startDate": "0001-01-01"}, "startDate: the year 1"),
        ({**TUESDAYS, "startTime": None}, "startTime is missing"),
        ({**TUESDAYS, "startDate": "2026-11-03T09:00"}, "startTime and startDate are not the same time"),
        ({**TUESDAYS, "endTime": None}, "duration is missing"),
        ({**TUESDAYS, "endTime": "10:00"}, "ends at the time at which it starts"),
        ({**TUESDAYS, "duration": "PT60M"}, "duration and endTime give different ends"),
        ({**TUESDAYS, "endTime": None, "duration": "PT30S"}, "'PT30S' is not a duration"),
        ({**TUESDAYS, "endTime": None, "duration": "P60D"}, "takes 60 days; 31 is the most"),
        ({**TUESDAYS, "repeatFrequency": "P2W", "startDate": "2026-11-04"}, "startDate is none of the dates"),
        ({**TUESDAYS, "scheduleTimezone": "Europe/London"}, "scheduleTimezone: the clock of 'Europe/London' is not"),
        ({**TUESDAYS, "scheduleTimezone": "Mars/Base"}, "scheduleTimezone: the time zone 'Mars/Base' is not known"),
        ({**TUESDAYS, "exceptDate": "gisteren"}, "exceptDate: 'gisteren' is not a day"),
        ({**TUESDAYS, "byHour": 3}, "unknown key 'byHour'"),
        ({**RECURRING, "eventStatus": "EventCancelled"}, "the whole series falls out"),
        ({**RECURRING, "subEvent": ELSEWHERE}, "previousStartDate is no date of the series"),
        (
            {**RECURRING, "subEvent": [event("2026-11-10T10:00", "2026-11-10T11:00", "EventCancelled")] * 2},
            "2026-11-10 10:00 is changed for the second time",
        ),
        ([{**TUESDAYS, "exceptDate": "2026-11-10"}, {**TUESDAYS, "startTime": "11:00"}], "which one falls out"),
        ([TUESDAYS] * 21, "21 schedules or changed dates; 20 is the most"),
        ({**RECURRING, "subEvent": [TEN] * 201}, "subEvent: 201 schedules or changed dates; 200 is the most"),
        ([TUESDAYS, TEN], "one of these"),
        ([{"openingHours": "Mo"}, {"openingHours": "Tu"}], "one of these"),
        (event("2026-11-03"), "startDate: '2026-11-03' is not a day and a time"),
        (event("2026-10-25T01:30:00Z", "2026-10-25T03:00:00Z"), "here for the second time that night"),
        (event(ends="2026-11-03T10:00"), "endDate: the end is not after the begin"),
        (event(duration="PT30M"), "duration and endDate give different ends"),
        ({"@type": "Event", "startDate": "2026-11-03T10:00"}, "endDate is missing"),
        (event("9999-12-31T23:59:00-12:00"), "the year 9999"),
        (event(status="EventMovedOnline"), "'EventMovedOnline' is not one of"),
        (event(previousStartDate="2026-11-01T10:00"), "goes with the status EventRescheduled"),
        ([event(), event(status="EventCancelled")], "two events begin on 2026-11-03 10:00"),
        ([event(f"2026-11-03T10:{minute:02}") for minute in range(21)], "21 series; 20 is the most"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_exactly_is_refused_with_where_it_stands(described: Any, sentence: str) -> None:
    with pytest.raises(HoursError) as error:
        read(described)
    assert re.search(sentence, str(error.value)), error.value


@pytest.mark.parametrize(
    "content",
    ["", "{", "[" * 100_000, "NaN", "7" * 5_000, '{"openingHours": "\\ud800"}', " " * 500_001,
     '{"openingHours":' * 900 + "1" + "}" * 900],
)  # fmt: skip
def test_what_is_no_description_is_refused_and_never_crashes(content: str) -> None:
    with pytest.raises(HoursError):
        read_json(content)
