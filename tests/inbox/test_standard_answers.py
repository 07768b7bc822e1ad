"""Standard answers: written once in each language, offered beside a question, of one town only."""

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from tests.build import make_municipality
from tests.page import PageClient, one, parse, text_of
from tests.staff import signed_in_client, submit
from tests.town import BRINKDAM, OVERWATER
from webapp.accounts.rules import COORDINATOR, TEAM
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.questions.models import StandardAnswer
from webapp.questions.standard_answers import save_answer

PAGE = f"/staff/{BRINKDAM}/standard-answers"
FILLED = {"name": "Loop binnen", "words-nl": "Kom gerust langs.", "words-en": "Do come by."}


@pytest.fixture
def town(app: Flask) -> Municipality:
    return make_municipality(BRINKDAM)


@pytest.fixture
def client(town: Municipality) -> PageClient:
    return signed_in_client(TEAM, town)


def stored() -> list[tuple[str, dict[str, str]]]:
    db.session.expire_all()
    return [(row.name, dict(row.words)) for row in db.session.scalars(select(StandardAnswer))]


@pytest.mark.parametrize("role", [TEAM, COORDINATOR])
def test_written_changed_and_removed(town: Municipality, role: str) -> None:
    client = signed_in_client(role, town)

    assert submit(client, f"{PAGE}/new", **FILLED).status_code == 303
    assert stored() == [("Loop binnen", {"nl": "Kom gerust langs.", "en": "Do come by."})]
    path = str(one(client.page(PAGE), ".inbox__link").attrs["href"])
    assert text_of(one(client.page(path), "textarea[name=words-en]")) == "Do come by."
    submit(client, path, **{**FILLED, "name": "Welkom", "words-en": ""})
    assert stored() == [("Welkom", {"nl": "Kom gerust langs."})]
    assert submit(client, f"{path}/remove", form_page=path).status_code == 303
    assert stored() == []


def test_a_service_number_is_no_part_of_an_answer(client: PageClient) -> None:
    answer = submit(client, f"{PAGE}/new", **{**FILLED, "words-en": "Yours is 111222333"})

    assert stored() == [("Loop binnen", {"nl": "Kom gerust langs.", "en": "Yours is •••••••••"})]
    assert "leek" in text_of(one(client.page(answer.location), ".notice[role=status]"))


@pytest.mark.parametrize(
    ("told", "field"),
    [({"name": " "}, "name"), ({"name": "a" * 81}, "name"), ({"words-nl": ""}, "words-nl"),
     ({"words-en": "a" * 4_001}, "words-en")],
)  # fmt: skip
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(
    client: PageClient, told: dict[str, str], field: str
) -> None:
    typed = {**FILLED, **told}
    answer = submit(client, f"{PAGE}/new", **typed)

    assert answer.status_code == 422
    page = parse(answer.text)
    assert one(page, f"#{field}-error")
    assert text_of(one(page, "textarea[name=words-en]")) == typed["words-en"].strip()
    assert stored() == []


def test_those_of_another_town_are_not_there(client: PageClient) -> None:
    other = make_municipality(OVERWATER)
    row = save_answer(other.id, None, "Elders", {"nl": "Elders."})
    db.session.commit()

    assert "Elders" not in client.page(PAGE).to_text()
    for id_ in (row.id, uuid4()):
        assert client.get(f"{PAGE}/{id_}").status_code == 404
        assert submit(client, f"{PAGE}/{id_}", form_page=f"{PAGE}/new", **FILLED).status_code == 404
        assert submit(client, f"{PAGE}/{id_}/remove", form_page=f"{PAGE}/new").status_code == 404
    assert stored() == [("Elders", {"nl": "Elders."})]
