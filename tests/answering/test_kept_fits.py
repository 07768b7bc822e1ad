"""What fits is kept while nothing changes: the same words ask the database once, and a change is answered at once."""

from datetime import timedelta

import sqlalchemy as sa

from tests.database import statements_of_pages
from tests.page import PageClient
from webapp.areas.queries import get_open_municipality
from webapp.core import clock
from webapp.core.database import commit
from webapp.extensions import db
from webapp.finding.conditions import open_slots
from webapp.finding.open_queries import MINUTES, open_among
from webapp.places.models import Place
from webapp.schedule.models import CANCELLED, OPEN, Slot

TOWN = "alblasserdam"
SUGGEST = f"/api/v1/{TOWN}/search.json"


def found(demo: PageClient, words: str, **more: str) -> list[dict[str, str]]:
    answers = demo.get(SUGGEST, query_string={"q": words, "lang": "nl", **more}).get_json()["answers"]
    return [answer for answer in answers if answer["type"] != "theme"]


def asked(demo: PageClient, words: str, near: str) -> int:
    with statements_of_pages() as statements:
        found(demo, words, near=near)
    return len(statements)


def test_the_same_words_from_elsewhere_ask_only_for_the_version(demo: PageClient) -> None:
    found(demo, "koffie", near="51.863,4.66")

    assert asked(demo, "koffie", "51.866,4.661") == 1


def test_who_stands_elsewhere_is_told_another_distance(demo: PageClient) -> None:
    here, there = (found(demo, "bibliotheek", near=near)[0] for near in ("51.863,4.66", "51.87,4.68"))

    assert here["name"] == there["name"]
    assert here["where"] != there["where"]


def test_what_is_hidden_is_gone_at_once(demo: PageClient) -> None:
    name = found(demo, "bibliotheek")[0]["name"]
    place = db.session.scalars(sa.select(Place).where(Place.texts.any(name=name))).one()
    place.published = False
    commit()

    assert name not in [answer["name"] for answer in found(demo, "bibliotheek")]


def test_what_is_open_is_what_the_slots_say_at_each_moment(demo: PageClient) -> None:
    town = get_open_municipality(TOWN)
    for hours in (0, 3, 8, 20, 40):
        moment = clock.now() + timedelta(hours=hours, minutes=hours % MINUTES, seconds=1)
        by_sql = set(db.session.scalars(open_slots(Place, town.id, moment, moment + timedelta(microseconds=1))))
        places = tuple(db.session.scalars(sa.select(Place.id)))
        is_open = open_among(town, places, moment)

        assert {place for place in places if is_open(place)} == by_sql


def test_what_is_cancelled_is_not_open_any_more(demo: PageClient) -> None:
    town, moment = get_open_municipality(TOWN), clock.now()
    now = sa.and_(Slot.status == OPEN, Slot.starts_at <= moment, Slot.ends_at > moment)
    owner = db.session.scalars(sa.select(Slot.place_id).where(Slot.place_id.is_not(None), now)).first()
    assert owner is not None
    before = open_among(town, (owner,), moment)(owner)
    db.session.execute(sa.update(Slot).where(Slot.place_id == owner).values(status=CANCELLED))
    commit()
    db.session.expire_all()

    assert before
    assert not open_among(get_open_municipality(TOWN), (owner,), moment)(owner)
