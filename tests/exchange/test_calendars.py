"""A phone's calendar, played by another program, shows what our pages show."""

import gzip
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import time_machine
from sqlalchemy import select

from tests.conftest import DEMO_MOMENT
from tests.page import PageClient, one
from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.exchange import calendars
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule import closing, operations
from webapp.schedule.models import Slot
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Closure

TOWN = "/nl/alblasserdam"
HERE = ZoneInfo("Europe/Amsterdam")
WEEKS = timedelta(days=28)


def calendar(demo: PageClient, path: str) -> icalendar.Calendar:
    answer = demo.get(f"{TOWN}/{path}")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar"), answer.text[:300]
    assert "attachment" in answer.headers["Content-Disposition"]
    read = icalendar.Calendar.from_ical(answer.data)
    assert isinstance(read, icalendar.Calendar)
    return read


def shown(read: icalendar.Calendar) -> set[tuple[datetime, datetime]]:
    """What a phone shows in the coming four weeks, without what is cancelled."""
    events = recurring_ical_events.of(read).between(DEMO_MOMENT, DEMO_MOMENT + WEEKS)
    return {(event.start, event.end) for event in events if event.get("STATUS") != "CANCELLED"}


def stored(thing: Place | Activity) -> set[tuple[datetime, datetime]]:
    owner = Slot.place_id if isinstance(thing, Place) else Slot.activity_id
    slots = db.session.scalars(
        select(Slot).where(
            owner == thing.id,
            Slot.status != "cancelled",
            Slot.ends_at > DEMO_MOMENT,
            Slot.starts_at < DEMO_MOMENT + WEEKS,
        )
    )
    return {(slot.starts_at, slot.ends_at) for slot in slots}


@pytest.mark.parametrize("page", ["places", "activities"])
def test_the_calendar_of_one_thing_shows_the_times_that_we_show(demo: PageClient, page: str) -> None:
    model: type[Place | Activity] = Place if page == "places" else Activity
    things = db.session.scalars(select(model).order_by(model.slug)).all()
    with_times = [thing for thing in things if stored(thing)]

    assert len(with_times) > 15
    for thing in with_times[:40]:
        assert shown(calendar(demo, f"{page}/{thing.slug}.ics")) == stored(thing), thing.slug


def test_the_calendar_of_a_filter_shows_its_activities(demo: PageClient) -> None:
    read = calendar(demo, "calendar.ics?theme=geld")
    wanted = db.session.scalars(select(Activity).where(Activity.themes.contains(["geld"]))).all()

    assert shown(read) == set().union(*map(stored, wanted))
    assert shown(read) < shown(calendar(demo, "calendar.ics"))


def test_a_cancelled_date_is_told_with_its_reason(demo: PageClient) -> None:
    activity = db.session.scalars(select(Activity).where(Activity.slug == "taalcafe")).one()
    start = min(begins for begins, _ends in stored(activity) if begins > DEMO_MOMENT)
    operations.cancel_date(
        activity.municipality_id,
        Owner(activity_id=activity.id),
        start.astimezone(HERE).replace(tzinfo=None),
        {"nl": "De gastvrouw is ziek", "en": "The host is ill"},
    )

    read = calendar(demo, "activities/taalcafe.ics")
    cancelled = [event for event in read.walk("VEVENT") if event.get("STATUS") == "CANCELLED"]

    assert [event.start for event in cancelled] == [start]
    assert "De gastvrouw is ziek" in cancelled[0]["DESCRIPTION"]
    assert shown(read) == stored(activity)


def test_a_closed_town_is_closed_in_every_calendar(demo: PageClient) -> None:
    town = db.session.scalars(select(Municipality)).one()
    day = (DEMO_MOMENT + timedelta(days=2)).date()
    closing.close(town.id, closing.Subject(), Closure(day, day, {"nl": "Storm", "en": "Storm"}))

    read = calendar(demo, "calendar.ics")

    events = recurring_ical_events.of(read).at(day)
    cancelled = [event for event in events if event.get("STATUS") == "CANCELLED"]
    rest = [event for event in events if event not in cancelled]
    assert len(cancelled) > 5
    assert {"Storm" in event["DESCRIPTION"] for event in cancelled} == {True}
    assert {str(event.get("LOCATION")) for event in rest} == {"Online of via de telefoon"}, "what has no door goes on"


