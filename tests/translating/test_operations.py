"""A translator makes what is missing, marked as a machine's; it replaces nothing of a person and sees nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.build import make_activity, make_municipality
from tests.far_server import FarServer, Reply, drip, garbage, pour
from tests.page import PageClient, texts
from tests.town import OVERWATER
from tests.translating.translator import said, sent
from webapp.areas.models import Municipality
from webapp.core.fetching import Bounds
from webapp.core.text_states import Maker, TextState, state_of
from webapp.extensions import db
from webapp.places.facts import PlaceTexts
from webapp.places.models import Place, PlaceText
from webapp.places.operations import write_place_text
from webapp.places.writing import find_row
from webapp.translating import operations, service
from webapp.translating.operations import is_available, suggest, translate_item
from webapp.translating.queries import list_untranslated
from webapp.translating.rules import Problem, TranslationFailed
from webapp.translating.wording import machine_label, problem_sentence
from webapp.versions.queries import find_published


def translated(item: Any, language: str = "en") -> bool:
    town = db.session.get_one(Municipality, item.municipality_id)
    return translate_item(town, item, language)


def problem_of(item: Any, language: str = "en") -> Problem:
    with pytest.raises(TranslationFailed) as failed:
        translated(item, language)
    return failed.value.problem


def state(item: Any, language: str = "en") -> TextState:
    return state_of(find_row(item.texts, language), find_row(item.texts, "nl"))


def test_what_is_missing_is_made_and_marked(translator: FarServer, place: Place, client: PageClient) -> None:
    assert translated(place)
    db.session.commit()
    text = find_row(place.texts, "en")
    assert text is not None
    assert (text.name, text.summary) == ("De Brink", "en: EEN HUIS VOOR IEDEREEN.")
    assert text.description == "en: KOM!\n\nen: BEL 0612345678."
    assert (text.made_by, text.version, state(place)) == (Maker.MACHINE, 1, TextState.MACHINE)
    assert sent(translator) == ["Een huis voor iedereen.", "Kom!", "Bel 0612345678."], "the name on the door stays"
    assert texts(client.page("/en/brinkdam/places/de-brink"), ".notice--language"), "readers see that it is a machine's"
    assert not translated(place), "the same again changes nothing"
    noted = find_published(place)
    assert noted is not None
    assert (noted.by_user, noted.document["texts"]["en"]["made_by"]) == (None, "machine"), "it stands in its history"


def test_only_words_leave_us(translator: FarServer, place: Place) -> None:
    translated(place)
    [heard] = translator.heard
    assert heard.headers.keys() <= {"host", "user-agent", "accept", "accept-encoding", "content-type", "content-length"}
    assert b"brinkdam" not in heard.body.lower()


def test_an_activity_is_translated_whole(translator: FarServer, town: Municipality) -> None:
    activity = make_activity(town, "Koffie", summary="Met taart.", contact_role="gastvrouw")
    translated(activity)
    text = find_row(activity.texts, "en")
    assert text is not None
    assert (text.name, text.contact_role) == ("en: KOFFIE", "en: GASTVROUW")


def test_an_outdated_one_of_a_machine_follows(translator: FarServer, town: Municipality, place: Place) -> None:
    translated(place)
    assert list_untranslated(town, "en") == []
    write_place_text(place, "nl", PlaceTexts("De Brink", "Een huis met een tuin."))
    assert state(place) == TextState.OUTDATED
    assert list_untranslated(town, "en") == [place]
    assert list_untranslated(town, "en", outdated=False) == []
    assert translated(place)
    assert state(place) == TextState.MACHINE


def test_what_a_person_wrote_stays(translator: FarServer, town: Municipality, place: Place) -> None:
    write_place_text(place, "en", PlaceTexts("The Green", "A house for all."))
    write_place_text(place, "nl", PlaceTexts("De Brink", "Een huis met een tuin."))
    assert list_untranslated(town, "en") == []
    assert problem_of(place) == Problem.BY_A_PERSON
    assert translator.heard == []


def test_what_is_not_public_is_never_sent(translator: FarServer, town: Municipality, place: Place) -> None:
    place.published = False
    db.session.commit()
    assert problem_of(place) == Problem.NOT_PUBLIC
    assert list_untranslated(town, "en") == []
    assert translator.heard == []


def test_nothing_of_another_town(translator: FarServer, town: Municipality, place: Place) -> None:
    assert list_untranslated(make_municipality(OVERWATER), "en") == []


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[sa.Executable], None]:
    """This is written while the translator is at work, by somebody else: our own session does not hear of it."""

    def plan(statement: sa.Executable) -> None:
        def slowly(*told: Any) -> dict[str, str]:
            came = suggest(*told)
            db.session.execute(statement, execution_options={"synchronize_session": False})
            return came

        monkeypatch.setattr(operations, "suggest", slowly)

    return plan


def test_who_writes_meanwhile_goes_first(
    translator: FarServer, place: Place, meanwhile: Callable[[sa.Executable], None]
) -> None:
    values = {"municipality_id": place.municipality_id, "place_id": place.id, "language": "en"}
    meanwhile(sa.insert(PlaceText).values(**values, name="The Green", summary="A house for all."))
    assert problem_of(place) == Problem.BY_A_PERSON
    text = find_row(place.texts, "en")
    assert text is not None
    assert text.summary == "A house for all."


def test_a_dutch_text_that_changes_meanwhile_is_sent_again(
    translator: FarServer, place: Place, meanwhile: Callable[[sa.Executable], None]
) -> None:
    mine = PlaceText.place_id == place.id
    meanwhile(sa.update(PlaceText).where(mine, PlaceText.language == "nl").values(summary="Iets anders.", version=2))
    assert problem_of(place) == Problem.MEANWHILE
    assert find_row(place.texts, "en") is None


def test_what_is_taken_off_the_site_meanwhile_is_not_stored(
    translator: FarServer, place: Place, meanwhile: Callable[[sa.Executable], None]
) -> None:
    meanwhile(sa.update(Place).where(Place.id == place.id).values(published=False))
    assert problem_of(place) == Problem.NOT_PUBLIC


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (said({"error": "Slow down: 10 per 1 minute"}, 429), Problem.REFUSED),
        (said({"error": "Banned"}, 403), Problem.REFUSED),
        (said({"error": "Invalid request: request (9) exceeds text limit (5)"}, 400), Problem.REFUSED),
        (said({"error": "en is not supported"}, 400), Problem.LANGUAGE),
        (said({"error": "Cannot translate text"}, 500), Problem.AWAY),
        (said({"translatedText": "one text"}), Problem.AWAY),
        (said({"translatedText": ["too", "few"]}), Problem.AWAY),
        (said({"translatedText": [1, 2, 3]}), Problem.AWAY),
        (said([]), Problem.AWAY),
        (Reply(b"[" * 100_000), Problem.AWAY),
        (Reply(raw=drip), Problem.AWAY),
        (Reply(raw=pour), Problem.AWAY),
        (Reply(raw=garbage), Problem.AWAY),
        (Reply(status=307, headers={"Location": "http://169.254.169.254/"}), Problem.AWAY),
        (said({"translatedText": ["A house", "Come!", "Call 0612345679."]}), Problem.CHANGED),
        (said({"translatedText": ["A house", "", "Call 0612345678."]}), Problem.CHANGED),
    ],
)
def test_what_goes_wrong_is_told_and_nothing_is_stored(
    translator: FarServer, place: Place, reply: Reply, problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BOUNDS", Bounds(seconds=0.4, max_bytes=300_000, redirects=0))
    translator.answer = lambda heard: reply
    assert problem_of(place) == problem
    assert find_row(place.texts, "en") is None


def test_without_a_translator_nothing_is_offered(app: Flask, place: Place) -> None:
    assert not is_available()
    assert problem_of(place) == Problem.OFF


def test_a_suggestion_for_a_form_stores_nothing(translator: FarServer, place: Place) -> None:
    assert is_available()
    assert suggest("place", {"name": "De Hoek", "summary": "Nieuw."}, "en") == {
        "name": "De Hoek",
        "summary": "en: NIEUW.",
    }
    assert find_row(place.texts, "en") is None
    with pytest.raises(KeyError, match="question"):
        suggest("place", {"question": "Ik heb schulden"}, "en")
    assert "Ik heb schulden" not in sent(translator)


def test_every_problem_has_a_sentence(app: Flask) -> None:
    with app.test_request_context("/nl/"):
        assert len({problem_sentence(problem) for problem in Problem}) == len(Problem)
        assert machine_label()
