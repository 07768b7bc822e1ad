"""New recovery codes are there until their owner says to have them: a second tap, a reload, a line that breaks off."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from tests.accounts.conftest import MOMENT
from tests.page import PageClient, one, text_of, texts
from tests.staff import PASSWORD, sign_in, submit
from webapp.accounts import fresh_codes, operations, upkeep
from webapp.accounts.models import FreshCodes, StaffUser
from webapp.core import clock as our_clock
from webapp.core.crypto import unseal
from webapp.extensions import db

NEW = "/staff/account/recovery-codes/new"
KEPT = "/staff/account/recovery-codes/kept"
REMINDER = "Je hebt nog niet gezegd dat je je reservecodes hebt"


@pytest.fixture
def codes(client: PageClient, user: StaffUser) -> list[str]:
    """As they were made; the client is signed in."""
    codes = fresh_codes.make(user, MOMENT)
    db.session.commit()
    sign_in(client, user)
    return codes


def test_they_are_shown_until_their_owner_has_them(client: PageClient, codes: list[str]) -> None:
    for _time in range(2):
        assert texts(client.page(NEW), ".codes code") == codes
    assert REMINDER in text_of(one(client.page("/staff/"), "main"))

    assert submit(client, KEPT, form_page=NEW).location == "/staff/"

    assert REMINDER not in text_of(one(client.page("/staff/"), "main"))
    assert client.get(NEW).location == "/staff/account/recovery-codes"
    assert db.session.query(FreshCodes).count() == 0


def test_after_half_an_hour_they_are_not_shown_and_not_there(
    client: PageClient, user: StaffUser, codes: list[str], clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=29))
    upkeep.look_after_drafts(our_clock.now())
    assert texts(client.page(NEW), ".codes code") == codes
    clock.shift(timedelta(minutes=1))

    page = client.page(NEW)
    assert page.query(".codes") == []
    assert one(page, 'main a[href="/staff/account/recovery-codes"]')
    upkeep.look_after_drafts(our_clock.now())
    assert db.session.scalars(sa.select(FreshCodes.content)).all() == [None]
    assert REMINDER in text_of(one(client.page("/staff/"), "main")), "who never saw them is told"
    assert operations.use_code(user, codes[0]), "who wrote them down can use them"


def test_they_are_sealed(codes: list[str]) -> None:
    content = db.session.scalars(sa.select(FreshCodes.content)).one()

    assert content is not None
    assert not any(code.encode() in content for code in codes)
    assert unseal(content).split() == codes


def test_nobody_sees_those_of_a_colleague(client: PageClient, codes: list[str], user: StaffUser) -> None:
    other = operations.create_user("bo@example.nl", "Bo", PASSWORD, "nl")
    operations.grant(other, "team", user.memberships[0].municipality_id)
    db.session.commit()
    sign_in(client, other)

    assert client.get(NEW).location == "/staff/account/recovery-codes"


def test_making_them_twice_by_a_second_tap_shows_the_ones_that_work(client: PageClient, user: StaffUser) -> None:
    sign_in(client, user)
    form = one(client.page("/staff/account/recovery-codes"), "main form")
    hidden = {str(field.attrs["name"]): field.attrs["value"] for field in form.query("input[type=hidden]")}
    answers = [client.post("/staff/account/recovery-codes", data={**hidden, "current": PASSWORD}) for _tap in range(2)]

    assert [answer.location for answer in answers] == [NEW, NEW]
    assert operations.use_code(user, texts(client.page(NEW), ".codes code")[0])
