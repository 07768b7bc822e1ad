"""Every address for staff: to the sign-in for strangers. What a role finds is tested in test_permissions."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from tests.build import make_municipality
from tests.page import PageClient
from tests.staff import csrf_token, signed_in_client
from tests.town import BRINKDAM, OVERWATER
from webapp.accounts.access import staff
from webapp.accounts.rules import ADMIN
from webapp.areas.models import Municipality
from webapp.core.access import is_for_staff

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def towns(db_session: Session) -> dict[str, Municipality]:
    return {slug: make_municipality(slug) for slug in (BRINKDAM, OVERWATER)}


def staff_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if app.view_functions[rule.endpoint].access == "staff"]


def addresses(app: Flask, rule: Rule) -> Iterator[tuple[str, str]]:
    """Each method with the address of this rule in Brinkdam."""
    values = {name: sample(rule, name) for name in rule.arguments}
    with app.test_request_context("/staff/"):
        built = rule.build(values)
    assert built is not None
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        yield method, built[1]


def sample(rule: Rule, name: str) -> str | UUID | int:
    """Of a row that is not there: whoever may not enter must not get so far."""
    if name == "town":
        return BRINKDAM
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return (
        UUID(int=7) if isinstance(converter, UUIDConverter) else 7 if isinstance(converter, IntegerConverter) else "x"
    )


def test_what_lies_below_staff_is_marked_and_nothing_else_is(application: Flask) -> None:
    for rule in application.url_map.iter_rules():
        view = application.view_functions[rule.endpoint]
        if view.access == "staff":
            assert is_for_staff(rule.rule), rule.rule
            assert isinstance(view.roles, tuple), rule.rule
        elif is_for_staff(rule.rule):
            assert rule.endpoint.startswith(("accounts.", "passkeys.")), f"{rule.rule} is public"


def test_strangers_are_led_to_the_sign_in(client: PageClient, application: Flask, towns: object) -> None:
    token = csrf_token(client, "/staff/sign-in")
    for rule in staff_rules(application):
        for method, path in addresses(application, rule):
            answer = client.open(path, method=method, data={"csrf_token": token} if method != "GET" else None)
            assert answer.status_code == 303, (method, path)
            assert answer.location.startswith("/staff/sign-in"), (method, path)


def test_a_role_that_does_not_exist_is_a_mistake_in_the_code() -> None:
    with pytest.raises(ValueError, match="no such role: boss"):
        staff("boss")


def test_an_admin_of_all_towns_is_one_in_each(application: Flask, towns: dict[str, Municipality]) -> None:
    client = signed_in_client(ADMIN)

    assert client.get("/staff/").status_code == 200
