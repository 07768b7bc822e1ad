"""Calendar files and events that are refused: one sentence that says what is wrong and where, nothing half kept."""

import pytest

from tests.schedule.ical_text import AN_HOUR, ELEVEN, TEN, TODAY, calendar, event, read
from webapp.core.errors import ImportRefused
from webapp.schedule.ical_lines import MOST_BYTES, MOST_EVENTS
from webapp.schedule.ical_read import read_calendar


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