def test_texts_from_an_editor_cannot_add_lines(demo: PageClient) -> None:
    activity = db.session.scalars(select(Activity).where(Activity.slug == "taalcafe")).one()
    activity.texts[-1].name = "Kof\r\nBEGIN:VEVENT\nSUMMARY:x;y,z\\ \u2028 {{7*7}}"
    db.session.flush()

    read = calendar(demo, "activities/taalcafe.ics")

    assert {str(event["UID"]).split("@")[-1] for event in read.walk("VEVENT")} == {"dichtbij"}


@pytest.mark.parametrize("path", ["places/bestaat-niet.ics", "activities/bestaat-niet.ics"])
def test_what_is_not_there_has_no_calendar(demo: PageClient, path: str) -> None:
    answer = demo.get(f"{TOWN}/{path}")

    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("nl", ("We kennen dit onderwerp niet", "geen postcode")),
        ("en", ("We do not know this theme", "not a postcode")),
    ],
)
def test_a_calendar_of_filters_that_make_no_sense_is_refused_in_words(
    demo: PageClient, lang: str, sentences: tuple[str, ...]
) -> None:
    """A phone cannot read a page: the sentences come as plain text, all of them at once."""
    answer = demo.get(f"/{lang}/alblasserdam/calendar.ics?theme=onzin&postcode=12&free=1")

    assert (answer.status_code, answer.content_type) == (400, "text/plain; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert all(sentence in answer.text for sentence in sentences)
    assert "<" not in answer.text


def test_pages_lead_to_their_calendars(demo: PageClient) -> None:
    for path, address in (
        ("places/het-brughuis", f"{TOWN}/places/het-brughuis.ics"),
        ("activities/taalcafe", f"{TOWN}/activities/taalcafe.ics"),
        ("activities?theme=geld", f"{TOWN}/calendar.ics?theme=geld"),
    ):
        assert one(demo.page(f"{TOWN}/{path}"), "[data-calendar]").attrs["href"] == address


def test_a_moved_date_says_from_where_and_an_extra_one_that_it_is_extra(demo: PageClient) -> None:
    activity = db.session.scalars(select(Activity).where(Activity.slug == "koffie-in-het-brughuis")).one()
    town, owner = activity.municipality_id, Owner(activity_id=activity.id)
    in_use = {"nl": "zaal bezet", "en": "in use"}
    operations.move_date(town, owner, datetime(2026, 11, 25, 9), datetime(2026, 11, 26, 19), in_use)
    operations.add_date(town, owner, datetime(2026, 11, 28, 10), 60, {"nl": "feest", "en": "a party"})
    db.session.commit()

    for path in ("activities/koffie-in-het-brughuis.ics", "calendar.ics"):
        text = demo.get(f"/en/alblasserdam/{path}").text.replace("\r\n ", "")
        assert "Moved from Wednesday 25 November: in use" in text
        assert "Extra: a party" in text


def test_a_calendar_of_a_town_is_written_once_an_hour_and_anew_when_something_changes(
    demo: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = calendars.calendar_of_all
    monkeypatch.setattr(calendars, "calendar_of_all", lambda *told: written.append("once") or write(*told))
    path = "/nl/alblasserdam/calendar.ics?theme=geld"

    assert demo.get(path).data == demo.get(path).data
    demo.get("/en/alblasserdam/calendar.ics?theme=geld")
    assert len(written) == 2
    text = db.session.scalars(select(ActivityText)).first()
    assert text is not None
    text.name = "Een andere naam"
    db.session.commit()
    demo.get(path)
    with time_machine.travel(DEMO_MOMENT + timedelta(hours=1), tick=False):
        demo.get(path)
    assert len(written) == 4


@pytest.mark.parametrize(("things", "each"), [(0, 200), (1, 200), (25, 200), (100, 50), (500, 10), (20_000, 1)])
def test_a_calendar_of_many_things_tells_fewer_times_of_each(things: int, each: int) -> None:
    """Else one of a whole town is twelve megabytes, and eight seconds of a processor."""
    assert calendars.times_of_each(things)["open"] == each
    assert all(1 <= most <= max(5_000 / max(things, 1), 1) for most in calendars.times_of_each(things).values())


def test_a_calendar_is_packed_for_who_takes_it(demo: PageClient) -> None:
    """That of the demonstration is a megabyte."""
    plain = demo.get(f"{TOWN}/calendar.ics")
    packed = demo.get(f"{TOWN}/calendar.ics", headers={"Accept-Encoding": "gzip"})

    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 5 < len(plain.data)
