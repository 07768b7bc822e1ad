"""Words in all languages: what they are worth, what is refused, and how plain they are."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from tests.editing.cast import STAFF, Cast, fields_of, fill
from tests.page import parse, text_of, texts
from webapp.extensions import db
from webapp.versions.queries import find_own_draft

SCRIPT = "<script>alert(1)</script>{{7*7}}"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast(app)


def test_words_in_two_languages_and_what_they_are_worth(cast: Cast) -> None:
    client, _user = cast.editor(publishes=True)
    path = cast.path(more="/texts")
    fill(client, path, en_name="The Bridge House", en_summary="Coffee and a chat.", en_confirms="1")
    fill(client, path, nl_summary="Koffie, soep en een praatje.")

    page = client.page(cast.path())
    assert [text_of(one.query(".state-mark")[0]) for one in page.query(".preview")] == [
        "Compleet", "Ouder dan de Nederlandse tekst"
    ]  # fmt: skip
    fill(client, path, en_confirms="1")
    page = client.page(cast.path())
    assert [text_of(one.query(".state-mark")[0]) for one in page.query(".preview")] == ["Compleet", "Compleet"]


def test_a_typo_leaves_the_translation_right(cast: Cast) -> None:
    client, _user = cast.editor(publishes=True)
    path = cast.path(more="/texts")
    fill(client, path, en_name="The Bridge House")
    fill(client, path, nl_summary="Koffie en een praatje!")
    fill(client, path, nl_summary="Kofie en een praatje!", nl_how="minor")
    db.session.expire_all()

    assert [text.version for text in cast.place.texts] == [1, 1]
    fill(client, path, nl_summary="Kofie en een praatje", nl_how="major")
    db.session.expire_all()
    assert {text.language: text.version for text in cast.place.texts} == {"nl": 2, "en": 1}


def test_a_script_in_a_text_is_shown_as_text(cast: Cast) -> None:
    client, _user = cast.editor(publishes=True)
    fill(client, cast.path(more="/texts"), nl_name=SCRIPT, nl_description=SCRIPT)

    for path in (cast.path(), cast.path(more="/texts"), cast.path(more="/versions"), f"{STAFF}/offer"):
        html = client.get(path).text
        assert "<script>alert" not in html
        assert "{{7*7}}" in html


def test_a_further_language_by_choice(cast: Cast) -> None:
    client, _user = cast.editor(publishes=True)
    path = cast.path(more="/texts")
    page = client.get(f"{path}?language=ar&language=zz").text
    assert fields_of(page, path)["languages"] == ["nl", "en", "ar"]

    fill(client, path, "publish", page, ar_name="بيت الجسر", languages=["nl", "en", "ar", "zz", "x" * 50])
    db.session.expire_all()
    assert [text.language for text in cast.place.texts] == ["ar", "nl"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"nl_name": ""}, "nl-name"),
        ({"en_summary": "A name is missing"}, "en-name"),
        ({"nl_summary": "x" * 501}, "nl-summary"),
        ({"nl_description": "a\u202eb"}, "nl-description"),
    ],
)
def test_words_that_cannot_be_are_told_beside_their_field(cast: Cast, typed: dict[str, str], field: str) -> None:
    client, _user = cast.editor()
    path = cast.path(more="/texts")
    answer = fill(client, path, "draft", en_description="Ik typte dit.", **typed)

    assert answer.status_code == 422
    names = [one.attrs["name"] for one in parse(answer.text).query("[aria-invalid=true]")]
    assert field in names
    assert fields_of(answer.text, path)["en-description"] == ["Ik typte dit."]


def test_what_looks_like_a_shelter_gets_no_address_and_is_not_repeated(cast: Cast) -> None:
    client, user = cast.editor(publishes=True)
    answer = fill(client, cast.path(more="/texts"), nl_name="Blijf-van-mijn-lijfhuis")

    assert answer.status_code == 422
    assert find_own_draft(cast.place, user.id) is None


def test_the_check_of_plain_language_is_the_same_with_and_without_a_script(cast: Cast) -> None:
    client, _user = cast.editor()
    path = cast.path(more="/texts")
    hard = "De aanvraag wordt door de gemeente in behandeling genomen, waarna u conform de bepalingen bericht krijgt."
    answer = fill(client, path, "check", nl_description=hard)
    assert answer.status_code == 200
    assert fields_of(answer.text, path)["nl-description"] == [hard]
    shown = texts(parse(answer.text), ".meter__hard q")

    token = fields_of(answer.text, path)["csrf_token"][0]
    told = client.post(f"{STAFF}/plain-words", data={"csrf_token": token, "language": "nl", "text": hard})
    assert told.get_json()["hard"][0]["sentence"] == hard
    assert hard in shown
    assert client.post(f"{STAFF}/plain-words", data={"language": "nl", "text": hard}).status_code == 400
    db.session.expire_all()
    assert cast.place.texts[0].description == ""
