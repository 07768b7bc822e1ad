"""From an invitation by mail to the first page: one link, once; looking at it uses nothing up."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskCliRunner

from tests.accounts.conftest import MOMENT, Outbox
from tests.page import PageClient, one, parse, text_of, texts
from tests.staff import PASSWORD, code_of, sign_in, submit
from webapp.accounts import fresh_codes, operations
from webapp.accounts.models import Invitation, RecoveryCode, StaffUser
from webapp.accounts.queries import find_invitation, find_user
from webapp.areas.models import Municipality
from webapp.core.crypto import fingerprint
from webapp.extensions import db

NEW = {"name": "Bo de Vries", "password": PASSWORD, "language": "en"}


def invite(cli: FlaskCliRunner, email: str = "bo@example.nl", *options: str) -> str:
    options = options or ("--role", "team", "--town", "brinkdam")
    result = cli.invoke(args=["accounts", "invite", email, *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_from_the_mail_to_the_first_page(
    cli: FlaskCliRunner, client: PageClient, brinkdam: Municipality, outbox: Outbox
) -> None:
    invite(cli, "Bo@Example.nl")
    mail = outbox.only()
    assert (mail.to, mail.kind, mail.municipality_id) == ("bo@example.nl", "invitation", brinkdam.id)
    assert "Brinkdam" in mail.body
    assert "lid van een team" in mail.body

    page = client.page(mail.path)
    assert "bo@example.nl" in text_of(one(page, "main"))
    assert submit(client, mail.path, **NEW).location == "/staff/set-up"

    page = client.page("/staff/set-up")
    assert one(page, "html").attrs["lang"] == "en"
    key = text_of(one(page, ".key")).replace(" ", "")
    assert key in (one(page, "a[href^=otpauth]").attrs["href"] or "")
    shown = submit(client, "/staff/set-up", code=code_of(key))
    codes = texts(client.page(str(shown.location)), ".codes code")
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", code) for code in codes)

    assert text_of(one(client.page("/staff/"), "h1")) == "Hello Bo de Vries"
    user = find_user("bo@example.nl")
    assert user is not None
    assert [(grant.role, grant.municipality_id) for grant in user.grants] == [("team", brinkdam.id)]
    assert (user.password or "").startswith("$argon2id$")
    assert key not in (user.tf_totp_secret or ""), "the secret of the codes is encrypted"


def test_looking_does_not_accept(
    cli: FlaskCliRunner, client: PageClient, brinkdam: Municipality, outbox: Outbox
) -> None:
    invite(cli)

    for _count in range(3):
        assert client.get(outbox.only().path).status_code == 200
    assert find_user("bo@example.nl") is None
    assert submit(client, outbox.only().path, **NEW).status_code == 303


def test_an_invitation_works_once(
    cli: FlaskCliRunner, client: PageClient, brinkdam: Municipality, outbox: Outbox
) -> None:
    invite(cli)
    submit(client, outbox.only().path, **NEW)

    again = client.get(outbox.only().path)

    assert again.status_code == 404
    assert text_of(one(parse(again.text), "h1")) == "This invitation has been used already"


def test_of_two_at_once_one_accepts(brinkdam: Municipality) -> None:
    _invitation, token = operations.invite("bo@example.nl", "team", brinkdam, MOMENT)
    found = find_invitation(token)
    assert found is not None

    first = operations.accept(found, None, MOMENT, **NEW)
    second = operations.accept(found, None, MOMENT, **NEW)

    assert first is not None
    assert second is None


def test_after_a_week_it_is_over(
    cli: FlaskCliRunner,
    client: PageClient,
    brinkdam: Municipality,
    outbox: Outbox,
    clock: time_machine.Traveller,
) -> None:
    invite(cli)
    clock.shift(timedelta(days=7))

    answer = client.get(outbox.only().path)

    assert answer.status_code == 404
    assert "te oud" in text_of(one(parse(answer.text), "h1"))
    assert "Vraag degene die je uitnodigde" in text_of(one(parse(answer.text), "main"))


def test_who_invited_is_named_when_it_is_too_old(
    client: PageClient, brinkdam: Municipality, user: StaffUser, clock: time_machine.Traveller
) -> None:
    _invitation, token = operations.invite("bo@example.nl", "team", brinkdam, MOMENT, by=user)
    db.session.commit()
    clock.shift(timedelta(days=8))

    answer = client.get(f"/staff/invitation/{token}")

    said = text_of(one(parse(answer.text), "main"))
    assert "dinsdag 1 december" in said
    assert "Vraag Anja" in said


def test_a_second_invitation_ends_the_first(
    cli: FlaskCliRunner, client: PageClient, brinkdam: Municipality, outbox: Outbox
) -> None:
    invite(cli)
    invite(cli)
    first, second = outbox.mails

    answer = client.get(first.path)
    assert answer.status_code == 404
    assert "de laatste mail" in text_of(one(parse(answer.text), "main"))
    assert client.get(second.path).status_code == 200


def test_only_the_hash_of_the_token_is_kept(cli: FlaskCliRunner, brinkdam: Municipality, outbox: Outbox) -> None:
    output = invite(cli)
    token = outbox.only().path.rsplit("/", 1)[1]

    stored = db.session.scalars(sa.select(Invitation)).one()
    assert stored.token_hash == fingerprint(token)
    assert token not in output


def test_who_has_an_account_gets_the_role_and_signs_in_as_always(
    cli: FlaskCliRunner, client: PageClient, brinkdam: Municipality, user: StaffUser, outbox: Outbox
) -> None:
    invite(cli, user.email, "--role", "editor", "--town", "brinkdam")

    answer = submit(client, outbox.only().path)

    assert answer.location == "/staff/sign-in"
    assert client.get("/staff/").status_code == 303, "the mail alone opens nothing"
    assert {grant.role for grant in user.grants} == {"coordinator", "editor"}
    sign_in(client, user)
    assert "redacteur" in text_of(one(client.page("/staff/account"), "main"))


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": ""}, "Vul je naam in"),
        ({"name": "x" * 81}, "te lang"),
        ({"password": "kort"}, "te kort"),
        ({"password": ""}, "te kort"),
        ({"password": "bo de vries is hier"}, "naam of adres"),
        ({"password": "x" * 200}, "te lang"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_else_is_lost(
    cli: FlaskCliRunner,
    client: PageClient,
    brinkdam: Municipality,
    outbox: Outbox,
    typed: dict[str, str],
    wrong: str,
) -> None:
    invite(cli)
    answer = submit(client, outbox.only().path, **{**NEW, **typed})

    document = parse(answer.text)
    assert answer.status_code == 422
    assert wrong in text_of(one(document, ".field__error"))
    assert PASSWORD not in answer.text
    if "name" not in typed:
        assert one(document, "#name").attrs["value"] == "Bo de Vries"
    assert find_user("bo@example.nl") is None
    assert client.get(outbox.only().path).status_code == 200, "it can be tried again"


@pytest.mark.parametrize("code", ["", "12345", "000000", "abcdef", "x" * 500, "٠٠٠٠٠٠", "\x00"])
def test_a_code_that_is_not_right_can_be_tried_again(
    cli: FlaskCliRunner, client: PageClient, brinkdam: Municipality, outbox: Outbox, code: str
) -> None:
    invite(cli)
    submit(client, outbox.only().path, **NEW)
    key = text_of(one(client.page("/staff/set-up"), ".key"))

    answer = submit(client, "/staff/set-up", code=code)

    assert answer.status_code == 422
    assert text_of(one(parse(answer.text), ".key")) == key, "the app that was set up stays good"
    assert client.get("/staff/").status_code == 303
    assert submit(client, "/staff/set-up", code=code_of(key.replace(" ", ""))).status_code == 303


def test_recovery_codes_work_once_and_are_kept_as_hashes(client: PageClient, user: StaffUser, outbox: Outbox) -> None:
    codes = fresh_codes.make(user, MOMENT)
    db.session.commit()
    email = user.email

    for number, code in enumerate((codes[0].upper().replace("-", " "), codes[0])):
        submit(client, "/staff/sign-in", email=email, password=PASSWORD)
        answer = submit(client, "/staff/second-step", code=code)
        assert answer.status_code == (303, 422)[number]
        if number == 0:
            submit(client, "/staff/sign-out", form_page="/staff/account")

    hashes = db.session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert len(hashes) == 9
    assert not any(code.encode() in hash_ for code in codes for hash_ in hashes)


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        (("nobody", "--role", "team", "--town", "brinkdam"), "is not an e-mail address"),
        (("bo@example.nl", "--role", "boss", "--town", "brinkdam"), "boss"),
        (("bo@example.nl", "--role", "team"), "add --town SLUG"),
        (("bo@example.nl", "--role", "team", "--town", "nergens"), "flask areas list"),
        (("bo@example.nl", "--role", "team", "--town", "brinkdam", "--lang", "xx"), "no language"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    cli: FlaskCliRunner, brinkdam: Municipality, outbox: Outbox, options: tuple[str, ...], wrong: str
) -> None:
    result = cli.invoke(args=["accounts", "invite", *options])

    assert result.exit_code != 0
    assert wrong in result.output
    assert outbox.mails == []


def test_an_admin_of_all_towns_needs_no_town(cli: FlaskCliRunner, brinkdam: Municipality, outbox: Outbox) -> None:
    invite(cli, "baas@example.nl", "--role", "admin", "--lang", "en")

    assert "You are invited to work with Dichtbij." in outbox.only().body
    assert outbox.only().municipality_id is None
