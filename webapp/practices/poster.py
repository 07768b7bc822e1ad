"""A poster for the waiting room: on one sheet of A4, in two languages, with a code that leads to what is near."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from webapp.areas.models import Municipality
from webapp.core.addresses import absolute
from webapp.core.language import find_language, speaking
from webapp.core.qr import Drawing, drawing
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.practices import wording
from webapp.practices.models import Practice

SECOND = "en"  # beside Dutch; beside any other language stands Dutch


@dataclass(frozen=True)
class Side:
    """The words in one language."""

    language: str
    direction: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Poster:
    first: Side
    second: Side
    address: str  # as the code holds it
    spoken: str  # as somebody types it
    code: Drawing
    practice: str
    is_demo: bool
    team: str
    phone: str

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.first, self.second


def make_poster(town: Municipality, practice: Practice, language: str) -> Poster:
    other = FALLBACK_LANGUAGE if language != FALLBACK_LANGUAGE else SECOND
    address = absolute(url_for("practices.waiting_room", code=practice.code))
    return Poster(
        _side(language),
        _side(other),
        address,
        address.partition("://")[2],
        drawing(address),
        practice.name,
        practice.is_demo,
        town.team_name or "",
        town.team_phone or "",
    )


def _side(language: str) -> Side:
    found = find_language(language)
    with speaking(language):
        return Side(language, found.direction if found else "ltr", wording.poster())
