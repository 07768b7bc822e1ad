"""A question is its team's and nobody else's: everyone else finds nothing at its addresses and changes nothing."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.inbox import cast
from tests.inbox.cast import (
    MOMENT,
    NOBODYS,
    ROOT,
    STRANGER_NAMES,
    STRANGERS,
    Site,
    addresses,
    browser,
    everything,
    filled_in,
    member,
    of_another_team,
    of_another_town_with_a_role_here,
    steps,
    try_all,
)
from tests.page import PageClient
from tests.questions.build import WORDS, make_question
from tests.staff import csrf_token, give_password
from tests.town import OVERWATER
from webapp.accounts.models import Membership, StaffUser
from webapp.accounts.operations import disable, end_all_sign_ins, grant
from webapp.accounts.rules import COORDINATOR
from webapp.extensions import db
from webapp.teams.operations import deactivate_team


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def site(db_session: Session) -> Site:
    return cast.make_site()


def test_every_step_is_tried_and_its_team_can_do_each(app: Flask, site: Site) -> None:
    """What is refused to others below is no mistake in the form: here the same forms work."""
    client = browser(app, member(site.brinkdam, site.west))
    token, fields = csrf_token(client, "/staff/account"), filled_in(site)
    assert {name for name, _path in steps(app, site.question)} == set(fields)
    assert {(method, name) for method, _path, name in addresses(app, site.question) if method != "POST"} == {
        ("GET", "question"), ("HEAD", "question"),
    }  # fmt: skip

    assert client.get(f"{ROOT}/{site.question}").status_code == 200
    for name, values in fields.items():
        question = make_question(site.brinkdam, MOMENT)[0].id
        if name == "put_back":
            client.post(f"{ROOT}/{question}/take", data={"csrf_token": token})
        before = everything()
        path = dict(steps(app, question))[name]
        answer = client.post(path, data={"csrf_token": token, **values})

        assert answer.status_code == 303, (name, answer.text[:300])
        assert everything() != before, name


@pytest.mark.parametrize("stranger", STRANGERS, ids=STRANGER_NAMES)
def test_everyone_else_finds_nothing_and_changes_nothing(
    app: Flask, site: Site, stranger: Callable[[Site], StaffUser]
) -> None:
    client = browser(app, stranger(site))
    before = everything()

    for answer in try_all(app, client, site, site.question):
        assert answer.status_code == 404, answer.request
        assert WORDS not in answer.text
    assert everything() == before


@pytest.mark.parametrize("stranger", STRANGERS, ids=STRANGER_NAMES)
def test_no_list_of_others_knows_of_it(app: Flask, site: Site, stranger: Callable[[Site], StaffUser]) -> None:
    client = browser(app, stranger(site))
    code = db.session.scalar(sa.text("SELECT code FROM question WHERE id = :id"), {"id": site.question})

    for path in (ROOT, f"{ROOT}?ended=1", f"{ROOT}/change", "/staff/", "/staff/account"):
        answer = client.get(path)
        assert answer.status_code in (200, 404), path
        assert str(code) not in answer.text, path
        assert str(site.question) not in answer.text, path
    change = client.get(f"{ROOT}/change")
    assert change.status_code == 404 or change.get_json()["number"] <= 1, "the one question of the other team, at most"


def test_another_town_in_the_address_leads_to_nothing(app: Flask, site: Site) -> None:
    """Somebody who may be in the inbox of that town, with the number of a question of this one."""
    client = browser(app, of_another_town_with_a_role_here(site))
    before = everything()

    for answer in try_all(app, client, site, site.question, OVERWATER):
        assert answer.status_code == 404, answer.request
    assert everything() == before


def test_a_question_that_is_not_there_looks_like_one_of_others(app: Flask, site: Site) -> None:
    client = browser(app, of_another_team(site))
    of_others, of_nobody = (client.get(f"{ROOT}/{question}") for question in (site.question, NOBODYS))

    def plain(answer: TestResponse, question: UUID) -> str:
        text = answer.text.replace(str(question), "").replace(csrf_token(client, "/staff/account"), "")
        return re.sub(r'(name="once" value=)"[^"]+"', r"\1", text)

    assert (of_others.status_code, of_nobody.status_code) == (404, 404)
    assert plain(of_others, site.question) == plain(of_nobody, NOBODYS)


def test_a_stranger_is_led_to_the_sign_in(app: Flask, site: Site) -> None:
    client = browser(app)
    assert_led_to_the_sign_in(app, client, site, csrf_token(client, "/staff/sign-in"))


def test_the_password_alone_opens_nothing(app: Flask, site: Site) -> None:
    user = member(site.brinkdam, site.west)
    client = browser(app)
    give_password(client, user.email)
    assert_led_to_the_sign_in(app, client, site, csrf_token(client, "/staff/second-step"))


@pytest.mark.parametrize("end", [disable, end_all_sign_ins])
def test_an_account_that_was_shut_out_finds_nothing_from_then_on(
    app: Flask, site: Site, end: Callable[[StaffUser, datetime], None]
) -> None:
    user = member(site.brinkdam, site.west)
    client = browser(app, user)
    token = csrf_token(client, "/staff/account")
    assert client.get(f"{ROOT}/{site.question}").status_code == 200
    end(db.session.merge(user), MOMENT)
    db.session.commit()

    assert_led_to_the_sign_in(app, client, site, token, of_steps=400)


def test_who_loses_the_role_finds_nothing_from_then_on(app: Flask, site: Site) -> None:
    user = member(site.brinkdam, site.west)
    client = browser(app, user)
    assert client.get(f"{ROOT}/{site.question}").status_code == 200
    db.session.execute(sa.delete(Membership).where(Membership.user_id == user.id))
    grant(db.session.merge(user), COORDINATOR, site.brinkdam.id)
    db.session.commit()
    before = everything()

    assert {answer.status_code for answer in try_all(app, client, site, site.question)} == {404}
    assert everything() == before


def assert_led_to_the_sign_in(app: Flask, client: PageClient, site: Site, token: str, *, of_steps: int = 303) -> None:
    """A token of a session that was ended is none any more: then `of_steps` is 400."""
    before = everything()
    for method, path, name in addresses(app, site.question):
        sent = {"csrf_token": token, **filled_in(site)[name]} if method == "POST" else None
        answer = client.open(path, method=method, data=sent)
        assert answer.status_code == (of_steps if method == "POST" else 303), (method, path)
        assert WORDS not in answer.text
        if answer.status_code == 303:
            assert answer.location.startswith("/staff/sign-in"), (method, path)
    assert everything() == before


def test_a_step_without_the_token_of_its_page_does_nothing(app: Flask, site: Site) -> None:
    client = browser(app, member(site.brinkdam, site.west))
    others = browser(app, member(site.brinkdam, site.west))
    foreign = csrf_token(others, "/staff/account")
    before = everything()

    for token in ("", foreign):
        for name, path in steps(app, site.question):
            sent = {"csrf_token": token, **filled_in(site)[name]}
            assert client.post(path, data=sent).status_code == 400, path
    assert everything() == before


def test_after_a_hand_over_the_former_team_finds_nothing(app: Flask, site: Site) -> None:
    former, new = (browser(app, member(site.brinkdam, team)) for team in (site.west, site.east))
    assert former.get(f"{ROOT}/{site.question}").status_code == 200
    assert new.get(f"{ROOT}/{site.question}").status_code == 404
    given = former.post(
        f"{ROOT}/{site.question}/hand-over",
        data={"csrf_token": csrf_token(former, "/staff/account"), **filled_in(site)["hand_over"]},
    )
    assert (given.status_code, given.location) == (303, ROOT)
    before = everything()

    assert {answer.status_code for answer in try_all(app, former, site, site.question)} == {404}
    assert everything() == before
    assert str(site.question) not in former.get(ROOT).text
    page = new.get(f"{ROOT}/{site.question}")
    assert page.status_code == 200
    assert WORDS in page.text


def test_a_question_is_not_merged_into_one_of_others(app: Flask, site: Site) -> None:
    client = browser(app, of_another_team(site))
    token = csrf_token(client, "/staff/account")
    before = everything()

    for into in (site.question, NOBODYS):
        sent = {"csrf_token": token, "into": str(into)}
        assert client.post(f"{ROOT}/{site.of_east}/merge", data=sent).status_code == 404
    assert everything() == before


def test_a_question_is_not_handed_to_another_town_nor_to_who_cannot_be_reached(app: Flask, site: Site) -> None:
    client = browser(app, member(site.brinkdam, site.west))
    deactivate_team(site.brinkdam, site.east.id)
    db.session.commit()
    token = csrf_token(client, "/staff/account")

    for team, status in ((site.far.id, 404), (NOBODYS, 404), (site.east.id, 422), (site.west.id, 422)):
        sent = {"csrf_token": token, **filled_in(site)["hand_over"], "team": str(team)}
        answer = client.post(f"{ROOT}/{site.question}/hand-over", data=sent)
        assert answer.status_code == status, team
        owner = db.session.scalar(sa.text("SELECT team_id FROM question WHERE id = :id"), {"id": site.question})
        assert owner == site.west.id
