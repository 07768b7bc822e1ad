"""The log of production: a line is an object, and no line leads to a person."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.conftest import running_application, visiting
from tests.page import PageClient
from webapp.core.logs import JsonLines

TOWN = "alblasserdam"
NAME, PHONE, WORDS, ADDRESS = "Truus Waterman", "0612345678", "mijnbuurvrouwhuilt", "203.0.113.77"
TELLING = (NAME, "Truus", PHONE, WORDS, ADDRESS, "2951", "buurvrouw", "curl/Waterman")
OF_A_REQUEST = {"time", "level", "logger", "event", "request", "endpoint", "status", "ms"}
ID_OF_PROXY = "0123456789abcdef" * 2


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What all loggers say, at the loosest level that production knows."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


@pytest.fixture
def visitor(demo_application: Flask) -> Iterator[PageClient]:
    url = sa.make_url(demo_application.config["SETTINGS"].database_url)
    with running_application(url, environment="production", proxies=1) as app, visiting(app) as client:
        app.config["PROPAGATE_EXCEPTIONS"] = False
        client.environ_base.update(
            REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=ADDRESS, HTTP_USER_AGENT="curl/Waterman"
        )
        yield client


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_a_request_and_nothing_of_its_visitor(visitor: PageClient, written: io.StringIO) -> None:
    visitor.get(f"/nl/{TOWN}/search?q={WORDS}&postcode=2951AB")
    visitor.get(f"/nl/{TOWN}/{WORDS}")
    visitor.get(f"/nl/{TOWN}/places?near=51.86,4.66&name={NAME}", headers={"Referer": f"https://{WORDS}.example/"})
    asked = visitor.post(
        f"/api/v1/{TOWN}/questions",
        json={"question": WORDS, "topic": None, "reply_by": "phone", "contact": PHONE, "name": NAME},
        headers={"Idempotency-Key": str(uuid4())},
    )
    refused = visitor.post(f"/api/v1/{TOWN}/questions", json={"question": WORDS, "contact": PHONE})

    assert (asked.status_code, refused.status_code) == (201, 400), refused.text
    requests = [line for line in lines(written) if line["event"] == "request"]
    assert [(line["endpoint"], line["status"]) for line in requests] == [
        ("answering.search", 200),
        ("unknown", 404),
        ("finding.places", 200),
        ("asking.create", 201),
        ("asking.create", 400),
    ]
    assert {frozenset(line) for line in requests} == {frozenset(OF_A_REQUEST)}
    assert len({line["request"] for line in requests}) == len(requests)
    assert_silent(written, asked.get_json()["code"], asked.get_json()["pass_code"])


def assert_silent(written: io.StringIO, *more: str) -> None:
    told = written.getvalue()
    assert [word for word in (*TELLING, *more) if word in told] == []


def test_an_error_is_told_by_its_kind_and_place_within_its_request(
    visitor: PageClient, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> str:
        logging.getLogger("webapp.test").exception("it failed", exc_info=KeyError(NAME))
        raise ValueError(f"{NAME} {PHONE}")

    monkeypatch.setitem(visitor.application.view_functions, "pages.about", fails)
    answer = visitor.get(f"/nl/{TOWN}/about?q={WORDS}", headers={"X-Request-ID": ID_OF_PROXY})

    found = [line for line in lines(written) if line["logger"].startswith("webapp.")]
    assert answer.status_code == 500
    assert [line["level"] for line in found] == ["ERROR", "ERROR", "INFO"]
    assert {line["request"] for line in found} == {ID_OF_PROXY}
    assert found[0]["trace"] == "KeyError"
    assert "ValueError" in found[1]["event"]
    assert_silent(written)


def test_a_number_of_a_request_that_could_be_words_is_not_taken(visitor: PageClient, written: io.StringIO) -> None:
    visitor.get(f"/nl/{TOWN}/about", headers={"X-Request-ID": f"{WORDS}-{PHONE}"})

    assert_silent(written)


def test_of_a_library_only_what_it_always_says(written: io.StringIO) -> None:
    logging.getLogger("somebody.elses").warning("no mail to %s", NAME)
    logging.getLogger("webapp.messages.jobs").warning("mail %s: %s", 7, "refused")

    assert [line["event"] for line in lines(written)] == ["no mail to %s", "mail 7: refused"]
    assert_silent(written)


def test_a_line_stays_one_line(written: io.StringIO) -> None:
    logging.getLogger("webapp.test").warning("first\nsecond\u2028third")

    assert len(written.getvalue().split("\n")) == 2
    assert lines(written)[0]["event"] == "first\nsecond\u2028third"
