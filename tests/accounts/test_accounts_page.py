"""The page of an admin: who works here, one more invited, roles taken away; only in the admin's own towns."""

import pytest
from flask import Flask

from tests.accounts.conftest import Outbox
from tests.build import make_municipality
from tests.page import PageClient, one, parse, text_of
from tests.staff import csrf_token, make_user, sign_in, submit
from tests.town import OVERWATER
from webapp.accounts.models import StaffUser
from webapp.accounts.queries import find_user
from webapp.areas.models import Municipality
from webapp.extensions import db

PAGE = "/staff/accounts"


@pytest.fixture
def overwater(brinkdam: Municipality) -> Municipality:
    return make_municipality(OVERWATER)


@pytest.fixture
def admin(client: PageClient, brinkdam: Municipality) -> StaffUser:
    """Of Brinkdam only; signed in."""
    admin = make_user("admin", brinkdam, email="ada@example.nl", name="Ada")
    sign_in(client, admin)
    return admin


@pytest.fixture
def elsewhere(overwater: Municipality) -> StaffUser:
    return make_user("team", overwater, email="otto@example.nl", name="Otto")


def membership_id(user: StaffUser) -> str:
    return str(user.memberships[0].id)


def test_the_page_shows_the_own_towns_only(
    client: PageClient, admin: StaffUser, user: StaffUser, elsewhere: StaffUser
) -> None:
    said = text_of(one(client.page(PAGE), "main"))

    assert "Anja" in said
    assert "coördinator, Brinkdam" in said
    assert "Otto" not in said
    assert "Overwater" not in said


def test_it_stands_on_the_first_page_of_an_admin_only(client: PageClient, admin: StaffUser, user: StaffUser) -> None:
    assert client.page("/staff/").query(f"a[href='{PAGE}']")
    submit(client, "/staff/sign-out", form_page=PAGE)
    sign_in(client, user)
    assert not client.page("/staff/").query(f"a[href='{PAGE}']")


def test_an_admin_invites(client: PageClient, admin: StaffUser, brinkdam: Municipality, outbox: Outbox) -> None:
    answer = submit(client, PAGE, email="bo@example.nl", role="team", town="brinkdam")

    assert answer.location == PAGE
    assert (outbox.only().to, outbox.only().kind) == ("bo@example.nl", "invitation")
    assert "bo@example.nl: lid van een team, Brinkdam" in text_of(one(client.page(PAGE), "main"))


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"email": "bo"}, "geen e-mailadres"),
        ({"role": "boss"}, "Kies een rol"),
        ({"town": OVERWATER}, "Kies een gemeente"),
        ({"town": "", "role": "admin"}, "Kies een gemeente"),
        ({"town": "nergens"}, "Kies een gemeente"),
    ],
)
def test_an_admin_of_one_town_invites_for_that_town_only(
    client: PageClient,
    admin: StaffUser,
    overwater: Municipality,
    outbox: Outbox,
    typed: dict[str, str],
    wrong: str,
) -> None:
    answer = submit(client, PAGE, **{"email": "bo@example.nl", "role": "team", "town": "brinkdam", **typed})

    assert answer.status_code == 422
    assert wrong in text_of(one(parse(answer.text), ".field__error"))
    assert outbox.mails == []


def test_a_role_that_is_taken_away_ends_at_once(
    client: PageClient, application: Flask, admin: StaffUser, user: StaffUser
) -> None:
    other = application.test_client()
    assert isinstance(other, PageClient)
    sign_in(other, user)

    submit(client, f"{PAGE}/roles/{membership_id(user)}/end", form_page=PAGE)

    assert other.get("/staff/").location.startswith("/staff/sign-in"), "it was the last role"
    again = find_user("anja@example.nl")
    assert again is not None
    assert again.memberships == []


def test_nobody_elsewhere_and_not_oneself(client: PageClient, admin: StaffUser, elsewhere: StaffUser) -> None:
    token = csrf_token(client, PAGE)

    def post(path: str) -> int:
        return client.post(path, data={"csrf_token": token}).status_code

    assert post(f"{PAGE}/roles/{membership_id(elsewhere)}/end") == 404
    assert post(f"{PAGE}/{elsewhere.id}/disable") == 404
    assert post(f"{PAGE}/roles/{membership_id(admin)}/end") == 400
    assert len(elsewhere.memberships) == 1


def test_an_admin_of_all_towns_shuts_out_and_lets_in_again(
    client: PageClient, application: Flask, elsewhere: StaffUser
) -> None:
    everywhere = make_user("admin", email="ada@example.nl")
    sign_in(client, everywhere)
    other = application.test_client()
    assert isinstance(other, PageClient)
    sign_in(other, elsewhere)

    submit(client, f"{PAGE}/{elsewhere.id}/disable", form_page=PAGE)
    db.session.expire_all()
    assert other.get("/staff/").status_code == 303
    assert not elsewhere.active
    submit(client, f"{PAGE}/{elsewhere.id}/enable", form_page=PAGE)
    db.session.expire_all()
    assert elsewhere.active
    assert submit(client, f"{PAGE}/{everywhere.id}/disable", form_page=PAGE).status_code == 400
    assert submit(client, PAGE, email="bo@example.nl", role="admin", town="").status_code == 303
