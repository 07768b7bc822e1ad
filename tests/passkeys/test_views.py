"""Passkeys: one touch is both steps; what was forged, replayed or made for elsewhere opens nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import current_app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.accounts.conftest import Outbox
from tests.examples import examples
from tests.page import PageClient, one, parse, text_of
from tests.passkey import Key, data, text
from tests.passkeys.keys import ALONE, HOME, KEYS, SECOND, assert_refused, give_key, options, send, sign_in_with
from tests.staff import csrf_token, give_password, make_user, sign_in
from webapp.accounts import authenticators, operations, rules
from webapp.accounts.models import Passkey, StaffUser
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.extensions import db

# ---------------------------------------------------------------- signing in


def test_one_touch_is_both_steps(client: PageClient, user: StaffUser) -> None:
    key = give_key(user)

    answer = sign_in_with(client, key)

    assert (answer.status_code, answer.location) == (303, HOME)
    assert text_of(one(client.page(HOME), "h1")) == "Hallo Anja"
    assert db.session.query(Passkey).one().used_at == clock.now()


def test_the_way_on_is_kept_and_leads_nowhere_else(client: PageClient, user: StaffUser) -> None:
    key = give_key(user)
    form = client.page("/staff/sign-in?next=/staff/account").query(".passkey")[0]
    assert form.attrs["action"] == f"{ALONE}?next=/staff/account"

    assert send(client, f"{ALONE}?next=/staff/account", key.sign(options(client, ALONE))).location == "/staff/account"
    client.get(HOME)
    other = current_app.test_client()
    assert send(other, f"{ALONE}?next=https://evil.example", key.sign(options(other, ALONE))).location == HOME


def test_what_is_asked_tells_nothing_about_anyone(client: PageClient, user: StaffUser) -> None:
    give_key(user)

    asked = options(client, ALONE)

    assert asked["allowCredentials"] == []
    assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")
    assert asked["challenge"] != options(client, ALONE)["challenge"]


def test_a_key_that_saw_nobody_is_no_whole_sign_in(client: PageClient, user: StaffUser) -> None:
    key = give_key(user, sees_owner=False)

    assert_refused(client, sign_in_with(client, key))


@pytest.mark.parametrize(
    "other",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost.evil.example"},
        {"type": "webauthn.create"},
        {"challenge": text(bytes(32))},
        {"host": "evil.example"},
        {"handle": bytes(16)},
    ],
)
def test_an_answer_for_something_else_opens_nothing(client: PageClient, user: StaffUser, other: dict[str, Any]) -> None:
    assert_refused(client, sign_in_with(client, give_key(user), **other))


def test_a_forged_signature_opens_nothing(client: PageClient, user: StaffUser) -> None:
    known = give_key(user)
    forged = Key(id=known.id, user_handle=known.user_handle)  # the id is known, the private key is not

    assert_refused(client, sign_in_with(client, forged))


def test_one_changed_bit_opens_nothing(client: PageClient, user: StaffUser) -> None:
    key = give_key(user)
    for part in ("signature", "authenticatorData", "clientDataJSON"):
        said = json.loads(key.sign(options(client, ALONE)))
        bits = bytearray(data(said["response"][part]))
        bits[-3] ^= 1
        said["response"][part] = text(bytes(bits))

        assert_refused(client, send(client, ALONE, json.dumps(said)))


def test_an_unknown_key_and_a_shut_out_user_get_the_same_answer(client: PageClient, user: StaffUser) -> None:
    operations.disable(user, clock.now())
    shut_out = give_key(user)

    for key in (shut_out, Key()):
        assert_refused(client, sign_in_with(client, key))


def test_an_answer_works_once_also_with_the_session_of_then(client: PageClient, user: StaffUser) -> None:
    key = give_key(user)
    answer = key.sign(options(client, ALONE))
    then = client.get_cookie("dichtbij_staff", path="/staff")
    token = csrf_token(client, "/staff/sign-in")
    assert then is not None
    assert send(client, ALONE, answer).status_code == 303

    thief = current_app.test_client()
    assert isinstance(thief, PageClient)
    thief.set_cookie("dichtbij_staff", then.value, path="/staff")
    again = thief.post(ALONE, data={"csrf_token": token, "credential": answer})

    assert_refused(thief, again, "Dat duurde te lang.")


def test_an_answer_from_another_browser_opens_nothing(client: PageClient, user: StaffUser) -> None:
    other = current_app.test_client()
    assert isinstance(other, PageClient)

    assert_refused(client, send(client, ALONE, give_key(user).sign(options(other, ALONE))), "Dat duurde te lang.")


def test_a_slow_answer_is_asked_for_again(client: PageClient, user: StaffUser, clock: time_machine.Traveller) -> None:
    key = give_key(user)
    answer = key.sign(options(client, ALONE))
    clock.shift(timedelta(minutes=rules.CEREMONY_MINUTES, seconds=1))

    assert_refused(client, send(client, ALONE, answer), "Dat duurde te lang.")
    assert sign_in_with(client, key).status_code == 303


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=80)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ("id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature")
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=8,
    ).map(json.dumps)
)
def test_whatever_is_sent_is_a_refusal_and_never_an_error(app: object, answer: str) -> None:
    assert authenticators.read_claim(answer) is None or isinstance(
        authenticators.read_claim(answer), authenticators.Claim
    )
    assert authenticators.read_new(answer, b"x" * 32) is None
    key = Passkey(public_key=Key().public, credential_id=b"x")
    assert authenticators.check(answer, b"x" * 32, key, has_seen_owner=True) is None


def test_a_long_answer_costs_no_reading(app: object) -> None:
    assert authenticators.read_claim(json.dumps({"id": "x" * authenticators.ANSWER_MAX})) is None


def test_too_many_answers_are_slowed_down(client: PageClient, user: StaffUser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.accounts.attempts.OF_PASSKEYS", "2/hour")
    answers = [sign_in_with(client, Key()).status_code for _ in range(3)]

    assert answers == [422, 422, 429]
    assert give_password(client, user.email).status_code == 303, "the other way stays"


# ---------------------------------------------------------------- the counter


def test_a_counter_that_does_not_rise_marks_a_copy(client: PageClient, user: StaffUser, outbox: Outbox) -> None:
    key = give_key(user, signed=7)
    assert sign_in_with(client, key).status_code == 303
    client.post("/staff/sign-out", data={"csrf_token": csrf_token(client, HOME)})

    key.signed = 6
    assert_refused(client, sign_in_with(client, key), "Misschien is er een kopie")

    assert outbox.only().kind == "passkey-copied"
    key.signed = 50
    assert_refused(client, sign_in_with(client, key), "Misschien is er een kopie")
    assert "Misschien is er een kopie" in sign_in(client, user).page(KEYS).to_text()


@pytest.mark.parametrize(
    ("before", "now", "is_copy"),
    [(0, 0, False), (0, 1, False), (4, 5, False), (5, 5, True), (5, 4, True), (5, 0, True)],
)
def test_what_a_counter_says(before: int, now: int, is_copy: bool) -> None:
    assert rules.is_copy(before, now) is is_copy


# ---------------------------------------------------------------- after the password


def test_after_the_password_a_key_that_sees_nobody_is_enough(client: PageClient, user: StaffUser) -> None:
    key = give_key(user, sees_owner=False)
    give_password(client, user.email, next_="/staff/account")
    asked = options_after_password(client)
    assert [one["id"] for one in asked["allowCredentials"]] == [text(key.id)]

    answer = send_after_password(client, key.sign(asked))

    assert (answer.status_code, answer.location) == (303, "/staff/account")
    assert client.get(HOME).status_code == 200


def options_after_password(client: PageClient) -> dict[str, Any]:
    token = csrf_token(client, "/staff/second-step")
    return dict(client.post(f"{SECOND}/options", data={"csrf_token": token}).get_json())


def send_after_password(client: PageClient, credential: str) -> TestResponse:
    token = csrf_token(client, "/staff/second-step")
    return client.post(SECOND, data={"csrf_token": token, "credential": credential})


def test_the_key_of_a_colleague_is_not_the_second_step(
    client: PageClient, user: StaffUser, brinkdam: Municipality
) -> None:
    other = give_key(make_user("team", brinkdam))
    give_key(user)
    give_password(client, user.email)

    for handle in (None, user.id.bytes):
        answer = send_after_password(client, other.sign(options_after_password(client), handle=handle))
        assert_refused(client, answer)


def test_a_challenge_for_one_purpose_is_none_for_another(client: PageClient, user: StaffUser) -> None:
    key = give_key(user)
    give_password(client, user.email)
    asked = options_after_password(client)
    token = csrf_token(client, "/staff/second-step")
    answer = client.post(ALONE, data={"csrf_token": token, "credential": key.sign(asked)})

    assert_refused(client, answer, "Dat duurde te lang.")


def test_before_the_password_there_is_no_second_step(client: PageClient, user: StaffUser) -> None:
    token = csrf_token(client, "/staff/sign-in")

    assert client.post(f"{SECOND}/options", data={"csrf_token": token}).status_code == 404
    assert client.post(SECOND, data={"csrf_token": token}).location == "/staff/sign-in"


def test_where_the_address_is_a_number_there_are_none(client: PageClient, user: StaffUser) -> None:
    give_key(user)
    here = {"base_url": "http://127.0.0.1:8000"}
    page = client.get("/staff/sign-in", **here).text

    assert not parse(page).query(".passkey")
    token = parse(page).query("input[name=csrf_token]")[0].attrs["value"]
    assert client.post(f"{ALONE}/options", data={"csrf_token": token}, **here).status_code == 404
