"""A form of staff that comes after the sign-in has ended: nothing typed is lost, and nobody else sees it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import current_app

from tests.page import ONCE, TOKEN, PageClient, one, text_of
from tests.staff import csrf_token, give_password, make_user, sign_in, submit
from webapp.accounts import operations, upkeep
from webapp.accounts.models import StaffDraft, StaffUser
from webapp.areas.models import Municipality
from webapp.core import clock as core_clock
from webapp.extensions import db
from webapp.questions.standard_answers import list_rows

PAGE = "/staff/brinkdam/standard-answers/new"
TYPED = {"name": "Niet thuis", "words-nl": "We waren er, maar er deed niemand open.", "words-en": ""}
HERE = {"Referer": f"http://localhost{PAGE}"}


def send_too_late(client: PageClient, clock: time_machine.Traveller, **headers: str) -> Any:
    """Opened while signed in, sent after lunch."""
    token = csrf_token(client, PAGE)
    clock.shift(timedelta(hours=2))
    return client.post(PAGE, data={"csrf_token": token, **TYPED}, headers={**HERE, **headers})


def drafts() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(StaffDraft)) or 0


def kept_fields(client: PageClient) -> dict[str, str]:
    found = client.page(PAGE).query("form[data-kept] input[type=hidden]")
    return {field.attrs["name"] or "": field.attrs.get("value") or "" for field in found}


@pytest.fixture
def late(client: PageClient, user: StaffUser, clock: time_machine.Traveller) -> PageClient:
    sign_in(client, user)
    answer = send_too_late(client, clock)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/sign-in?next={PAGE}&kept=1")
    return client


def test_the_sign_in_says_that_nothing_is_lost(late: PageClient) -> None:
    said = "Wat je typte, is bewaard"

    assert said in text_of(one(late.page(f"/staff/sign-in?next={PAGE}&kept=1"), "main"))
    assert said not in text_of(one(late.page(f"/staff/sign-in?next={PAGE}"), "main"))


def test_it_waits_on_its_page_and_can_be_sent(late: PageClient, user: StaffUser, brinkdam: Municipality) -> None:
    assert give_password(late, user.email, next_=PAGE).status_code == 303
    sign_in(late, user)
    page = late.page(PAGE)
    fields = kept_fields(late)

    assert TYPED["words-nl"] in text_of(one(page, ".kept-form"))
    assert {name: value for name, value in fields.items() if name not in (TOKEN, ONCE)} == TYPED
    assert late.post(PAGE, data=fields, headers=HERE).status_code == 303
    assert [row.name for row in list_rows(brinkdam.id)] == ["Niet thuis"]
    assert not late.page(PAGE).query(".kept-form")
    assert drafts() == 0


def test_what_is_refused_goes_on_waiting_until_it_is_thrown_away(late: PageClient, user: StaffUser) -> None:
    sign_in(late, user)
    assert submit(late, PAGE, name="").status_code == 422
    assert kept_fields(late)["name"] == "Niet thuis"

    answer = submit(late, "/staff/kept/throw-away", form_page=PAGE, action=PAGE, page=PAGE)

    assert answer.headers["Location"] == PAGE
    assert drafts() == 0


def test_nobody_else_sees_it(late: PageClient, brinkdam: Municipality) -> None:
    colleague = current_app.test_client()
    assert isinstance(colleague, PageClient)
    sign_in(colleague, make_user("coordinator", brinkdam))

    assert not colleague.page(PAGE).query(".kept-form")
    assert submit(colleague, "/staff/kept/throw-away", form_page=PAGE, action=PAGE, page=PAGE).status_code == 303
    assert drafts() == 1


def test_it_is_sealed_and_gone_after_the_working_day(
    late: PageClient, user: StaffUser, clock: time_machine.Traveller
) -> None:
    row = db.session.execute(sa.text("SELECT * FROM staff_draft")).one()
    assert "deed niemand open" not in str(tuple(row))
    assert b"deed niemand open" not in bytes(row.content)

    clock.shift(timedelta(hours=13))
    sign_in(late, user)
    assert not late.page(PAGE).query(".kept-form")
    upkeep.look_after_drafts(core_clock.now())
    assert drafts() == 0


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_another_site_puts_nothing_into_a_form(
    client: PageClient, user: StaffUser, clock: time_machine.Traveller, headers: dict[str, str]
) -> None:
    sign_in(client, user)
    assert client.post(PAGE, data=TYPED, headers={**HERE, **headers}).status_code == 400
    clock.shift(timedelta(hours=2))

    assert client.post(PAGE, data=TYPED, headers={**HERE, **headers}).status_code == 400
    assert drafts() == 0


def test_after_signing_in_anew_in_another_tab_the_old_page_loses_nothing(
    client: PageClient, user: StaffUser, clock: time_machine.Traveller
) -> None:
    sign_in(client, user)
    old = csrf_token(client, PAGE)
    clock.shift(timedelta(hours=2))
    sign_in(client, user)
    answer = client.post(PAGE, data={"csrf_token": old, **TYPED}, headers={**HERE, "Sec-Fetch-Site": "same-origin"})

    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert kept_fields(client)["words-nl"] == TYPED["words-nl"]


def test_a_sign_in_that_somebody_ended_keeps_nothing(client: PageClient, user: StaffUser) -> None:
    sign_in(client, user)
    token = csrf_token(client, PAGE)
    operations.end_all_sign_ins(user, core_clock.now())
    db.session.commit()

    assert client.post(PAGE, data={"csrf_token": token, **TYPED}, headers=HERE).status_code == 303
    assert drafts() == 0


@pytest.mark.parametrize(
    ("path", "told"),
    [("/staff/account/password", {"current": "geheim", "new": "nog geheimer"}), (PAGE, {"name": "x" * 200_001})],
)
def test_passwords_and_floods_are_not_kept(
    client: PageClient, user: StaffUser, clock: time_machine.Traveller, path: str, told: dict[str, str]
) -> None:
    sign_in(client, user)
    token = csrf_token(client, PAGE)
    clock.shift(timedelta(hours=2))

    assert client.post(path, data={"csrf_token": token, **told}).status_code == 303
    assert drafts() == 0


def test_a_form_that_was_refused_before_waits_on_the_page_above_its_address(
    client: PageClient, user: StaffUser, clock: time_machine.Traveller
) -> None:
    sign_in(client, user)
    token = csrf_token(client, PAGE)
    clock.shift(timedelta(hours=2))
    there = "/staff/brinkdam/standard-answers/4d3f5ad4-8a19-4d27-93a2-1c0d8a4be9d8/remove"
    told = {"csrf_token": token, **TYPED}

    answer = client.post(there, data=told, headers={"Referer": f"http://localhost{there}"})

    assert answer.headers["Location"] == f"/staff/sign-in?next={there.removesuffix('/remove')}&kept=1"
