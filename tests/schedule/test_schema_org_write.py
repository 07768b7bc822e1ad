"""Hours and series in the words of schema.org, and the refusal of what has none."""

from datetime import date, datetime, timedelta

import pytest

from webapp.core.clock import local
from webapp.schedule import schema_org_write
from webapp.schedule.expansion import expand
from webapp.schedule.recurrence import dates
from webapp.schedule.rules import HoursError
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
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

MONDAY = date(2026, 11, 2)
WEEK = Days(MONDAY, 7)
NO_CALENDAR = TownCalendar()
TUESDAYS = Series(datetime(2026, 11, 3, 10), 90, "FREQ=WEEKLY")


def weekly(*periods: tuple[int, float, float], **validity: object) -> Schedule:
    found = tuple(Hours(day, int(opens * 60), int(closes * 60)) for day, opens, closes in periods)
    return Schedule(weekly=(Weekly(found, **validity),))  # type: ignore[arg-type]


def said(schedule: Schedule, *closures: Closure, days: Days = WEEK, calendar: TownCalendar = NO_CALENDAR) -> list[str]:
    """`Monday,Tuesday 09:00-12:00 2026-11-02..2026-11-08`."""
    found = []
    for one in schema_org_write.opening_hours(schedule, days, calendar, closures):
        assert one["@type"] == "OpeningHoursSpecification"
        names = one["dayOfWeek"]
        assert isinstance(names, list)
        validity = f" {one.get('validFrom', '')}..{one.get('validThrough', '')}"
        found.append(f"{','.join(names)} {one['opens']}-{one['closes']}{validity if validity != ' ..' else ''}")
    return found


def test_days_with_the_same_period_are_told_together() -> None:
    schedule = weekly((0, 9, 12), (1, 9, 12), (1, 13, 17))

    assert said(schedule) == ["Monday,Tuesday 09:00-12:00", "Tuesday 13:00-17:00"]


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [(22, 26, "22:00-02:00"), (20, 24, "20:00-00:00"), (0, 24, "00:00-23:59"), (0, 12, "00:00-12:00")],
)
def test_midnight_is_told_as_schema_org_wants_it(opens: float, closes: float, expected: str) -> None:
    """Earlier than the opening is the next day; 00:00 to 00:00 would be closed."""
    assert said(weekly((0, opens, closes))) == [f"Monday {expected}"]


def test_a_range_has_its_first_and_last_day() -> None:
    schedule = weekly((0, 9, 12), first_day=MONDAY, last_day=date(2027, 1, 31))

    assert said(schedule) == ["Monday 09:00-12:00 2026-11-02..2027-01-31"]


def test_a_closed_day_opens_and_closes_at_midnight() -> None:
    closure = Closure(date(2026, 11, 3), date(2026, 11, 4))

    assert said(weekly((1, 9, 12)), closure) == [
        "Tuesday 09:00-12:00",
        "Tuesday 00:00-00:00 2026-11-03..2026-11-03",
    ]


def test_a_day_that_is_otherwise_has_all_its_hours_told() -> None:
    extra = Change(ADDED, to=datetime(2026, 11, 3, 19), minutes=60)
    schedule = Schedule(weekly=weekly((1, 9, 12)).weekly, changes=(extra,))

    assert said(schedule) == [
        "Tuesday 09:00-12:00",
        "Tuesday 09:00-12:00 2026-11-03..2026-11-03",
        "Tuesday 19:00-20:00 2026-11-03..2026-11-03",
    ]
    assert said(schedule, calendar=TownCalendar({date(2026, 11, 3): {}}))[1:] == [
        "Tuesday 19:00-20:00 2026-11-03..2026-11-03"
    ]


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(expression="Mo[1] 09:00-12:00"),
        Schedule(series=(Series(datetime(2026, 11, 2, 9), 180),)),
        weekly((0, 9, 12), season=Season((11, 1), (11, 30))),
        weekly((0, 9, 12), (1, 9, 12), first_day=MONDAY, last_day=MONDAY),
        Schedule(weekly=(*weekly((0, 9, 12)).weekly, *weekly((4, 9, 12), first_day=date(2027, 1, 1)).weekly)),
    ],
)
def test_what_is_not_one_week_is_told_day_by_day(schedule: Schedule) -> None:
    assert said(schedule) == ["Monday 09:00-12:00 2026-11-02..2026-11-02"]


