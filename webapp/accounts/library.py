"""Flask-Security behind our own door: hashing of passwords, one-time codes, the signed-in user.

Its own pages are not used: ours are in the house's layout and languages, and say the same to everyone. What it does is
what should not be made at home: argon2id, TOTP with encrypted secrets, recovery codes, the session's user.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from flask import Flask, request
from flask_login import current_user as library_user
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore, hash_password, verify_password
from flask_security.proxies import _security
from flask_security.totp import Totp
from flask_security.utils import check_and_get_token_status, login_user
from passlib.totp import TotpMatch

from webapp.accounts.models import StaffUser
from webapp.accounts.queries import find_user_of_session
from webapp.config import Settings
from webapp.core.access import is_for_staff
from webapp.extensions import db

__all__ = ["library_user", "login_user"]

ISSUER = "Dichtbij"
RESET_WITHIN = timedelta(hours=1)
TOTP_WINDOW_S = 30  # one code earlier or later: clocks of phones differ
# argon2id as OWASP advises where memory counts: 19 MiB a sign-in, two rounds. 20 sign-ins at once take 400 MiB.
ARGON2 = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}


class Codes(Totp):
    """Each code counts once: whoever looks over a shoulder cannot use it again."""

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.totp_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        user.totp_last_counter = tmatch.counter


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=ARGON2,
        SECURITY_PASSWORD_SALT=settings.secret_key,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_TOTP_SECRETS={"1": settings.secret_key},
        SECURITY_TOTP_ISSUER=ISSUER,
        SECURITY_CLI_USERS_NAME="",  # our own commands know towns and roles
        SECURITY_CLI_ROLES_NAME="",
    )
    before = list(app.before_request_funcs.get(None, ()))
    Security(app, SQLAlchemyUserDatastore(db, StaffUser, RoleMixin), register_blueprint=False, totp_cls=Codes)
    # It would also take a token from the address, a header or the body of any request: we give none out.
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]  # the library puts it there
    asked = app.before_request_funcs.get(None, [])
    asked[:] = [ask if ask in before else _for_staff(ask) for ask in asked]


def _for_staff(ask: Callable[[], Any]) -> Callable[[], Any]:
    """The library looks for a user before each request; a resident is none, and waits for nothing."""
    return lambda: ask() if is_for_staff(request.path) else None


def hashed(password: str) -> str:
    return str(hash_password(_normal(password)))


def is_password(password: str, hash_: str | None) -> bool:
    """As much work without a hash as with one, so that nobody can tell by the time whether an account is there."""
    right = verify_password(_normal(password), hash_ or _nobody())
    return bool(right) and hash_ is not None


def new_secret() -> str:
    """Of one-time codes, encrypted."""
    return str(_security.totp_factory.generate_totp_secret())


def is_code(code: str, secret: str, user: StaffUser) -> bool:
    """Remembers on the user which code it was; the caller commits."""
    return bool(_security.totp_factory.verify_totp(code, secret, user, window=TOTP_WINDOW_S))


def code_address(secret: str, email: str) -> str:
    """`otpauth://…`, for an app on this phone or as a QR code for another."""
    return str(_security.totp_factory.get_totp_uri(email, secret))


def code_key(secret: str) -> str:
    """To type over, in groups of four."""
    return str(_security.totp_factory.get_totp_pretty_key(secret)).replace("-", " ")


def plain_secret(secret: str) -> str:
    """Base32, for a program that makes the codes."""
    return str(_security.totp_factory.get_totp_b32_key(secret))


def recovery_codes(number: int) -> list[str]:
    codes: list[str] = _security.totp_factory.generate_recovery_codes(number)
    return codes


def reset_token(user: StaffUser) -> str:
    """Signed; good for an hour, and until the password changes: then `fs_uniquifier` is another."""
    return str(_security.reset_serializer.dumps([user.fs_uniquifier, user.email]))


def find_reset_user(token: str) -> StaffUser | None:
    uniquifier, _email = _read_reset(token)
    return find_user_of_session(uniquifier) if uniquifier else None


def reset_email(token: str) -> str:
    """For whom it was, also when it has been used within its hour; "" for one that is too old or not ours."""
    return _read_reset(token)[1]


def _read_reset(token: str) -> tuple[str, str]:
    expired, invalid, told = check_and_get_token_status(token, "reset", RESET_WITHIN)
    if expired or invalid or not isinstance(told, list) or len(told) != 2:
        return "", ""
    return str(told[0]), str(told[1])


def _normal(password: str) -> str:
    return str(_security.password_util.normalize(password))


@cache
def _nobody() -> str:
    return hashed(secrets.token_urlsafe(16))
