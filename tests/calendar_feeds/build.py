"""Calendars of a far server, and using them on the page."""

from datetime import UTC, datetime

from sqlalchemy import select

from tests.far_server import FarServer
from tests.page import PageClient, parse, texts
from tests.schedule.ical_text import AN_HOUR, calendar, event
from tests.staff import submit
from tests.town import BRINKDAM
from webapp.activities.models import Activity
from webapp.calendar_feeds import operations
from webapp.calendar_feeds.jobs import refresh
from webapp.calendar_feeds.models import CalendarFeed
from webapp.core import clock
from webapp.extensions import db

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday
HOST = "agenda.example"


def at(day: int, hour: int) -> str:
    return f"DTSTART;TZID=Europe/Amsterdam:202611{day:02}T{hour:02}0000"


def coffee(*lines: str, uid: str = "1", day: int = 3) -> list[str]:
    return event("SUMMARY:Koffie", at(day, 10), AN_HOUR, *lines, uid=uid)


WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"
COFFEE = calendar(*coffee(WEEKLY))
CANCELLED = calendar(
    *coffee(WEEKLY), *coffee("RECURRENCE-ID;TZID=Europe/Amsterdam:20261110T100000", "STATUS:CANCELLED", day=10)
)
BROKEN = calendar(*coffee(WEEKLY), *event("SUMMARY:Elke tel", at(4, 9), AN_HOUR, "RRULE:FREQ=SECONDLY", uid="9"))


def path_of(activity: Activity) -> str:
    return f"/staff/{BRINKDAM}/activities/{activity.id}/calendar"


def use(client: PageClient, activity: Activity, far: FarServer, **fields: object) -> None:
    answer = submit(client, path_of(activity), address=far.url("/a.ics", HOST), do="save", **fields)
    assert answer.status_code == 303, texts(parse(answer.text), ".problem")


def shown(activity: Activity) -> list[str]:
    db.session.expire_all()
    return [
        f"{clock.local(one.starts_at):%d-%m %H:%M}{'' if one.status == 'open' else ' ' + one.status}"
        for one in operations.list_next(activity)
    ]


def the_feed() -> CalendarFeed:
    db.session.expire_all()
    return db.session.scalars(select(CalendarFeed)).one()


def ask_again() -> CalendarFeed:
    feed = the_feed()
    refresh(feed.municipality_id, str(feed.id))
    return the_feed()


FOUR = ["03-11 10:00", "10-11 10:00", "17-11 10:00", "24-11 10:00"]
