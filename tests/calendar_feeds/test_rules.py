"""Addresses as people paste them, and when a calendar is asked again."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schedule.ical_text import AN_HOUR, calendar, event
from webapp.calendar_feeds.picks import offers, picked
from webapp.calendar_feeds.rules import EACH, LONGEST, host_of, read_address, wait_after
from webapp.schedule.ical_read import read_calendar


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("webcal://example.nl/a.ics", "https://example.nl/a.ics"),
        ("WEBCAL://example.nl/a.ics", "https://example.nl/a.ics"),
        (" https://example.nl/a.ics?x=1 ", "https://example.nl/a.ics?x=1"),
        ("http://example.nl/a.ics", "http://example.nl/a.ics"),
        ("example.nl/a.ics", "https://example.nl/a.ics"),
    ],
)
def test_an_address_is_taken_as_people_paste_it(typed: str, address: str) -> None:
    assert read_address(typed) == address
    assert host_of(address) == "example.nl"


@pytest.mark.parametrize(
    "typed",
    ["", "file:///etc/passwd", "ftp://example.nl/a", "javascript:alert(1)", "https://", "https://a b.nl/", "webcal://",
     "gopher://example.nl", "https://user:secret@example.nl/", "localhost", "https://example.nl\\@evil.nl/"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_address(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_address_or_refused(typed: str) -> None:
    with suppress(ValueError):
        assert read_address(typed).startswith(("http://", "https://"))


@given(st.integers(0, 10**6))
def test_it_is_asked_less_and_less_often_but_each_day(failures: int) -> None:
    assert EACH <= wait_after(failures) <= wait_after(failures + 1) <= LONGEST == timedelta(hours=24)


def test_events_are_picked_by_name_or_one_by_one() -> None:
    weekly = "RRULE:FREQ=WEEKLY"
    day, night = "DTSTART;TZID=Europe/Amsterdam:20261103T100000", "DTSTART;TZID=Europe/Amsterdam:20261105T190000"
    read = read_calendar(
        calendar(
            *event("SUMMARY:Koffie", day, AN_HOUR, weekly, uid="1"),
            *event("SUMMARY:Koffie", night, AN_HOUR, weekly, uid="2"),
            *event("SUMMARY:Vergadering", day, AN_HOUR, uid="3"),
            *event("SUMMARY:Stuk", day, AN_HOUR, "RRULE:FREQ=SECONDLY", uid="4"),
        ),
        today=date(2026, 11, 1),
    )

    assert [(one.pick, one.name, one.number) for one in offers(read.schedules)] == [
        ("s:Koffie", "Koffie", 2), ("u:1", "2026-11-03 10:00", 1), ("u:2", "2026-11-05 19:00", 1),
        ("s:Vergadering", "Vergadering", 1),
    ]  # fmt: skip
    assert {one.uid for one in picked(read, []).schedules} == {"1", "2", "3"}
    assert {one.uid for one in picked(read, ["s:Koffie"]).schedules} == {"1", "2"}
    assert {one.uid for one in picked(read, ["u:2", "s:Vergadering"]).schedules} == {"2", "3"}
    assert not picked(read, ["s:Koffie"]).refused
    assert picked(read, ["u:4"]).refused
