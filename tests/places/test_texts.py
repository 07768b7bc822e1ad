"""Texts of places and activities: what makes a translation outdated, and who says that it is right."""

from dataclasses import replace

import pytest

from tests.build import make_activity, make_place
from tests.town import BRINK
from webapp.activities.facts import ActivityTexts
from webapp.activities.models import Activity
from webapp.activities.operations import write_activity_text
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.core.text_states import Maker, TextState, state_of
from webapp.extensions import db
from webapp.places.checks import FactsError
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.places.models import Place
from webapp.places.operations import save_place, write_place_text
from webapp.places.writing import confirm_text, find_row, outdate_text

DUTCH = PlaceTexts("De Brink", "Kom binnen.")
ENGLISH = PlaceTexts("The Green", "Come in.")


@pytest.fixture
def place(brinkdam: Municipality) -> Place:
    place = make_place(brinkdam, DUTCH.name, summary=DUTCH.summary, external_id="1")
    write_place_text(place, "en", ENGLISH)
    return place


def state(thing: Place | Activity, language: str = "en") -> TextState:
    db.session.commit()
    db.session.refresh(thing)
    return state_of(find_row(thing.texts, language), find_row(thing.texts, "nl"))


def test_a_new_text_follows_the_dutch_one_whatever_happened_to_that(place: Place) -> None:
    write_place_text(place, "nl", replace(DUTCH, summary="Kom gerust binnen."))
    write_place_text(place, "ar", PlaceTexts("الساحة"))

    assert state(place, "ar") == TextState.CHECKED
    assert state(place, "en") == TextState.OUTDATED
    assert state(place, "uk") == TextState.MISSING


@pytest.mark.parametrize(
    ("summary", "major", "after"),
    [
        ("Kom gerust binnen.", None, TextState.OUTDATED),
        ("Kom binnen!", None, TextState.CHECKED),
        ("Kom bineen.", False, TextState.CHECKED),
        ("Kom binnen!", True, TextState.OUTDATED),
        ("Kom binnen.", True, TextState.CHECKED),
    ],
)
def test_only_a_major_change_makes_translations_outdated(
    place: Place, summary: str, major: bool | None, after: TextState
) -> None:
    write_place_text(place, "nl", replace(DUTCH, summary=summary), major=major)

    assert state(place) == after


def test_a_translation_is_up_to_date_again_when_it_follows_but_not_by_a_typo(place: Place) -> None:
    write_place_text(place, "nl", replace(DUTCH, summary="Kom gerust binnen."))

    write_place_text(place, "en", replace(ENGLISH, summary="Come in!"), major=False)
    assert state(place) == TextState.OUTDATED

    write_place_text(place, "en", replace(ENGLISH, summary="Do come in."))
    assert state(place) == TextState.CHECKED


def test_the_text_of_a_machine_is_one_until_a_person_stands_for_it(place: Place) -> None:
    write_place_text(place, "ar", PlaceTexts("الساحة"), by=Maker.MACHINE)
    assert state(place, "ar") == TextState.MACHINE

    write_place_text(place, "ar", PlaceTexts("الساحه"), major=False)
    assert state(place, "ar") == TextState.MACHINE, "a typo was mended, no more"

    confirm_text(place.texts, "ar")
    assert state(place, "ar") == TextState.CHECKED


def test_a_person_can_say_that_a_text_still_holds_or_that_it_does_not(place: Place) -> None:
    write_place_text(place, "ar", PlaceTexts("الساحة"))

    outdate_text(place.texts, "en")
    assert (state(place, "en"), state(place, "ar")) == (TextState.OUTDATED, TextState.CHECKED)

    confirm_text(place.texts, "en")
    assert (state(place, "en"), state(place, "ar")) == (TextState.CHECKED, TextState.CHECKED)

    confirm_text(place.texts, "en", by=Maker.MACHINE)
    assert state(place, "en") == TextState.MACHINE


@pytest.mark.parametrize("language", ["nl", "uk"])
def test_only_a_translation_that_is_there_can_be_confirmed_or_outdated(place: Place, language: str) -> None:
    for mark in (confirm_text, outdate_text):
        with pytest.raises(LookupError):
            mark(place.texts, language)


def test_no_machine_writes_the_text_that_the_others_follow(place: Place) -> None:
    with pytest.raises(ValueError, match="a person answers"):
        write_place_text(place, "nl", replace(DUTCH, summary="Piep"), by=Maker.MACHINE)


def test_a_source_that_changes_both_texts_keeps_them_together(brinkdam: Municipality, place: Place) -> None:
    """And one that changes only the Dutch text leaves the other one behind, though it tells that one again."""

    def tell(dutch: str, english: str) -> None:
        texts = {"en": replace(ENGLISH, summary=english), "nl": replace(DUTCH, summary=dutch)}
        facts = PlaceFacts(kind="inloop", position=BRINK)
        save_place(brinkdam, facts, texts, source="test", external_id="1")

    tell("Kom gerust binnen.", "Do come in.")
    assert state(place) == TextState.CHECKED

    tell("Bel eerst.", "Do come in.")
    assert state(place) == TextState.OUTDATED

    tell("Bel eerst!", "Call first.")
    assert state(place) == TextState.CHECKED


def test_writing_the_same_text_writes_nothing(brinkdam: Municipality, place: Place) -> None:
    db.session.commit()
    version = get_content_version(brinkdam)

    assert not write_place_text(place, "en", ENGLISH, by=Maker.MACHINE, major=True)
    confirm_text(place.texts, "en")
    db.session.commit()

    assert get_content_version(brinkdam) == version


def test_what_may_not_be_said_is_refused_here_too(brinkdam: Municipality, place: Place) -> None:
    activity = make_activity(brinkdam, place=place)
    for name in ("", "Women's refuge", "a\nb"):
        with pytest.raises(FactsError):
            write_place_text(place, "en", PlaceTexts(name))
        with pytest.raises(FactsError):
            write_activity_text(activity, "en", ActivityTexts(name))
    with pytest.raises(FactsError, match="known language"):
        write_place_text(place, "klingon", PlaceTexts("x"))


def test_an_activity_keeps_the_same_rules(brinkdam: Municipality) -> None:
    activity = make_activity(brinkdam, "Koffie")
    write_activity_text(activity, "en", ActivityTexts("Coffee"))
    assert state(activity) == TextState.CHECKED

    write_activity_text(activity, "nl", ActivityTexts("Koffie en thee"))
    assert state(activity) == TextState.OUTDATED
