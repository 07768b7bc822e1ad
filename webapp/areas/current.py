"""The town and the language of a request come from its address, and from nothing else."""

import re
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from werkzeug.routing import BaseConverter

from webapp.areas.models import Municipality
from webapp.areas.queries import find_municipality, find_remembered_town, get_known_town, get_municipality
from webapp.core.access import is_at_once, is_for_staff, kept_in_links
from webapp.core.addresses import FOR_PROGRAMS
from webapp.core.connections import each_by_itself
from webapp.core.errors import NotFound
from webapp.core.geo import read_rough
from webapp.core.language import DEFAULT_LANGUAGE, best_language, current_language, find_language, languages

TOWN_IN_PATH = 2  # /{lang}/{town}/…


class LanguageConverter(BaseConverter):
    """`nl`, `en`, `ar`, `zh-Hant`: the form of a language code; whether we have it is decided later."""

    part_isolating = True
    regex = r"(?!api)[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?"


class SlugConverter(BaseConverter):
    part_isolating = True
    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def current_municipality() -> Municipality:
    """The town in the address. Raises NotFound where the address names none."""
    municipality: Municipality | None = g.get("municipality")
    if municipality is None:
        raise NotFound
    return municipality


def slug_in_query(name: str) -> str:
    """What an argument of the address names; "" where it is not given. Raises NotFound for what can be no slug: nothing
    has that name, and a NUL is nothing that the database could be asked for."""
    told = request.args.get(name, "")
    if told and not re.fullmatch(SlugConverter.regex, told):
        raise NotFound
    return told


def find_current_municipality() -> Municipality | None:
    municipality: Municipality | None = g.get("municipality")
    return municipality


def init_app(app: Flask) -> None:
    app.url_map.converters.update(lang=LanguageConverter, slug=SlugConverter)
    app.url_value_preprocessor(_read_address)
    app.url_defaults(_fill_address)
    app.context_processor(_template_values)


def _read_address(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Takes `lang` and `town` out of the view's arguments. Raises NotFound for a language or town that is not there.
    Staff also prepare a town that is not open yet."""
    values = values or {}
    g.municipality = None
    in_path = values.pop("lang", None)
    asked = in_path or request.args.get("lang", "")
    g.language = asked if find_language(asked) else _language_of_path()
    if in_path and g.language != in_path:
        raise NotFound
    if "town" in values:
        g.municipality = _get_town(values.pop("town"), endpoint)


def _get_town(slug: str, endpoint: str | None) -> Municipality:
    if is_for_staff(request.path):
        return get_municipality(slug)
    if request.method in ("GET", "HEAD") or is_at_once(current_app.view_functions.get(endpoint or "")):
        each_by_itself()
    return get_known_town(slug)


def _language_of_path() -> str:
    """An address that leads nowhere still says which language its visitor reads; the API never guesses it."""
    if request.path.startswith(FOR_PROGRAMS):
        return DEFAULT_LANGUAGE
    first = request.path.split("/", 2)[1]
    return first if find_language(first) else best_language(request.accept_languages)


def remember_town_of_path() -> None:
    """For an error page: where no rule matches, the address may still name the town the visitor is in."""
    parts = request.path.split("/")
    if g.get("municipality") is None and len(parts) > TOWN_IN_PATH and find_language(parts[1]):
        slug = re.fullmatch(SlugConverter.regex, parts[TOWN_IN_PATH])  # anything else is no town, least of all NUL
        municipality = find_municipality(slug[0]) if slug else None
        g.municipality = municipality if municipality is not None and municipality.opened_at else None


def remember_town_without_asking() -> None:
    """For who hears that the database is away: the town as it was, with the phone number of its team, or none."""
    parts = request.path.split("/")
    is_in_town = len(parts) > TOWN_IN_PATH and find_language(parts[1]) is not None
    g.municipality = find_remembered_town(parts[TOWN_IN_PATH]) if is_in_town else None


def _fill_address(endpoint: str, values: dict[str, Any]) -> None:
    """url_for() stays in this language and this town unless told otherwise."""
    expects = current_app.url_map.is_endpoint_expecting
    if expects(endpoint, "lang"):
        values.setdefault("lang", current_language())
    municipality = find_current_municipality()
    if municipality is not None and expects(endpoint, "town"):
        values.setdefault("town", municipality.slug)


def _template_values() -> dict[str, Any]:
    language = find_language(current_language())
    assert language is not None  # _read_address takes only languages that are there
    return {
        "lang": language.code,
        "direction": language.direction,
        "town": find_current_municipality(),
        "languages": [_this_page_in(other.code, other.name) for other in languages()],
    }


def _roughly(name: str, value: str) -> str:
    """No link repeats where somebody is in more detail than we need."""
    if name != "near" or not value:
        return value
    try:
        spot = read_rough(value)
    except (ValueError, OverflowError):
        return ""
    return f"{spot.lat},{spot.lon}"


def _this_page_in(code: str, name: str) -> dict[str, Any]:
    """The same page with the same filters; where there is no such page, the town's home, else the choice of a town."""
    municipality = find_current_municipality()
    rule = request.url_rule
    if rule is not None and "lang" in rule.arguments and request.method in ("GET", "HEAD") and municipality is not None:
        url = url_for(rule.endpoint, **{**(request.view_args or {}), "lang": code})
        # Not through url_for: its own parameters (_scheme, _external) are not the visitor's to set.
        kept = kept_in_links(current_app.view_functions[rule.endpoint])
        told = [(name, value) for name, value in request.args.items(multi=True) if kept is None or name in kept]
        query = urlencode([(name, _roughly(name, value)) for name, value in told])
        url = f"{url}?{query}" if query else url
    elif municipality is not None:
        url = url_for("finding.home", lang=code)
    else:
        url = url_for("pages.root", lang=code)
    return {"code": code, "label": name, "url": url, "is_current": code == current_language()}
