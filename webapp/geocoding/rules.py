"""What the protocol of PDOK's Locatieserver says, read with care: whatever is not as it should be is left out. Pure."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.core.geo import Position, is_in_the_netherlands

LONGEST_QUERY = 120  # characters
LONGEST_VALUE = 100  # of one part of an answer
MOST_CANDIDATES = 8
TYPES = ("adres", "postcode", "weg")  # the exact first
FIELDS = (
    "type",
    "weergavenaam",
    "straatnaam",
    "huis_nlt",
    "huisnummer",
    "postcode",
    "woonplaatsnaam",
    "gemeentecode",
    "gemeentenaam",
    "centroide_ll",
)
_POINT = re.compile(r"POINT\(\s*(-?\d{1,3}(?:\.\d{1,20})?)\s+(-?\d{1,2}(?:\.\d{1,20})?)\s*\)", re.ASCII)
_NO_PART_OF_AN_ADDRESS = re.compile(r"[^\w\s'’.,/-]")  # a colon or a bracket would be an operator of the search
_POSTCODE = re.compile(r"[1-9]\d{3}[A-Z]{2}", re.ASCII)


@dataclass(frozen=True)
class Candidate:
    """`label` is how it is called; parts that are not known are empty. `in_town` is None where nobody said."""

    label: str
    position: Position
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    city: str = ""
    in_town: bool | None = None


class NoAnswer(ValueError):
    """Not an answer of this protocol."""


def query_of(typed: str) -> str:
    """What is sent of what was typed: letters, digits and what stands in addresses; empty where nothing is left."""
    words = " ".join(_NO_PART_OF_AN_ADDRESS.sub(" ", typed).split())[:LONGEST_QUERY].strip(" -/.,")
    return words if any(sign.isalnum() for sign in words) else ""


def parameters(query: str, town_code: str | None) -> list[tuple[str, str]]:
    """Of the request; `town_code` (four digits of CBS) keeps it to one town."""
    filters = [("fq", f"type:({' OR '.join(TYPES)})")]
    if town_code:
        filters.append(("fq", f"gemeentecode:{town_code}"))
    return [("q", query), *filters, ("fl", ",".join(FIELDS)), ("rows", str(MOST_CANDIDATES)), ("wt", "json")]


def read_answer(document: Any, town_code: str) -> list[Candidate]:
    """In the order of the service, an exact address before a street. Raises NoAnswer."""
    response = document.get("response") if isinstance(document, dict) else None
    docs = response.get("docs") if isinstance(response, dict) else None
    if not isinstance(docs, list):
        raise NoAnswer
    found = [one for one in (_candidate(doc, town_code) for doc in docs[:50]) if one is not None]
    exact = sorted(found, key=lambda one: not one.house_number)
    return list({one.label: one for one in reversed(exact)}.values())[::-1][:MOST_CANDIDATES]


def _candidate(doc: Any, town_code: str) -> Candidate | None:
    if not isinstance(doc, dict):
        return None
    label, position = _text(doc, "weergavenaam"), _position(_text(doc, "centroide_ll"))
    if not label or position is None or doc.get("type") not in TYPES:
        return None
    postcode = _text(doc, "postcode").replace(" ", "").upper()
    code = _text(doc, "gemeentecode")
    return Candidate(
        label=label,
        position=position,
        street=_text(doc, "straatnaam"),
        house_number=_text(doc, "huis_nlt") or _text(doc, "huisnummer"),
        postcode=postcode if _POSTCODE.fullmatch(postcode) else "",
        city=_text(doc, "woonplaatsnaam"),
        in_town=code == town_code if code else None,
    )


def _text(doc: Mapping[str, Any], name: str) -> str:
    value = doc.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())


def _position(written: str) -> Position | None:
    """Well-known text: longitude first. Only in the Netherlands, where all addresses are."""
    match = _POINT.fullmatch(written)
    if match is None:
        return None
    lon, lat = float(match[1]), float(match[2])
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    position = Position(lat=round(lat, 6), lon=round(lon, 6))
    return position if is_in_the_netherlands(position) else None
