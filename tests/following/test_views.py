"""Following with two codes: nothing without the pass code, everything with it, and taken back for good."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from tests.page import PageClient, one, parse, texts
from tests.questions.build import WORDS, make_question
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.extensions import db
from webapp.messages.models import OutgoingMessage
from webapp.questions.models import Question
from webapp.questions.values import Receipt

TOWN = "/nl/alblasserdam/question/"


@pytest.fixture
def receipt(demo: PageClient) -> Receipt:
    return make_question(get_municipality("alblasserdam"), clock.now(), topic="geld", name="Noor", reply_by="none")[1]


def unlock(client: PageClient, receipt: Receipt, typed: str | None = None, address: str = "192.0.2.1") -> Any:
    told = {"pass_code": receipt.pass_code if typed is None else typed}
    return client.post(TOWN + receipt.code, data=told, environ_base={"REMOTE_ADDR": address})


def act(client: PageClient, receipt: Receipt, what: str, **told: str) -> Any:
    ticket = one(parse(unlock(client, receipt).text), "form[action$='/add'] input[name=opened]").attrs["value"]
    return client.post(f"{TOWN}{receipt.code}/{what}", data={"opened": ticket, **told})


def stored(receipt: Receipt) -> Question:
    question = db.session.get(Question, (get_municipality("alblasserdam").id, receipt.question_id))
    assert question is not None
    return question


def mails_to_team(receipt: Receipt) -> int:
    about = select(func.count()).select_from(OutgoingMessage).where(OutgoingMessage.about == str(receipt.question_id))
    return db.session.scalar(about) or 0


def test_the_address_shows_how_it_stands_and_no_word(demo: PageClient, receipt: Receipt) -> None:
    text = demo.page(TOWN + receipt.code).to_text()

    assert "aangekomen" in text
    assert WORDS not in text
    assert receipt.pass_code not in text.replace(" ", "")


def test_the_pass_code_opens_it_also_with_spaces(demo: PageClient, receipt: Receipt) -> None:
    answer = unlock(demo, receipt, f" {receipt.pass_code[:3]} {receipt.pass_code[3:]} ")

    assert answer.status_code == 200
    assert WORDS in parse(answer.text).to_text()
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("typed", ["", "000000000", "abc", "1" * 500, "'; --"])
def test_a_wrong_pass_code_opens_nothing(demo: PageClient, receipt: Receipt, typed: str) -> None:
    if typed == receipt.pass_code:
        return
    answer = unlock(demo, receipt, typed)

    assert answer.status_code == 403
    assert WORDS not in answer.text


def test_after_ten_wrong_tries_the_right_one_waits_too(demo: PageClient, receipt: Receipt) -> None:
    for _try in range(10):
        unlock(demo, receipt, "wrong")

    assert unlock(demo, receipt).status_code == 403
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2), tick=False):
        assert unlock(demo, receipt).status_code == 200


def test_a_stranger_who_guesses_keeps_nobody_out(demo: PageClient, receipt: Receipt) -> None:
    for number in range(1, 12):
        assert unlock(demo, receipt, f"{number:09}", address="203.0.113.9").status_code == 403

    assert unlock(demo, receipt, address="203.0.113.9").status_code == 403
    assert unlock(demo, receipt).status_code == 200


def test_an_unknown_code_and_one_of_another_town_are_not_there(demo: PageClient, receipt: Receipt) -> None:
    assert demo.get(f"{TOWN}bcdfghjkmpqr").status_code == 404
    assert demo.get(f"/nl/nergens/question/{receipt.code}").status_code == 404


def test_something_is_added_once_it_is_open(demo: PageClient, receipt: Receipt) -> None:
    answer = act(demo, receipt, "add", words="En mijn telefoon is stuk.")

    assert "En mijn telefoon is stuk." in texts(parse(answer.text), ".written")
    assert act(demo, receipt, "add", words=" ").status_code == 422
    long = act(demo, receipt, "add", words="a" * 4001)
    assert long.status_code == 422
    assert "a" * 4001 in long.text


def test_a_second_tap_adds_nothing_and_a_number_is_hidden(demo: PageClient, receipt: Receipt) -> None:
    for _tap in range(2):
        answer = act(demo, receipt, "add", words="Mijn nummer is 111222333.")

    assert [words for words in texts(parse(answer.text), ".written") if "nummer" in words] == [
        "Mijn nummer is •••••••••."
    ]
    assert mails_to_team(receipt) == 2  # of the question itself, and of what was added


def test_a_flood_of_additions_is_no_flood_of_mails(demo: PageClient, receipt: Receipt) -> None:
    statuses = [act(demo, receipt, "add", words=f"Nog iets, deel {number}").status_code for number in range(13)]
    refused = act(demo, receipt, "add", words="Te veel")

    assert statuses == [200] * 10 + [429] * 3
    assert "Te veel" in refused.text
    assert mails_to_team(receipt) == 11


@pytest.mark.parametrize("what", ["add", "withdraw", "export"])
def test_nothing_is_done_without_opening(demo: PageClient, receipt: Receipt, what: str) -> None:
    for ticket in ("", "forged", receipt.code):
        answer = demo.post(f"{TOWN}{receipt.code}/{what}", data={"opened": ticket, "words": "x"})
        assert answer.status_code == 404
    assert stored(receipt).state == "new"


def test_everything_can_be_taken_along(demo: PageClient, receipt: Receipt) -> None:
    answer = act(demo, receipt, "export")
    document = json.loads(answer.text)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert document["told"] == {"question": WORDS, "name": "Noor"}
    assert [step["kind"] for step in document["steps"]] == ["asked", "routed"]


def test_taken_back_it_is_gone_for_good(demo: PageClient, receipt: Receipt) -> None:
    assert act(demo, receipt, "withdraw").status_code == 303

    question = stored(receipt)
    db.session.refresh(question, ["content", "pass_code", "fingerprint"])
    assert (question.state, question.content, question.pass_code, question.fingerprint) == (
        "withdrawn",
        None,
        None,
        None,
    )
    page = demo.page(TOWN + receipt.code)
    assert "ingetrokken" in page.to_text()
    assert not page.query("#pass_code"), "nothing is there to be opened"
    assert unlock(demo, receipt).status_code == 403
