"""What is said in words about getting in and about money becomes facts: only where the words are plain. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from webapp.hsds_import.values import Cost
from webapp.places.secrecy import fold

EURO = "EUR"
FREE = {
    "free",
    "free of charge",
    "no charge",
    "no cost",
    "no fee",
    "no fees",
    "gratis",
    "kosteloos",
    "geen kosten",
    "none",
    "0",
}
WITHOUT = r"(?:zonder|geen|no|without(?: an?)?|not need an?) "
APPOINTMENT = r"(?:afspraak|afspraken|appointments?)"
WITHOUT_APPOINTMENT = re.compile(rf"\b{WITHOUT}{APPOINTMENT}\b|\bvrije inloop\b|\bwalk ins?\b|\bdrop ins?\b")
BY_APPOINTMENT = re.compile(rf"\b{APPOINTMENT}\b")
REFERRAL = re.compile(r"\b(?:referral|referred by|verwijz\w+|doorverwijz\w+|verwezen)\b")
WITHOUT_REFERRAL = re.compile(
    r"\b(?:zonder|geen|no|without a?) ?(?:\w+ )?(?:referral|verwijz\w+)\b|\bself referrals?\b"
)
WHEELCHAIR = re.compile(r"\b(?:wheelchairs?|rolstoel\w*|step free|drempelvrij)\b")
NOT = re.compile(r"\b(?:not|no|niet|geen|none|inaccessible|ontoegankelijk)\b")
PARTLY = re.compile(r"\b(?:limited|partly|partial\w*|some|only|beperkt|deels|gedeeltelijk|alleen)\b")
A_SENTENCE = re.compile(r"[.;!?\n]+")


def wheelchair_of(said: Iterable[str]) -> str:
    """Sentences that speak of a wheelchair; where they say different things, nothing is known."""
    found = {_of_sentence(fold(part)) for text in said for part in A_SENTENCE.split(text)} - {""}
    return found.pop() if len(found) == 1 else "unknown"


def _of_sentence(words: str) -> str:
    if not WHEELCHAIR.search(words):
        return ""
    if NOT.search(words):
        return "no" if not PARTLY.search(words) else "limited"
    return "limited" if PARTLY.search(words) else "yes"


def needs_appointment(applying: str) -> bool:
    words = fold(applying)
    return bool(BY_APPOINTMENT.search(words)) and not WITHOUT_APPOINTMENT.search(words)


def welcomes_walkins(applying: str) -> bool:
    words = fold(applying)
    return bool(WITHOUT_APPOINTMENT.search(words))


def needs_referral(applying: str) -> bool:
    words = fold(applying)
    return bool(REFERRAL.search(words)) and not WITHOUT_REFERRAL.search(words)


def price_of(costs: Sequence[Cost], fees: str, today: date) -> tuple[bool, int | None]:
    """Whether it is free, and else the price where there is one: several prices are left to the words."""
    amounts = {(cost.amount, cost.currency) for cost in costs if cost.ends is None or cost.ends >= today}
    if not amounts:
        return fold(fees) in FREE, None
    if all(amount == 0 for amount, _currency in amounts):
        return True, None
    [(amount, currency), *others] = amounts
    cents = round(amount * 100)
    return False, cents if not others and currency in ("", EURO) and cents > 0 else None
