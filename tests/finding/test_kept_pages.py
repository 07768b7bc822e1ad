"""Whole pages kept in the process: the same as made anew, never older than the last change or the minute."""

from collections.abc import Callable
from datetime import timedelta

import brotli
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from tests.conftest import DEMO_MOMENT
from tests.database import statements_of_pages
from tests.page import PageClient, forget_last_request
from webapp.extensions import db
from webapp.finding import kept_pages
from webapp.photos.models import Photo
from webapp.places.models import Place, PlaceText
from webapp.schedule.models import Slot
from webapp.teams.models import Team

TOWN = "/nl/alblasserdam"
PLACE = f"{TOWN}/places/het-brughuis"
KEPT = (f"{TOWN}/", f"{TOWN}/places", f"{TOWN}/places?open=now&page=1", f"{TOWN}/activities?theme=geld",
        f"{TOWN}/today", PLACE, f"{PLACE}?week=1", f"{TOWN}/activities/inloop-geld-en-post")  # fmt: skip
# Words and places of a visitor, what we do not know, and what is told twice.
NEVER_KEPT = (f"{TOWN}/places?q=geld", f"{TOWN}/places?near=51.86,4.66", f"{TOWN}/places?postcode=2951",
              f"{TOWN}/activities?where=Kinderdijk", f"{TOWN}/?where=2951", f"{PLACE}?utm_source=mail",
              f"{PLACE}?week=1&week=1", f"{TOWN}/places?theme=nothing", f"{TOWN}/places/never-heard-of",
              f"{TOWN}/places?page={'0' * 130}1")  # fmt: skip


def ask(demo: PageClient, path: str, **headers: str) -> TestResponse:
    """As a browser does; the client that reads each page cannot read a packed one."""
    forget_last_request()
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return FlaskClient(demo.application).get(path, headers=told)


@pytest.mark.parametrize("path", KEPT)
def test_asked_again_it_is_the_same_page_for_one_question_to_the_database(demo: PageClient, path: str) -> None:
    first = demo.get(path)
    with statements_of_pages() as statements:
        again = demo.get(path)

    assert (len(statements), again.data) == (1, first.data)


@pytest.mark.parametrize("path", NEVER_KEPT)
def test_what_is_of_one_visitor_is_not_kept(demo: PageClient, path: str) -> None:
    demo.get(path)

    assert not kept_pages._kept._values


def test_each_way_of_packing_holds_the_same_page_under_its_own_etag(demo: PageClient) -> None:
    plain, zipped, small = (ask(demo, PLACE, Accept_Encoding=one) for one in ("identity", "gzip", "br, gzip"))

    assert brotli.decompress(small.data) == plain.data
    assert (zipped.headers["Content-Encoding"], small.headers["Content-Encoding"]) == ("gzip", "br")
    assert len({answer.headers["ETag"] for answer in (plain, zipped, small)}) == 3
    for answer in (plain, zipped, small):
        assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("no-cache", "Accept-Encoding")


def test_who_has_it_already_gets_no_bytes_until_something_changes(demo: PageClient) -> None:
    etag = ask(demo, PLACE).headers["ETag"]
    again = ask(demo, PLACE, If_None_Match=etag)
    change_name()
    changed = ask(demo, PLACE, If_None_Match=etag)

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert "Content-Security-Policy" in again.headers
    assert (changed.status_code, "Het Nieuwe Brughuis" in changed.text) == (200, True)


def change_name() -> None:
    place = select(Place.id).where(Place.slug == "het-brughuis").scalar_subquery()
    db.session.execute(update(PlaceText).where(PlaceText.place_id == place).values(name="Het Nieuwe Brughuis"))
    db.session.commit()


def hide_photos() -> None:
    db.session.execute(update(Photo).values(is_public=False))
    db.session.commit()


def end_teams() -> None:
    db.session.execute(update(Team).values(email=None, whatsapp=None, is_triage=False, is_active=False))
    db.session.commit()


def take_times_away() -> None:
    place = select(Place.id).where(Place.slug == "het-brughuis").scalar_subquery()
    db.session.execute(delete(Slot).where(Slot.place_id == place))
    db.session.commit()


@pytest.mark.parametrize("change", [change_name, hide_photos, end_teams, take_times_away])
def test_a_change_is_there_at_once(demo: PageClient, change: Callable[[], None]) -> None:
    pages = [demo.get(path).data for path in (PLACE, f"{TOWN}/")]
    change()

    assert [demo.get(path).data for path in (PLACE, f"{TOWN}/")] != pages


def test_time_alone_changes_it_with_the_minute(demo: PageClient) -> None:
    """An opening that ends during the minute of the first visit, and one visit on the stroke of its end."""
    place = select(Place.id).where(Place.slug == "het-brughuis").scalar_subquery()
    end = DEMO_MOMENT + timedelta(minutes=1)
    values = {"starts_at": DEMO_MOMENT - timedelta(hours=1), "ends_at": end}
    now = Slot.place_id == place, Slot.starts_at <= DEMO_MOMENT, Slot.ends_at > DEMO_MOMENT
    assert db.session.execute(update(Slot).where(*now).values(values)).rowcount == 1
    db.session.commit()
    said = {}
    for seconds in (0, 59.9, 60):
        with time_machine.travel(DEMO_MOMENT + timedelta(seconds=seconds), tick=False):
            said[seconds] = "Nu open tot 10:31" in demo.get(PLACE).text

    assert said == {0: True, 59.9: True, 60: False}


def test_another_town_language_or_way_in_is_another_page(demo: PageClient) -> None:
    """On a machine without an address of its own, the links for search engines follow the request."""
    dutch, english = demo.get(PLACE), demo.get(PLACE.replace("/nl/", "/en/"))
    elsewhere = ask(demo, PLACE, Host="127.0.0.1:8123")

    assert dutch.data != english.data
    assert "http://127.0.0.1:8123/nl/" in elsewhere.text
    assert "http://127.0.0.1:8123/" not in demo.get(PLACE).text


def test_somebody_signed_in_neither_gets_nor_leaves_one(demo: PageClient) -> None:
    demo.set_cookie(demo.application.config["SESSION_COOKIE_NAME"], "anything", path="/")
    demo.get(PLACE)

    assert not kept_pages._kept._values


def test_what_is_kept_has_a_bound(demo: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pages._kept, "_most", 300_000)
    for number in range(9):
        demo.get(f"{PLACE}?week={number}")

    assert 0 < kept_pages._kept._weight <= 300_000
    assert kept_pages._kept._weight == sum(len(page[0]) for _version, page in kept_pages._kept._values.values())
