"""No secret in what is published: not in the files of the project, not in a log, whatever goes wrong."""

import logging
import re
import subprocess
from uuid import uuid4

import pytest
from flask import Flask, request

from tests.database import DATA_KEYS, ROOT, SECRET_KEY
from tests.page import PageClient
from tests.staff import PASSWORD, code_for, give_password, make_user, submit
from webapp.accounts.rules import COORDINATOR
from webapp.areas.queries import get_municipality

SECRETS = {
    "a private key": re.compile(rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "a key of a cloud": re.compile(rb"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    "a token of a service": re.compile(rb"\b(?:gh[pousr]_[A-Za-z0-9]{36}|xox[bap]-[\w-]{20,}|glpat-[\w-]{20,})"),
    "a web token": re.compile(rb"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\."),
    "a data key": re.compile(rb"(?<![\w+/=-])[A-Za-z0-9_-]{43}=(?![\w=])"),
    "a password in an address": re.compile(rb"\b(?:postgresql|smtps?|https?)://[^\s:/@'\"{}<>$]+:([^\s@'\"{}<>$]+)@"),
    "a setting with a value": re.compile(rb"^(?:SECRET_KEY|DATA_KEYS|TRANSLATOR_KEY)=[^\s#$]+", re.MULTILINE),
}
# Said in the open: they open nothing.
EXAMPLES = {b"password", b"secret", b"geheim", b"right%3A%20p%40ss", b"pass", b"p", b"x", b"word", b"user"}
KEYS_OF_TESTS = ("tests/",)  # made up there, for throw-away clusters
NEVER_TRACKED = re.compile(r"(^|/)(\.env|id_[a-z0-9]+|.*\.(pem|key|p12|pfx|sqlite3?|dump|sql\.gz))$")
TOWN = "alblasserdam"


def tracked() -> list[str]:
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if found.returncode:
        pytest.skip("no repository here")
    return [name for name in found.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def found_in(content: bytes) -> list[str]:
    return [
        what
        for what, pattern in SECRETS.items()
        for found in pattern.finditer(content)
        if not (pattern.groups and found[1].lower() in EXAMPLES)
    ]


def test_no_file_of_the_project_holds_a_secret() -> None:
    names = tracked()
    assert not [name for name in names if NEVER_TRACKED.search(name)]
    wrong = {
        name: found
        for name in names
        if not name.startswith(KEYS_OF_TESTS) and (found := found_in((ROOT / name).read_bytes()))
    }
    assert not wrong


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PRIVATE KEY-----",
        "AKIA" + "A1B2C3D4E5F6G7H8",
        "DATABASE_URL=postgresql://dichtbij:Zo7-echt@db.example/dichtbij",
        f'data_keys = "{DATA_KEYS[0]}"',
        "SECRET_KEY=abcdefgh",
    ],
)
def test_the_check_finds_one(text: str) -> None:
    assert found_in(text.encode())


def test_no_record_of_a_log_holds_a_secret_or_a_person(
    demo: PageClient, demo_application: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the lowest level, through what is typed most secretly, also where it goes wrong."""
    caplog.set_level(logging.DEBUG)
    user = make_user(COORDINATOR, get_municipality(TOWN), email="putter@vogels.example")
    demo.post(f"/api/v1/{TOWN}/questions", json={"question": "Zwaluwstaart", "reply_by": "none"})
    key = {"Idempotency-Key": str(uuid4())}
    told = {"question": "Zwaluwstaart", "reply_by": "email", "contact": "kwartel@vogels.example", "name": "Kwartelmans"}
    assert demo.post(f"/api/v1/{TOWN}/questions", json=told, headers=key).status_code == 201
    give_password(demo, user.email, "Tapuitenwachtwoord")
    give_password(demo, user.email)
    code = code_for(user)
    submit(demo, "/staff/second-step", code=code)
    monkeypatch.setitem(demo_application.view_functions, "accounts_staff.account", lambda: int(request.args["words"]))
    broken = demo.get(
        "/staff/account?words=Zwaluwstaart", headers={"User-Agent": "Kwartelmans", "X-Forwarded-For": "198.51.100.7"}
    )

    assert broken.status_code == 500
    logged = "\n".join(f"{record.getMessage()} {record.exc_text or ''} {record.args}" for record in caplog.records)
    assert "ValueError" in logged
    secret = ["Zwaluwstaart", "Kwartelmans", "vogels.example", PASSWORD, "Tapuitenwachtwoord", "198.51.100.7"]
    secret += [SECRET_KEY, *DATA_KEYS, "$argon2id$"]
    assert not [word for word in secret if word in logged]
