"""Keys that staff hold, and what a browser does with them."""

from typing import Any

from werkzeug.test import TestResponse

from tests.page import PageClient, one, parse, text_of
from tests.passkey import Key
from tests.staff import csrf_token
from webapp.accounts import authenticators, operations
from webapp.accounts.models import StaffUser
from webapp.core import clock
from webapp.extensions import db

HOME, KEYS = "/staff/", "/staff/account/passkeys"
ALONE, SECOND = "/staff/sign-in/passkey", "/staff/second-step/passkey"


def give_key(user: StaffUser, name: str = "telefoon", **facts: Any) -> Key:
    """A key that this user has registered, without the pages."""
    key = Key(**facts, user_handle=user.id.bytes)
    known = authenticators.NewKey(key.id, key.public, key.signed, ["internal"])
    assert operations.add_passkey(user, known, name, clock.now())
    db.session.commit()
    return key


def options(client: PageClient, path: str) -> dict[str, Any]:
    answer = client.post(f"{path}/options", data={"csrf_token": csrf_token(client, "/staff/sign-in")})
    assert answer.status_code == 200, answer.text[:300]
    return dict(answer.get_json())


def send(client: PageClient, path: str, credential: str) -> TestResponse:
    return client.post(path, data={"csrf_token": csrf_token(client, "/staff/sign-in"), "credential": credential})


def sign_in_with(client: PageClient, key: Key, **other: Any) -> TestResponse:
    key.signed += bool(key.signed)
    return send(client, ALONE, key.sign(options(client, ALONE), **other))


def assert_refused(client: PageClient, answer: TestResponse, sentence: str = "Deze passkey werkt hier niet.") -> None:
    assert answer.status_code == 422
    assert sentence in text_of(one(parse(answer.text), ".notice--wrong"))
    assert client.get(HOME).status_code == 303, "nobody is signed in"
