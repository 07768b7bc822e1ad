"""Reading a calendar file: exactly, or a sentence that says what is wrong and where."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.schedule.ical_text import TODAY, calendar, event, read, read_one
from webapp.core.errors import ImportRefused
from webapp.schedule.expansion import CANCELLED, OPEN, expand
from webapp.schedule.ical_lines import MOST_BYTES, MOST_EVENTS
from webapp.schedule.ical_read import ReadEvent, read_calendar
from webapp.schedule.values import MOVED, Change, Days, Schedule, Series, TownCalendar

TEN = "DTSTART;TZID=Europe/Amsterdam:20260105T100000"
AN_HOUR = "DURATION:PT1H"
ELEVEN = "DTEND;TZID=Europe/Amsterdam:20260105T110000"
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


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([ELEVEN], "line 3: an event without DTSTART"),
        ([TEN], "line 3: the end is not after the begin"),
        ([TEN, "DTEND;TZID=Europe/Amsterdam:20260105T090000"], "line 3: the end is not after the begin"),
        ([TEN, "DURATION:-PT1H"], "line 3: the end is not after the begin"),
        ([TEN, "DURATION:PT90S"], "line 3: the event does not last whole minutes"),
        ([TEN, "DURATION:an hour"], "line 6: 'an hour' is no duration"),
        ([TEN, "DURATION:P99999999999D"], "line 6: 'P99999999999D' is no duration"),
        ([TEN, "DURATION:P32D"], "takes 32 days; 31 is the most"),
        ([TEN, ELEVEN, AN_HOUR], "line 7: DTEND and DURATION do not go together"),
        ([TEN, TEN, ELEVEN], "line 6: DTSTART for the second time in one event"),
        ([TEN, "DTEND;VALUE=DATE:20260106"], "line 6: the start and the end are not both days or both times"),
        (["DTSTART;VALUE=DATE:20260105", AN_HOUR], "line 6: an event of whole days lasts whole days"),
        (["DTSTART:20260105T100030", AN_HOUR], "line 5: '20260105T100030' is no whole minute"),
        (["DTSTART:20260230T100000", AN_HOUR], "line 5: '20260230T100000' is no day or time"),
        (["DTSTART:tomorrow", AN_HOUR], "line 5: 'tomorrow' is no day or time"),
        (["DTSTART:٢٠٢٦٠١٠٥", AN_HOUR], "is no day or time"),
        (["DTSTART:20260105T100000,20260106T100000", AN_HOUR], "line 5: one time is expected, not 2"),
        (["DTSTART:99991231T100000", AN_HOUR], "line 5: the year 9999 does not lie between 1970 and 2100"),
        (["DTSTART:00010101T100000", AN_HOUR], "line 5: the year 1 does not lie"),
        (["DTSTART:19990101T100000", AN_HOUR], "line 3: series 1: 1999-01-01 is not between 2000 and 2100"),
        (["DTSTART;TZID=Nowhere/Land:20260105T100000", AN_HOUR], "line 5: the time zone 'Nowhere/Land' is not known"),
        (["DTSTART;TZID=../../etc/passwd:20260105T100000", AN_HOUR], "the time zone '../../etc/passwd' is not known"),
        (["DTSTART;;X:20260105T100000", AN_HOUR], "line 5 cannot be read: 'DTSTART;;X:20260105T100000'"),
        ([TEN, ELEVEN, "DESCRIPTION:" + "x" * 100_000], "line 7 has more than 100,000 characters"),
        ([TEN, ELEVEN, "no line at all"], "line 7 cannot be read: 'no line at all'"),
        ([TEN, ELEVEN, "RRULE:FREQ=SECONDLY"], "line 3: a series repeats daily, weekly, monthly, yearly, not secondly"),
        ([TEN, ELEVEN, "RRULE:FREQ=DAILY;UNTIL=99991231"], "line 3: UNTIL=99991231 is no day before 2101"),
        ([TEN, ELEVEN, "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"], "line 8: RRULE for the second time in one event"),
        ([TEN, ELEVEN, "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"], "line 8: rules of exception (EXRULE)"),
        ([TEN, ELEVEN, "RRULE:FREQ=WEEKLY;BYDAY=TU"], "its first date, 2026-01-05 10:00, is none of the rule"),
        ([TEN, ELEVEN, "RRULE:FREQ=WEEKLY;UNTIL=20250101"], "its first date, 2026-01-05 10:00, is none of the rule"),
        ([TEN, ELEVEN, "RRULE:FREQ=WEEKLY", "STATUS:CANCELLED"], "line 3: the whole series is cancelled"),
        ([TEN, ELEVEN, "RDATE;VALUE=PERIOD:20260107T090000Z/PT2H"], "line 7: dates with an end of their own (PERIOD)"),
        ([TEN, ELEVEN, "RDATE;VALUE=DATE:20260107"], "RDATE and DTSTART are not both days or both times"),
        (["DTSTART:20260105", "EXDATE:20260105T100000"], "EXDATE and DTSTART are not both days or both times"),
        (
            ["DTSTART:20260105T100000Z", AN_HOUR, "RRULE:FREQ=DAILY", "EXDATE;VALUE=DATE:20260106"],
            "line 3: EXDATE is a day in the zone UTC, not one here",
        ),
        (
            ["DTSTART;TZID=America/New_York:20260306T180000", "DURATION:PT8H", "RRULE:FREQ=WEEKLY"],
            "",
        ),
        (
            ["DTSTART;TZID=America/New_York:20260306T220000", "DURATION:PT8H", "RRULE:FREQ=DAILY;COUNT=30"],
            "line 3: on the clock here the dates do not last equally long",
        ),
        (
            ["DTSTART;TZID=Europe/Amsterdam:20260328T220000", "DURATION:PT8H"],
            "line 6: the clock changes during the event; give its end (DTEND)",
        ),
        ([TEN, ELEVEN, "RDATE:" + ",".join(["20260107T090000Z"] * 1001)], "line 7: more than 1,000 dates in one event"),
        (
            [
                TEN,
                ELEVEN,
                "RRULE:FREQ=DAILY",
                *(f"EXDATE:2026{1 + day // 28:02}{1 + day % 28:02}T090000Z" for day in range(201)),
            ],
            "line 3: 201 changed dates; 200 is the most",
        ),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused_with_where_it_stands(lines: list[str], sentence: str) -> None:
    result = read(*lines)
    if not sentence:
        assert result.refused == []
        return
    assert result.schedules == []
    assert [uid for uid, _ in result.refused] == ["1"]
    assert sentence in result.refused[0].sentence


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            ["RECURRENCE-ID;RANGE=THISANDFUTURE:20260112T100000", "DTSTART:20260112T110000", AN_HOUR],
            "a change of this and all later dates",
        ),
        (
            ["RECURRENCE-ID:20260112T100000", "DTSTART:20260112T110000", AN_HOUR, "RRULE:FREQ=DAILY"],
            "RRULE in the change",
        ),
        (["RECURRENCE-ID;VALUE=DATE:20260112", "DTSTART:20260112T110000", AN_HOUR], "RECURRENCE-ID and DTSTART"),
        (["RECURRENCE-ID:20260126T100000", "DTSTART:20260127T110000", AN_HOUR], "is changed for the second time"),
        (["RECURRENCE-ID:20260112T100000", "DTSTART:20260112T110000"], "the end is not after the begin"),
        (["DTSTART:20260112T110000", AN_HOUR], "a second event has the UID '1'"),
    ],
)
def test_a_bad_change_of_one_date_refuses_the_whole_series(lines: list[str], sentence: str) -> None:
    master = event(TEN, ELEVEN, "RRULE:FREQ=WEEKLY", "EXDATE:20260126T090000Z")
    result = read_calendar(calendar(*master, *event(*lines)), today=TODAY)
    assert result.schedules == []
    assert sentence in result.refused[0].sentence


def test_one_refused_event_leaves_the_others_alone() -> None:
    data = calendar(*event("DTSTART:never", uid="bad"), *event(TEN, ELEVEN, uid="good"))
    result = read_calendar(data, today=TODAY)
    assert [one.uid for one in result.schedules] == ["good"]
    assert result.refused == [("bad", "line 5: 'never' is no day or time")]


@pytest.mark.parametrize(
    ("uid", "sentence"), [("", "an event without UID"), ("x" * 256, "a UID may have 255 characters")]
)
def test_an_event_needs_a_name_to_be_found_again(uid: str, sentence: str) -> None:
    result = read_calendar(calendar(*event(TEN, ELEVEN, uid=uid)), today=TODAY)
    assert result.refused[0].uid == ""
    assert sentence in result.refused[0].sentence


# ---------------------------------------------------------------- files that are none


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n \n", "The file is empty."),
        (b"<!DOCTYPE html><html>", "This is no iCalendar file: it begins with '<!DOCTYPE html><html>'"),
        (b"PK\x03\x04\x14\x00", "This is no iCalendar file"),
        (calendar().decode().encode("utf-16"), "This is no iCalendar file"),
        (b"BEGIN:VEVENT\nEND:VEVENT\n", "not with BEGIN:VCALENDAR"),
        (calendar("X-WR-CALNAME:Café").decode().encode("latin-1"), "Line 3 is not in UTF-8"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", "The file breaks off after line 3: END:VEVENT is missing."),
        (b"BEGIN:VCALENDAR\nEND:VEVENT\n", "Line 2: END:VEVENT without its BEGIN."),
        (b"BEGIN:VCALENDAR\nBEGIN:VCALENDAR\n", "Line 2: BEGIN:VCALENDAR stands in a wrong place."),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VEVENT\n", "Line 3: BEGIN:VEVENT stands in a wrong place."),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nhello\n", "Line 3 stands outside the calendar: 'hello'."),
        (calendar("METHOD:CANCEL"), "Line 3: METHOD:CANCEL is a message that takes back"),
        (calendar("CALSCALE:HEBREW"), "Line 3: the calendar 'HEBREW' is not supported."),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 100, "Line 11: more than 10 parts inside each other."),
        (b"BEGIN:VCALENDAR\n" + b"x" * MOST_BYTES, "The file has 5,000,016 bytes; 5,000,000 is the most."),
        (calendar(*["BEGIN:VEVENT", "END:VEVENT"] * (MOST_EVENTS + 1)), "more than 2,000 events in one file"),
        (
            calendar(
                *(
                    text
                    for n in range(60)
                    for text in event("DTSTART:20260105T100000Z", AN_HOUR, "RRULE:FREQ=DAILY", uid=str(n))
                )
            ),
            "More than 20,000 dates in series of a clock that is not ours.",
        ),
        (calendar(*event(*["EXDATE:20260105"] * 100_001)), "more than 100,000 lines of events in one file"),
    ],
)
def test_a_file_that_is_no_calendar_gives_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_calendar(data, today=TODAY)
    assert sentence in str(refused.value)


def test_the_largest_file_is_read_in_one_pass() -> None:
    """Lines folded after each character are the worst case for a reader that copies what it has."""
    folded = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:" + b"\n x" * 1_500_000 + b"\nEND:VEVENT\nEND:VCALENDAR\n"
    result = read_calendar(folded, today=TODAY)
    assert result.refused == [("1", "line 2: an event without DTSTART")]


def test_the_day_of_reading_changes_nothing_for_times_here() -> None:
    lines = (TEN, ELEVEN, "RRULE:FREQ=WEEKLY")
    assert read_one(*lines).schedule == read_one(*lines, today=TODAY + timedelta(days=5000)).schedule
