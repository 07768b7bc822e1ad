"""Calendar files for tests, line by line."""

from datetime import date

from webapp.schedule.ical_read import CalendarRead, ReadEvent, read_calendar

TODAY = date(2026, 1, 5)  # a Monday
TEN = "DTSTART;TZID=Europe/Amsterdam:20260105T100000"
AN_HOUR = "DURATION:PT1H"
ELEVEN = "DTEND;TZID=Europe/Amsterdam:20260105T110000"


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str, uid: str = "1") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"]


def read(*lines: str, today: date = TODAY) -> CalendarRead:
    """One event with these lines."""
    return read_calendar(calendar(*event(*lines)), today=today)


def read_one(*lines: str, today: date = TODAY) -> ReadEvent:
    result = read(*lines, today=today)
    assert result.refused == []
    return result.schedules[0]
