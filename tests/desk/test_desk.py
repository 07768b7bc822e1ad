"""The desk: what there is to do comes first, and nothing of it tells who asked what."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
import time_machine

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, one, parse, text_of
from tests.questions.build import WORDS, make_question
from tests.staff import make_user, signed_in_client
from tests.teams.build import make_team
from tests.town import OVERWATER
from webapp.accounts import desk_cards
from webapp.accounts.desk_cards import DeskCard, DeskLine, add_desk_card
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.areas.models import Municipality
from webapp.core.text_states import TextState, state_of
from webapp.desk import queries
from webapp.extensions import db
from webapp.messages.models import OutgoingMessage
from webapp.messages.operations import queue_mail
from webapp.places.editors import get_organisation, set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import PlaceText
from webapp.places.operations import save_organisation
from webapp.search.operations import count_missed

DESK = "/staff/brinkdam/desk"
MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def coordinator(brinkdam: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, brinkdam)


def cards(client: PageClient) -> dict[str, str]:
    return {text_of(one(card, ".desk__title")): card.to_text() for card in client.page(DESK).query(".desk__card")}


def test_an_empty_town_says_what_is_missing_first(coordinator: PageClient) -> None:
    titles = list(cards(coordinator))

    assert titles[0] == "Gaten tussen de teams", "nobody gets the questions"
    assert "Alle mail van de laatste maand is aangekomen." in cards(coordinator)["Mail"]


def test_a_room_hands_in_a_card(
    coordinator: PageClient, brinkdam: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_cards, "_makers", {})
    add_desk_card("well", lambda _town: DeskCard("Goed", "check", (), "Alles goed."))
    add_desk_card("work", lambda town: DeskCard(town.name, "info", (DeskLine("Doe dit", "/staff/", 3),), ""))
    add_desk_card("none", lambda _town: None)

    found = cards(coordinator)

    assert list(found) == ["Brinkdam", "Goed"]
    assert "3" in found["Brinkdam"]


def test_questions_are_numbers_and_never_words(coordinator: PageClient, brinkdam: Municipality) -> None:
    make_team(brinkdam, "team")
    question, _receipt = make_question(brinkdam, MOMENT)
    make_question(make_municipality_with_team(), MOMENT)
    assert question.unread_by is not None
    assert question.answer_by is not None
    assert queries.count_waiting(brinkdam, MOMENT) == queries.Waiting(0, 0)
    assert queries.count_waiting(brinkdam, question.unread_by) == queries.Waiting(1, 0)

    with time_machine.travel(question.answer_by + timedelta(seconds=1), tick=False):
        client = signed_in_client(COORDINATOR, brinkdam)
        html = client.get(DESK).text

    assert "Niemand heeft ze op tijd gelezen" in html
    assert "Niet beantwoord toen we het beloofden" in html
    assert WORDS not in html
    assert question.code not in html


def make_municipality_with_team() -> Municipality:
    overwater = make_municipality(OVERWATER)
    make_team(overwater, "team")
    return overwater


def test_mail_that_did_not_arrive_is_counted_for_a_month(coordinator: PageClient, brinkdam: Municipality) -> None:
    for days_ago, state in ((1, "failed"), (29, "bounced"), (40, "failed"), (1, "sent")):
        queue_mail("x@example.nl", "Onderwerp", "Tekst", kind="answer", municipality_id=brinkdam.id)
        row = db.session.query(OutgoingMessage).filter_by(state="queued").one()
        row.state, row.settled_at, row.next_attempt_at = state, MOMENT - timedelta(days=days_ago), None
        db.session.commit()

    assert queries.count_undelivered(brinkdam, MOMENT - timedelta(days=30)) == {"answer": 2}
    assert "2" in cards(coordinator)["Mail"]


def test_a_search_in_vain_leads_to_its_word(coordinator: PageClient, brinkdam: Municipality) -> None:
    count_missed(brinkdam.id, "de poen", date(2026, 11, 20))
    db.session.commit()

    (link,) = [link for link in coordinator.page(DESK).query("a") if "de+poen" in str(link.attrs["href"])]

    assert 'value="de poen"' in coordinator.get(str(link.attrs["href"])).text


def test_an_organisation_that_nobody_keeps_is_named(coordinator: PageClient, brinkdam: Municipality) -> None:
    for slug in ("met-aanbod", "met-redacteur", "zonder-aanbod"):
        save_organisation(brinkdam, OrganisationFacts(slug=slug, name=slug))
        organisation = get_organisation(brinkdam.id, slug)
        if slug != "zonder-aanbod":
            make_place(brinkdam, f"Huis {slug}", organisation_id=organisation.id)
        if slug == "met-redacteur":
            set_editor(brinkdam.id, organisation.id, make_user(EDITOR, brinkdam).id)
    db.session.commit()

    assert [one.slug for one in queries.list_without_editor(brinkdam)] == ["met-aanbod"]
    assert "met-aanbod" in cards(coordinator)["Organisaties die niemand bijhoudt"]


# ---------------------------------------------------------------- texts


def test_texts_are_counted_as_their_state_says(coordinator: PageClient, brinkdam: Municipality) -> None:
    """Every combination of version and maker, in SQL as core/text_states.py has it."""
    expected: dict[TextState, int] = {}
    for number, (source, own, maker) in enumerate(product((1, 2), (None, 1, 2), ("person", "machine"))):
        place = make_place(brinkdam, f"Huis {number}")
        dutch = place.texts[0]
        dutch.version = source
        english = None
        if own is not None:
            english = PlaceText(language="en", name=f"House {number}", version=own, made_by=maker)
            place.texts.append(english)
        state = state_of(english, dutch)
        expected[state] = expected.get(state, 0) + 1
    db.session.commit()
    expected.pop(TextState.CHECKED)

    assert queries.count_texts(brinkdam, "en") == expected


def test_a_list_names_which_texts_and_only_those_that_residents_see(
    coordinator: PageClient, brinkdam: Municipality
) -> None:
    make_place(brinkdam, "Huis met tekst")
    make_activity(brinkdam, "Koffie met tekst")
    make_place(brinkdam, "Huis in bewerking").published = False
    make_place(make_municipality(OVERWATER), "Huis van een ander")
    db.session.commit()
    link = next(link for link in coordinator.page(DESK).query("a") if "/desk/texts/" in str(link.attrs["href"]))
    page = coordinator.page(str(link.attrs["href"]))

    names = [text_of(line) for line in page.query(".plain-list li")]
    assert names == ["Huis met tekst", "Koffie met tekst"]


@pytest.mark.parametrize("path", ["nl/missing", "xx/missing", "en/checked", "en/x"])
def test_a_list_of_nothing_we_know_is_not_there(coordinator: PageClient, path: str) -> None:
    assert coordinator.get(f"{DESK}/texts/{path}").status_code == 404


def test_a_list_without_texts_says_so(coordinator: PageClient) -> None:
    assert "Hier is alles in orde." in parse(coordinator.get(f"{DESK}/texts/en/missing").text).to_text()
