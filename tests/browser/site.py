"""The product as production serves it, with the demonstration town, for one test process."""

import os
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa

from tests.arabic import deliver
from tests.browser.harm import store_harmful_place
from tests.browser.today import hold_something_till_midnight
from tests.database import ROOT, cloned_database, digest_of_product, settings_for_tests
from tests.passkey import Key
from tests.staff import make_invitation, make_passkey, make_staff
from tools import local, serving
from tools.processes import Program
from webapp.accounts.queries import find_user
from webapp.app import create_app
from webapp.areas.queries import get_open_municipality
from webapp.core import clock
from webapp.demo.operations import CONTENT
from webapp.demo.questions import join_teams, load_questions
from webapp.extensions import db

TOWN = "alblasserdam"
READY_WITHIN_S = 60


@dataclass(frozen=True)
class Site:
    """`staff` maps a role to the address and the key of the codes of somebody who has it; see tests/staff.py.
    `passkeys` maps the same roles to a passkey of theirs; see passkeys.py."""

    address: str
    staff: dict[str, tuple[str, str]] = field(default_factory=dict)
    passkeys: dict[str, Key] = field(default_factory=dict)
    public: str = ""  # the same site under its BASE_URL: browsers tie a passkey to a name
    invitation: str = ""  # the path in a mail that nobody has used yet

    def path(self, language: str, rest: str = "") -> str:
        return f"/{language}/{TOWN}/{rest}"


@contextmanager
def running_site() -> Iterator[Site]:
    port = serving.free_port()
    with ExitStack() as started:
        patch = started.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(serving, "WORKERS", 1)  # each test process has a server of its own
        patch.setenv("LANGUAGES_DIR", deliver(Path(started.enter_context(TemporaryDirectory()))))
        url = started.enter_context(demo_of_today())
        for name, value in _environment(url, port).items():
            patch.setenv(name, value)
        with _inside(url):
            store_harmful_place(TOWN)
            staff, invitation = make_staff(TOWN), make_invitation(TOWN)
            hold_something_till_midnight()
            passkeys = {role: make_passkey(email) for role, (email, _key) in staff.items()}
            _ask_questions(staff["team"][0])
        with serve(port) as address:
            yield Site(address, staff, passkeys, f"http://localhost:{port}", invitation)


@contextmanager
def demo_of_today() -> Iterator[sa.URL]:
    """Loaded as somebody would in production, once a cluster and day: most of its times count from that day."""
    with cloned_database(f"today_{clock.today():%Y%m%d}_{digest_of_product()}", _load_in_production) as url:
        yield url


def _load_in_production(url: sa.URL) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in _environment(url, serving.free_port()).items():
            patch.setenv(name, value)
        _flask("demo", "load", TOWN, "--even-in-production")


@contextmanager
def _inside(url: sa.URL) -> Iterator[None]:
    """The product's own operations on the database of the site, under its key."""
    with create_app(
        settings_for_tests(url, secret_key=os.environ["SECRET_KEY"], data_keys=(os.environ["DATA_KEYS"],))
    ).app_context():
        try:
            yield
        finally:
            db.engine.dispose()


def _ask_questions(email: str) -> None:
    """Those of the demonstration, for the inbox of this member of a team."""
    town, folder, user = get_open_municipality(TOWN), CONTENT / TOWN, find_user(email)
    assert user is not None
    join_teams(town, folder, user)
    load_questions(town, folder, user, clock.now())
    db.session.commit()


def _environment(url: sa.URL, port: int) -> dict[str, str]:
    return {
        "ENVIRONMENT": "production",
        "DATABASE_URL": url.render_as_string(hide_password=False),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATA_KEYS": local.new_data_key(),
        "MAIL_URL": "smtp://127.0.0.1:9",  # nobody listens there, and no worker runs to send anything
        "BASE_URL": f"http://localhost:{port}",
        "LOG_LEVEL": "WARNING",
        "TILES_URL": "",  # nothing may leave this machine
    }


def _flask(*arguments: str) -> None:
    done = subprocess.run(serving.flask(*arguments), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"flask {' '.join(arguments)} failed:\n{done.stderr}"


@contextmanager
def beside(**settings: str) -> Iterator[str]:
    """The address of a second server of the running site, with other settings; a third one does not inherit them."""
    with ExitStack() as started:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(name, value)
            address = started.enter_context(serve(serving.free_port()))
        yield address


@contextmanager
def serve(port: int) -> Iterator[str]:
    server = Program("the web server", serving.server_command(port))
    try:
        _wait_until_it_answers(port, server)
        yield f"http://{serving.HOST}:{port}"
    finally:
        server.stop()


def _wait_until_it_answers(port: int, server: Program) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while serving.health(port, "/health/live")[0] != 200:
        assert server.exit_code is None, "the web server ended at its start"
        assert time.monotonic() < deadline, "the web server does not answer"
        time.sleep(0.05)
