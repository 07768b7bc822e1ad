"""What stands in the head of every page for search engines and messengers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel.core import get_global
from flask import Flask, request, url_for

from webapp.areas.current import find_current_municipality
from webapp.core.addresses import absolute
from webapp.core.language import DEFAULT_LANGUAGE, current_language, languages
from webapp.core.texts import shortened
from webapp.core.words import _
from webapp.finding import forms, sharing
from webapp.finding.cards import ACTIVITY, PLACE, Detail, ResultPage
from webapp.finding.indexing import canonical_arguments, is_worth_keeping
from webapp.finding.rules import Filters, read_what_makes_sense
from webapp.finding.sharing import SharedPicture
from webapp.taxonomy.rules import terms

LISTS = {"finding.places": PLACE, "finding.activities": ACTIVITY}
DESCRIPTION_CHARACTERS = 155  # what a search engine shows
TERRITORIES = {"en": "GB"}  # the spelling of our English


@dataclass(frozen=True)
class PageHead:
    canonical: str
    alternates: tuple[tuple[str, str], ...]  # language code, address; x-default last
    robots: str  # empty where there is nothing to forbid
    locale: str
    other_locales: tuple[str, ...]
    picture: SharedPicture | None


# Of an error, and of a page that asks to mend what was typed: nobody should find or share these.
NO_ANSWER = PageHead("", (), "noindex", "", (), None)


def page_head(detail: Detail | None = None, results: ResultPage | None = None, *, is_answer: bool = True) -> PageHead:
    if not is_answer:
        return NO_ANSWER
    filters = _filters()
    arguments = canonical_arguments(filters) if filters else {}
    addresses = {language.code: _address_in(language.code, arguments) for language in languages()}
    here = current_language()
    return PageHead(
        canonical=addresses[here],
        alternates=(*addresses.items(), ("x-default", addresses[DEFAULT_LANGUAGE])),
        robots=_robots(filters, detail, results),
        locale=_locale(here),
        other_locales=tuple(_locale(code) for code in addresses if code != here),
        picture=_picture(detail),
    )


def _filters() -> Filters | None:
    """Of a list, as far as they make sense; the page itself complains about the rest."""
    type_ = LISTS.get(request.endpoint or "")
    return read_what_makes_sense(request.args, (forms.kind_axis(type_),))[0] if type_ else None


def _address_in(language: str, arguments: Mapping[str, Any]) -> str:
    """Only what we understand: a parameter of somebody's campaign is no other page."""
    endpoint = request.endpoint or "pages.root"
    return absolute(url_for(endpoint, **{**(request.view_args or {}), **arguments, "lang": language}))


def _robots(filters: Filters | None, detail: Detail | None, results: ResultPage | None) -> str:
    """A demonstration shows invented help: nobody should find it who looks for real help."""
    town = find_current_municipality()
    if (town is not None and town.is_demo) or (detail is not None and detail.card.is_demo):
        return "noindex"
    is_search = filters is None and bool(request.args.get("q"))
    is_one_of_many = filters is not None and not is_worth_keeping(filters)
    is_poor = results is not None and not results.total
    return "noindex,follow" if is_search or is_one_of_many or is_poor else ""


def _locale(language: str) -> str:
    """Open Graph wants a territory: `nl_NL`, `en_GB`, `ar_EG`."""
    likely = get_global("likely_subtags").get(language, f"{language}_NL")
    return f"{language.partition('-')[0]}_{TERRITORIES.get(language) or likely.rsplit('_', 1)[-1]}"


def _picture(detail: Detail | None) -> SharedPicture:
    town = find_current_municipality()
    if town is None:
        picture = sharing.picture_of_site()
        return SharedPicture(absolute(sharing.address_of_site(picture)), picture.alt)
    if detail is None:
        picture = sharing.picture_of_town(town)
        return SharedPicture(absolute(sharing.address_of_town(picture)), picture.alt)
    picture = sharing.picture_of_card(detail.card, town, current_language())
    return SharedPicture(absolute(sharing.address_of_card(detail.card, picture)), picture.alt)


def page_description(detail: Detail | None = None, results: ResultPage | None = None) -> str:
    """Of one thing and of a list; another page has a sentence of its own in its block, else this general one."""
    return shortened(_description(detail, results), DESCRIPTION_CHARACTERS)


def _description(detail: Detail | None, results: ResultPage | None) -> str:
    if detail is not None:
        return _of_one(detail)
    return _of_list(results) if results is not None else _of_any_page()


def _of_any_page() -> str:
    town = find_current_municipality()
    return _(
        "Places and activities close to home in %(town)s: help, company, food, language and more.",
        town=town.name if town else _("your town"),
    )


def _of_one(detail: Detail) -> str:
    """Its summary, and where it is as far as there is room: two walk-ins may have the same summary."""
    card, town = detail.card, find_current_municipality()
    kind = card.kind.label(current_language())
    where = ", ".join(part for part in (card.where.words, town.name if town else "") if part)
    return f"{card.summary.words} {where}." if card.summary else f"{kind}: {card.name}, {where}."


def _of_list(results: ResultPage) -> str:
    town = find_current_municipality()
    values = {"town": town.name if town else "", "theme": theme_label()}
    if values["theme"] and results.type == PLACE:
        said = _("%(theme)s: places in %(town)s, with address, phone number and opening hours.", **values)
    elif values["theme"]:
        said = _("%(theme)s: activities in %(town)s. See when and where, and if you can just walk in.", **values)
    elif results.type == PLACE:
        said = _("Community centres, walk-in points and more in %(town)s, with address and opening hours.", **values)
    else:
        said = _("Activities in %(town)s: meals, lessons, walk-ins and advice. See when and where.", **values)
    further = _("Page %(page)s.", page=results.page) if results.page > 1 else ""
    return f"{said} {further}"


def theme_label() -> str:
    """Of the theme by which this list is filtered, else empty."""
    filters = _filters()
    term = terms("theme").get(filters.theme) if filters else None
    return term.label(current_language()) if term else ""


def theme_id() -> str:
    filters = _filters()
    return filters.theme if filters else ""


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        absolute=absolute,
        page_head=page_head,
        page_description=page_description,
        theme_label=theme_label,
        theme_id=theme_id,
    )
