"""Points for an address, looked up for staff: by the geocoder, and where there is none by what we know ourselves."""

import logging
from dataclasses import dataclass

from flask import current_app

from webapp.areas.models import Municipality
from webapp.geocoding.rules import Candidate, query_of
from webapp.geocoding.service import GeocoderAway, ask
from webapp.locating.queries import Located, locate
from webapp.locating.rules import STREET, find_postcode_in

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """`is_own` where the candidates are from our own streets, postcodes and neighbourhoods: the middle of each, not a
    front door. `is_away` where the geocoder was asked and did not answer."""

    query: str
    candidates: tuple[Candidate, ...]
    is_own: bool = False
    is_away: bool = False


def find_candidates(town: Municipality, typed: str) -> Found:
    """The town's own first. An empty query finds nothing and asks nobody."""
    query = query_of(typed)
    if not query:
        return Found("", ())
    url = current_app.config["SETTINGS"].geocoder_url
    if url is None:
        return Found(query, _own(town, query), is_own=True)
    try:
        return Found(query, tuple(ask(url, query, town.code.removeprefix("GM"))))
    except GeocoderAway as away:
        logger.warning("geocoder away: %s", away)  # never what was asked
        return Found(query, _own(town, query), is_own=True, is_away=True)


def _own(town: Municipality, query: str) -> tuple[Candidate, ...]:
    code = find_postcode_in(query)
    by_code = locate(town, None, code, "") if code else Located()
    by_name = locate(town, None, "", query)
    found = [*_of_postcode(town, by_code), *_of_names(town, by_name)]
    return tuple({one.label: one for one in found}.values())


def _of_postcode(town: Municipality, located: Located) -> list[Candidate]:
    if located.position is None or located.town is not None:
        return []
    whole = located.postcode if len(located.postcode) > 4 else ""
    return [Candidate(located.postcode, located.position, postcode=whole, city=town.name, in_town=True)]


def _of_names(town: Municipality, located: Located) -> list[Candidate]:
    if located.choice is None:
        return []
    return [
        Candidate(
            label=spot.full_name,
            position=spot.position,
            street=spot.name if spot.kind == STREET else "",
            city=town.name if spot.kind == STREET else "",
            in_town=True,
        )
        for spot in (located.choice.taken, *located.choice.others)
    ]
