"""While the database is away: later is said in the visitor's language, and what was typed is not lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg import errors as causes
from sqlalchemy.exc import InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from tests.page import PageClient, one, parse, text_of, texts
from tests.staff import csrf_token, make_user, sign_in
from webapp.accounts import attempts
from webapp.areas import current
from webapp.areas.queries import get_municipality

TOWN = "alblasserdam"
TYPED = {
    "question": 'Wie helpt mij\nmet "rekeningen"?',
    "reply_by": "email",
    "contact": "noor@voorbeeld.nl",
    "key": "k",
}
AWAY = (
    OperationalError("SELECT", {}, causes.AdminShutdown("ending")),
    OperationalError("SELECT", {}, causes.LockNotAvailable("locked")),
    OperationalError("INSERT", {}, causes.DiskFull("full")),
    OperationalError("SELECT", {}, causes.QueryCanceled("too long")),
    InterfaceError("SELECT", {}, causes.InterfaceError("closed")),
    PendingRollbackError("lost"),
    NoConnectionFree("none free"),
)


@contextmanager
def away(monkeypatch: pytest.MonkeyPatch, error: Exception = AWAY[0]) -> Iterator[None]:
    def fail(*_arguments: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        for name in ("get_known_town", "get_municipality", "find_municipality"):
            patch.setattr(current, name, fail)
        yield


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(getattr(error, "orig", error)).__name__)
def test_each_way_of_being_away_is_later(demo: PageClient, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    with away(monkeypatch, error):
        answer = demo.get(f"/en/{TOWN}/places")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert one(parse(answer.text), "html").attrs["lang"] == "en"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_phone_of_the_team_stands_there_where_somebody_came_before(
    demo: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = text_of(one(demo.page(f"/nl/{TOWN}/"), ".team a[href^='tel:']"))
    with away(monkeypatch):
        assert phone in texts(parse(demo.get(f"/nl/{TOWN}/places").text), ".team a")
        assert not parse(demo.get("/nl/nergens/places").text).query(".team")


@pytest.mark.parametrize("path", [f"/nl/{TOWN}/ask", f"/en/{TOWN}/report?place=het-brughuis"])
def test_what_was_typed_is_sent_again_from_the_answer(
    demo: PageClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with away(monkeypatch):
        answer = demo.post(path, data=TYPED)

    assert answer.status_code == 503
    form = one(parse(answer.text), "main form")
    assert (form.attrs["action"], form.attrs["method"]) == (path, "post")
    fields = {field.attrs["name"]: field.attrs["value"] for field in form.query("input")}
    assert fields == TYPED
    assert texts(form, ".written") == [" ".join(TYPED["question"].split())]


@pytest.mark.parametrize(
    ("path", "data", "headers"),
    [
        (f"/nl/{TOWN}/question/bcdfghjkmpqr", {"pass_code": "123456"}, {}),
        (f"/nl/{TOWN}/ask", {}, {}),
        (f"/nl/{TOWN}/ask", {"question": "a b" * 100_000}, {}),
        (f"/nl/{TOWN}/ask", TYPED, {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_no_code_no_flood_and_no_words_of_another_site_are_said_back(
    demo: PageClient, monkeypatch: pytest.MonkeyPatch, path: str, data: dict[str, str], headers: dict[str, str]
) -> None:
    with away(monkeypatch):
        answer = demo.post(path, data=data, headers=headers)

    assert answer.status_code == 503
    assert not parse(answer.text).query("main form")


def test_staff_lose_neither_their_words_nor_their_sign_in(demo: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    town = get_municipality(TOWN)
    sign_in(demo, make_user("coordinator", town))
    page = f"/staff/{TOWN}/settings/words"
    token = csrf_token(demo, "/staff/account")
    with away(monkeypatch):
        answer = demo.post(page, data={"csrf_token": token, "words": "de poen is geld"})
    assert answer.status_code == 503
    form = one(parse(answer.text), "main form")
    assert {field.attrs["name"] for field in form.query("input")} == {"csrf_token", "once", "words"}
    assert demo.get("/staff/account").status_code == 200


def test_a_password_is_never_said_back(demo: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise AWAY[0]

    token = csrf_token(demo, "/staff/sign-in")
    monkeypatch.setattr(attempts, "hit", fail)
    told = {"csrf_token": token, "email": "ada@voorbeeld.nl", "words": "a b", "password": "geheim woord"}
    answer = demo.post("/staff/sign-in", data=told)

    assert answer.status_code == 503
    assert "geheim woord" not in answer.text
