"""Every address for staff, with GET and POST, for every role: own or another organisation or team, own or another town.

What should happen is reckoned from the roles that a view declares and from whom its rows belong to (permission_cast):
either the page opens, or it is not there. Nothing else: a 403 would tell that there is something.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Map, Rule
from werkzeug.test import TestResponse

from tests.page import ONCE, TOKEN, check_headers, forget_last_request
from tests.town import BRINKDAM, OVERWATER
from tests.whole_app.permission_cast import (
    ABOVE_TOWNS,
    BODIES,
    FIXED,
    MOMENT,
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

SITUATIONS: tuple[Row, ...] = ((BRINKDAM, OWN), (BRINKDAM, OTHER), (OVERWATER, OWN))
WHAT = "what"


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
    body: dict[str, str]


@pytest.mark.slow
def test_every_role_finds_what_is_theirs_and_nothing_else(app: Flask) -> None:
    with time_machine.travel(MOMENT, tick=False):
        cast = make_cast()
        wrong = [
            f"{person.role or 'no role'} of {person.town}: {one.method} {one.endpoint} ({', '.join(one.row)}): {said}"
            for one in tries(app, cast)
            for person in cast.people
            if (one.row == SITUATIONS[0] or enters(person, one)) and (said := difference(person, one))
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
    check_headers(answer)
    return "" if "Overwater" not in answer.text or person.town == OVERWATER else "names the other town"


def may(person: Person, one: Try) -> bool:
    if one.endpoint in ABOVE_TOWNS or one.names & PERSONAL or not enters(person, one):
        return False
    row_town, side = one.row
    if one.names and row_town != (BRINKDAM if one.has_town else person.town):
        return False
    return side == OWN or not any(person.role in scope_of(one, name) for name in one.names)


def enters(person: Person, one: Try) -> bool:
    """Whether the role and the town open the page at all. Where not, whose row it is makes no difference: then one row
    is enough to try."""
    opens = bool(person.role) and (not one.roles or person.role in one.roles)
    return opens and not (one.has_town and person.town != BRINKDAM)


def scope_of(one: Try, name: str) -> frozenset[str]:
    return SCOPES.get(f"{one.endpoint}:{name}", SCOPES.get(name, frozenset()))


def leads_out(one: Try, answer: TestResponse) -> bool:
    """Signing out everywhere and a new password lead to the sign-in; that is what they are for."""
    return one.endpoint.startswith("accounts_staff.") and answer.status_code == 303


def ask(person: Person, one: Try) -> TestResponse:
    """Whatever it changes is taken back: the rows, and what the browser holds."""
    body = {TOKEN: person.token, ONCE: token_urlsafe(16), **one.body} if one.method != "GET" else None
    held = dict(person.client._cookies)  # type: ignore[attr-defined]  # there is no public way to keep them
    with taken_back() if body and may(person, one) else nullcontext():  # a refusal leaves nothing to take back
        forget_last_request()
        # Not PageClient.open: what a page that opens has to keep to is tested where the page is.
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
        for what in whats(rule):
            yield from of_kind(app, cast, rule, what)


def of_kind(app: Flask, cast: Cast, rule: Rule, what: str) -> Iterator[Try]:
    asked = BODIES.get(rule.endpoint, {})
    named = {*rule.arguments, *(value[1:] for value in asked.values() if value.startswith("$"))}
    names = frozenset(name for name in named if cast.find(rule.endpoint, what, name))
    roles = app.view_functions[rule.endpoint].roles
    for row in SITUATIONS if names else SITUATIONS[:1]:
        path = address(app, cast, rule, row, what)
        body = {
            name: str(value_of(cast, rule, value[1:], row, what)) if value.startswith("$") else value
            for name, value in asked.items()
        }
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Try(rule.endpoint, method, path, roles, names, "town" in rule.arguments, row, body)


def whats(rule: Rule) -> list[str]:
    """The kinds that the address can name; for one that names none, what its form would."""
    converter = rule._converters.get(WHAT)
    return sorted(converter.items) if isinstance(converter, AnyConverter) else ["places"]


def address(app: Flask, cast: Cast, rule: Rule, row: Row, what: str) -> str:
    values = {name: value_of(cast, rule, name, row, what) for name in rule.arguments}
    with app.test_request_context("/staff/"):
        built = rule.build(values)
    assert built is not None, rule.rule
    return built[1]


def value_of(cast: Cast, rule: Rule, name: str, row: Row, what: str) -> Any:
    if name == "town":
        return BRINKDAM
    if name == WHAT:
        return what
    rows = cast.find(rule.endpoint, what, name)
    if rows is not None:
        return rows[row]
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
