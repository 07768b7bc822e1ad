"""Passkeys: keys in a phone, a computer or on a stick, with which one signs in without typing.

The wall around the library, which checks what an authenticator says (WebAuthn level 2: challenge, origin, host,
presence, signature). What that opens is decided elsewhere. A key that has also seen its owner (finger, face, code of
the phone) counts as both steps.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask import current_app, request
from webauthn.helpers import options_to_json_dict, parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webapp.accounts.models import Passkey, StaffUser
from webapp.config import Settings
from webapp.core.addresses import base_address

SITE_NAME = "Dichtbij"
TIMEOUT_MS = 120_000  # to find the key and put it in
ANSWER_MAX = 20_000  # characters; a long certificate chain fits
TRANSPORTS = {transport.value for transport in AuthenticatorTransport}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewKey:
    credential_id: bytes
    public_key: bytes
    signed: int
    transports: list[str]


@dataclass(frozen=True)
class Claim:
    """Who an answer says to be: not checked yet. `user_handle` is that of creation_options, where the key knows it."""

    credential_id: bytes
    user_handle: bytes | None


def are_possible() -> bool:
    """Browsers tie a passkey to a name; at an address that is a number they have none."""
    try:
        ip_address(_host())
    except ValueError:
        return True
    return False


def creation_options(user: StaffUser, challenge: bytes) -> dict[str, Any]:
    """As a browser takes them, bytes in base64url. A device that has a key for this user makes no second one."""
    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name=SITE_NAME,
        user_id=user.id.bytes,
        user_name=user.email,
        user_display_name=user.name,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_descriptors(user.passkeys),
    )
    return options_to_json_dict(options)


def request_options(challenge: bytes, keys: Iterable[Passkey] | None = None) -> dict[str, Any]:
    """Any key that knows its owner without a name typed, and sees them; with `keys` one of these, after the password,
    when the key alone is enough."""
    wish = UserVerificationRequirement.REQUIRED if keys is None else UserVerificationRequirement.DISCOURAGED
    options = webauthn.generate_authentication_options(
        rp_id=_host(),
        challenge=challenge,
        timeout=TIMEOUT_MS,
        allow_credentials=_descriptors(keys or ()),
        user_verification=wish,
    )
    return options_to_json_dict(options)


def read_new(answer: str, challenge: bytes) -> NewKey | None:
    """None for an answer that does not hold."""
    try:
        read = _limited(answer)
        made = webauthn.verify_registration_response(
            credential=read, expected_challenge=challenge, expected_rp_id=_host(), expected_origin=_address()
        )
        told = webauthn.helpers.parse_registration_credential_json(read).response.transports or []
    except Exception as error:
        _note(error)
        return None
    transports = sorted({transport.value for transport in told} & TRANSPORTS)
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count, transports)


def read_claim(answer: str) -> Claim | None:
    try:
        read = parse_authentication_credential_json(_limited(answer))
    except Exception as error:
        _note(error)
        return None
    return Claim(read.raw_id, read.response.user_handle)


def check(answer: str, challenge: bytes, key: Passkey, *, has_seen_owner: bool) -> int | None:
    """How often the key says to have signed, which the caller compares with before; None for an answer that does not
    hold. `has_seen_owner`: the key must have looked who is there."""
    try:
        checked = webauthn.verify_authentication_response(
            credential=_limited(answer),
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_address(),
            credential_public_key=key.public_key,
            credential_current_sign_count=0,  # a copy is to be told apart from an answer that does not hold
            require_user_verification=has_seen_owner,
        )
    except Exception as error:
        _note(error)
        return None
    return checked.new_sign_count


def _note(error: Exception) -> None:
    """The library reads bytes of a stranger with three parsers, each with errors of its own: none of them may be more
    than a refusal. The kind is logged, not the words."""
    log.info("a passkey was refused: %s", type(error).__name__)


def _limited(answer: str) -> str:
    if len(answer) > ANSWER_MAX:
        raise ValueError("too long")
    return answer


def _descriptors(keys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=key.credential_id, transports=[AuthenticatorTransport(name) for name in key.transports] or None
        )
        for key in keys
    ]


def _host() -> str:
    return urlsplit(_address()).hostname or ""


def _address() -> str:
    """In production the public one, whatever name somebody came by; else the name in the address bar, so that
    passkeys can be tried on one's own machine at http://localhost:8000."""
    settings: Settings = current_app.config["SETTINGS"]
    return base_address() if settings.is_production else request.url_root.rstrip("/")
