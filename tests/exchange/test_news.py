"""The feed of what is new, as a reader for news reads it: new things, and dates that are otherwise, with the reason."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from tests.exchange.news_reader import about, feed, titles
from tests.page import PageClient
from tests.staff import make_user
from webapp.areas.models import Municipality
from webapp.exchange import news
from webapp.extensions import db
from webapp.programme import operations as programme
from webapp.programme.times import Actor
from webapp.schedule import closing
from webapp.schedule.operations import save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Closure, Schedule
from webapp.versions import operations as versions
from webapp.versions.models import ItemVersion

MOMENT = datetime(2026, 11, 27, 9, tzinfo=UTC)  # a Friday
ILL = {"nl": "De gastvrouw is ziek", "en": "The host is ill"}
EACH_MORNING = "Mo-Su 10:00-12:00"
DEMO = "/nl/alblasserdam"


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brinkdam(db_session: Session) -> Municipality:
    """Without the place and the activity that others import into."""
    return make_municipality()


@pytest.fixture
def actor(now: object, brinkdam: Municipality) -> Callable[[], Actor]:
    user = make_user("coordinator", brinkdam)
    return lambda: Actor(brinkdam, user.id, datetime.now(UTC))


# ---------------------------------------------------------------- new


def test_what_is_new_is_told_with_when_it_was_first_public(
    now: Any, client: PageClient, brinkdam: Municipality
) -> None:
    place = make_place(brinkdam, "De Brink", slug="de-brink", summary="Een huis.", city="Brinkdam", themes=["geld"])
    now.shift(timedelta(hours=3))
    make_activity(brinkdam, "Koffie", place=place, themes=["ontmoeten"])

    coffee, house = feed(client).entries
    assert (house.title, house.link) == ("Nieuw: De Brink", "http://localhost/nl/brinkdam/places/de-brink")
    assert house.published == "Fri, 27 Nov 2026 09:00:00 GMT"
    assert house.summary == "Nieuwe plek sinds 27 november 2026. Een huis. Brinkdam."
    assert coffee.summary == "Nieuwe activiteit sinds 27 november 2026. De Brink, Brinkdam."
    assert [tag.term for tag in house.tags] == ["Geld, schulden en post"]
    assert (coffee.title, coffee.published) == ("Nieuw: Koffie", "Fri, 27 Nov 2026 12:00:00 GMT")
    assert house.guid == f"{place.id}/new"


def test_what_was_hidden_at_first_is_new_when_it_is_shown_and_not_again_after_that(
    now: Any, client: PageClient, brinkdam: Municipality, actor: Callable[[], Actor]
) -> None:
    place = make_place(brinkdam, "De Brink")

    def show(*, shown: bool) -> None:
        now.shift(timedelta(days=1))
        place.published = shown
        versions.record(brinkdam, place, by=actor().user_id, what="show" if shown else "hide", now=actor().now)
        db.session.commit()

    [noted] = db.session.scalars(select(ItemVersion))
    noted.document = {**noted.document, "published": False}
    show(shown=False)
    assert titles(feed(client)) == []
    show(shown=True)
    first = feed(client).entries[0].published
    show(shown=False)
    show(shown=True)
    assert [entry.published for entry in feed(client).entries] == [first] == ["Sun, 29 Nov 2026 09:00:00 GMT"]


def test_what_had_long_been_there_is_not_new(now: Any, client: PageClient, brinkdam: Municipality) -> None:
    make_place(brinkdam, "Van voor er versies waren")
    db.session.execute(update(ItemVersion).values(what="first"))
    make_place(brinkdam, "Van vandaag")
    db.session.commit()

    assert titles(feed(client)) == ["Nieuw: Van vandaag"]
    now.shift(timedelta(days=news.DAYS_NEW + 1))
    assert titles(feed(client)) == []


def test_nothing_hidden_merged_or_of_another_town_is_told(now: Any, client: PageClient, brinkdam: Municipality) -> None:
    make_place(make_municipality("overwater"), "Van de overkant")
    kept, merged, hidden = (make_place(brinkdam, name) for name in ("Blijft", "Opgegaan", "Verborgen"))
    merged.published, merged.merged_into_id = False, kept.id
    hidden.published = False
    db.session.commit()

    assert titles(feed(client)) == ["Nieuw: Blijft"]


def test_as_many_as_a_reader_can_take(
    now: Any, client: PageClient, brinkdam: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "MOST_NEW", 3)
    for number in range(5):
        now.shift(timedelta(minutes=1))
        make_place(brinkdam, f"Huis {number}")
        make_activity(brinkdam, f"Les {number}")

    assert titles(feed(client)) == ["Nieuw: Huis 4", "Nieuw: Les 4", "Nieuw: Huis 3"]


# ---------------------------------------------------------------- otherwise


def test_a_cancelled_date_is_told_with_its_reason_and_since_when(
    now: Any, client: PageClient, brinkdam: Municipality, actor: Callable[[], Actor]
) -> None:
    activity = make_activity(brinkdam, "Koffie", slug="koffie", opening_hours=EACH_MORNING)
    now.shift(timedelta(hours=2))
    programme.cancel(actor(), activity, datetime(2026, 12, 1, 10), ILL)
    db.session.commit()

    newest = feed(client).entries[0]
    assert newest.title == "Koffie: gaat niet door op dinsdag 1 december"
    assert "Van 10:00 tot 12:00. Reden: De gastvrouw is ziek." in newest.summary
    assert newest.published == "Fri, 27 Nov 2026 11:00:00 GMT"
    assert newest.guid == f"{activity.id}/cancelled/2026-12-01"
    english = feed(client, "/en/brinkdam/feed.rss").entries[0]
    assert (english.title, english.guid) == ("Koffie: cancelled on Tuesday 1 December", newest.guid)
    assert "Reason: The host is ill." in english.summary
    assert "Only in Dutch" in english.summary

    programme.put_back(actor(), activity, datetime(2026, 12, 1, 10))
    db.session.commit()
    assert titles(feed(client)) == ["Nieuw: Koffie"]


def test_a_moved_and_an_extra_date_are_told(
    now: Any, client: PageClient, brinkdam: Municipality, actor: Callable[[], Actor]
) -> None:
    activity = make_activity(brinkdam, "Koffie", opening_hours=EACH_MORNING)
    programme.move(actor(), activity, datetime(2026, 12, 1, 10), datetime(2026, 12, 2, 19), 60, {"nl": "zaal bezet"})
    now.shift(timedelta(minutes=5))
    programme.add(actor(), activity, datetime(2026, 12, 5, 14), 90, {"nl": "feest"})
    db.session.commit()

    extra, moved = feed(client).entries[:2]
    assert extra.title == "Koffie: extra op zaterdag 5 december om 14:00"
    assert "Van 14:00 tot 15:30. Reden: feest." in extra.summary
    assert moved.title == "Koffie: verplaatst van dinsdag 1 december om 10:00 naar woensdag 2 december om 19:00"
    assert "Van 19:00 tot 20:00. Reden: zaal bezet." in moved.summary


def test_times_are_those_of_the_clock_on_the_wall_on_both_sides_of_its_change(
    client: PageClient, brinkdam: Municipality, actor: Callable[[], Actor]
) -> None:
    with time_machine.travel(datetime(2026, 10, 20, 9, tzinfo=UTC), tick=False):
        activity = make_activity(brinkdam, "Koffie", opening_hours=EACH_MORNING)
        for day in (24, 26):
            programme.cancel(actor(), activity, datetime(2026, 10, day, 10), ILL)
        db.session.commit()
        read = feed(client)

    assert all("Van 10:00 tot 12:00" in about(read, f"{day} oktober").summary for day in (24, 26))


def test_what_was_said_long_before_is_told_when_it_is_near(
    now: Any, client: PageClient, brinkdam: Municipality, actor: Callable[[], Actor]
) -> None:
    activity = make_activity(brinkdam, "Koffie", opening_hours=EACH_MORNING)
    programme.cancel(actor(), activity, date(2027, 1, 15), ILL)
    db.session.commit()
    assert titles(feed(client)) == ["Nieuw: Koffie"]

    now.move_to(datetime(2026, 12, 19, 12, tzinfo=UTC))
    assert about(feed(client), "15 januari").published == "Fri, 18 Dec 2026 23:00:00 GMT"


def test_a_closure_of_a_place_is_one_entry_without_an_invented_date_the_soonest_first(
    now: Any, client: PageClient, brinkdam: Municipality
) -> None:
    place = make_place(brinkdam, "De Brink", opening_hours=EACH_MORNING)
    for first, last, reason in ((14, 14, "Vloer"), (1, 4, "Verbouwing")):
        closure = Closure(date(2026, 12, first), date(2026, 12, last), {"nl": reason})
        closing.close(brinkdam.id, closing.Subject(place_id=place.id), closure)
    db.session.commit()

    closed, later, new = feed(client, "/nl/brinkdam/feed.rss?type=place").entries
    assert closed.title == "De Brink: dicht van dinsdag 1 december tot en met vrijdag 4 december"
    assert closed.summary == "Reden: Verbouwing."
    assert later.title == "De Brink: dicht op maandag 14 december"
    assert {"published" in entry for entry in (closed, later)} == {False}
    assert new.title == "Nieuw: De Brink"


def test_a_day_on_which_the_town_is_closed_is_one_entry(now: Any, client: PageClient, brinkdam: Municipality) -> None:
    for number in range(3):
        make_activity(brinkdam, f"Les {number}", opening_hours=EACH_MORNING, themes=["geld"] if number else [])
    now.move_to(datetime(2026, 12, 10, 9, tzinfo=UTC))
    storm = Closure(date(2026, 12, 12), date(2026, 12, 12), {"nl": "Storm"})
    closing.close(brinkdam.id, closing.WHOLE_TOWN, storm)
    db.session.commit()

    read = feed(client, "/nl/brinkdam/feed.rss?theme=geld")
    stormy, christmas = about(read, "12 december"), about(read, "vrijdag 25 december")
    assert stormy.title == "Niet alles is open op zaterdag 12 december"
    assert stormy.summary == "Reden: Storm. 2 plekken en activiteiten zijn dicht of gaan niet door."
    assert stormy.link == "http://localhost/nl/brinkdam/today?theme=geld&day=2026-12-12"
    assert "published" not in stormy
    assert christmas.published == "Fri, 27 Nov 2026 23:00:00 GMT"
    assert "Reden: eerste kerstdag." in christmas.summary


def test_an_activity_that_takes_the_hours_of_its_place_is_otherwise_since_its_place_is(
    now: Any, client: PageClient, brinkdam: Municipality, actor: Callable[[], Actor]
) -> None:
    place = make_place(brinkdam, "De Brink", opening_hours=EACH_MORNING)
    activity = make_activity(brinkdam, "Inloop", place=place)
    save_schedule(brinkdam.id, Owner(activity_id=activity.id), Schedule(inherits=True))
    now.shift(timedelta(hours=1))
    programme.cancel(actor(), place, date(2026, 12, 1), ILL)
    db.session.commit()

    read = feed(client)
    assert {about(read, f"{name} op").published for name in ("De Brink: dicht", "Inloop: gaat niet door")} == {
        "Fri, 27 Nov 2026 10:00:00 GMT"
    }


def test_all_but_closures_of_the_demonstration_has_its_date(demo: PageClient) -> None:
    changes = [entry for entry in feed(demo, f"{DEMO}/feed.rss").entries if not entry.guid.endswith("/new")]

    assert {entry.guid.split("/")[1] for entry in changes} > {"cancelled", "closed", "moved", "added"}
    assert {entry.guid.split("/")[1] for entry in changes if "published" not in entry} == {"closed"}


def test_nobody_who_changed_something_is_named(
    now: Any, client: PageClient, brinkdam: Municipality, actor: Callable[[], Actor]
) -> None:
    activity = make_activity(brinkdam, "Koffie", opening_hours=EACH_MORNING)
    programme.cancel(actor(), activity, datetime(2026, 12, 1, 10), ILL)
    db.session.commit()

    text = client.get("/nl/brinkdam/feed.rss").text
    assert str(actor().user_id) not in text
    assert "Collega" not in text
