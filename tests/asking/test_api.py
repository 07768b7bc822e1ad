"""The question as JSON: repeated safely by its key, refused in sentences by field, no cookie."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from tests.page import PageClient
from webapp.extensions import db
from webapp.questions.models import Question

URL = "/api/v1/alblasserdam/questions"
TOLD = {"question": "Wie helpt mij met brieven?", "topic": "geld", "reply_by": "none"}


def post(client: PageClient, told: Any, key: str | UUID | None = None, **kwargs: Any) -> Any:
    headers = {"Idempotency-Key": str(key or uuid4())}
    return client.post(URL, json=told, headers=headers, **kwargs)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Question)) or 0


def test_first_201_then_200_with_the_same_body(demo: PageClient) -> None:
    key = uuid4()
    first, second = post(demo, TOLD, key), post(demo, TOLD, key)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert set(first.json) == {"code", "pass_code", "status_url", "promise", "answer_by"}
    assert first.json["status_url"].endswith(f"/nl/alblasserdam/question/{first.json['code']}")
    assert first.headers["Cache-Control"] == "no-store"
    assert count() == 1


def test_who_sends_too_much_still_hears_what_was_stored(demo: PageClient) -> None:
    key = uuid4()
    first = post(demo, TOLD, key)
    while (more := post(demo, TOLD)).status_code == 201:
        pass
    again = post(demo, TOLD, key)

    assert more.status_code == 429
    assert int(more.headers["Retry-After"]) > 0
    assert (again.status_code, again.json) == (200, first.json)


def test_a_repeat_counts_for_nothing_and_opens_nothing(demo: PageClient) -> None:
    key = uuid4()
    assert post(demo, TOLD, key).status_code == 201
    assert {post(demo, TOLD, key).status_code for _again in range(40)} == {200}

    assert [post(demo, TOLD).status_code for _more in range(30)] == [201] * 29 + [429]
    assert post(demo, TOLD, key).status_code == 200
    assert post(demo, TOLD).status_code == 429
    assert count() == 30


def test_a_number_that_the_phone_has_hidden_is_the_same_question(demo: PageClient) -> None:
    key = uuid4()
    first = post(demo, {**TOLD, "question": "Mijn bsn is 111222333"}, key)
    again = post(demo, {**TOLD, "question": "Mijn bsn is •••••••••"}, key)

    assert (again.status_code, again.json) == (200, first.json)
    assert count() == 1


def test_a_key_with_other_words_is_refused(demo: PageClient) -> None:
    key = uuid4()
    post(demo, TOLD, key)
    answer = post(demo, {**TOLD, "question": "Iets anders"}, key)

    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json["errors"]
    assert count() == 1


@pytest.mark.parametrize(
    ("told", "status", "fields"),
    [
        ({}, 422, {"question", "reply_by"}),
        ({**TOLD, "bsn": "111222333"}, 422, {"bsn"}),
        ({**TOLD, "question": 5}, 422, {"question"}),
        ({**TOLD, "question": "x" * 5000}, 422, {"question"}),
        ({**TOLD, "question": "x" * 70_000}, 413, {""}),
        ({**TOLD, "reply_by": "email", "contact": "a@b.nl\r\nBcc: c@d.nl"}, 422, {"contact"}),
        ({**TOLD, "postcode": "9999ZZ"}, 422, {"postcode"}),
        ({**TOLD, "lat": 53.2, "lon": "east"}, 422, {"lat"}),
        ([TOLD], 400, {""}),
        ("help", 400, {""}),
    ],
)
def test_what_is_wrong_is_told_by_field(demo: PageClient, told: Any, status: int, fields: set[str]) -> None:
    answer = post(demo, told)

    assert answer.status_code == status
    assert set(answer.json["errors"]) == fields
    assert all(answer.json["errors"].values())
    assert count() == 0


def test_without_a_key_nothing_is_stored(demo: PageClient) -> None:
    assert demo.post(URL, json=TOLD).status_code == 400
    assert demo.post(URL, json=TOLD, headers={"Idempotency-Key": "7"}).status_code == 400
    assert count() == 0


def test_broken_utf8_is_refused(demo: PageClient) -> None:
    answer = demo.post(
        URL, data=b'{"question": "\xff\xfe", "reply_by": "none"}', content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )  # fmt: skip

    assert answer.status_code == 400
    assert count() == 0


def test_a_point_at_sea_still_reaches_a_team(demo: PageClient) -> None:
    answer = post(demo, {**TOLD, "lat": 53.4, "lon": 4.2})

    assert answer.status_code == 201
    reasons = [reason["kind"] for reason in db.session.scalars(select(Question)).one().reasons]
    assert "from_outside" in reasons


def test_it_speaks_the_language_of_the_question(demo: PageClient) -> None:
    assert "answer" in post(demo, {**TOLD, "lang": "en"}).json["promise"]
    phone = {**TOLD, "lang": "en", "reply_by": "phone", "contact": "0612345678"}
    assert post(demo, phone).json["promise"].startswith("You get an answer")
    wrong = post(demo, {"lang": "en", "question": "help", "reply_by": "pigeon"}).json["errors"]["reply_by"]
    assert wrong.startswith("We cannot answer")


def test_all_fields_of_the_contract_are_taken(demo: PageClient) -> None:
    told = {
        **TOLD, "reply_by": "phone", "contact": "0612345678", "name": "Noor", "postcode": "2951", "neighbourhood": None,
        "lat": None, "lon": None, "lang": "ar", "best_time": "avond", "for_other": True, "volunteer": False,
        "safe_to_call": None, "place": "het-brughuis", "activity": None,
    }  # fmt: skip
    assert post(demo, told).status_code == 201
