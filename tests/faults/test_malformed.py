"""Whatever is sent to any address, by a stranger or by staff: it is answered, and never by an error of ours.

`make faults` runs it long: FAULT_FUZZ says how many rounds, FAULT_SEED which values.
"""

import os
import random
import re
from collections.abc import Iterator
from secrets import token_urlsafe
from urllib.parse import quote_plus
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.faults import hostile
from tests.page import ONCE, TOKEN, PageClient, forget_last_request
from tests.whole_app.permission_cast import MOMENT, Cast, Person, make_cast
from tests.whole_app.test_permissions import Try, may, taken_back, tries
from webapp.extensions import db
from webapp.questions.models import Question
from webapp.questions.queries import content_of

ROUNDS = int(os.environ.get("FAULT_FUZZ", "1"))
SEED = int(os.environ.get("FAULT_SEED", "20261126"))
TOWN = "alblasserdam"
FORM = "application/x-www-form-urlencoded"
ARGUMENT = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
KNOWN = {"lang": "nl", "town": TOWN, "slug": "het-brughuis", "part": "places", "number": "1"}
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")


def public_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if app.view_functions[rule.endpoint].access == "public"]


def path_of(rule: Rule, chance: random.Random) -> str:
    """The parameters are mostly what they should be, so that the view is reached."""
    return ARGUMENT.sub(
        lambda found: KNOWN[found[1]] if found[1] in KNOWN and chance.random() < 0.8 else hostile.in_path(chance),
        rule.rule,
    )


def broken(client: FlaskClient, method: str, path: str, body: bytes | None, kind: str = FORM) -> str:
    """What was wrong with the answer, if anything was."""
    forget_last_request()
    answer = client.open(path, method=method, data=body, content_type=kind if body is not None else None)
    is_red = path.startswith("/health/ready") and answer.status_code == 503  # no worker runs here
    if answer.status_code >= 500 and not is_red:
        return f"{method} {path[:150]} answered {answer.status_code} to {(body or b'')[:600]!r}"
    is_split = any("\n" in value or "\r" in value for _name, value in answer.headers)
    return f"{method} {path[:150]}: a header of two lines" if is_split else ""


def test_strangers_at_every_public_address(demo: PageClient, demo_application: Flask) -> None:
    client, wrong = FlaskClient(demo_application), []
    for number in range(ROUNDS):
        chance = random.Random(SEED + number)
        for rule in public_rules(demo_application):
            for method in ("GET", "POST") if "POST" in (rule.methods or ()) else ("GET", chance.choice(METHODS)):
                path = f"{path_of(rule, chance)}?{hostile.some(chance, 4).decode()}"
                body = hostile.some(chance, 25) if method != "GET" else None
                wrong += [said] if (said := broken(client, method, path, body)) else []
    assert not wrong, "\n".join(wrong[:20])


NULS = "&".join(f"{quote_plus(name)}=a%00b" for name in hostile.names())


def test_a_letter_that_the_database_refuses_does_not_reach_it(demo: PageClient, demo_application: Flask) -> None:
    """PostgreSQL has no NUL in a text; here it is in every name that is read somewhere."""
    client, right = FlaskClient(demo_application), random.Random(SEED)
    rules = [rule for rule in public_rules(demo_application) if "GET" in (rule.methods or ())]
    right.random = lambda: 0.0  # type: ignore[method-assign]  # each parameter of the path is what it should be
    found = (broken(client, "GET", f"{path_of(rule, right)}?{NULS}", None) for rule in rules)
    wrong = list(filter(None, found))
    assert not wrong, "\n".join(wrong[:20])


def test_hostile_json_and_parts(demo: PageClient, demo_application: Flask) -> None:
    client = FlaskClient(demo_application)
    api = f"/api/v1/{TOWN}/questions"
    for body in hostile.JSON:
        for kind in ("application/json", "text/plain", "application/json; charset=utf-7", "multipart/form-data"):
            forget_last_request()
            headers = {"Idempotency-Key": str(uuid4())}
            answer = client.post(api, data=body, content_type=kind, headers=headers)
            assert answer.status_code < 500, (body[:100], kind)
            forget_last_request()
            assert client.post(f"/nl/{TOWN}/ask", data=body, content_type=kind).status_code < 500, (body[:100], kind)
    part = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../\x00%s.xlsx"\r\n\r\nPK\x03\x04\r\n--x--'
    )
    for boundary in ("x", "", "x" * 300, '"', "\xff"):
        forget_last_request()
        kind = f"multipart/form-data; boundary={boundary}"
        assert client.post(f"/nl/{TOWN}/ask", data=part, content_type=kind).status_code < 500, boundary


