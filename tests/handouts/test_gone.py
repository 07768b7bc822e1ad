"""What a sheet says of something that is not there any more: taken out, or made one with another."""

import pytest
from sqlalchemy import select

from tests.conftest import DEMO_MOMENT
from tests.handouts.sheets import REFER, THING, TOWN, give
from tests.page import PageClient, one, parse, text_of, texts
from webapp.activities.models import Activity
from webapp.areas.queries import get_open_municipality
from webapp.extensions import db
from webapp.merging.operations import merge
from webapp.places.models import Place

SLUG = THING.partition("/")[2]


def thing() -> Activity:
    return db.session.scalars(select(Activity).where(Activity.slug == SLUG)).one()


def test_what_was_deleted_is_said_with_the_nearest_like_it(demo: PageClient) -> None:
    address = give(demo, language="en")
    db.session.delete(thing())
    db.session.commit()

    page = demo.page(address)
    told = text_of(one(page, ".entry .notice"))
    assert "is no longer there" in told
    assert "is er niet meer" in told, "and in Dutch, for who helps"
    instead = one(page, ".entry__name a")
    assert SLUG not in instead.attrs["href"]
    assert demo.get(instead.attrs["href"]).status_code == 200
    assert demo.get(f"{address}.pdf").mimetype == "application/pdf"
    assert demo.get(f"{address}/contact").headers["Location"] == f"/en/{TOWN}/ask?topic=geld&through=practice"


def test_what_became_one_with_another_is_that_one_without_a_word(demo: PageClient) -> None:
    address, town, gone = give(demo), get_open_municipality(TOWN), thing()
    others = select(Activity).where(Activity.kind == gone.kind, Activity.id != gone.id, Activity.published)
    kept = db.session.scalars(others.order_by(Activity.slug)).first()
    assert kept is not None
    slug = kept.slug
    merge(town, "activities", kept.id, gone.id, {}, by=None, now=DEMO_MOMENT)
    db.session.commit()

    page = demo.page(address)
    assert "is er niet meer" not in text_of(one(page, ".entry"))
    assert slug in str(one(page, ".entry__name a").attrs["href"])


@pytest.mark.parametrize("way", ["unpublished", "deleted"])
def test_what_is_gone_since_the_cards_were_shown_cannot_be_given(demo: PageClient, way: str) -> None:
    if way == "deleted":
        db.session.delete(thing())
    else:
        thing().published = False
    db.session.commit()
    answer = demo.post(REFER, data={"theme": "geld", "area": "all", "only": THING})

    assert answer.status_code == 422
    assert "niet meer meegeven" in text_of(one(parse(answer.text), "[role=alert]"))
    assert SLUG not in " ".join(str(link.attrs["href"]) for link in parse(answer.text).query(".offer__name a"))


@pytest.mark.parametrize("number", [4, 50])
def test_many_real_things_are_too_many_and_nothing_is_made(demo: PageClient, number: int) -> None:
    slugs = db.session.scalars(select(Activity.slug).where(Activity.published).order_by(Activity.slug).limit(number))
    picks = [f"activities/{slug}" for slug in slugs]
    assert len(picks) == number
    answer = demo.post(REFER, data={"theme": "geld", "area": "all", "pick": picks})

    assert answer.status_code == 422
    assert "te veel" in text_of(one(parse(answer.text), "[role=alert]"))


def test_a_town_without_anything_has_its_team(demo: PageClient) -> None:
    db.session.query(Activity).update({"published": False})
    db.session.query(Place).update({"published": False})
    db.session.commit()
    page = demo.page(f"{REFER}?theme=ontmoeten&area=all")

    assert not page.query(".offer")
    assert texts(page, "h1") == ["Er is niets dat past"]
    assert "078 - 202 11 11" in text_of(one(page, "#help"))
