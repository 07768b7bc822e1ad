"""What a passkey is asked to sign: a number that was never used, for one purpose, in this browser, for some minutes.

It is kept in the session, which the browser holds: so a number that was used is written down as well, and an answer
that somebody copied together with the session opens nothing a second time.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from flask import session

from webapp.accounts.rules import CEREMONY_MINUTES
from webapp.core import clock
from webapp.core.limits import hit

KEY = "ceremony"
BYTES = 32
ONCE = f"1/{2 * CEREMONY_MINUTES}minutes"  # longer than it is good for


@dataclass(frozen=True)
class Ceremony:
    challenge: bytes
    facts: Mapping[str, str]


def begin(purpose: str, **facts: str) -> bytes:
    """The challenge. An earlier one of this browser ends."""
    challenge = secrets.token_bytes(BYTES)
    session[KEY] = {
        "purpose": purpose,
        "challenge": challenge.hex(),
        "since": clock.now().timestamp(),
        "facts": facts,
    }
    return challenge


def take(purpose: str) -> Ceremony | None:
    """Ends it, whatever comes out. None where there is none for this purpose, or not any more."""
    state = session.pop(KEY, None)
    if not isinstance(state, dict) or state["purpose"] != purpose:
        return None
    if clock.now().timestamp() - state["since"] > CEREMONY_MINUTES * 60:
        return None
    if not hit(f"{KEY}:{state['challenge']}", ONCE):
        return None
    return Ceremony(bytes.fromhex(state["challenge"]), state["facts"])
