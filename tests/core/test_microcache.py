"""Ready answers: kept for a second, the same for everyone, bounded, and never anything that did not ask for it."""

from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from webapp.core.microcache import KEEP_HEADER, MAX_ENTRIES, MicroCache


class Inner:
    """Counts how often it is asked; keeps what it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.headers = {KEEP_HEADER: "1", "ETag": '"v1"', "Content-Security-Policy": "default-src 'none'"}
        self.status = 200

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        body = f"{Request(environ).full_path} {self.asked}"
        return Response(body, self.status, headers=self.headers)(environ, start_response)


@pytest.fixture
def inner() -> Inner:
    return Inner()


@pytest.fixture
def time() -> list[float]:
    return [100.0]


@pytest.fixture
def client(inner: Inner, time: list[float]) -> Client:
    return Client(MicroCache(inner, prefix="/api/", clock=lambda: time[0]))


def test_within_a_second_the_application_is_asked_once(client: Client, inner: Inner, time: list[float]) -> None:
    first = client.get("/api/feed")
    time[0] += 0.9
    second = client.get("/api/feed")

    assert (first.data, inner.asked) == (second.data, 1)


def test_after_a_second_it_is_asked_again(client: Client, inner: Inner, time: list[float]) -> None:
    client.get("/api/feed")
    time[0] += 1.1
    client.get("/api/feed")

    assert inner.asked == 2


@pytest.mark.parametrize("other", ["/api/feed?lang=en", "/api/other", "/api/feed?"])
def test_another_address_is_another_answer(client: Client, other: str) -> None:
    assert client.get("/api/feed?lang=nl").data != client.get(other).data


def test_each_packing_is_another_answer(client: Client, inner: Inner) -> None:
    for accepted in ("gzip", "br", ""):
        client.get("/api/feed", headers={"Accept-Encoding": accepted})

    assert inner.asked == 3


@pytest.mark.parametrize("condition", ['"v1"', 'W/"v1"', '"v0", "v1"', "*"])
def test_who_has_it_gets_304_without_a_body(client: Client, condition: str) -> None:
    for _ in range(2):
        answer = client.get("/api/feed", headers={"If-None-Match": condition})

        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", '"v1"')
        assert "Content-Security-Policy" in answer.headers
        assert "Content-Length" not in answer.headers


def test_the_inner_header_never_leaves(client: Client, inner: Inner) -> None:
    inner.headers["Content-Type"] = "text/plain"
    for _ in range(2):
        assert KEEP_HEADER not in client.get("/api/feed").headers
    inner.status = 404
    assert KEEP_HEADER not in client.get("/api/gone").headers


@pytest.mark.parametrize("status", [404, 500, 503])
def test_errors_are_not_kept(client: Client, inner: Inner, status: int) -> None:
    inner.status = status
    client.get("/api/feed")
    client.get("/api/feed")

    assert inner.asked == 2


def test_answers_that_did_not_ask_for_it_and_posts_are_not_kept(client: Client, inner: Inner) -> None:
    client.post("/api/feed")
    client.post("/api/feed")
    del inner.headers[KEEP_HEADER]
    client.get("/api/feed")
    client.get("/api/feed")

    assert inner.asked == 4


def test_other_addresses_pass_untouched(client: Client, inner: Inner) -> None:
    client.get("/nl/town/")
    client.get("/nl/town/")

    assert inner.asked == 2


def test_the_size_of_kept_answers_is_bounded(client: Client, inner: Inner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.core.microcache.MAX_BYTES", 3 * len(client.get("/api/feed?0").data))
    for number in range(10):
        client.get(f"/api/feed?{number}")
    asked = inner.asked
    client.get("/api/feed?9")
    client.get("/api/feed?0")

    assert inner.asked == asked + 1


def test_one_host_is_not_given_what_another_asked_for(client: Client, inner: Inner) -> None:
    first = client.get("/api/feed", headers={"Host": "a.example"})
    assert client.get("/api/feed", headers={"Host": "b.example"}).data != first.data
    assert client.get("/api/feed", headers={"Host": "a.example"}).data == first.data


def test_the_number_of_kept_answers_is_bounded(client: Client, inner: Inner) -> None:
    for number in range(MAX_ENTRIES + 1):
        client.get(f"/api/feed?{number}")
    client.get("/api/feed?0")

    assert inner.asked == MAX_ENTRIES + 2


def test_head_gets_the_headers_of_get_without_the_body(client: Client, inner: Inner) -> None:
    for _ in range(2):
        head, get = client.head("/api/feed"), client.get("/api/feed")
        assert head.data == b""
        assert dict(head.headers) == dict(get.headers)
    assert inner.asked == 1


def test_while_the_database_is_away_the_last_answer_is_given_for_an_hour(
    client: Client, inner: Inner, time: list[float]
) -> None:
    first = client.get("/api/feed").data
    inner.status = 503
    time[0] += 1800
    assert (client.get("/api/feed").status_code, client.get("/api/feed").data) == (200, first)
    assert inner.asked == 2, "not each visitor waits for a database that hangs"
    assert client.get("/api/other").status_code == 503, "what nobody asked for before is not there"
    time[0] += 1801
    assert client.get("/api/feed").status_code == 503
    inner.status = 200
    assert client.get("/api/feed").data != first


def test_another_error_is_told_at_once(client: Client, inner: Inner, time: list[float]) -> None:
    client.get("/api/feed")
    inner.status = 404
    time[0] += 1.1

    assert client.get("/api/feed").status_code == 404
