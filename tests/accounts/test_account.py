"""One's own account: where one is signed in, password, codes, language; and being shut out."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.accounts.conftest import MOMENT, Outbox
from tests.hashing import STRENGTH_OF_THE_PRODUCT
from tests.page import PageClient, one, parse, text_of, texts
from tests.staff import PASSWORD, code_of, give_password, make_user, sign_in, submit
from webapp.accounts import fresh_codes, library, operations
from webapp.accounts.models import SignIn, StaffUser
from webapp.accounts.queries import count_recovery_codes
from webapp.areas.models import Municipality
from webapp.extensions import db

ACCOUNT = "/staff/account"
PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A136B) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
NEW_PASSWORD = "nog eens vier andere woorden"


@pytest.fixture
def phone(application: Flask, client: PageClient, user: StaffUser) -> PageClient:
    """A second browser of the same person; `client` is signed in as well."""
    sign_in(client, user)
    phone = application.test_client()
    assert isinstance(phone, PageClient)
    phone.environ_base["HTTP_USER_AGENT"] = PHONE
    return sign_in(phone, user)


def is_in(client: PageClient) -> bool:
    return client.get("/staff/").status_code == 200


def test_the_page_lists_where_somebody_is_signed_in(client: PageClient, phone: PageClient) -> None:
    devices = texts(client.page(ACCOUNT), ".sign-ins__device")

    assert sorted(devices) == ["Chrome op Android", "Onbekend apparaat (dit apparaat)"]


def test_one_of_them_can_be_signed_out(client: PageClient, phone: PageClient) -> None:
    row = db.session.query(SignIn).filter(SignIn.browser == "Chrome").one()

    answer = submit(client, f"{ACCOUNT}/sign-ins/{row.id}/end", form_page=ACCOUNT)

    assert answer.location == ACCOUNT
    assert not is_in(phone)
    assert is_in(client)
    assert texts(client.page(ACCOUNT), ".sign-ins__device") == ["Onbekend apparaat (dit apparaat)"]


def test_everywhere_is_everywhere(client: PageClient, phone: PageClient, application: Flask, user: StaffUser) -> None:
    half_in = application.test_client()
    assert isinstance(half_in, PageClient)
    give_password(half_in, user.email)

    assert submit(client, f"{ACCOUNT}/sign-ins/end-all", form_page=ACCOUNT).location == "/staff/sign-in"

    assert not is_in(client)
    assert not is_in(phone)
    assert half_in.get("/staff/second-step").location == "/staff/sign-in"


def test_nobody_signs_somebody_else_out(client: PageClient, phone: PageClient, brinkdam: Municipality) -> None:
    row = db.session.query(SignIn).filter(SignIn.browser == "Chrome").one()
    id_ = row.id
    submit(client, "/staff/sign-out", form_page=ACCOUNT)
    sign_in(client, make_user("coordinator", brinkdam))

    assert submit(client, f"{ACCOUNT}/sign-ins/{id_}/end", form_page=ACCOUNT).status_code == 404
    assert is_in(phone)


def test_what_is_over_is_not_listed(client: PageClient, phone: PageClient, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=40))
    assert is_in(client)
    clock.shift(timedelta(minutes=40))

    assert texts(client.page(ACCOUNT), ".sign-ins__device") == ["Onbekend apparaat (dit apparaat)"]


def test_a_new_password_signs_out_everywhere_and_is_told_by_mail(
    client: PageClient, phone: PageClient, user: StaffUser, outbox: Outbox
) -> None:
    answer = submit(client, f"{ACCOUNT}/password", current=PASSWORD, password=NEW_PASSWORD)

    assert answer.location == "/staff/sign-in"
    assert not is_in(client)
    assert not is_in(phone)
    assert outbox.only().kind == "password-changed"
    assert give_password(client, user.email, PASSWORD).status_code == 422
    assert give_password(client, user.email, NEW_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("current", "password", "wrong"),
    [
        ("verkeerd wachtwoord", NEW_PASSWORD, "niet het wachtwoord"),
        ("", NEW_PASSWORD, "dat je nu gebruikt"),
        (PASSWORD, "kort", "te kort"),
    ],
)
def test_a_password_is_not_changed_by_somebody_at_an_open_computer(
    client: PageClient, user: StaffUser, outbox: Outbox, current: str, password: str, wrong: str
) -> None:
    sign_in(client, user)

    answer = submit(client, f"{ACCOUNT}/password", current=current, password=password)

    assert answer.status_code == 422
    assert wrong in text_of(one(parse(answer.text), ".field__error"))
    assert is_in(client)
    assert outbox.mails == []


def test_new_recovery_codes_take_the_place_of_the_old_ones(client: PageClient, user: StaffUser) -> None:
    old = fresh_codes.make(user, MOMENT)
    db.session.commit()
    sign_in(client, user)

    assert submit(client, f"{ACCOUNT}/recovery-codes", current="fout wachtwoord").status_code == 422
    shown = texts(
        client.page(str(submit(client, f"{ACCOUNT}/recovery-codes", current=PASSWORD).location)), ".codes code"
    )

    assert len(shown) == 10
    assert not set(old) & set(shown)
    assert not operations.use_code(user, old[0])
    assert operations.use_code(user, shown[0])
    assert count_recovery_codes(user) == 9


def test_few_codes_left_are_told_on_the_first_page(client: PageClient, user: StaffUser) -> None:
    sign_in(client, user)

    assert "Je hebt nog 0 reservecodes" in text_of(one(client.page("/staff/"), "main"))


def test_pages_speak_the_language_of_the_user(client: PageClient, user: StaffUser) -> None:
    sign_in(client, user)
    assert one(client.page(ACCOUNT, headers={"Accept-Language": "en"}), "html").attrs["lang"] == "nl"

    submit(client, f"{ACCOUNT}/language", form_page=ACCOUNT, language="en")

    assert text_of(one(client.page(ACCOUNT), "h1")) == "My account"
    assert submit(client, f"{ACCOUNT}/language", form_page=ACCOUNT, language="xx").status_code == 400


def test_a_forgotten_password_is_replaced_by_mail_and_the_code_stays_needed(
    client: PageClient, user: StaffUser, outbox: Outbox
) -> None:
    known = submit(client, "/staff/forgotten", email="Anja@example.nl ")
    unknown = submit(client, "/staff/forgotten", email="niemand@example.nl")
    assert known.text == unknown.text
    mail = outbox.only()
    assert (mail.to, mail.kind) == (user.email, "new-password")

    assert client.get(mail.path).status_code == 200
    assert submit(client, mail.path, password=NEW_PASSWORD).location == "/staff/second-step"

    assert not is_in(client)
    assert client.get(mail.path).status_code == 404, "it works once"
    assert give_password(client, user.email, NEW_PASSWORD).status_code == 303


def test_a_link_for_a_new_password_is_good_for_an_hour(
    client: PageClient, user: StaffUser, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    submit(client, "/staff/forgotten", email=user.email)
    clock.shift(timedelta(minutes=61))

    assert client.get(outbox.only().path).status_code == 404
    assert client.get("/staff/new-password/nonsense").status_code == 404


def test_nobody_is_flooded_with_mail(client: PageClient, user: StaffUser, outbox: Outbox) -> None:
    answers = [submit(client, "/staff/forgotten", email=user.email).status_code for _count in range(5)]

    assert answers == [200, 200, 200, 429, 429]
    assert len(outbox.mails) == 3


def test_who_is_shut_out_is_out_at_once(client: PageClient, user: StaffUser, cli: FlaskCliRunner) -> None:
    sign_in(client, user)

    assert cli.invoke(args=["accounts", "disable", "Anja@example.nl"]).exit_code == 0

    assert not is_in(client)
    assert give_password(client, user.email).status_code == 422
    assert cli.invoke(args=["accounts", "enable", user.email]).exit_code == 0
    assert give_password(client, user.email).status_code == 303


def test_the_list_of_accounts(user: StaffUser, cli: FlaskCliRunner, brinkdam: Municipality) -> None:
    operations.invite("bo@example.nl", "admin", None, MOMENT)
    make_user("team", brinkdam, email="dick@example.nl").active = False
    db.session.commit()

    lines = cli.invoke(args=["accounts", "list"]).output.splitlines()

    assert lines == [
        "anja@example.nl\tAnja\tactive\tcoordinator in brinkdam",
        f"dick@example.nl\t{lines[1].split(chr(9))[1]}\tdisabled\tteam in brinkdam",
        "bo@example.nl\t\tinvited\tadmin everywhere",
    ]
    assert cli.invoke(args=["accounts", "disable", "niemand@example.nl"]).exit_code == 1


def test_after_a_month_old_sign_ins_and_invitations_are_gone(
    client: PageClient, user: StaffUser, brinkdam: Municipality
) -> None:
    sign_in(client, user)
    operations.invite("bo@example.nl", "team", brinkdam, MOMENT)

    assert operations.forget_old(MOMENT + timedelta(days=30)) == 0
    assert operations.forget_old(MOMENT + timedelta(days=38)) == 2


def test_another_phone_makes_the_codes_after_password_and_a_right_code(
    client: PageClient, user: StaffUser, outbox: Outbox
) -> None:
    sign_in(client, user)
    old = library.plain_secret(user.tf_totp_secret or "")
    new = text_of(one(client.page(f"{ACCOUNT}/app"), ".key")).replace(" ", "")
    assert new != old

    for wrong in ({"code": code_of(new), "current": "fout"}, {"code": "000000", "current": PASSWORD}):
        answer = submit(client, f"{ACCOUNT}/app", **wrong)
        assert answer.status_code == 422
        assert text_of(one(parse(answer.text), ".key")).replace(" ", "") == new
    assert library.plain_secret(user.tf_totp_secret or "") == old

    assert submit(client, f"{ACCOUNT}/app", code=code_of(new), current=PASSWORD).location == ACCOUNT
    assert library.plain_secret(user.tf_totp_secret or "") == new
    assert outbox.only().kind == "app-changed"


@pytest.mark.parametrize("email", ["anja@example.nl", "niemand@example.nl"])
def test_as_much_work_for_an_unknown_address(
    client: PageClient, user: StaffUser, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    """The time would tell otherwise: each password is hashed once, whoever it is of."""
    hashed: list[str] = []
    verify = library.verify_password
    monkeypatch.setattr(library, "verify_password", lambda *given: hashed.append(given[1]) or verify(*given))

    give_password(client, email, "een heel ander wachtwoord")

    assert len(hashed) == 1
    assert hashed[0].startswith("$argon2id$v=19$m=64,t=1,p=1$")  # as all here, see tests/hashing.py


def test_a_password_is_hashed_as_owasp_advises() -> None:
    assert STRENGTH_OF_THE_PRODUCT == {
        "argon2__memory_cost": 19_456,
        "argon2__time_cost": 2,
        "argon2__parallelism": 1,
    }


def test_a_page_that_is_not_there_leads_staff_back_to_their_own(client: PageClient, user: StaffUser) -> None:
    sign_in(client, user)
    answer = client.get("/staff/brinkdam/standard-answers/0")

    ways = [str(link.attrs["href"]) for link in parse(answer.text).query(".nothing__ways a")]
    assert (answer.status_code, ways) == (404, ["/staff/"])
