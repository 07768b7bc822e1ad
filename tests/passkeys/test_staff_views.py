"""Which passkeys somebody has: one more after the password, one less, and one instead of an app."""

import json
from typing import Any

import pytest
from flask import current_app
from werkzeug.test import TestResponse

from tests.accounts.conftest import Outbox
from tests.page import PageClient, one, parse, text_of
from tests.passkey import Key, text
from tests.passkeys.keys import HOME, KEYS, assert_refused, give_key, sign_in_with
from tests.staff import PASSWORD, code_for, give_password, make_user, sign_in, submit
from webapp.accounts import rules
from webapp.accounts.models import Passkey, StaffUser
from webapp.accounts.queries import find_user
from webapp.areas.models import Municipality
from webapp.extensions import db

# ---------------------------------------------------------------- which keys there are


@pytest.fixture
def inside(client: PageClient, user: StaffUser) -> PageClient:
    return sign_in(client, user)


def begin(client: PageClient, name: str = "Mijn telefoon", current: str = PASSWORD) -> dict[str, Any]:
    answer = submit(client, KEYS, name=name, current=current)
    assert answer.status_code == 200
    return dict(json.loads(str(parse(answer.text).query(".passkey")[0].attrs["data-options"])))


def finish(client: PageClient, credential: str) -> TestResponse:
    return submit(client, f"{KEYS}/new", form_page=KEYS, credential=credential)


def test_a_key_is_added_used_and_removed(inside: PageClient, user: StaffUser, outbox: Outbox) -> None:
    key = Key()

    assert finish(inside, key.create(begin(inside))).location == KEYS

    page = inside.page(KEYS)
    assert text_of(one(page, ".sign-ins__device")) == "Mijn telefoon"
    assert "Nog niet gebruikt" in page.to_text()
    assert outbox.only().kind == "passkey-added"
    other = current_app.test_client()
    assert isinstance(other, PageClient)
    assert sign_in_with(other, key).status_code == 303
    assert "Laatst gebruikt" in other.page(KEYS).to_text()
    (passkey,) = db.session.query(Passkey).all()
    assert passkey.transports == ["internal"]

    assert submit(inside, f"{KEYS}/{passkey.id}/remove", form_page=KEYS).location == KEYS
    assert [mail.kind for mail in outbox.mails] == ["passkey-added", "passkey-removed"]
    third = current_app.test_client()
    assert isinstance(third, PageClient)
    assert_refused(third, sign_in_with(third, key))


def test_the_password_comes_first(inside: PageClient) -> None:
    answer = submit(inside, KEYS, name="Mijn telefoon", current="een heel ander wachtwoord")

    assert answer.status_code == 422
    assert not parse(answer.text).query(".passkey")
    assert 'value="Mijn telefoon"' in answer.text
    assert (
        finish(inside, Key().create({"user": {"id": "AA"}, "rp": {"id": "localhost"}, "challenge": "AA"})).status_code
        == 422
    )


@pytest.mark.parametrize("name", ["", "x" * (rules.PASSKEY_NAME_MAX + 1)])
def test_a_key_has_a_name(inside: PageClient, name: str) -> None:
    assert submit(inside, KEYS, name=name, current=PASSWORD).status_code == 422


@pytest.mark.parametrize("other", [{"origin": "https://evil.example"}, {"challenge": text(bytes(32))}])
def test_a_key_made_for_elsewhere_is_not_taken(inside: PageClient, other: dict[str, Any]) -> None:
    assert finish(inside, Key().create(begin(inside), **other)).status_code == 422
    assert db.session.query(Passkey).count() == 0


def test_the_same_key_is_not_taken_twice(inside: PageClient, user: StaffUser, brinkdam: Municipality) -> None:
    key = give_key(make_user("team", brinkdam))

    assert finish(inside, key.create(begin(inside))).status_code == 422
    assert db.session.query(Passkey).count() == 1


def test_a_device_that_has_one_makes_no_second(inside: PageClient, user: StaffUser) -> None:
    key = give_key(user)

    assert [one["id"] for one in begin(inside)["excludeCredentials"]] == [text(key.id)]


def test_there_is_an_end_to_how_many(inside: PageClient, user: StaffUser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.passkeys.staff_views.PASSKEYS_MAX", 1)
    give_key(user)

    assert submit(inside, KEYS, name="nog een", current=PASSWORD).status_code == 422


def test_the_keys_of_others_are_not_there(inside: PageClient, brinkdam: Municipality) -> None:
    give_key(make_user("team", brinkdam), name="van een ander")
    (passkey,) = db.session.query(Passkey).all()

    assert "van een ander" not in inside.page(KEYS).to_text()
    assert submit(inside, f"{KEYS}/{passkey.id}/remove", form_page=KEYS).status_code == 404


# ---------------------------------------------------------------- instead of an app


@pytest.fixture
def newcomer(brinkdam: Municipality) -> StaffUser:
    user = make_user("team", brinkdam, email="nieuw@example.nl")
    user.tf_totp_secret = None
    db.session.commit()
    return user


def test_a_key_can_be_the_first_second_step(client: PageClient, newcomer: StaffUser, outbox: Outbox) -> None:
    assert give_password(client, newcomer.email).location == "/staff/set-up"
    assert client.page("/staff/set-up").query('a[href="/staff/set-up/passkey"]')
    page = client.page("/staff/set-up/passkey")
    key = Key()
    asked = json.loads(str(page.query(".passkey")[0].attrs["data-options"]))
    token = page.query("input[name=csrf_token]")[0].attrs["value"]
    answer = client.post("/staff/set-up/passkey", data={"csrf_token": token, "credential": key.create(asked)})

    assert len(client.page(str(answer.location)).query(".codes li")) == 10
    assert client.get(HOME).status_code == 200
    other = current_app.test_client()
    assert isinstance(other, PageClient)
    assert give_password(other, newcomer.email).location == "/staff/second-step"
    assert "reservecodes" in other.page("/staff/second-step").to_text()
    (passkey,) = db.session.query(Passkey).all()
    refused = submit(client, f"{KEYS}/{passkey.id}/remove", form_page=KEYS)
    assert (refused.status_code, db.session.query(Passkey).count()) == (400, 1), "the last second step stays"


def test_a_bad_first_key_leaves_the_choice(client: PageClient, newcomer: StaffUser) -> None:
    give_password(client, newcomer.email)

    answer = submit(client, "/staff/set-up/passkey", credential="{}")

    assert answer.status_code == 422
    assert client.get(HOME).status_code == 303
    assert client.get("/staff/set-up").status_code == 200


def test_who_has_a_second_step_sets_up_no_first(client: PageClient, user: StaffUser) -> None:
    give_password(client, user.email)

    assert client.get("/staff/set-up/passkey").location == "/staff/sign-in"


def test_codes_still_work_beside_a_key(client: PageClient, user: StaffUser) -> None:
    give_key(user)
    give_password(client, user.email)
    known = find_user(user.email)
    assert known is not None

    assert submit(client, "/staff/second-step", code=code_for(known)).status_code == 303
