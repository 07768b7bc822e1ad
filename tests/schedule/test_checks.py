"""What a schedule may not hold, each with a sentence that says where."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.schedule.changing import list_idle_changes
from webapp.schedule.checks import check_schedule
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Change, Hours, Schedule, Season, Series, Weekly

START = datetime(2026, 11, 3, 10)
DAY = START.date()
ILL = {"nl": "ziek"}
SUMMER, REST_OF_THE_YEAR = Season((6, 1), (8, 31)), Season((9, 1), (5, 31))
MONDAY = Hours(0, 540, 720)


def weekly(*hours: Hours, **more: object) -> Schedule:
    return Schedule(weekly=(Weekly(hours, **more),))  # type: ignore[arg-type]


def series(**values: object) -> Schedule:
    return Schedule(series=(Series(**{"starts": START, "minutes": 60, **values}),))  # type: ignore[arg-type]


def change(kind: str, **values: object) -> Schedule:
    return Schedule(changes=(Change(kind, **{"reason": ILL, **values}),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("schedule", "sentence"),
    [
        (weekly(Hours(0, 720, 540)), "week 1, Monday 12:00-09:00: the end is not after the begin"),
        (weekly(Hours(0, 540, 540)), "the end is not after the begin"),
        (weekly(Hours(0, 1440, 1500)), "begins between 00:00 and 23:59"),
        (weekly(Hours(0, 0, 3000)), "ends before 48:00"),
        (weekly(Hours(9, 540, 720)), "there is no day 9"),
        (weekly(MONDAY, Hours(0, 700, 800)), "Monday 09:00-12:00 and Monday 11:40-13:20 overlap"),
        (weekly(Hours(4, 1200, 1560), Hours(5, 60, 120)), "Friday 20:00-26:00 and Saturday 01:00-02:00 overlap"),
        (weekly(Hours(6, 1200, 1560), Hours(0, 60, 120)), "Sunday 20:00-26:00 and Monday 01:00-02:00 overlap"),
        (Schedule(weekly=(Weekly((MONDAY,)), Weekly((MONDAY,), DAY))), "week 1, .* and week 2, .* overlap"),
        (
            Schedule(weekly=(Weekly((MONDAY,), season=Season((6, 1), (8, 31))), Weekly((MONDAY,)))),
            "week 1, .* and week 2, .* overlap",
        ),
        (weekly(MONDAY, first_day=DAY, last_day=DAY - timedelta(days=1)), "the last day comes before the first"),
        (weekly(MONDAY, first_day=date(9999, 1, 1)), "9999-01-01 is not between 2000 and 2100"),
        (weekly(MONDAY, season=Season((2, 30), (3, 1))), "a season runs from one day of the year"),
        (weekly(*(Hours(day % 7, day * 10, day * 10 + 5) for day in range(51))), "51 periods; 50 is the most"),
        (Schedule(weekly=(Weekly((MONDAY,)),) * 51), "51 kinds of weeks; 50 is the most"),
        (weekly(Hours(0, 540, 720, note={"nl": "x" * 301})), "301 characters in 'nl'; 300 is the most"),
        (weekly(Hours(0, 540, 720, note={"nl": "a\u202eb"})), "control character"),
        (series(starts=START.replace(year=1999)), "series 1: 1999-11-03 is not between"),
        (series(extra=(START.replace(year=9999),)), "9999-11-03 is not between"),
        (series(starts=START.replace(tzinfo=UTC)), "no time on a clock in the Netherlands"),
        (series(minutes=0), "the end is not after the begin"),
        (series(minutes=32 * 24 * 60), "takes 32 days; 31 is the most"),
        (series(rule="FREQ=SECONDLY"), "series 1: a series repeats"),
        (series(rule="X"), "series 1: 'X' in the rule"),
        (series(extra=(START,) * 501), "501 further dates; 500 is the most"),
        (Schedule(series=(Series(START, 60),) * 21), "21 series; 20 is the most"),
        (Schedule(expression="maandag"), "'maandag' is not in the form"),
        (Schedule(expression="Mo 09:00+"), "has no end: write until when"),
        (Schedule(expression="PH Mo 09:00-12:00"), "is read in two ways"),
        (Schedule(expression="Mo-Fr 09:00-17:00; Su, PH off"), "is meant: write '.*Su,PH off'"),
        (Schedule(expression="09:00-23:00; Sa 09:00-02:00"), "put a comma before it"),
        (change(CANCELLED), "is one time or one whole day"),
        (change(CANCELLED, starts=START, whole_day=DAY), "is one time or one whole day"),
        (change(CANCELLED, starts=START, to=START), "is one time or one whole day"),
        (change(CANCELLED, starts=START, reason={"en": "ill"}), "the reason is missing in Dutch"),
        (change(CANCELLED, whole_day=date(2222, 1, 1)), "2222-01-01 is not between"),
        (change(MOVED, starts=START, minutes=60), "is moved from a time to a time"),
        (change(MOVED, to=START, minutes=60), "is moved from a time to a time"),
        (change(MOVED, starts=START, to=START), "the end is not after the begin"),
        (change(ADDED, starts=START, to=START, minutes=60), "added at a time"),
        (change("vanished"), "'vanished' is no kind of change"),
        (Schedule(changes=(Change(CANCELLED, whole_day=DAY),) * 201), "201 changed dates; 200 is the most"),
        (Schedule(inherits=True, weekly=(Weekly((MONDAY,)),)), "the hours of its place do not go together"),
    ],
)
def test_what_is_wrong_gets_a_sentence(schedule: Schedule, sentence: str) -> None:
    found = check_schedule(schedule)

    assert any(re.search(sentence, one) for one in found), found


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(),
        Schedule(inherits=True, changes=(Change(CANCELLED, whole_day=DAY, reason=ILL),)),
        weekly(MONDAY, Hours(0, 720, 780), Hours(6, 1200, 1440)),
        weekly(Hours(6, 0, 1440)),
        Schedule(weekly=(Weekly((MONDAY,), last_day=DAY), Weekly((MONDAY,), DAY + timedelta(days=1)))),
        Schedule(weekly=tuple(Weekly((MONDAY,), season=season) for season in (SUMMER, REST_OF_THE_YEAR))),
        series(rule="FREQ=WEEKLY"),
        series(extra=(START + timedelta(days=3),)),
        Schedule(expression="sunrise-sunset"),
        change(ADDED, to=START, minutes=60),
        Schedule(changes=(Change(CANCELLED, whole_day=DAY),)),
    ],
)  # fmt: skip
def test_what_is_right_gets_none(schedule: Schedule) -> None:
    assert check_schedule(schedule) == []


def test_a_change_that_concerns_no_date_is_a_warning() -> None:
    there, gone = Change(CANCELLED, starts=START, reason=ILL), Change(CANCELLED, whole_day=DAY + timedelta(days=1))
    schedule = Schedule(series=(Series(START, 60, "FREQ=WEEKLY"),), changes=(there, gone))

    assert check_schedule(schedule) == []
    assert list_idle_changes(schedule, schedule) == ["the change of 2026-11-04 concerns no date of the schedule"]
