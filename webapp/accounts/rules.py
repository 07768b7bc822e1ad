"""Roles, and what follows from them; how long a sign-in lasts; what a password has to be. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

EDITOR, TEAM, COORDINATOR, ADMIN, PRACTICE = ROLES = ("editor", "team", "coordinator", "admin", "practice")
INVITED = (EDITOR, TEAM, COORDINATOR, ADMIN)  # as such; a practice invites into itself
OF_OTHERS = (ADMIN, PRACTICE)  # no colleagues of who works for the town, and not theirs to end
PASSWORD_MIN, PASSWORD_MAX = 12, 128  # characters
EMAIL_MAX, NAME_MAX = 254, 80  # characters
EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
INVITATION_DAYS = 7
SIGN_IN_HOURS = 12  # whoever works on signs in again the next day
PENDING_MINUTES = 10  # between the password and the second step
CEREMONY_MINUTES = 5  # to take out a key and touch it
PASSKEYS_MAX = 20
PASSKEY_NAME_MAX = 60  # characters
TOUCH_SECONDS = 60  # "last seen" is that exact
KEEP_ENDED_DAYS = 30
DRAFT_HOURS = 12  # what was typed waits until its writer is back, that day
SENT_HOURS = 24  # a form that was sent is known again, also after a night with the page open
RECOVERY_CODES = 10
FRESH_MINUTES = 30  # new recovery codes are shown, until their owner says to have them

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


# Of what most guessed passwords of twelve characters and more are made: the product, the work, the usual words in Dutch
# and English, rows of keys.
TRIED_FIRST = re.compile(
    "dichtbij|gemeente|coordinator|coördinator|wijkteam|redacteur|beheerder|administrator|admin|editor|team|social|sociale"
    "|kaart|wachtwoord|welkom|geheim|password|passw0rd|p@ssw0rd|welcome|secret|letmein|iloveyou|ikhouvanjou|hallo|hello"
    "|nederland|holland|lente|zomer|herfst|winter|spring|summer|autumn|monday|maandag|januari|football|voetbal|ajax"
    "|feyenoord|princess|sunshine|superman|batman|dragon|monkey|master|qwertyuiop|qwerty|asdfghjkl|asdfgh|zxcvbnm|azerty"
    "|abcdefghijkl|abcdef|abc|test|user|login|mijn|the|een|van|1234567890|123456789|123456|987654321|0987654321"
)
LEFT_MIN = 6  # different characters


class PasswordComplaint(Enum):
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    IS_YOURS = "holds the name or the address"
    TOO_SIMPLE = "the same few characters"
    TRIED_FIRST = "nothing but words that everybody tries first"


@dataclass(frozen=True)
class Grant:
    """A role in one town; without a town, in all of them (admin only)."""

    role: str
    municipality_id: int | None


def may_enter(grants: Iterable[Grant], roles: tuple[str, ...], municipality_id: int | None) -> bool:
    """Whether one of the grants opens a page for these roles, in this town where the page is about one. A page without
    roles is for everyone who has any."""
    return any(
        (not roles or grant.role in roles)
        and (municipality_id is None or grant.municipality_id in (None, municipality_id))
        for grant in grants
    )


def normal_email(text: str) -> str:
    return text.strip().lower()


def is_email(text: str) -> bool:
    return len(text) <= EMAIL_MAX and text.isprintable() and EMAIL.fullmatch(text) is not None


def password_complaint(password: str, *about: str) -> PasswordComplaint | None:
    """Length is what counts; `about` are the name and the address, which anyone would try first."""
    if len(password) < PASSWORD_MIN:
        return PasswordComplaint.TOO_SHORT
    if len(password) > PASSWORD_MAX:
        return PasswordComplaint.TOO_LONG
    if len(set(password)) < 5:
        return PasswordComplaint.TOO_SIMPLE
    if _is_tried_first(password.casefold()):
        return PasswordComplaint.TRIED_FIRST
    known = {part for text in about for part in (text.casefold(), text.casefold().partition("@")[0]) if len(part) > 3}
    return PasswordComplaint.IS_YOURS if any(part in password.casefold() for part in known) else None


def _is_tried_first(password: str) -> bool:
    """Whether hardly anything is left without the words that are tried first; a year and a sign are tried as well."""
    left = TRIED_FIRST.sub("", password)
    return left != password and len(set(left)) < LEFT_MIN


def is_over(started_at: datetime, last_seen_at: datetime, moment: datetime, idle: timedelta) -> bool:
    """A sign-in ends after `idle` without a page, and after a working day."""
    return moment - last_seen_at > idle or moment - started_at > timedelta(hours=SIGN_IN_HOURS)


def device_words(user_agent: str) -> tuple[str, str]:
    """Browser and system as their makers call them, ("", "") where we do not know: to recognise one's own devices by,
    not anyone else's."""
    return _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)


def is_copy(signed_before: int, signed_now: int) -> bool:
    """A key that counts has signed more often each time, unless there are two of it. One that says 0 does not count:
    those that a phone keeps in step with other devices."""
    return (signed_before > 0 or signed_now > 0) and signed_now <= signed_before


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in known if mark in text), "")


def normal_code(text: str) -> str:
    """A code as it was meant: without spaces and hyphens, in small letters."""
    return re.sub(r"[\s\-–]", "", text).lower()


def inside_staff(path: str) -> str:
    """Where to go after signing in: a staff page of ours, or "" for anything else."""
    is_ours = re.fullmatch(r"/staff/[\w\-./?=&%~+,:]*", path, re.ASCII) is not None
    return path if is_ours and ".." not in path and "//" not in path else ""
