"""Two towns with teams and questions, everyone who may not read one of them, and every way to try."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from tests.build import make_municipality
from tests.page import PageClient
from tests.questions.build import make_question
from tests.staff import csrf_token, make_user, sign_in
from tests.teams.build import make_team
from tests.town import BRINKDAM, OVERWATER
from webapp.accounts.models import StaffUser
from webapp.accounts.operations import grant
from webapp.accounts.rules import ADMIN, COORDINATOR, EDITOR, ROLES, TEAM
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.teams.models import Team
from webapp.teams.operations import add_member, remove_member

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ROOT = f"/staff/{BRINKDAM}/questions"
NOBODYS = UUID(int=7)
# Everything that a step on a question writes.
TABLES = ("question", "question_event", "question_access", "outgoing_message", "procrastinate_jobs", "standard_answer")


@dataclass(frozen=True)
class Site:
    """West owns the question and one more; East has a question too; Far is in the other town."""

    brinkdam: Municipality
    overwater: Municipality
    west: Team
    east: Team
    far: Team
    question: UUID
    second: UUID
    of_east: UUID


def make_site() -> Site:
    brinkdam, overwater = make_municipality(BRINKDAM), make_municipality(OVERWATER)
    west, east = make_team(brinkdam, "west"), make_team(brinkdam, "east", topics=("geld",))
    far = make_team(overwater, "far")
    first, second = (make_question(brinkdam, MOMENT)[0] for _number in range(2))
    third, _receipt = make_question(brinkdam, MOMENT, topic="geld")
    assert (first.team_id, second.team_id, third.team_id) == (west.id, west.id, east.id)
    return Site(brinkdam, overwater, west, east, far, first.id, second.id, third.id)


# ---------------------------------------------------------------- who


def member(town: Municipality, team: Team, *roles: str) -> StaffUser:
    user = make_user(None, town)
    for role in roles or (TEAM,):
        grant(user, role, town.id)
    add_member(town, team.id, user.id)
    db.session.commit()
    return user


def with_role(role: str) -> Callable[[Site], StaffUser]:
    return lambda site: make_user(role, site.brinkdam)


def admin_everywhere(_site: Site) -> StaffUser:
    return make_user(ADMIN)


def of_another_team(site: Site) -> StaffUser:
    return member(site.brinkdam, site.east)


def all_at_once_of_another_team(site: Site) -> StaffUser:
    return member(site.brinkdam, site.east, *ROLES)


def of_another_town(site: Site) -> StaffUser:
    return member(site.overwater, site.far)


def of_another_town_with_a_role_here(site: Site) -> StaffUser:
    user = member(site.overwater, site.far)
    grant(user, TEAM, site.brinkdam.id)
    db.session.commit()
    return user


def no_member_any_more(site: Site) -> StaffUser:
    user = member(site.brinkdam, site.west)
    remove_member(site.brinkdam, site.west.id, user.id)
    db.session.commit()
    return user


def member_whose_role_was_taken(site: Site) -> StaffUser:
    """Of the team still, in the town as an editor only."""
    user = member(site.brinkdam, site.west, EDITOR)
    assert TEAM not in {one.role for one in user.memberships}
    return user


STRANGERS = [
    with_role(EDITOR), with_role(TEAM), with_role(COORDINATOR), with_role(ADMIN), admin_everywhere, of_another_team,
    all_at_once_of_another_team, of_another_town, of_another_town_with_a_role_here, no_member_any_more,
    member_whose_role_was_taken,
]  # fmt: skip
STRANGER_NAMES = ["editor", "team without a team", "coordinator", "admin", "admin of all towns", *(
    stranger.__name__.replace("_", " ") for stranger in STRANGERS[5:]
)]  # fmt: skip


def browser(app: Flask, user: StaffUser | None = None) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return sign_in(client, user) if user is not None else client


# ---------------------------------------------------------------- what


def filled_in(site: Site) -> dict[str, dict[str, Any]]:
    """For each step what does it, by who may: a wrong form must not be the reason that nothing happens."""
    return {
        "take": {},
        "put_back": {},
        "answer": {"how": "phone", "words": "We hebben gebeld."},
        "note": {"words": "Belt graag terug."},
        "hand_over": {"team": str(site.east.id), "consent": "phone", "words": "Het gaat om geld."},
        "merge": {"into": str(site.second)},
        "close": {"outcome": "told"},
    }


def addresses(app: Flask, question: UUID, town: str = BRINKDAM) -> list[tuple[str, str, str]]:
    """Method, address and name of every page and step of one question, as the application knows them."""
    found = []
    with app.test_request_context("/staff/"):
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith("inbox.") and "question_id" in rule.arguments:
                built = rule.build({"town": town, "question_id": question})
                assert built is not None
                for method in (rule.methods or set()) - {"OPTIONS"}:
                    found.append((method, built[1], rule.endpoint.partition(".")[2]))
    return sorted(found)


def steps(app: Flask, question: UUID, town: str = BRINKDAM) -> list[tuple[str, str]]:
    return [(name, path) for method, path, name in addresses(app, question, town) if method == "POST"]


def try_all(app: Flask, client: PageClient, site: Site, question: UUID, town: str = BRINKDAM) -> list[TestResponse]:
    """With the token of a page of this very session, and with fields that would be right."""
    token, fields = csrf_token(client, "/staff/account"), filled_in(site)
    answers = []
    for method, path, name in addresses(app, question, town):
        sent = {"csrf_token": token, **fields[name]} if method == "POST" else None
        answers.append(client.open(path, method=method, data=sent))
    return answers


def everything() -> dict[str, list[str]]:
    """All that is stored of questions, row by row."""
    db.session.expire_all()
    return {
        table: list(db.session.scalars(sa.text(f"SELECT to_jsonb(row)::text AS t FROM {table} AS row ORDER BY t")))
        for table in TABLES
    }
