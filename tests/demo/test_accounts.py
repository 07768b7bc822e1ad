"""The demonstration brings one account a role, which really opens what that role may see; elsewhere there is none."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.build import make_municipality
from tests.page import PageClient, one, text_of
from tests.staff import code_of, give_password, submit
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import ROLES
from webapp.areas.models import Municipality
from webapp.demo import commands
from webapp.demo.accounts import make_accounts
from webapp.extensions import db


@pytest.fixture
def brinkdam(app: Flask) -> Municipality:
    return make_municipality(is_demo=True)


@pytest.fixture
def file(app: Flask) -> Path:
    path: Path = app.config["DEMO_ACCOUNTS"]
    path.unlink(missing_ok=True)
    return path


def keep(file: Path) -> list[dict[str, Any]]:
    commands._keep_accounts("brinkdam")
    accounts: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    return accounts


def test_each_role_signs_in_with_what_the_file_says(application: Flask, brinkdam: Municipality, file: Path) -> None:
    accounts = keep(file)

    assert {account["role"] for account in accounts} == set(ROLES)
    assert file.stat().st_mode & 0o777 == 0o600
    for account in accounts:
        client = application.test_client()
        assert isinstance(client, PageClient)
        give_password(client, account["email"], account["password"])
        assert submit(client, "/staff/second-step", code=code_of(account["totp_secret"])).status_code == 303
        assert text_of(one(client.page("/staff/"), "h1")).startswith("Hallo ")
        assert account["municipality"] == (None if account["role"] == "admin" else "brinkdam")


def test_loading_again_changes_nothing_while_they_work(brinkdam: Municipality, file: Path) -> None:
    first = keep(file)

    assert keep(file) == first


@pytest.mark.parametrize("broken", ["", "[]", "{", '[{"role": "team"}]'])
def test_accounts_that_nobody_knows_any_more_are_made_anew(brinkdam: Municipality, file: Path, broken: str) -> None:
    first = keep(file)
    file.write_text(broken, encoding="utf-8")

    again = keep(file)

    assert [account["email"] for account in again] == [account["email"] for account in first]
    assert not {account["password"] for account in again} & {account["password"] for account in first}
    assert db.session.query(StaffUser).count() == len(ROLES)


def test_a_real_town_gets_none(app: Flask, file: Path) -> None:
    town = make_municipality(is_demo=False)

    assert keep(file) == []
    with pytest.raises(ValueError, match="no demonstration"):
        make_accounts(town, file)


def test_production_gets_none(
    app: Flask, brinkdam: Municipality, file: Path, monkeypatch: pytest.MonkeyPatch, cli: FlaskCliRunner
) -> None:
    monkeypatch.setitem(app.config, "ENVIRONMENT", "production")

    assert keep(file) == []
    assert db.session.query(StaffUser).count() == 0
