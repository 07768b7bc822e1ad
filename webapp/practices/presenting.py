"""What a practice sees of itself, ready to be shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for

from webapp.areas.models import Municipality
from webapp.core.addresses import absolute
from webapp.core.language import current_language
from webapp.core.texts import Spoken
from webapp.finding.telling import telling
from webapp.guiding.queries import get_things
from webapp.guiding.rules import Candidate
from webapp.handouts.queries import find_area, list_possible
from webapp.handouts.rules import Wish, is_about, may_be_given, possible_themes, rank
from webapp.practices import queries, wording
from webapp.practices.models import Practice, PracticeQuarter
from webapp.practices.rules import MOST_FAVOURITES, Telling, figure, given_figure, next_telling, quarters_told
from webapp.taxonomy.rules import terms


@dataclass(frozen=True)
class QuarterLine:
    """Of one quarter, in words."""

    label: str
    given: str
    opened: str
    asked: str
    is_too_few: bool


@dataclass(frozen=True)
class Numbers:
    quarters: tuple[QuarterLine, ...]
    next_on: date


@dataclass(frozen=True)
class ThemeLine:
    id: str
    label: Spoken
    icon: str
    number: int


@dataclass(frozen=True)
class Liked:
    """Something that can be given along about a theme."""

    candidate: Candidate
    name: Spoken
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Deep:
    """Addresses for the computer of the practice."""

    picker: str
    theme: str  # the same with a theme, as an example
    sheet: str  # and with a language of the sheet


def numbers(practice: Practice, moment: datetime) -> Numbers:
    quarters = quarters_told(moment)
    counted = queries.map_quarters(practice, quarters)
    lines = tuple(_quarter_line(quarter, counted[quarter]) for quarter in quarters if quarter in counted)
    return Numbers(lines, next_telling(moment))


def _quarter_line(quarter: date, row: PracticeQuarter) -> QuarterLine:
    opened = figure(row.opened, row.given)
    return QuarterLine(
        wording.quarter(quarter),
        wording.number(given_figure(row.given)),
        wording.number(opened),
        wording.number(figure(row.asked, row.given)),
        is_too_few=opened.telling == Telling.TOO_FEW_SHEETS,
    )


def theme_lines(practice: Practice) -> list[ThemeLine]:
    favourites, language = queries.map_favourites(practice), current_language()
    found = [(id_, terms("theme")[id_]) for id_ in possible_themes()]
    return [
        ThemeLine(id_, term.spoken(language), term.icon or "map-pin", len(favourites.get(id_, ())))
        for id_, term in found
    ]


def offered(town: Municipality, practice: Practice, theme: str, moment: datetime) -> list[Candidate]:
    """What can be given along now about this theme, the best first as seen from the practice."""
    wish, area = Wish(theme=theme), find_area(town, practice.area or "")
    candidates = list_possible(town, wish, moment, area.position if area else None)
    sure = [one for one in candidates if may_be_given(one, wish, moment) and is_about(one, wish)]
    return sorted(sure, key=lambda one: rank(one, wish, moment))


def liked(
    town: Municipality,
    practice: Practice,
    theme: str,
    candidates: Sequence[Candidate],
    typed: Collection[UUID] | None = None,
) -> list[Liked]:
    """With the favourites ticked, or what was `typed` instead."""
    chosen = queries.map_favourites(practice).get(theme, frozenset()) if typed is None else typed
    things, language = get_things(town, [one.id for one in candidates]), current_language()
    return [
        Liked(one, telling(things[one.id], language).name, _url(town, one), one.id in chosen)
        for one in candidates
        if one.id in things
    ]


def _url(town: Municipality, one: Candidate) -> str:
    endpoint = "finding.place" if one.is_place else "finding.activity"
    return url_for(endpoint, lang=current_language(), town=town.slug, slug=one.slug)


def is_too_many(number: int) -> bool:
    return number > MOST_FAVOURITES


def deep_links(town: Municipality, practice: Practice) -> Deep:
    def address(**told: Any) -> str:
        where: dict[str, Any] = {"lang": "nl", "town": town.slug, "practice": practice.code}
        return absolute(url_for("handouts.refer", **where, **told))

    return Deep(address(), address(theme="geld"), address(theme="geld", language="en"))