@pytest.mark.parametrize(
    ("schedule", "complaint"),
    [
        (weekly((0, 9, 34)), "more than a day"),
        (weekly((0, 9, 33)), "more than a day"),
        (Schedule(weekly=(Weekly((Hours(0, 540, 600, by_appointment=True),)),)), "by appointment"),
        (Schedule(expression='Mo 09:00-10:00 "op afspraak"'), "by appointment"),
    ],
)
def test_hours_without_words_are_refused(schedule: Schedule, complaint: str) -> None:
    with pytest.raises(HoursError, match=complaint):
        schema_org_write.opening_hours(schedule, WEEK, NO_CALENDAR)


def test_the_told_hours_are_those_of_the_slots() -> None:
    schedule = weekly((0, 9, 12), (2, 13, 17), (4, 22, 26))
    closure = Closure(date(2026, 11, 11), date(2026, 11, 13))
    stretch = Days(MONDAY, 28)

    described = schema_org_write.opening_hours(schedule, stretch, NO_CALENDAR, [closure])
    open_slots = [slot for slot in expand(schedule, stretch, NO_CALENDAR, [closure]) if slot.status != CANCELLED]
    expected = {(local(slot.starts_at).date(), f"{local(slot.starts_at):%H:%M}") for slot in open_slots}
    found = set()
    for number in range(stretch.number):
        day = stretch.first + timedelta(days=number)
        of_this_day = [one for one in described if schema_org_write.DAYS[day.weekday()] in one["dayOfWeek"]]  # type: ignore[operator]
        special = [one for one in of_this_day if one.get("validFrom") == day.isoformat()]
        usual = [one for one in of_this_day if "validFrom" not in one]
        found |= {(day, one["opens"]) for one in special or usual if one["opens"] != one["closes"]}
    assert found == expected


def test_a_series_becomes_a_schedule() -> None:
    cancelled = (
        Change(CANCELLED, starts=datetime(2026, 11, 10, 10)),
        Change(CANCELLED, whole_day=date(2026, 11, 24)),
    )

    assert schema_org_write.event_schedule(TUESDAYS, cancelled) == {
        "@type": "Schedule",
        "scheduleTimezone": "Europe/Amsterdam",
        "startDate": "2026-11-03",
        "startTime": "10:00",
        "endTime": "11:30",
        "duration": "PT90M",
        "repeatFrequency": "P1W",
        "byDay": ["https://schema.org/Tuesday"],
        "exceptDate": ["2026-11-10T10:00:00", "2026-11-24"],
    }


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;INTERVAL=2", {"repeatFrequency": "P2W", "byDay": ["https://schema.org/Tuesday"]}),
        ("FREQ=DAILY;COUNT=5", {"repeatFrequency": "P1D", "repeatCount": 5}),
        ("FREQ=MONTHLY;BYDAY=1TU", {"repeatFrequency": "P1M", "byDay": ["1TU"]}),
        ("FREQ=MONTHLY;BYDAY=-1TH", {"repeatFrequency": "P1M", "byDay": ["-1TH"]}),
        ("FREQ=MONTHLY", {"repeatFrequency": "P1M", "byMonthDay": [3]}),
        ("FREQ=WEEKLY;UNTIL=20261125", {"repeatFrequency": "P1W", "endDate": "2026-11-24"}),
    ],
)
def test_a_rule_has_its_words(rule: str, expected: dict[str, object]) -> None:
    described = schema_org_write.event_schedule(Series(datetime(2026, 11, 3, 10), 90, rule))

    assert described.items() >= expected.items()


