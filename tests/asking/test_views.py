"""The form in a browser without script: asked, corrected, sent, followed."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from tests.page import PageClient, one, parse, text_of, texts
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.questions.models import Question
from webapp.questions.queries import content_of

ASK = "/nl/alblasserdam/ask"
FILLED = {
    "question": "Ik kan mijn rekening niet betalen.",
    "reply_by": "phone",
    "contact": "06 12345678",
    "topic": "geld",
}


def fresh(client: PageClient, path: str = ASK, **told: Any) -> dict[str, Any]:
    """What a browser sends of a form that was opened a minute ago."""
    form = one(client.page(path), "form.ask")
    hidden = {field.attrs["name"]: field.attrs.get("value", "") for field in form.query("input[type=hidden][name]")}
    return {**hidden, **FILLED, **told}


def send(client: PageClient, told: dict[str, Any], *, after: timedelta = timedelta(minutes=1), **kwargs: Any) -> Any:
    with time_machine.travel(datetime.now(UTC) + after, tick=False):
        return client.post(ASK, data=told, **kwargs)


def look(client: PageClient, path: str, *, minutes: int = 2) -> Any:
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes), tick=False):
        return client.page(path)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Question)) or 0


def newest() -> Question:
    return db.session.scalars(select(Question).order_by(Question.received_at.desc())).all()[0]


def test_the_promise_stands_before_sending(demo: PageClient) -> None:
    page = demo.page(ASK)

    assert "Je krijgt" in text_of(one(page, ".promise"))
    assert not page.query("[name='question'][required]")


def test_a_question_is_stored_sealed_and_shown_with_its_codes(demo: PageClient) -> None:
    answer = send(demo, fresh(demo))

    assert answer.status_code == 303
    question = newest()
    content = content_of(question)
    assert content is not None
    assert content.question == FILLED["question"]
    assert content.contact == "0612345678"
    assert FILLED["question"].encode() not in (question.content or b"")
    page = look(demo, answer.location)
    assert "Dank je wel" in text_of(one(page, "h1"))
    assert re.fullmatch(r"\d{3} \d{3} \d{3}", texts(page, ".codes__code")[0])
    assert FILLED["question"] not in page.to_text()
    assert demo.get(answer.location).headers["Cache-Control"] == "no-store"


def test_without_the_receipt_the_pass_code_is_gone(demo: PageClient) -> None:
    answer = send(demo, fresh(demo))
    path = answer.location.partition("?")[0]

    assert not look(demo, path).query(".codes__code")
    assert not look(demo, answer.location, minutes=30).query(".codes__code")


def test_the_same_form_twice_is_one_question(demo: PageClient) -> None:
    told = fresh(demo)
    first, second = send(demo, told), send(demo, told)

    assert first.location.partition("?")[0] == second.location.partition("?")[0]
    assert count() == 1


def test_another_text_on_a_kept_page_is_another_question(demo: PageClient) -> None:
    told = fresh(demo)
    send(demo, told)
    send(demo, {**told, "question": "Nog iets anders."})

    assert count() == 2


def test_a_form_opened_yesterday_is_welcome(demo: PageClient) -> None:
    assert send(demo, fresh(demo), after=timedelta(days=1)).status_code == 303


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"question": "", "topic": ""}, "question", "kies een onderwerp"),
        ({"question": "😀"}, "question", "Schrijf een paar woorden"),
        ({"question": "a" * 300_000}, "question", "langer dan 4.000 tekens"),
        ({"reply_by": ""}, "reply_by", "Kies hoe we mogen antwoorden"),
        ({"contact": ""}, "contact", "Vul het nummer in"),
        ({"contact": "bel"}, "contact", "geen telefoonnummer"),
        ({"reply_by": "email", "contact": "a@b.nl\nBcc: c@d.nl"}, "contact", "geen e-mailadres"),
        ({"postcode": "29"}, "postcode", "geen postcode"),
        ({"postcode": "9999 ZZ"}, "postcode", "kennen deze postcode niet"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(
    demo: PageClient, told: dict[str, str], field: str, words: str
) -> None:
    sent = fresh(demo, name="<b>Noor</b>", best_time="’s avonds", **told)
    answer = send(demo, sent)

    assert answer.status_code == 422
    page = parse(answer.text)
    assert words in text_of(one(page, f"#{field}-problem"))
    assert one(page, "#name").attrs["value"] == "<b>Noor</b>"
    assert one(page, "#best_time").attrs["value"] == "’s avonds"
    assert one(page, "textarea[name=question]").to_text().strip() == sent["question"].strip()
    assert count() == 0


def test_a_megabyte_is_refused_with_a_clear_page(demo: PageClient) -> None:
    answer = send(demo, fresh(demo, question="a" * 1_100_000))

    assert answer.status_code == 413
    assert one(parse(answer.text), "h1")


def test_broken_letters_and_control_characters_do_no_harm(demo: PageClient) -> None:
    told = fresh(demo)
    body = "&".join(f"{name}={value}" for name, value in told.items() if name != "question")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1), tick=False):
        answer = demo.post(
            ASK, data=body.replace(" ", "+").encode() + b"&question=Hulp+%ff%fe+bij+brieven%00%07",
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip

    assert answer.status_code == 303
    content = content_of(newest())
    assert content is not None
    assert content.question.startswith("Hulp")
    assert "\x00" not in content.question


@pytest.mark.parametrize(
    ("told", "headers"),
    [
        ({"website": "http://spam.example"}, {}),
        ({}, {"Origin": "https://elsewhere.example"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({"opened": "forged"}, {}),
    ],
)
def test_who_looks_like_a_robot_sees_the_form_once_more_and_can_send_it(
    demo: PageClient, told: dict[str, str], headers: dict[str, str]
) -> None:
    answer = send(demo, fresh(demo, **told), headers=headers)

    assert answer.status_code == 400
    page = parse(answer.text)
    assert count() == 0
    assert one(page, "textarea[name=question]").to_text().strip() == FILLED["question"]
    hidden = {
        field.attrs["name"]: field.attrs.get("value", "") for field in page.query("form.ask input[type=hidden][name]")
    }
    assert send(demo, {**FILLED, **hidden}, after=timedelta(seconds=1)).status_code == 303


def test_too_fast_is_asked_again(demo: PageClient) -> None:
    assert send(demo, fresh(demo), after=timedelta(seconds=1)).status_code == 400
    assert count() == 0


def test_a_library_may_send_thirty_an_hour(demo: PageClient) -> None:
    told = fresh(demo)
    for number in range(30):
        assert send(demo, {**told, "question": f"Vraag {number}"}).status_code == 303
    answer = send(demo, {**told, "question": "Nog een"})

    assert answer.status_code == 429
    assert "Nog een" in answer.text
    assert count() == 30


def test_what_is_stored_is_said_again_also_to_who_sends_too_much(demo: PageClient) -> None:
    told = fresh(demo)
    first = send(demo, told).headers["Location"].partition("?")[0]
    for number in range(29):
        assert send(demo, {**told, "question": f"Vraag {number}"}).status_code == 303

    assert send(demo, {**told, "question": "Nog een"}).status_code == 429
    assert send(demo, told).headers["Location"].partition("?")[0] == first
    assert count() == 30


def test_the_same_form_again_counts_for_nothing_and_another_text_on_it_does(demo: PageClient) -> None:
    told = fresh(demo)
    for _again in range(40):
        assert send(demo, told).status_code == 303
    for number in range(29):
        assert send(demo, {**told, "question": f"Vraag {number}"}).status_code == 303

    assert send(demo, {**told, "question": "Nog een"}).status_code == 429
    assert count() == 30


def test_a_place_that_was_shown_is_kept_roughly_and_stays_in_a_form_that_is_shown_again(demo: PageClient) -> None:
    told = {"lat": "51.8612", "lon": "4.6619"}
    again = parse(send(demo, fresh(demo, **told, contact="")).text)
    assert [one(again, f"form.ask [name={name}]").attrs["value"] for name in told] == list(told.values())

    assert send(demo, fresh(demo, **told)).status_code == 303
    assert newest().position == Position(lat=51.861, lon=4.662)


def test_a_page_of_a_place_fills_in_what_it_is_about(demo: PageClient) -> None:
    page = demo.page(f"{ASK}?place=het-brughuis&topic=geld")

    assert "Brughuis" in text_of(one(page, ".ask__about"))
    assert one(page, "input[name=topic][value=geld]").attrs.get("checked") is not None
    assert demo.page(f"{ASK}?place=nergens&topic=maan&postcode={'x' * 500}")


def test_lines_that_answer_at_once_are_shown_by_subject_and_by_words(demo: PageClient) -> None:
    shown = demo.page(f"{ASK}?topic=geld").query(".lines--ask [data-line]")
    assert [line.attrs["data-line"] for line in shown if "hidden" not in line.attrs] == ["geldfit"]

    answer = send(demo, fresh(demo, question="Ik wil niet meer leven", reply_by=""))
    lines = parse(answer.text).query(".lines--ask [data-line]")
    assert "113" in [line.attrs["data-line"] for line in lines if "hidden" not in line.attrs]


def test_who_can_be_called_at_once_stands_there_after_sending_too(demo: PageClient) -> None:
    sent = send(demo, fresh(demo, question="Ik wil niet meer leven", topic=""))
    address = sent.headers["Location"]
    shown, later = look(demo, address), look(demo, address.partition("?")[0])

    assert [line.attrs["data-line"] for line in shown.query(".line")] == ["113"]
    assert not later.query(".line"), "the address alone tells nobody what was written"
    everyday = send(demo, fresh(demo, question="Waar kan ik samen eten?", topic="eten")).headers["Location"]
    assert not look(demo, everyday).query(".line")


def test_a_service_number_is_hidden_and_said(demo: PageClient) -> None:
    answer = send(demo, fresh(demo, question="Mijn BSN is 111222333, help"))

    content = content_of(newest())
    assert content is not None
    assert content.question == "Mijn BSN is •••••••••, help"
    assert "op een BSN leek" in look(demo, answer.location).to_text()


def test_no_cookie_is_needed_or_set(demo: PageClient) -> None:
    answer = send(demo, fresh(demo))

    assert "Set-Cookie" not in answer.headers


def test_a_script_hears_where_to_go_and_the_same_form_twice_is_one_question(demo: PageClient) -> None:
    told = fresh(demo)
    answers = [send(demo, told, headers={"Accept": "application/json"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].headers["Cache-Control"] == "no-store"
    following = [json.loads(answer.text)["next"] for answer in answers]
    assert following[0].partition("?")[0] == following[1].partition("?")[0]
    assert count() == 1
    assert look(demo, following[0]).query(".codes__code")
