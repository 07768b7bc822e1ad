"""Which pages a town's sitemaps hold, and under which addresses these sitemaps are."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask import url_for

from webapp.areas.models import Municipality
from webapp.collecting.queries import list_public
from webapp.core.addresses import absolute
from webapp.core.errors import NotFound
from webapp.core.language import languages
from webapp.exchange import queries, sitemaps
from webapp.exchange.sitemaps import Entry
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.taxonomy.rules import terms

GENERAL = (
    "finding.today",
    "finding.home",
    "finding.places",
    "finding.activities",
    "pages.about",
    "pages.privacy",
    "pages.accessibility",
    "safety.safe",  # who searches for help must find it; its title there says nothing
)
ENDPOINTS = {PLACE: "finding.places", ACTIVITY: "finding.activities"}
TYPES = {"places": PLACE, "activities": ACTIVITY}


def list_sitemaps() -> Iterator[str]:
    """Of every town that may be found: its pages, its places, its activities."""
    towns = queries.list_findable_towns()
    if len(towns) > 1:
        yield absolute(url_for("exchange.site_sitemap"))
    counts = {type_: queries.count_findable(towns, type_) for type_ in TYPES.values()}
    for town in towns:
        yield absolute(url_for("exchange.town_sitemap", town=town.slug))
        for part, type_ in TYPES.items():
            files = sitemaps.files_for(counts[type_].get(town.id, 0), len(languages()))
            for number in range(1, files + 1):
                yield absolute(url_for("exchange.list_sitemap", town=town.slug, part=part, number=number))


def entries_of_site() -> list[Entry]:
    return [_entry("pages.root")]


def entries_of_town(town: Municipality) -> list[Entry]:
    """Home, lists, statements, and each theme under which there is something to find."""
    _check(town)
    pages = [_entry(endpoint) for endpoint in GENERAL]
    for type_, endpoint in ENDPOINTS.items():
        used = queries.list_findable_themes(town, type_)
        pages += [_entry(endpoint, theme=theme) for theme in terms("theme") if theme in used]
    collections = list_public(town)
    pages += [_entry("collecting.collections")] if collections else []
    return pages + [_entry("collecting.collection", slug=one.slug) for one in collections]


def entries_of_list(town: Municipality, part: str, number: int) -> Iterable[Entry]:
    """Raises NotFound for a file that the index does not name."""
    _check(town)
    size = sitemaps.rows_in_a_file(len(languages()))
    if part not in TYPES or not 1 <= number <= sitemaps.MOST_ADDRESSES:
        raise NotFound
    rows = queries.list_findable(town, TYPES[part], (number - 1) * size, size)
    if not rows:
        raise NotFound
    begins = {one.code: absolute(url_for(ENDPOINTS[TYPES[part]], lang=one.code)) for one in languages()}
    return (_thing(begins, slug, checked_on) for slug, checked_on in rows)


def _check(town: Municipality) -> None:
    if town.is_demo:
        raise NotFound


def _entry(endpoint: str, **arguments: Any) -> Entry:
    codes = [language.code for language in languages()]
    return Entry({code: absolute(url_for(endpoint, lang=code, **arguments)) for code in codes})


def _thing(begins: dict[str, str], slug: str, checked_on: date | None) -> Entry:
    return Entry({code: f"{begin}/{slug}" for code, begin in begins.items()}, checked_on)
