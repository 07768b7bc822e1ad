"""Members of staff to test with, and signing them in: at once, or as they do it themselves by the two forms."""

import base64
import hmac
import struct
import time
from typing import Any

from flask import current_app, session
from werkzeug.test import TestResponse

from tests.page import PageClient, parse
from tests.passkey import Key
from webapp.accounts import library, operations, pending
from webapp.accounts.authenticators import NewKey
from webapp.accounts.models import StaffUser
from webapp.accounts.queries import find_user
from webapp.accounts.rules import COORDINATOR, ROLES
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.extensions import db
from webapp.places.editors import set_editor
from webapp.places.queries import map_organisation_ids
from webapp.practices.operations import WORKING, save_practice

PASSWORD = "vier woorden op een rij"
_counter = iter(range(1, 1_000_000))


def make_user(
    role: str | None = None, municipality: Municipality | None = None, *, email: str | None = None, **facts: Any
) -> StaffUser:
    """With a password, an app for codes and, where told, one role."""
    number = next(_counter)
    values = {"name": f"Collega {number}", "password": PASSWORD, "language": "nl", **facts}
    user = operations.create_user(email or f"collega{number}@example.nl", **values)
    user.tf_totp_secret = library.new_secret()
    if role:
        operations.grant(user, role, municipality.id if municipality else None)
    db.session.commit()
    return user


def make_staff(town: str) -> dict[str, tuple[str, str]]:
    """One member a role in a town that is there, and a second coordinator: address and key of the codes by role. The
    password is PASSWORD."""
    municipality = get_municipality(town)
    users = {role: make_user(role, municipality, email=f"{role}@{town}.example") for role in ROLES}
    own = map_organisation_ids(municipality.id).get("het-brughuis")
    if own is not None:
        set_editor(municipality.id, own, users["editor"].id, publishes=True)
    practice = save_practice(municipality, None, "Huisartsen aan het Water", "", is_demo=True)
    WORKING.add(municipality.id, practice.id, users["practice"].id)
    # A code works once in half a minute, so a second test in that time needs somebody else.
    users["other coordinator"] = make_user(COORDINATOR, municipality, email=f"other@{town}.example")
    users["coordinator with a camera"] = make_user(COORDINATOR, municipality, email=f"camera@{town}.example")
    return {role: (user.email, library.plain_secret(user.tf_totp_secret or "")) for role, user in users.items()}


def make_passkey(email: str) -> Key:
    """One that sees its owner, of the user with this address."""
    user = find_user(email)
    assert user is not None
    key = Key(user_handle=user.id.bytes)
    assert operations.add_passkey(user, NewKey(key.id, key.public, 0, ["internal"]), "telefoon", clock.now())
    db.session.commit()
    return key


def make_invitation(town: str) -> str:
    """The path that stands in the mail."""
    _invitation, token = operations.invite("nieuw@example.nl", "team", get_municipality(town), clock.now())
    db.session.commit()
    return f"/staff/invitation/{token}"


def code_for(user: StaffUser) -> str:
    """What the app shows now. A test has one moment and signs in more than once, so the last code is forgotten."""
    user.totp_last_counter = None
    db.session.commit()
    return code_of(library.plain_secret(user.tf_totp_secret or ""))


def code_of(key: str) -> str:
    """RFC 6238 as an app on a phone does it, from the key as it is shown in the set-up."""
    counter = int(time.time()) // 30
    digest = hmac.digest(base64.b32decode(key.replace(" ", "")), struct.pack(">Q", counter), "sha1")
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def csrf_token(client: PageClient, path: str) -> str:
    """From a page of the same session."""
    document = parse(client.get(path).text)
    return str(document.query("input[name=csrf_token]")[0].attrs["value"])


def submit(client: PageClient, path: str, /, form_page: str | None = None, **fields: Any) -> TestResponse:
    """Posts a form with the token of its page (`form_page` where that has another address), as it is now: a form that
    was opened before gives its `edition`."""
    hidden = parse(client.get(form_page or path).text).query("input[type=hidden]")
    known = {str(one.attrs["name"]): str(one.attrs.get("value", "")) for one in reversed(hidden)}
    kept = {name: known[name] for name in ("csrf_token", "edition") if name in known}
    return client.post(path, data={**kept, **fields})


def give_password(client: PageClient, email: str, password: str = PASSWORD, next_: str = "") -> TestResponse:
    path = f"/staff/sign-in?next={next_}" if next_ else "/staff/sign-in"
    return submit(client, path, email=email, password=password)


def sign_in_by_forms(client: PageClient, user: StaffUser) -> PageClient:
    """Both steps; the same client comes back."""
    email = user.email
    answer = give_password(client, email)
    assert answer.status_code == 303, (answer.status_code, answer.text[:3000])
    user = find_user(email) or user
    answer = submit(client, "/staff/second-step", code=code_for(user))
    assert answer.status_code == 303, answer.text[:500]
    return client


def sign_in(client: PageClient, user: StaffUser) -> PageClient:
    """As after both steps, without their pages: half the time of a test of staff went there."""
    with current_app.test_request_context("/staff/", environ_base=client.environ_base):
        pending.finish(user)
        db.session.commit()
        begun = dict(session)
    with client.session_transaction("/staff/") as kept:
        kept.clear()
        kept.update(begun)
    return client


def signed_in_client(role: str | None = None, municipality: Municipality | None = None, **facts: Any) -> PageClient:
    """A browser of its own, in which a new user with this role is signed in."""
    client = current_app.test_client()
    assert isinstance(client, PageClient)
    return sign_in(client, make_user(role, municipality, **facts))
