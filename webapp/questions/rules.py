"""Reading what a resident told, from a form or from a program: the same checks for both. Pure.

Lenient in what is read (spaces, letters of another script, a number in any notation), never in what is stored: no
control characters, no citizen service numbers, nothing beyond the fields of `FIELDS`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import category, normalize

from webapp.core import bsn
from webapp.core.digits import ascii_digits
from webapp.core.geo import Position
from webapp.core.mail import MailRefused, check_address
from webapp.questions.values import EMAIL, NEEDS_NUMBER, NONE, REPLY_BY, WHATSAPP, Content, NewQuestion, Reading

MOST_LETTERS = 4_000  # of a question: two pages; the form says so
MOST_LETTERS_OF = {"name": 60, "best_time": 120, "contact": 254}
FEWEST_LETTERS = 2  # an answer needs something to go by; a subject alone is enough too
PHONE_DIGITS = range(8, 16)  # from a short local number to the longest of E.164
FIELDS = (
    "question", "topic", "reply_by", "contact", "name", "postcode", "neighbourhood", "lat", "lon", "lang",
    "best_time", "for_other", "volunteer", "safe_to_call", "place", "activity",
)  # fmt: skip
TRUE, FALSE = ("1", "true", "on", "yes"), ("", "0", "false", "off", "no")
_PHONE = re.compile(r"\+?[\d\s().\-/]+")
_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Z]{2})?")
_NEIGHBOURHOOD = re.compile(r"(?:WK\d{6}|BU\d{8})")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Known:
    """What the rules need to know of the town and the taxonomy."""

    topics: frozenset[str]
    languages: frozenset[str]
    has_whatsapp: bool


def read_asked(told: Mapping[str, Any], known: Known) -> Reading:
    """`told` holds strings (a form) or JSON values; unknown names are for the caller to refuse or leave."""
    problems: dict[str, str] = {}
    words, masked = bsn.mask(tidy(_text(told, "question", problems)))
    topic = _text(told, "topic", problems)
    _check_words(words, topic, known, problems)
    reply_by = _read_reply_by(_text(told, "reply_by", problems), known, problems)
    content = Content(
        question=words,
        name=_short(told, "name", problems),
        contact=_read_contact(_text(told, "contact", problems), reply_by, problems),
        postcode=_read_postcode(_text(told, "postcode", problems), problems),
        best_time=_short(told, "best_time", problems),
    )
    new = NewQuestion(
        content,
        topic=topic,
        reply_by=reply_by or NONE,
        language=_read_language(_text(told, "lang", problems), known, problems),
        neighbourhood=_read_form(told, "neighbourhood", _NEIGHBOURHOOD, problems),
        position=_read_position(told, problems),
        for_other=_read_tick(told, "for_other", problems) or False,
        volunteer=_read_tick(told, "volunteer", problems) or False,
        safe_to_call=_read_tick(told, "safe_to_call", problems),
        place=_read_form(told, "place", _SLUG, problems),
        activity=_read_form(told, "activity", _SLUG, problems),
        masked=masked,
    )
    return Reading(None, problems) if problems else Reading(new)


def tidy(text: str) -> str:
    """The same letters for the eye: one form of accents, no invisible control characters, no empty ends."""
    lines = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(_visible(line).rstrip() for line in lines).strip()


def _visible(line: str) -> str:
    """Without control characters (Cc) and marks that turn the direction of what follows; joiners of scripts stay."""
    turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return "".join(letter for letter in line if letter == "\t" or (category(letter) != "Cc" and letter not in turning))


def _text(told: Mapping[str, Any], name: str, problems: dict[str, str]) -> str:
    value = told.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        problems[name] = "not_text"
        return ""
    if any("\ud800" <= letter <= "\udfff" for letter in value):  # half a pair, which JSON can say and no text holds
        problems[name] = "broken"
        return ""
    return value


def _check_words(words: str, topic: str, known: Known, problems: dict[str, str]) -> None:
    if topic and topic not in known.topics:
        problems.setdefault("topic", "unknown")
    if len(words) > MOST_LETTERS:
        problems.setdefault("question", "too_long")
    elif sum(letter.isalnum() for letter in words) < FEWEST_LETTERS and not (topic and not words):
        problems.setdefault("question", "too_little" if words else "missing")


def _read_reply_by(value: str, known: Known, problems: dict[str, str]) -> str:
    value = value.strip()
    if not value:
        problems.setdefault("reply_by", "missing")
    elif value not in REPLY_BY or (value == WHATSAPP and not known.has_whatsapp):
        problems.setdefault("reply_by", "unknown")
    else:
        return value
    return ""


def _read_contact(value: str, reply_by: str, problems: dict[str, str]) -> str:
    """Only the one detail that the answer needs is kept; what another way of answering had left there is not."""
    if reply_by not in (*NEEDS_NUMBER, EMAIL):
        return ""
    if any(category(letter) == "Cc" for letter in value.strip()):
        problems.setdefault("contact", "phone" if reply_by in NEEDS_NUMBER else "email")
        return ""
    value = tidy(value)
    if not value:
        problems.setdefault("contact", "missing_phone" if reply_by in NEEDS_NUMBER else "missing_email")
        return ""
    return _read_phone(value, problems) if reply_by in NEEDS_NUMBER else _read_email(value, problems)


def _read_phone(value: str, problems: dict[str, str]) -> str:
    digits = ascii_digits(value)
    if len(digits) not in PHONE_DIGITS or not _PHONE.fullmatch(value):
        problems.setdefault("contact", "phone")
    return f"+{digits}" if value.startswith("+") else digits


def _read_email(value: str, problems: dict[str, str]) -> str:
    """What our mails can be sent to, not whether it is there: the mail itself will tell."""
    try:
        return check_address(value)
    except MailRefused:
        problems.setdefault("contact", "email")
        return ""


def _short(told: Mapping[str, Any], name: str, problems: dict[str, str]) -> str:
    """One line; a citizen service number in it is hidden too."""
    value, _masked = bsn.mask(" ".join(tidy(_text(told, name, problems)).split()))
    if len(value) > MOST_LETTERS_OF[name]:
        problems.setdefault(name, "too_long")
    return value


def _read_postcode(value: str, problems: dict[str, str]) -> str:
    value = value.strip().upper()
    if not value:
        return ""
    found = _POSTCODE.fullmatch(value) if value.isascii() else None
    if found is None:
        problems.setdefault("postcode", "form")
        return ""
    return f"{found[1]}{found[2] or ''}"


def _read_language(value: str, known: Known, problems: dict[str, str]) -> str:
    if value and value not in known.languages:
        problems.setdefault("lang", "unknown")
    return value or "nl"


def _read_form(told: Mapping[str, Any], name: str, form: re.Pattern[str], problems: dict[str, str]) -> str:
    value = _text(told, name, problems).strip()
    if value and not form.fullmatch(value):
        problems.setdefault(name, "unknown")
        return ""
    return value


def _read_tick(told: Mapping[str, Any], name: str, problems: dict[str, str]) -> bool | None:
    """None where nothing was said."""
    value = told.get(name)
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else None
    if word not in (*TRUE, *FALSE):
        problems.setdefault(name, "yes_or_no")
        return None
    return word in TRUE if word else None


def _read_position(told: Mapping[str, Any], problems: dict[str, str]) -> Position | None:
    """Rounded to 3 decimals (100 m). A point at sea is a point: where it leads is for the routing to say."""
    given = [told.get(name) for name in ("lat", "lon")]
    if all(value is None or value == "" for value in given):
        return None
    if any(isinstance(value, bool) for value in given):
        problems["lat"] = "position"
        return None
    try:
        lat, lon = (round(float(value), 3) for value in given)  # type: ignore[arg-type]  # a refusal is what we ask for
        return Position(lat=lat, lon=lon)
    except (TypeError, ValueError, OverflowError):
        problems["lat"] = "position"
        return None
