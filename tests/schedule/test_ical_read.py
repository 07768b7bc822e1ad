"""Reading a calendar file: what is kept, in the time of the Netherlands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.schedule.ical_text import AN_HOUR, ELEVEN, TEN, TODAY, calendar, event, read, read_one
from webapp.schedule.expansion import CANCELLED, OPEN, expand
from webapp.schedule.ical_read import ReadEvent, read_calendar
from webapp.schedule.values import MOVED, Change, Days, Schedule, Series, TownCalendar

OUTLOOK_ZONE = [
    "BEGIN:VTIMEZONE",
    "TZID:(UTC+01:00) Amsterdam\\, Berlijn\\, Bern",
    "BEGIN:STANDARD",
    "DTSTART:16011028T030000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010325T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
]


def times(one: ReadEvent, first: date = TODAY, days: int = 90, status: str = OPEN) -> list[str]:
    slots = expand(one.schedule, Days(first, days), TownCalendar())
    return [f"{slot.starts_at:%d-%m %H:%M}-{slot.ends_at:%H:%M}" for slot in slots if slot.status == status]


# ---------------------------------------------------------------- what is kept


def test_a_weekly_series_is_kept_as_its_rule() -> None:
    one = read_one(
        TEN, ELEVEN, "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260216T090000Z", "SUMMARY:Koffie\\, thee\\nen meer"
    )
    assert one.schedule == Schedule(
        series=(Series(datetime(2026, 1, 5, 10), 60, "FREQ=WEEKLY;INTERVAL=2;UNTIL=20260216T100000"),),
        closed_on_holidays=False,
    )
    assert one.summary == "Koffie, thee en meer"
    assert times(one) == [f"{day} 09:00-10:00" for day in ("05-01", "19-01", "02-02", "16-02")]


def test_texts_keep_their_backslashes_and_lines() -> None:
    one = read_one(
        TEN, ELEVEN, r"DESCRIPTION:C:\\nieuw\; en\nmeer", "LOCATION:Plein\\, 1", "LAST-MODIFIED:20260101T120000Z"
    )
    assert one.description == "C:\\nieuw; en\nmeer"
    assert one.location == "Plein, 1"
    assert one.last_modified == datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_a_folded_line_may_be_cut_inside_a_character() -> None:
    data = calendar(*event(TEN, ELEVEN, "SUMMARY:CAFÉ")).replace("É".encode(), b"\xc3\r\n \x89")
    assert read_calendar(data, today=TODAY).schedules[0].summary == "CAFÉ"


def test_dates_left_out_and_further_dates() -> None:
    one = read_one(
        TEN,
        ELEVEN,
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Amsterdam:20260112T100000",
        "EXDATE:20260119T090000Z",  # the same clock time, told in UTC
        "RDATE;TZID=Europe/Amsterdam:20260107T140000,20260108T140000",
    )
    assert times(one) == ["05-01 09:00-10:00", "07-01 13:00-14:00", "08-01 13:00-14:00", "26-01 09:00-10:00"]
    assert times(one, status=CANCELLED) == ["12-01 09:00-10:00", "19-01 09:00-10:00"]


def test_a_day_left_out_leaves_out_all_of_that_day() -> None:
    one = read_one(TEN, ELEVEN, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260106")
    assert times(one) == ["05-01 09:00-10:00", "07-01 09:00-10:00"]


def test_one_date_moved_and_one_cancelled_keep_the_reason() -> None:
    data = calendar(
        *event(TEN, ELEVEN, "RRULE:FREQ=WEEKLY", "SUMMARY:Koffie"),
        *event(
            "RECURRENCE-ID;TZID=Europe/Amsterdam:20260112T100000",
            "DTSTART;TZID=Europe/Amsterdam:20260113T140000",
            "DTEND;TZID=Europe/Amsterdam:20260113T160000",
            "COMMENT:Zaal bezet",
        ),
        *event(
            "RECURRENCE-ID:20260119T090000Z",
            "DTSTART:20260119T090000Z",
            "DTEND:20260119T100000Z",
            "STATUS:CANCELLED",
            "COMMENT;LANGUAGE=en:Ill",
        ),
    )
    (one,) = read_calendar(data, today=TODAY).schedules
    assert one.schedule.changes == (
        Change(CANCELLED, datetime(2026, 1, 19, 10), reason={"nl": "Gaat niet door", "en": "Ill"}),
        Change(
            MOVED,
            datetime(2026, 1, 12, 10),
            to=datetime(2026, 1, 13, 14),
            minutes=120,
            reason={"nl": "Zaal bezet", "en": "Changed"},
        ),
    )
    assert times(one, days=20) == ["05-01 09:00-10:00", "13-01 13:00-15:00"]


def test_a_date_may_move_to_the_time_of_one_that_falls_out() -> None:
    data = calendar(
        *event(
            "RECURRENCE-ID;TZID=Europe/Amsterdam:20260112T100000",
            "DTSTART;TZID=Europe/Amsterdam:20260119T100000",
            "DURATION:PT2H",
        ),
        *event(TEN, ELEVEN, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Amsterdam:20260119T100000"),
    )
    (one,) = read_calendar(data, today=TODAY).schedules
    assert times(one) == ["05-01 09:00-10:00", "19-01 09:00-11:00"]


def test_a_date_with_another_title_keeps_that_title_as_its_reason() -> None:
    data = calendar(
        *event(TEN, ELEVEN, "RRULE:FREQ=WEEKLY", "SUMMARY:Koffie"),
        *event(
            "RECURRENCE-ID;TZID=Europe/Amsterdam:20260112T100000",
            "DTSTART;TZID=Europe/Amsterdam:20260112T100000",
            "DTEND;TZID=Europe/Amsterdam:20260112T110000",
            "SUMMARY:Koffie met taart",
        ),
    )
    (one,) = read_calendar(data, today=TODAY).schedules
    (slot,) = expand(one.schedule, Days(date(2026, 1, 12), 1), TownCalendar())
    assert (slot.status, slot.reason["nl"]) == (OPEN, "Koffie met taart")


def test_dates_of_a_series_that_is_not_in_the_file_stand_alone() -> None:
    data = calendar(*event("RECURRENCE-ID:20260112T090000Z", "DTSTART:20260113T090000Z", "DTEND:20260113T100000Z"))
    (one,) = read_calendar(data, today=TODAY).schedules
    assert times(one) == ["13-01 09:00-10:00"]


def test_whole_days_stay_a_range_of_days() -> None:
    one = read_one("DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260511")
    assert one.whole_days
    assert one.schedule.series == (Series(datetime(2026, 5, 1), 10 * 24 * 60),)
    assert read_one("DTSTART;VALUE=DATE:20260501").schedule.series[0].minutes == 24 * 60
    assert read_one("DTSTART;VALUE=DATE:20260501", "DURATION:P2D").schedule.series[0].minutes == 48 * 60


def test_a_cancelled_single_event_is_shown_as_cancelled() -> None:
    one = read_one(TEN, ELEVEN, "STATUS:CANCELLED", "COMMENT:Storm")
    assert (times(one), times(one, status=CANCELLED)) == ([], ["05-01 09:00-10:00"])


def test_alarms_and_tasks_beside_the_events_do_no_harm() -> None:
    alarm = ["BEGIN:VALARM", "TRIGGER:-PT5M", "DURATION:PT5M", "END:VALARM"]
    data = calendar("BEGIN:VTODO", "UID:t", "DTSTART:nonsense", "END:VTODO", *event(TEN, ELEVEN, *alarm))
    assert len(read_calendar(data, today=TODAY).schedules) == 1


# ---------------------------------------------------------------- time zones


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Amsterdam",
        "Europe/Brussels",
        '"W. Europe Standard Time"',
        "Romance Standard Time",
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "/Europe/Paris",
    ],
)
def test_zones_with_the_same_clock_keep_their_rule(zone: str) -> None:
    one = read_one(f"DTSTART;TZID={zone}:20260105T100000", AN_HOUR, "RRULE:FREQ=WEEKLY")
    assert (one.schedule.series[0].rule, one.note) == ("FREQ=WEEKLY", "")
    assert times(one, date(2026, 3, 23), 14) == ["23-03 09:00-10:00", "30-03 08:00-09:00"]


def test_a_floating_time_is_a_time_on_the_clock_here() -> None:
    assert times(read_one("DTSTART:20260105T100000", AN_HOUR)) == ["05-01 09:00-10:00"]


def test_a_zone_of_outlook_with_a_name_of_its_own_is_known_by_its_changes() -> None:
    lines = event('DTSTART;TZID="(UTC+01:00) Amsterdam, Berlijn, Bern":20260105T100000', AN_HOUR, "RRULE:FREQ=WEEKLY")
    zone = [line.replace("\\,", ",") for line in OUTLOOK_ZONE]
    (one,) = read_calendar(calendar(*zone, *lines), today=TODAY).schedules
    assert times(one, days=7) == ["05-01 09:00-10:00"]
    other = [line.replace("BYMONTH=10", "BYMONTH=11") for line in zone]
    refused = read_calendar(calendar(*other, *lines), today=TODAY).refused
    assert refused == [("1", "line 20: the time zone '(UTC+01:00) Amsterdam, Berlijn, Bern' is not known")]


def test_a_single_time_of_another_zone_is_that_moment_here() -> None:
    one = read_one("DTSTART;TZID=America/New_York:20260310T090000", "DTEND;TZID=America/New_York:20260310T100000")
    assert times(one) == ["10-03 13:00-14:00"]  # the weeks in which only their clock has changed
    assert times(read_one("DTSTART:20260105T090000Z", "DTEND:20260105T100000Z")) == ["05-01 09:00-10:00"]


@pytest.mark.parametrize(
    ("start", "zone"),
    [("DTSTART:20251229T090000Z", "UTC"), ("DTSTART;TZID=Europe/London:20251229T090000", "Europe/London")],
)
def test_a_series_of_another_clock_becomes_single_dates_and_says_so(start: str, zone: str) -> None:
    result = read_calendar(
        calendar(*event(start, AN_HOUR, "RRULE:FREQ=WEEKLY", "EXDATE:20260112T090000Z")), today=TODAY, horizon_days=90
    )
    (one,) = result.schedules
    assert (one.schedule.series[0].rule, len(one.schedule.series[0].extra)) == ("", 12)
    assert one.note == f"kept as 13 single dates before 2026-04-05: its rule follows the clock of {zone}"
    summer = {"UTC": "30-03 09:00-10:00", "Europe/London": "30-03 08:00-09:00"}[zone]
    assert times(one)[:2] == ["05-01 09:00-10:00", "19-01 09:00-10:00"]
    assert times(one)[-1] == summer


def test_a_series_of_another_clock_that_is_over_is_refused() -> None:
    refused = read("DTSTART:20250106T090000Z", AN_HOUR, "RRULE:FREQ=WEEKLY;COUNT=3").refused
    assert refused == [("1", "line 3: the series keeps the clock of UTC and has no date before 2027-01-06")]


def test_the_hour_that_comes_twice_is_kept_the_first_time_and_refused_the_second() -> None:
    assert times(read_one("DTSTART:20261025T003000Z", "DTEND:20261025T004500Z"), date(2026, 10, 25)) == [
        "25-10 00:30-00:45"
    ]
    refused = read("DTSTART:20261025T013000Z", "DTEND:20261025T020000Z").refused
    assert refused == [("1", "line 3: 2026-10-25 01:30 UTC is 02:30 here for the second time that night")]


def test_the_day_of_reading_changes_nothing_for_times_here() -> None:
    lines = (TEN, ELEVEN, "RRULE:FREQ=WEEKLY")
    assert read_one(*lines).schedule == read_one(*lines, today=TODAY + timedelta(days=5000)).schedule
