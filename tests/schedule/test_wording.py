"""An opening as a sentence, in both languages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g

from webapp.schedule.answers import OpeningStatus
from webapp.schedule.expansion import OTHERWISE, Slot
from webapp.schedule.values import ADDED, CANCELLED, MOVED
from webapp.schedule.wording import news, opening

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # Tuesday 10:30 in the Netherlands


def at(**ahead: float) -> datetime:
    return MOMENT + timedelta(**ahead)


@pytest.mark.parametrize(
    ("status", "tone", "nl", "en"),
    [
        (OpeningStatus("open", until=at(hours=6, minutes=30)), "open", "Nu open tot 17:00", "Open now until 17:00"),
        (OpeningStatus("open", until=at(days=60)), "open", "Dag en nacht open", "Open day and night"),
        (OpeningStatus("later", next_start=at(minutes=90)), "soon", "Vandaag open om 12:00", "Opens today at 12:00"),
        (OpeningStatus("later", next_start=at(hours=9)), "later", "Vandaag open om 19:30", "Opens today at 19:30"),
        (OpeningStatus("later", next_start=at(hours=23)), "later", "Morgen open om 9:30", "Opens tomorrow at 9:30"),
        (OpeningStatus("later", next_start=at(days=3)), "later", "vrijdag", "Friday"),
        (OpeningStatus("later", next_start=at(days=20)), "later", "14 dec", "14 Dec"),
        (OpeningStatus("unknown"), "unknown", "Bel", "Call"),
        (OpeningStatus("appointment"), "later", "Alleen op afspraak", "Only by appointment"),
        (
            OpeningStatus("appointment", until=at(hours=2)),
            "later", "Nu op afspraak, tot 12:30", "Now by appointment, until 12:30",
        ),
        (OpeningStatus("appointment", until=at(days=60)), "later", "Nu op afspraak", "Now by appointment"),
        (
            OpeningStatus("appointment", until=at(hours=2), next_start=at(hours=23)),
            "later", "Nu op afspraak, tot 12:30. Morgen open om 9:30",
            "Now by appointment, until 12:30. Opens tomorrow at 9:30",
        ),
        (OpeningStatus("closed"), "closed", "Vandaag dicht", "Closed today"),
        (
            OpeningStatus("closed", next_start=at(hours=23), reason={"nl": "Ziek.", "en": "Ill."}),
            "closed", "Vandaag dicht: Ziek. Morgen open om 9:30", "Closed today: Ill. Opens tomorrow at 9:30",
        ),
        (
            OpeningStatus("closed", next_start=at(hours=4), reason={"nl": "ziek"}),
            "closed", "Nu dicht: ziek. Vandaag open om 14:30", "Closed now: ziek. Opens today at 14:30",
        ),
    ],
)  # fmt: skip
def test_a_status_reads(application: Flask, status: OpeningStatus, tone: str, nl: str, en: str) -> None:
    for code, words in (("nl", nl), ("en", en)):
        with application.test_request_context():
            g.language = code
            found = opening(status, moment=MOMENT)
            assert (found.tone, words in found.label) == (tone, True), found


def test_midnight_of_the_next_day_is_tomorrow_on_the_night_the_clocks_change(application: Flask) -> None:
    """From 00:30 summer time to 00:30 winter time are 25 hours, and one day."""
    night = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    with application.test_request_context():
        g.language = "en"
        assert opening(OpeningStatus("later", next_start=night + timedelta(hours=25)), moment=night).label == (
            "Opens tomorrow at 0:30"
        )


def test_an_activity_does_not_open_but_happens(application: Flask) -> None:
    with application.test_request_context():
        g.language = "nl"
        assert opening(OpeningStatus("later", next_start=at(hours=4)), True, MOMENT).label == "Vandaag om 14:30"
        assert opening(OpeningStatus("open", until=at(hours=1)), True, MOMENT).label == "Nu, tot 11:30"
        ill = OpeningStatus("closed", next_start=at(days=2), reason={"nl": "ziek"})
        assert opening(ill, True, MOMENT).label == "Niet vandaag: ziek. Op donderdag om 10:30"
        later = OpeningStatus("closed", next_start=at(hours=4), reason={"nl": "ziek"})
        assert opening(later, True, MOMENT).label == "Gaat niet door: ziek. Vandaag om 14:30"


@pytest.mark.parametrize("happens", [True, False])
@pytest.mark.parametrize(
    ("told", "nl", "en"),
    [
        (
            {"moved_to": at(days=2), "next_start": at(days=2), "reason": {"nl": "Ziek.", "en": "Ill."}},
            "Verplaatst naar donderdag 26 november om 10:30 uur: Ziek",
            "Moved to Thursday 26 November at 10:30: Ill",
        ),
        (
            {"moved_to": at(hours=4), "next_start": at(hours=4), "reason": {"nl": "ziek"}},
            "Verplaatst naar 14:30 uur: ziek", "Moved to 14:30: ziek",
        ),
        ({"moved_to": at(hours=4)}, "Verplaatst naar 14:30 uur", "Moved to 14:30"),
    ],
)  # fmt: skip
def test_a_date_that_was_moved_says_to_when_and_says_it_once(
    application: Flask, told: dict[str, Any], nl: str, en: str, happens: bool
) -> None:
    for code, words in (("nl", nl), ("en", en)):
        with application.test_request_context():
            g.language = code
            assert opening(OpeningStatus("closed", **told), happens, MOMENT).label == words


def test_a_date_that_was_moved_beyond_the_next_one_tells_both(application: Flask) -> None:
    with application.test_request_context():
        g.language = "nl"
        moved = OpeningStatus("closed", next_start=at(days=2), reason={"nl": "ziek"}, moved_to=at(days=3))
        assert opening(moved, True, MOMENT).label == (
            "Verplaatst naar vrijdag 27 november om 10:30 uur: ziek. Op donderdag om 10:30"
        )


@pytest.mark.parametrize(
    ("told", "nl", "en"),
    [
        ({}, "", ""),
        ({"reason": {"nl": "ziek"}}, "", ""),
        ({"status": CANCELLED}, "Gaat niet door", "Cancelled"),
        ({"change": ADDED}, "Extra", "Extra"),
        ({"change": OTHERWISE}, "Anders dan anders", "Different than usual"),
        (
            {"change": MOVED, "elsewhere": at(days=7)},
            "Verplaatst van dinsdag 1 december", "Moved from Tuesday 1 December",
        ),
        ({"change": MOVED, "elsewhere": at(hours=4)}, "Verplaatst van 14:30 uur", "Moved from 14:30"),
        (
            {"status": CANCELLED, "change": MOVED, "elsewhere": at(days=2)},
            "Verplaatst naar donderdag 26 november om 10:30 uur", "Moved to Thursday 26 November at 10:30",
        ),
        (
            {"status": CANCELLED, "change": MOVED, "elsewhere": at(hours=4)},
            "Verplaatst naar 14:30 uur", "Moved to 14:30",
        ),
    ],
)  # fmt: skip
def test_what_is_otherwise_with_one_time_is_told(application: Flask, told: dict[str, Any], nl: str, en: str) -> None:
    for code, words in (("nl", nl), ("en", en)):
        with application.test_request_context():
            g.language = code
            assert news(Slot(MOMENT, at(hours=1), **told)) == words