def test_the_last_day_of_a_schedule_is_its_last_date() -> None:
    series = Series(datetime(2026, 11, 3, 10), 90, "FREQ=WEEKLY;UNTIL=20261201T090000")

    last = dates(series.starts, series.rule, series.starts, datetime(2027, 1, 1))[-1].date()
    assert schema_org_write.event_schedule(series)["endDate"] == last.isoformat() == "2026-11-24"


def test_an_event_past_midnight_has_a_length_and_no_end_time() -> None:
    described = schema_org_write.event_schedule(Series(datetime(2026, 11, 3, 23), 120, "FREQ=WEEKLY"))

    assert described["duration"] == "PT120M"
    assert "endTime" not in described


@pytest.mark.parametrize(
    ("series", "changes"),
    [
        (Series(datetime(2026, 11, 3, 10), 90), ()),
        (Series(datetime(2026, 11, 3, 10), 90, "FREQ=WEEKLY", (datetime(2026, 11, 5, 10),)), ()),
        (TUESDAYS, (Change(ADDED, to=datetime(2026, 11, 5, 10), minutes=60),)),
        (Series(datetime(2026, 11, 3, 10), 90, "FREQ=WEEKLY", by_appointment=True), ()),
        (Series(datetime(2026, 11, 3, 10), 90, "FREQ=WEEKLY;INTERVAL=2;WKST=SU"), ()),
        (Series(datetime(2026, 11, 3, 10), 90, "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"), ()),
        (Series(datetime(2026, 11, 3, 10), 90, "FREQ=MONTHLY;BYDAY=TU"), ()),
        (Series(datetime(2026, 11, 3, 10), 90, "FREQ=YEARLY;BYWEEKNO=45;BYDAY=TU"), ()),
        (Series(datetime(2026, 11, 3, 10), 90, "FREQ=SECONDLY"), ()),
    ],
)
def test_a_series_without_words_is_refused(series: Series, changes: tuple[Change, ...]) -> None:
    with pytest.raises(HoursError):
        schema_org_write.event_schedule(series, changes)


def test_dates_are_events_with_their_own_status() -> None:
    changes = (Change(CANCELLED, starts=datetime(2026, 11, 10, 10)),)
    slots = expand(Schedule(series=(TUESDAYS,), changes=changes), Days(MONDAY, 14), NO_CALENDAR)

    assert schema_org_write.events(slots) == [
        {
            "@type": "Event",
            "startDate": f"2026-11-{day}T10:00:00+01:00",
            "endDate": f"2026-11-{day}T11:30:00+01:00",
            "eventStatus": f"https://schema.org/{status}",
        }
        for day, status in (("03", "EventScheduled"), ("10", "EventCancelled"))
    ]


def test_a_week_of_an_activity_is_a_schedule_for_each_time_of_day() -> None:
    hours = (Hours(0, 600, 720), Hours(2, 600, 720), Hours(4, 1320, 1500))
    week = Schedule(weekly=(Weekly(hours, first_day=date(2026, 9, 1)),))
    morning, night = schema_org_write.weekly_schedules(week)

    assert morning["byDay"] == ["https://schema.org/Monday", "https://schema.org/Wednesday"]
    assert (morning["startTime"], morning["endTime"], morning["repeatFrequency"]) == ("10:00", "12:00", "P1W")
    assert (night["startTime"], night["endTime"], night["startDate"]) == ("22:00", "01:00", "2026-09-01")
    assert "endDate" not in night


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(),
        Schedule(weekly=(Weekly((Hours(0, 600, 720),)),), by_appointment=True),
        Schedule(weekly=(Weekly((Hours(0, 600, 720, by_appointment=True),)),)),
        Schedule(weekly=(Weekly((Hours(0, 600, 720),)), Weekly((Hours(1, 600, 720),)))),
        Schedule(weekly=(Weekly((Hours(0, 600, 720),), season=Season((6, 1), (8, 31))),)),
    ],
)
def test_a_week_that_is_no_rule_is_refused(schedule: Schedule) -> None:
    with pytest.raises(HoursError):
        schema_org_write.weekly_schedules(schedule)
