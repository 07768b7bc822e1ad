"""Dates in opening hours that can never be are refused with a sentence; what wraps or is over is kept as it is."""

from datetime import date

import pytest

from webapp.schedule import osm
from webapp.schedule.expansion import expand
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Days, TownCalendar

TWO_YEARS = Days(date(2026, 6, 1), 731)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("9999 Mo 09:00-12:00", "9999 is no year between 1900 and 2100"),
        ("2101+ Mo 09:00-12:00", "2101 is no year"),
        ("2024-9999 Mo 09:00-12:00", "9999 is no year"),
        ("Mo 09:00-12:00; 2999 Dec 25 off", "2999 is no year"),
        ("2026 Dec 31-2026 Jan 1", "'2026 Dec 31-2026 Jan 1' ends before it begins"),
        ("Mo 09:00-12:00; 2026 Dec 31-2025 Jan 1 off", "ends before it begins"),
        ("2026 Jun 20 - 2026 Jun 10: Mo 10:00-12:00", "ends before it begins"),
        ("2026 Jun 20-10 Mo 10:00-12:00", "ends before it begins"),
        ("Jun 20-10: Mo 10:00-12:00", "ends before it begins"),
        ("2026 Dec 20-2026 Jan 5,2027 Feb 1 10:00-12:00", "ends before it begins"),
        ("Feb 30 10:00-12:00", "Feb has no day 30"),
        ("Jun 31 off; Mo 10:00-12:00", "Jun has no day 31"),
        ("Jun 20-31 10:00-12:00", "Jun has no day 31"),
        ("Apr 1-Apr 31 10:00-12:00", "Apr has no day 31"),
        ("2027 Feb 29 10:00-12:00", "Feb has no day 29 in 2027"),
        ("2027 Feb 29-2027 Mar 3 off; Mo 10:00-12:00", "Feb has no day 29 in 2027"),
        ("Dec 31-2026 Jan 1 10:00-12:00", "is read in two ways"),
        ("2026 Dec-Jan Mo 10:00-12:00", "is read in two ways"),
        ("Jan 10 Th[5] 10:00-12:00", "never comes"),
        ("Mo 10:00-12:00; Jan 10 Th[5] off", "'Jan 10 Th[5] off' never comes"),
        ("Jul week 1 Mo 10:00-12:00", "never comes"),
        ("easter -90 days 10:00-12:00", "over New Year"),
        ("Jan Mo[1] -3 days 10:00-12:00", "over New Year"),
        ("Feb Mo[1] -40 days 10:00-12:00", "over New Year"),
    ],
)
def test_days_that_never_come_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(HoursError) as refused:
        osm.read(text)

    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Dec 31-Jan 1 10:00-12:00", ["2026-12-31", "2027-01-01", "2027-12-31", "2028-01-01"]),
        ("2026 Dec 31-Jan 1 10:00-12:00", ["2026-12-31", "2027-01-01"]),
        ("2026 Dec 31-2027 Jan 1 10:00-12:00", ["2026-12-31", "2027-01-01"]),
        ("Feb 29 10:00-12:00", ["2028-02-29"]),
        ("2028 Feb 29 10:00-12:00", ["2028-02-29"]),
        ("2100 Dec 31 10:00-12:00", []),
        ("2019 Jan 1-2019 Jan 31 10:00-12:00", []),
        ("1900 Jan 01-2026 Jun 02 10:00-12:00", ["2026-06-01", "2026-06-02"]),
        ("easter -80 days 10:00-12:00", ["2027-01-07", "2028-01-27"]),
        ('2026 Dec 24 10:00-12:00 "sinds 9999"', ["2026-12-24"]),
        ("Mo 10:00-12:00; Mo off", []),
        ("off", []),
    ],
)
def test_what_wraps_or_is_over_or_says_closed_is_kept(text: str, days: list[str]) -> None:
    slots = expand(osm.read(text), TWO_YEARS, TownCalendar())

    assert [f"{slot.starts_at:%F}" for slot in slots] == days
