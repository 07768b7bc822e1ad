"""Asking the geocoder of the setting GEOCODER_URL. It is told the address that staff typed and nothing else: no header
of theirs, no cookie, no network address but ours."""

import json
from urllib.parse import urlencode

from webapp.core.fetching import CONFIGURED, Bounds, FetchFailed, fetch
from webapp.geocoding.rules import Candidate, parameters, read_answer

BOUNDS = Bounds(seconds=4.0, max_bytes=300_000, redirects=1)
OK = 200


class GeocoderAway(Exception):
    """It did not answer in time, or not as it should. Its words hold nothing of what was asked."""


def ask(base_url: str, query: str, town_code: str) -> list[Candidate]:
    """Those in the town; where there are none, those elsewhere. Raises GeocoderAway."""
    return _ask(base_url, query, town_code, only_there=True) or _ask(base_url, query, town_code, only_there=False)


def _ask(base_url: str, query: str, town_code: str, *, only_there: bool) -> list[Candidate]:
    told = urlencode(parameters(query, town_code if only_there else None))
    try:
        answer = fetch(
            f"{base_url}/free?{told}", policy=CONFIGURED, bounds=BOUNDS, headers={"Accept": "application/json"}
        )
    except FetchFailed as failed:
        raise GeocoderAway(failed.problem.value) from None
    if answer.status != OK:
        raise GeocoderAway(f"status {answer.status}")
    try:
        return read_answer(json.loads(answer.body), town_code)
    except (ValueError, RecursionError):
        raise GeocoderAway("no answer of this protocol") from None
