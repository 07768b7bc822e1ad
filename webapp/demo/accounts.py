"""One account a role, to try out what staff see. Their passwords and secrets lie in a file that only its owner reads:
such accounts exist with invented content only, and never in production."""

import json
import os
import secrets
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from webapp.accounts import library, operations
from webapp.accounts.models import StaffUser
from webapp.accounts.queries import find_user
from webapp.accounts.rules import ADMIN, COORDINATOR, EDITOR, PRACTICE, TEAM
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.language import DEFAULT_LANGUAGE
from webapp.places.editors import get_organisation, set_editor

NAMES = {EDITOR: "Ebru", TEAM: "Tom", COORDINATOR: "Carla", ADMIN: "Ada", PRACTICE: "Petra"}
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class DemoAccount:
    """As it stands in the file; `municipality` is a slug, nothing for all towns."""

    role: str
    email: str
    password: str
    totp_secret: str
    municipality: str | None


def make_accounts(town: Municipality, file: Path) -> list[DemoAccount] | None:
    """Accounts to be written to the file after the commit; None where those in the file still work. Raises ValueError
    for a town that is no demonstration."""
    if not town.is_demo:
        raise ValueError(f"{town.name} is no demonstration town")
    known = {account.role: account for account in _read(file)}
    if all(role in known and _works(known[role]) for role in NAMES):
        return None
    return [_make(role, town) for role in NAMES]


def join_organisations(town: Municipality, folder: Path) -> None:
    """The account of role `editor` keeps what these organisations offer true."""
    user = find_user(address_of(EDITOR, town))
    file = folder / "organisations.toml"
    if user is None or not file.exists():
        return
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    for slug in content.get("edited_by_demo_account", []):
        set_editor(town.id, get_organisation(town.id, slug).id, user.id, publishes=True)


def write_accounts(accounts: list[DemoAccount], file: Path) -> None:
    """Readable by its owner only, from its first byte on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8") as handle:
        json.dump([asdict(account) for account in accounts], handle, indent=2)
    new.replace(file)


def address_of(role: str, town: Municipality) -> str:
    return f"{role}@{town.slug}.example"


def _read(file: Path) -> list[DemoAccount]:
    try:
        return [DemoAccount(**entry) for entry in json.loads(file.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _works(account: DemoAccount) -> bool:
    """The database may be another one than that of the file, and its secrets under another key."""
    user = find_user(account.email)
    return (
        user is not None
        and user.active
        and library.is_password(account.password, user.password)
        and _secret_of(user) == account.totp_secret
    )


def _secret_of(user: StaffUser) -> str | None:
    try:
        return library.plain_secret(user.tf_totp_secret) if user.tf_totp_secret else None
    except ValueError:
        return None


def _make(role: str, town: Municipality) -> DemoAccount:
    email, password = address_of(role, town), secrets.token_urlsafe(15)
    user = find_user(email) or operations.create_user(email, NAMES[role], password, DEFAULT_LANGUAGE)
    operations.set_password(user, password, clock.now())
    operations.enable(user)
    user.tf_totp_secret, user.totp_last_counter = library.new_secret(), None
    operations.grant(user, role, None if role == ADMIN else town.id)
    secret = library.plain_secret(user.tf_totp_secret)
    return DemoAccount(role, email, password, secret, None if role == ADMIN else town.slug)
