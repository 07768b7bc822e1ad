"""What words mean in a town, beginning with what was searched for in vain."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.build import make_activity
from tests.page import PageClient
from tests.staff import signed_in_client, submit
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.search.operations import count_missed
from webapp.search.queries import list_synonyms

SETTINGS = "/staff/brinkdam/settings"
HOME = "/nl/brinkdam/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def coordinator(brinkdam: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, brinkdam)


def test_a_search_in_vain_becomes_a_word_of_the_town(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    make_activity(brinkdam, name="Inloop", themes=["geld"])
    count_missed(brinkdam.id, "de poen", date(2026, 11, 20))
    db.session.commit()
    page = coordinator.page(f"{SETTINGS}/words")
    link = next(link for link in page.query("a") if "words=de" in str(link.attrs.get("href")))
    assert 'value="de poen"' in coordinator.get(str(link.attrs["href"])).text

    assert submit(coordinator, f"{SETTINGS}/words", words="de poen", term="theme=geld").status_code == 303

    assert list_synonyms(brinkdam.id) == [("de poen", "theme=geld", True)]
    assert "Inloop" in client.page("/nl/brinkdam/search?q=de+poen").to_text()
    submit(coordinator, f"{SETTINGS}/words/forget", form_page=f"{SETTINGS}/words", words="de poen", term="theme=geld")
    assert list_synonyms(brinkdam.id) == []


@pytest.mark.parametrize(
    ("words", "term", "field"),
    [("", "theme=geld", "words"), ("x", "theme=onzin", "term"), ("x " * 50, "theme=geld", "words")],
)
def test_a_slip_in_words_is_said(coordinator: PageClient, words: str, term: str, field: str) -> None:
    answer = submit(coordinator, f"{SETTINGS}/words", words=words, term=term)

    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
