"""Between the password and the second step: somebody is half in, and sees nothing yet."""

from datetime import timedelta
from typing import Any

from flask import g, request, session

from webapp.accounts import operations, queries
from webapp.accounts.library import login_user
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import PENDING_MINUTES
from webapp.core import clock

KEY = "pending"
TOKEN = "sign_in"


def begin(user: StaffUser, way_on: str = "") -> None:
    """The password was right. What the session held before is gone, its CSRF token too."""
    session.clear()
    session[KEY] = {"user": user.fs_uniquifier, "since": clock.now().timestamp(), "next": way_on}


def find_user() -> StaffUser | None:
    """Who gave the password some minutes ago at most."""
    state = _state()
    age = clock.now().timestamp() - state.get("since", 0)
    if not state or age > timedelta(minutes=PENDING_MINUTES).total_seconds():
        return None
    return queries.find_user_of_session(state["user"])


def way_on() -> str:
    """Where they wanted to go, or ""."""
    return str(_state().get("next", ""))


def secret(make: Any) -> str:
    """Of the codes that are being set up, encrypted; the same one while the page is tried again."""
    state = _state()
    if "secret" not in state:
        session[KEY] = state = {**state, "secret": make()}
    return str(state["secret"])


def finish(user: StaffUser, *steps: str) -> None:
    """All steps were right: a new session with a new name. The caller commits."""
    session.clear()
    for cached in ("csrf_token", "staff"):
        g.pop(cached, None)
    session[TOKEN] = operations.start_sign_in(user, request.headers.get("User-Agent", ""), clock.now())
    login_user(user, remember=False, authn_via=list(steps or ("password", "authenticator")))


def _state() -> dict[str, Any]:
    state = session.get(KEY)
    return state if isinstance(state, dict) else {}
