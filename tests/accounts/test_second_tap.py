"""A second tap before somebody is signed in: the browser drops the first answer, its cookie too, and takes the second.
It leads where the first one led, and nothing is lost on the way."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.accounts.conftest import MOMENT, Outbox
from tests.build import make_municipality
from tests.conftest import running_application
from tests.database import cloned_database
from tests.page import PageClient, forget_last_request, one, parse, text_of, texts
from tests.staff import PASSWORD, code_for, code_of, give_password, make_user, submit
from webapp.accounts import operations
from webapp.accounts.models import RecoveryCode, StaffUser
from webapp.accounts.queries import find_user
from webapp.areas.models import Municipality
from webapp.extensions import db

NEW = {"name": "Bo de Vries", "password": PASSWORD, "language": "nl"}
CODES = "/staff/account/recovery-codes/new"
NEW_PASSWORD = "nog eens vier andere woorden"


@pytest.fixture
def invitation(brinkdam: Municipality) -> str:
    _invitation, token = operations.invite("bo@example.nl", "team", brinkdam, MOMENT)
    db.session.commit()
    return f"/staff/invitation/{token}"


def twice(client: PageClient, path: str, **fields: str) -> list[TestResponse]:
    """The same form, both times with the cookies of its page; those of the second answer stay."""
    form = {**hidden(client.get(path).text), **fields}
    held = dict(client._cookies)  # there is no public way to keep them
    first = client.post(path, data=form)
    client._cookies = held
    return [first, client.post(path, data=form)]


def hidden(page: str) -> dict[str, Any]:
    return {str(one.attrs["name"]): one.attrs.get("value", "") for one in parse(page).query("main input[type=hidden]")}


def test_an_invitation_that_is_accepted_twice_leads_on_twice(client: PageClient, invitation: str) -> None:
    assert [answer.location for answer in twice(client, invitation, **NEW)] == ["/staff/set-up"] * 2

    assert client.get("/staff/set-up").status_code == 200
    assert db.session.query(StaffUser).count() == 1


def test_who_has_an_account_is_led_to_the_sign_in_twice(client: PageClient, brinkdam: Municipality) -> None:
    user = make_user("editor", brinkdam)
    _invitation, token = operations.invite(user.email, "team", brinkdam, MOMENT)
    db.session.commit()

    answers = twice(client, f"/staff/invitation/{token}")

    assert [answer.location for answer in answers] == ["/staff/sign-in"] * 2


def test_with_another_password_a_used_invitation_opens_nothing(client: PageClient, invitation: str) -> None:
    form = {**hidden(client.get(invitation).text), **NEW}
    client.post(invitation, data=form)
    stranger = client.application.test_client()
    answer = submit_as(stranger, invitation, {**NEW, "password": NEW_PASSWORD})

    assert answer.status_code == 404
    assert stranger.get("/staff/set-up").status_code == 303


def submit_as(client: FlaskClient, path: str, fields: dict[str, str]) -> TestResponse:
    forget_last_request()
    token = parse(client.get("/staff/sign-in").text).query("input[name=csrf_token]")[0].attrs["value"]
    return client.post(path, data={**fields, "csrf_token": token})


def test_nobody_guesses_the_password_at_a_used_invitation(client: PageClient, invitation: str) -> None:
    submit(client, invitation, **NEW)
    stranger = client.application.test_client()
    for number in range(15):
        submit_as(stranger, invitation, {**NEW, "password": f"{NEW_PASSWORD} {number}"})

    assert submit_as(stranger, invitation, NEW).status_code == 404, "as often as at the sign-in, and no more"


def test_a_set_up_that_is_sent_twice_loses_no_codes(client: PageClient, invitation: str) -> None:
    submit(client, invitation, **NEW)
    key = text_of(one(client.page("/staff/set-up"), ".key"))

    answers = twice(client, "/staff/set-up", code=code_of(key))

    assert [answer.location for answer in answers] == [CODES] * 2
    shown = texts(client.page(CODES), ".codes code")
    assert len(shown) == 10
    assert db.session.query(RecoveryCode).count() == 10
    user = find_user("bo@example.nl")
    assert user is not None
    assert operations.use_code(user, shown[0]), "those that are shown are those that work"


def test_a_code_that_is_sent_twice_lets_in_twice(client: PageClient, user: StaffUser) -> None:
    code = code_for(user)
    give_password(client, user.email)

    answers = twice(client, "/staff/second-step", code=code)

    assert [answer.location for answer in answers] == ["/staff/"] * 2
    assert client.get("/staff/").status_code == 200


def test_the_same_code_in_another_form_lets_nobody_in(client: PageClient, user: StaffUser) -> None:
    code = code_for(user)
    give_password(client, user.email)
    held = dict(client._cookies)
    assert submit(client, "/staff/second-step", code=code).status_code == 303
    client._cookies = held

    assert submit(client, "/staff/second-step", code=code).status_code == 422
    assert client.get("/staff/").status_code == 303


def test_a_wrong_code_stays_wrong_and_a_detour_lets_nobody_in(
    client: PageClient, user: StaffUser, brinkdam: Municipality
) -> None:
    """Twice what led elsewhere: no set-up yet, and a code that is wrong."""
    give_password(client, user.email)
    assert [answer.status_code for answer in twice(client, "/staff/second-step", code="000000")] == [422] * 2
    newcomer = make_user("team", brinkdam)
    newcomer.tf_totp_secret = None
    db.session.commit()
    give_password(client, newcomer.email)
    form = {**hidden(client.get("/staff/set-up").text), "code": "000000"}
    for _tap in range(2):
        assert client.post("/staff/second-step", data=form).location == "/staff/set-up"

    assert client.get("/staff/").status_code == 303


def test_a_new_password_that_is_sent_twice_leads_on_twice(client: PageClient, user: StaffUser, outbox: Outbox) -> None:
    submit(client, "/staff/forgotten", email=user.email)
    path = outbox.only().path

    answers = twice(client, path, password=NEW_PASSWORD)

    assert [answer.location for answer in answers] == ["/staff/second-step"] * 2
    assert client.get("/staff/second-step").status_code == 200
    assert submit_as(client, path, {"password": "heel iets anders dan dat"}).status_code == 404


def test_asking_twice_for_a_new_password_sends_one_mail(client: PageClient, user: StaffUser, outbox: Outbox) -> None:
    assert [answer.status_code for answer in twice(client, "/staff/forgotten", email=user.email)] == [200] * 2
    assert outbox.only().to == user.email


def test_at_the_same_time_a_set_up_makes_one_set_of_codes() -> None:
    """Each with a connection of its own."""
    with cloned_database() as url, running_application(url) as app:
        with app.app_context():
            user = make_user("team", make_municipality())
            user.tf_totp_secret = None
            db.session.commit()
            client = app.test_client()
            give_password(client, user.email)
            page = client.get("/staff/set-up").text
            form = {**hidden(page), "code": code_of(text_of(one(parse(page), ".key")))}
        browsers = [app.test_client() for _number in range(3)]
        for browser in browsers:
            browser._cookies = dict(client._cookies)
        with ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(lambda browser: browser.post("/staff/set-up", data=dict(form)), browsers))
        shown = {tuple(texts(parse(browser.get(CODES).text), ".codes code")) for browser in browsers}
        with app.app_context():
            count = db.session.scalar(sa.select(sa.func.count()).select_from(RecoveryCode))
            db.session.remove()

    assert [answer.location for answer in answers] == [CODES] * 3
    assert (len(shown), count) == (1, 10)
