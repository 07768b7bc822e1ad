"""A remark beside opening hours, as OpenStreetMap keeps it (one line, one language), and what it means for a slot."""

import re

from webapp.schedule.rules import HoursError
from webapp.schedule.values import NO_WORDS, Words

LANGUAGE = "nl"  # a remark names no language; around here it is this one
ON_APPOINTMENT = "op afspraak"
# Only a remark that says this and nothing else: "op afspraak of inloop" and "zonder afspraak" mean otherwise.
_SAYS_APPOINTMENT = re.compile(
    r"(?:(?:alleen|enkel|uitsluitend) )?(?:op|na|volgens) afspraak"
    r"|(?:only )?(?:by|on|upon) (?:prior )?appointment(?: only)?"
    r"|(?:nur )?nach (?:termin)?vereinbarung"
    r"|(?:uniquement )?sur (?:rendez-vous|rdv)",
    re.IGNORECASE,
)


def meaning(comment: str) -> tuple[bool, Words]:
    """Whether it is by appointment, and what else there is to say."""
    if _SAYS_APPOINTMENT.fullmatch(comment):
        return True, NO_WORDS
    first, separator, rest = comment.partition(": ")
    if separator and rest and first == ON_APPOINTMENT:
        return True, {LANGUAGE: rest}
    return False, {LANGUAGE: comment} if comment else NO_WORDS


def wording(by_appointment: bool, words: Words) -> str:
    """The Dutch words as a comment, the same words in other languages stay here. Raises HoursError."""
    text = words.get(LANGUAGE, "")
    if not text and any(words.values()):
        raise HoursError("OpenStreetMap keeps a remark in one language: write it in Dutch too")
    if '"' in text:
        raise HoursError(f"a remark in OpenStreetMap cannot hold quotation marks: {text}")
    if by_appointment:
        return f"{ON_APPOINTMENT}: {text}" if text else ON_APPOINTMENT
    return text
