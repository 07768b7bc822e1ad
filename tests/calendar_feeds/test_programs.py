"""Files as Outlook, Google and Nextcloud write them: the times that a person sees there are the times here."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from webapp.calendar_feeds import operations
from webapp.core import clock
from webapp.schedule.expansion import Slot

OUTLOOK = """BEGIN:VCALENDAR
METHOD:PUBLISH
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
X-WR-CALNAME:Agenda
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
RRULE:FREQ=WEEKLY;UNTIL=20261124T090000Z;INTERVAL=1;BYDAY=TU;WKST=MO
EXDATE;TZID=W. Europe Standard Time:20261117T100000
UID:040000008200E00074C5B7101A82E008000000001
SUMMARY:Koffie
DTSTART;TZID=W. Europe Standard Time:20261103T100000
DTEND;TZID=W. Europe Standard Time:20261103T113000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:20261101T120000Z
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:0
LOCATION:Zaal 1
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-DISALLOW-COUNTER:FALSE
END:VEVENT
BEGIN:VEVENT
UID:040000008200E00074C5B7101A82E008000000001
RECURRENCE-ID;TZID=W. Europe Standard Time:20261110T100000
SUMMARY:Koffie
DTSTART;TZID=W. Europe Standard Time:20261110T140000
DTEND;TZID=W. Europe Standard Time:20261110T153000
DTSTAMP:20261101T120000Z
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""

NEXTCLOUD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//SabreDAV//SabreDAV//EN
X-WR-CALNAME:Buurthuis
X-APPLE-CALENDAR-COLOR:#0082c9
REFRESH-INTERVAL;VALUE=DURATION:PT4H
X-PUBLISHED-TTL:PT4H
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20261001T080000Z
DTSTAMP:20261001T080100Z
LAST-MODIFIED:20261001T080100Z
SEQUENCE:2
UID:5d1e6a0e-1b1f-4c0a-9d55-2c9a6f0f0001
DTSTART;TZID=Europe/Amsterdam:20261105T193000
DTEND;TZID=Europe/Amsterdam:20261105T213000
STATUS:CONFIRMED
SUMMARY:Taalcafé
RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=3
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;RELATED=START:-PT15M
END:VALARM
END:VEVENT
END:VCALENDAR
"""

GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-TIMEZONE:Europe/Amsterdam
BEGIN:VEVENT
DTSTART:20261104T090000Z
DTEND:20261104T110000Z
DTSTAMP:20261101T101010Z
UID:abc123@google.com
CREATED:20261001T080000Z
LAST-MODIFIED:20261001T080100Z
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Inloop
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
DTSTART:20261106T090000Z
DTEND:20261106T110000Z
DTSTAMP:20261101T101010Z
UID:def456@google.com
STATUS:CONFIRMED
SUMMARY:Inloop
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 2, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("written", "times"),
    [
        (
            OUTLOOK,
            ["03-11 10:00-11:30", "10-11 14:00-15:30 moved", "17-11 10:00-11:30 cancelled", "24-11 10:00-11:30"],
        ),
        (NEXTCLOUD, ["05-11 19:30-21:30", "03-12 19:30-21:30", "07-01 19:30-21:30"]),
        (GOOGLE, ["04-11 10:00-12:00", "06-11 10:00-12:00"]),
    ],
    ids=["Outlook", "Nextcloud", "Google"],
)
def test_the_times_are_those_that_a_person_sees_there(db_session: Session, written: str, times: list[str]) -> None:
    town = make_municipality()
    activity = make_activity(town, "Koffie", place=make_place(town))

    look = operations.look(activity, written.replace("\n", "\r\n").encode(), [], clock.now())

    assert look.refused == ()
    assert [told(one) for one in look.dates if not (one.status == "cancelled" and one.change == "moved")] == times


def told(one: Slot) -> str:
    """A date that was moved away is shown at its old time too, as cancelled."""
    special = one.change or ("cancelled" if one.status == "cancelled" else "")
    return f"{clock.local(one.starts_at):%d-%m %H:%M}-{clock.local(one.ends_at):%H:%M} {special}".strip()
