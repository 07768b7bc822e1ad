"""Every address for staff, with GET and POST, for every role: own or another organisation or team, own or another town.

What should happen is reckoned from the roles that a view declares and from whom its rows belong to (permission_cast):
either the page opens, or it is not there. Nothing else: a 403 would tell that there is something.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Map, Rule
from werkzeug.test import TestResponse

from tests.page import forget_last_request
from tests.town import BRINKDAM, OVERWATER
from tests.whole_app.permission_cast import (
    ABOVE_TOWNS,
    BODIES,
    FIXED,
    OTHER,
    OWN,
    PERSONAL,
    SCOPES,
    Cast,
    Person,
    Row,
    make_cast,
)
from webapp.extensions import db

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SITUATIONS: tuple[Row, ...] = ((BRINKDAM, OWN), (BRINKDAM, OTHER), (OVERWATER, OWN))
WHAT, ITEM = "what", "item_id"


@dataclass(frozen=True)
class Try:
    """One request, and whose row it is about."""

    endpoint: str
    method: str
    path: str
    roles: tuple[str, ...]
    names: frozenset[str]  # parameters that name a row
    has_town: bool
    row: Row


def test_every_role_finds_what_is_theirs_and_nothing_else(app: Flask) -> None:
    with time_machine.travel(MOMENT, tick=False):
        cast = make_cast(MOMENT)
        wrong = [
            f"{person.role or 'no role'} of {person.town}: {one.method} {one.endpoint} ({', '.join(one.row)}): {said}"
            for one in tries(app, cast)
            for person in cast.people
            if (said := difference(person, one))
        ]

    assert not wrong, f"{len(wrong)} of the matrix:\n" + "\n".join(wrong[:60])


def difference(person: Person, one: Try) -> str:
    """What happened in place of what should; "" where it is as it should be."""
    answer = ask(person, one)
    if answer.status_code >= 500:
        return f"broke: {answer.status_code}"
    if may(person, one):
        is_in = answer.status_code not in (401, 403, 404) and "/staff/sign-in" not in (answer.location or "")
        return "" if is_in or leads_out(one, answer) else f"should open, answered {answer.status_code}"
    if answer.status_code != 404:
        return f"should not be there, answered {answer.status_code}"
    return "" if "Overwater" not in answer.text or person.town == OVERWATER else "names the other town"


def may(person: Person, one: Try) -> bool:
    if one.endpoint in ABOVE_TOWNS or one.names & PERSONAL or not person.role:
        return False
    if one.roles and person.role not in one.roles:
        return False
    if one.has_town and person.town != BRINKDAM:
        return False
    row_town, side = one.row
    if one.names and row_town != (BRINKDAM if one.has_town else person.town):
        return False
    return side == OWN or not any(person.role in SCOPES.get(name, ()) for name in one.names)


def leads_out(one: Try, answer: TestResponse) -> bool:
    """Signing out everywhere and a new password lead to the sign-in; that is what they are for."""
    return one.endpoint.startswith("accounts_staff.") and answer.status_code == 303


def ask(person: Person, one: Try) -> TestResponse:
    """Whatever it changes is taken back: the rows, and what the browser holds."""
    body = {"csrf_token": person.token, **BODIES.get(one.endpoint, {})} if one.method != "GET" else None
    held = dict(person.client._cookies)  # type: ignore[attr-defined]  # there is no public way to keep them
    with taken_back():
        forget_last_request()
        # Not PageClient.open: what each page has to keep to is tested where the page is.
        answer = FlaskClient.open(person.client, one.path, method=one.method, data=body)
    person.client._cookies = held  # type: ignore[attr-defined]
    return answer


@contextmanager
def taken_back() -> Iterator[None]:
    db.session.remove()
    connection: Any = db.engines[None]
    with connection.begin_nested() as point:
        try:
            yield
        finally:
            db.session.remove()
            if point.is_active:
                point.rollback()


# ---------------------------------------------------------------- the addresses


def tries(app: Flask, cast: Cast) -> Iterator[Try]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if view.access != "staff":
            continue
        names = frozenset(name for name in rule.arguments if cast.knows(rule.endpoint, name) or name == ITEM)
        for row, what in product(SITUATIONS if names else SITUATIONS[:1], whats(rule)):
            path = address(app, cast, rule, row, what)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Try(rule.endpoint, method, path, view.roles, names, "town" in rule.arguments, row)


def whats(rule: Rule) -> list[str]:
    converter = rule._converters.get(WHAT)
    return sorted(converter.items) if isinstance(converter, AnyConverter) else [""]


def address(app: Flask, cast: Cast, rule: Rule, row: Row, what: str) -> str:
    values = {name: value_of(cast, rule, name, row, what) for name in rule.arguments}
    with app.test_request_context("/staff/"):
        built = rule.build(values)
    assert built is not None, rule.rule
    return built[1]


def value_of(cast: Cast, rule: Rule, name: str, row: Row, what: str) -> Any:
    if name == "town":
        return BRINKDAM
    if name == WHAT and what:
        return what
    if name == ITEM:
        return cast.row(rule.endpoint, what or "places", row)
    if cast.knows(rule.endpoint, name):
        return cast.row(rule.endpoint, name, row)
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if name not in FIXED:
        pytest.fail(f"{rule.rule}: say in tests/whole_app/permission_cast.py what {name} names, and whose it is")
    return FIXED[name]


def test_a_parameter_that_nobody_knows_is_found() -> None:
    rule = next(Map([Rule("/staff/secrets/<secret>", endpoint="secrets")]).iter_rules())

    with pytest.raises(pytest.fail.Exception, match=r"say in tests/whole_app/permission_cast.py what secret"):
        value_of(Cast(), rule, "secret", (BRINKDAM, OWN), "")
