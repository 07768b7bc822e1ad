"""Whoever writes a place or an organisation comes through the same checks, and writes only what differs."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.build import make_municipality, make_place
from tests.town import BRINK, OVERWATER
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.extensions import db
from webapp.places.checks import FactsError
from webapp.places.facts import OrganisationFacts, PlaceFacts, PlaceTexts
from webapp.places.models import Organisation, Place
from webapp.places.operations import save_organisation, save_place

FACTS = PlaceFacts(kind="inloop", position=BRINK, themes=("ontmoeten",))
TEXTS = {"nl": PlaceTexts("De Brink", "Kom binnen.")}
ORGANISATION = OrganisationFacts("de-brug", "De Brug", phone="030 - 123 45 67")


def save(municipality: Municipality, facts: PlaceFacts = FACTS, texts: dict[str, PlaceTexts] = TEXTS) -> str:
    outcome = save_place(municipality, facts, texts, source="test", external_id="1")
    db.session.commit()
    return outcome


def test_a_place_is_added_changed_or_left_unchanged(brinkdam: Municipality) -> None:
    assert save(brinkdam) == "added"
    assert save(brinkdam) == "unchanged"
    assert save(brinkdam, replace(FACTS, free=True)) == "changed"
    assert save(brinkdam, replace(FACTS, free=True), {"nl": PlaceTexts("Brinkhuis")}) == "changed"
    assert db.session.scalar(select(func.count()).select_from(Place)) == 1


def test_an_unchanged_place_is_not_written_at_all(brinkdam: Municipality) -> None:
    save(brinkdam)
    version = get_content_version(brinkdam)

    save(brinkdam)

    assert get_content_version(brinkdam) == version


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        (replace(FACTS, kind="kasteel"), "kasteel"),
        (replace(FACTS, kind="geheim"), "secret places are never stored"),
        (replace(FACTS, themes=("zweven",)), "zweven"),
        (replace(FACTS, groups=("reuzen",)), "reuzen"),
        (replace(FACTS, attributes=("draaideur",)), "draaideur"),
        (replace(FACTS, topics=("tovenarij",)), "tovenarij"),
        (replace(FACTS, kind="online"), "nowhere on the map"),
        (replace(FACTS, opening_hours="maandag"), "maandag"),
        (replace(FACTS, website="javascript:1"), "javascript:1"),
    ],
)
def test_what_may_not_be_stored_is_refused_by_name(brinkdam: Municipality, facts: PlaceFacts, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        save(brinkdam, facts)

    assert db.session.scalars(select(Place)).all() == []


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        ({"en": PlaceTexts("The Green")}, "name_nl: is missing"),
        ({"nl": PlaceTexts(" ")}, "name_nl: is missing"),
        ({**TEXTS, "klingon": PlaceTexts("x")}, "known language"),
        ({"nl": PlaceTexts("Vrouwenopvang")}, "looks like a shelter"),
    ],
)
def test_texts_begin_with_dutch_and_give_no_shelter_away(
    brinkdam: Municipality, texts: dict[str, PlaceTexts], named: str
) -> None:
    with pytest.raises(FactsError, match=named):
        save(brinkdam, texts=texts)


def test_a_text_in_another_language_stays_and_is_marked_when_the_dutch_text_moves_on(brinkdam: Municipality) -> None:
    save(brinkdam, texts={**TEXTS, "en": PlaceTexts("The Green")})

    save(brinkdam, texts={"nl": PlaceTexts("De Brink", "Kom gerust binnen.")})

    texts = {text.language: (text.name, text.version) for text in db.session.scalars(select(Place)).one().texts}
    assert texts == {"nl": ("De Brink", 2), "en": ("The Green", 1)}


def test_an_address_that_was_asked_for_is_taken_when_it_is_free(brinkdam: Municipality) -> None:
    assert make_place(brinkdam, slug="brinkhuis").slug == "brinkhuis"
    assert make_place(brinkdam, slug="brinkhuis").slug == "brinkhuis-2"
    assert make_place(brinkdam, "Café 't Hoekje & zo").slug == "cafe-t-hoekje-en-zo"
    assert make_place(make_municipality(OVERWATER), slug="brinkhuis", position=None).slug == "brinkhuis"


def test_a_place_knows_its_neighbourhood_only_where_there_is_one(brinkdam: Municipality) -> None:
    assert make_place(brinkdam).neighbourhood_code is None


def test_an_organisation_is_found_again_by_its_slug(brinkdam: Municipality) -> None:
    assert save_organisation(brinkdam, ORGANISATION) == "added"
    assert save_organisation(brinkdam, ORGANISATION) == "unchanged"
    assert save_organisation(brinkdam, replace(ORGANISATION, name="De Nieuwe Brug")) == "changed"
    assert db.session.scalars(select(Organisation.name)).all() == ["De Nieuwe Brug"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"provider_type": "tovenaar"}, "tovenaar"),
        ({"name": ""}, "name: is missing"),
        ({"phone": "bel"}, "phone"),
        ({"quality_label_url": "javascript:1"}, "quality_label_url"),
    ],
)
def test_an_organisation_is_checked_too(brinkdam: Municipality, change: dict[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        save_organisation(brinkdam, replace(ORGANISATION, **change))