HEADERS = (
    ("Accept-Language", "a" * 5_000), ("Accept-Language", "nl;q=NaN,,;q=,en;q=1e309"), ("Accept", "\xff/\xff;q=x"),
    ("If-None-Match", '"' * 999), ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"), ("Range", "bytes=9-1,-,x"),
    ("Origin", "http://[::1"), ("Referer", "http://[::1/%ff"), ("Cookie", "dichtbij_staff=%00;;==; \xff"),
    ("X-Forwarded-For", "x, ::::, 999.1.1.1"), ("Accept-Encoding", "br;q=x, gzip;;, *;q=-1"), ("Content-Type", "\xff"),
    ("Sec-Fetch-Site", "\x7f"), ("Content-Length", "x"), ("Idempotency-Key", "\xff"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "value"), HEADERS)
def test_hostile_headers(demo: PageClient, demo_application: Flask, name: str, value: str) -> None:
    client = FlaskClient(demo_application)
    for method, path in (
        ("GET", f"/nl/{TOWN}/places"), ("GET", "/"), ("GET", f"/api/v1/{TOWN}/map.geojson"), ("GET", "/staff/account"),
        ("POST", f"/nl/{TOWN}/ask"), ("POST", f"/api/v1/{TOWN}/questions"), ("POST", "/staff/sign-in"),
    ):  # fmt: skip
        forget_last_request()
        assert client.open(path, method=method, headers={name: value}).status_code < 500, (method, path)


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with time_machine.travel(MOMENT, tick=False):
        yield make_cast()


def test_staff_at_every_address_of_theirs(app: Flask, cast: Cast) -> None:
    """Somebody who may enter, with the token of the page: what is sent reaches the code behind."""
    wrong = []
    for number in range(ROUNDS):
        chance = random.Random(SEED + number)
        for one in tries(app, cast):
            person = next((person for person in cast.people if may(person, one)), None)
            if person is None or (ROUNDS == 1 and chance.random() < 0.6):  # two of five are enough for one day
                continue
            with taken_back():
                wrong += [said] if (said := broken_for(person, one, chance)) else []
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong[:20])


def test_a_letter_that_the_database_refuses_does_not_reach_it_from_staff(app: Flask, cast: Cast) -> None:
    wrong = []
    for one in tries(app, cast):
        person = next((person for person in cast.people if may(person, one)), None)
        if person is not None and one.method == "GET":
            said = broken(plain_client(person), "GET", f"{one.path}?{NULS}", None)
            wrong += [said] if said else []
    assert not wrong, "\n".join(wrong[:20])


def plain_client(person: Person) -> FlaskClient:
    """Not what each page has to keep to: only whether it answers."""
    plain = FlaskClient(person.client.application)
    plain._cookies = dict(person.client._cookies)  # type: ignore[attr-defined]  # there is no public way to keep them
    return plain


def broken_for(person: Person, one: Try, chance: random.Random) -> str:
    plain = plain_client(person)
    kept = {name: to for name, to in one.body.items() if chance.random() < 0.7}
    kept |= {TOKEN: person.token, ONCE: token_urlsafe(16)}
    body = hostile.some(chance, 30, kept) if one.method != "GET" else None
    return broken(plain, one.method, f"{one.path}?{hostile.some(chance, 3).decode()}", body)


NAMES = ("Zoë 😀 👩‍👩‍👧", "مرحبا بكم", "Ĳsselmeer en ĳs", "日本語 ﬁ", "één coöperatie à la carte")


@pytest.mark.parametrize("words", NAMES)
def test_every_script_comes_back_as_it_was_written(demo: PageClient, words: str) -> None:
    told = {"question": f"Hier is {words}.", "reply_by": "phone", "contact": "0612345678", "name": words}
    headers = {"Idempotency-Key": str(uuid4())}
    assert demo.post(f"/api/v1/{TOWN}/questions", json=told, headers=headers).status_code == 201
    question = db.session.scalars(sa.select(Question).order_by(Question.received_at.desc(), Question.id)).first()
    assert question is not None
    content = content_of(question)
    assert content is not None
    assert (content.name.encode(), content.question.encode()) == (words.encode(), told["question"].encode())


def test_the_names_are_those_of_the_product() -> None:
    assert {"q", "postcode", "question", "reply_by", "pass_code", "edition"} <= set(hostile.names())
