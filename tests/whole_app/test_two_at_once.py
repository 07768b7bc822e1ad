"""Settings and forms of a town that two people, or two tabs, have open together: what each changed comes together, and
what both changed is asked about. The parts of places and activities stand in tests/versions."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from tests.colleagues.cast import make_organisation
from tests.page import PageClient, one, parse, text_of
from tests.staff import signed_in_client, submit
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.collecting.operations import add_collection
from webapp.extensions import db
from webapp.questions.standard_answers import save_answer

STAFF = "/staff/brinkdam"
Form = tuple[str, dict[str, str], tuple[str, str, str], tuple[str, str]]


def texts(_town: Municipality) -> Form:
    before = {"intro_nl": "Vraag maar raak.", "extra_nl": "Wij zijn er."}
    return f"{STAFF}/settings/form", before, ("intro_nl", "Vraag.", "Zeg het."), ("extra_nl", "Altijd.")


def labels(_town: Municipality) -> Form:
    path = f"{STAFF}/settings/themes/geld"
    return path, {"label_nl": "Knaken"}, ("label_nl", "Poen", "Duiten"), ("label_en", "Cash")


def colours(_town: Municipality) -> Form:
    before = {"primary": "#0e5246", "accent": ""}
    return f"{STAFF}/settings/appearance", before, ("primary", "#14507a", "#5b3b8c"), ("accent", "#8a1f4b")


def terms(_town: Municipality) -> Form:
    before = {"place": "180", "activity": "120", "line": "90"}
    return f"{STAFF}/freshness/settings", before, ("place", "100", "110"), ("line", "60")


def facts(town: Municipality) -> Form:
    path = f"{STAFF}/organisations/{make_organisation(town).id}/facts"
    before = {"name": "De Brink", "provider_type": "professioneel", "phone": ""}
    return path, before, ("name", "De Brug", "De Boog"), ("phone", "078 123 45 67")


def answers(town: Municipality) -> Form:
    row = save_answer(town.id, None, "Loop binnen", {"nl": "Kom langs."})
    db.session.commit()
    before = {"name": "Loop binnen", "words-nl": "Kom langs.", "words-en": ""}
    return f"{STAFF}/standard-answers/{row.id}", before, ("words-nl", "Kom.", "Bel."), ("words-en", "Come.")


def collection_texts(town: Municipality) -> Form:
    row = add_collection(town, "Nieuw hier")
    db.session.commit()
    before = {"nl--title": "Nieuw hier", "nl--intro": "Welkom.", "en--title": "New"}
    return f"{STAFF}/collections/{row.id}/texts", before, ("nl--intro", "Kom.", "Bel."), ("en--title", "New here")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def client(brinkdam: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, brinkdam)


def shown(page: Any, name: str) -> str:
    field = one(page, f"[name={name}]")
    return str(field.attrs["value"]) if "value" in field.attrs else text_of(field)


@pytest.mark.parametrize("form", [texts, labels, colours, terms, facts, answers, collection_texts])
def test_two_at_once(client: PageClient, brinkdam: Municipality, form: Callable[[Municipality], Form]) -> None:
    path, before, (both, first, second), (other, word) = form(brinkdam)
    assert submit(client, path, **before).status_code == 303
    opened = shown(client.page(path), "edition")

    assert submit(client, path, **before | {both: first}, edition=opened).status_code == 303
    assert submit(client, path, **before | {other: word}, edition=opened).status_code == 303
    page = client.page(path)
    assert (shown(page, both), shown(page, other)) == (first, word), "each changed something else"

    late = submit(client, path, **before | {both: second}, edition=opened)
    asked = parse(late.text)
    assert late.status_code == 409
    said = [text_of(found) for found in asked.query(f"#{both}-problem, #{both}-error")]
    assert len(said) == 1
    assert first in said[0]
    assert (shown(asked, both), shown(asked, other)) == (second, word), "what was typed is there, and the rest too"
    assert shown(client.page(path), both) == first, "nothing was overwritten"

    chosen = before | {both: second, other: word}
    assert submit(client, path, **chosen, edition=shown(asked, "edition")).status_code == 303
    assert shown(client.page(path), both) == second
    assert submit(client, path, **before, edition="").status_code == 409, "a form that does not say from when it is"


def test_holidays_that_two_tick_come_together(client: PageClient) -> None:
    page = f"{STAFF}/settings/closed-days"

    def ticked() -> set[str]:
        return {str(box.attrs["value"]) for box in client.page(page).query("input[name=closed][checked]")}

    usual = ticked()
    assert {"christmas", "new-year"} <= usual
    opened = shown(client.page(page), "edition")
    for gone in ("christmas", "new-year"):
        sent = {"closed": sorted(usual - {gone}), "edition": opened}
        assert submit(client, f"{page}/holidays", form_page=page, **sent).status_code == 303

    assert ticked() == usual - {"christmas", "new-year"}


def test_a_problem_of_both_kinds_keeps_what_was_typed(client: PageClient) -> None:
    path = f"{STAFF}/settings/themes/geld"
    opened = shown(client.page(path), "edition")
    submit(client, path, label_nl="Poen", label_en="")

    wrong = submit(client, path, label_nl="x" * 60, label_en="", edition=opened)

    assert (wrong.status_code, shown(parse(wrong.text), "edition")) == (422, opened)
