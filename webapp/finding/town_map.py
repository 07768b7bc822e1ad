"""The maps of a town: which specification, and what a page needs to embed it."""

from collections.abc import Sequence
from typing import Any, cast

from flask import url_for

from webapp.areas.bounds import bounds_of
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.core.geo import Position
from webapp.core.language import find_language
from webapp.core.words import _
from webapp.finding.conditions import Thing
from webapp.finding.rules import Filters
from webapp.finding.telling import telling
from webapp.maps import spec as map_spec
from webapp.maps.page import MapOnPage
from webapp.maps.render import render
from webapp.maps.words import item_words, pick_words, sheet_words, town_words
from webapp.places.models import Place
from webapp.schedule.sentences import sentences
from webapp.taxonomy.rules import Term, terms
from webapp.tiles.layer import tile_layer

TOWN, ITEM, PICK, SHEET = "town", "item", "pick", "sheet"


def spec(town: Municipality, language: str, surface: str) -> map_spec.MapSpec:
    """Raises NotFound for a surface that is not there."""
    return map_spec.on_tiles(_spec(town, language, surface), tile_layer())


def _spec(town: Municipality, language: str, surface: str) -> map_spec.MapSpec:
    found = find_language(language)
    direction = cast(map_spec.Direction, found.direction if found else "ltr")
    bounds = bounds_of(town)
    if surface == TOWN:
        return map_spec.town(
            language=language,
            direction=direction,
            bounds=bounds,
            strings=town_words(_),
            marks=_marks(language),
            sentences=tuple(sentences().items()),
        )
    if surface == ITEM:
        return map_spec.item(language=language, direction=direction, bounds=bounds, strings=item_words(_))
    if surface == PICK:
        return map_spec.pick(language=language, direction=direction, bounds=bounds, strings=pick_words(_))
    if surface == SHEET:
        return map_spec.sheet(language=language, direction=direction, bounds=bounds, strings=sheet_words(_))
    raise NotFound


def _marks(language: str) -> tuple[map_spec.Mark, ...]:
    """A kind of place and a kind of activity with the same id look the same."""
    kinds = {**terms("activity_kind"), **terms("place_kind")}
    return tuple(_mark(kind, language) for kind in kinds.values())


def _mark(kind: Term, language: str) -> map_spec.Mark:
    label = kind.spoken(language)
    return map_spec.Mark(kind.id, kind.icon or "map-pin", label.words, label.language)


def of_town(town: Municipality, language: str, *, types: tuple[str, ...], filters: Filters | None = None) -> MapOnPage:
    arguments: dict[str, Any] = {} if filters is None else filters.without_order().as_arguments()
    if len(types) == 1:
        arguments["type"] = types[0]
    return MapOnPage(
        script_url=_script_url(town, language, TOWN),
        feed_url=url_for("finding.map_feed", lang=language, **arguments),
        outlines_url=url_for("finding.outlines"),
        surface=TOWN,
        name=_("Map of %(town)s", town=town.name),
        base=url_for("finding.home").rstrip("/"),
    )


def of_item(town: Municipality, language: str, thing: Thing) -> MapOnPage | None:
    position = thing.position
    if position is None:
        return None
    axis = "place_kind" if isinstance(thing, Place) else "activity_kind"
    kind = terms(axis)[thing.kind]
    return MapOnPage(
        script_url=_script_url(town, language, ITEM),
        feed_url="",
        outlines_url=url_for("finding.outlines"),
        surface=ITEM,
        name=_("Map: where %(name)s is", name=telling(thing, language).name.words),
        lat=position.lat,
        lon=position.lon,
        icon=kind.icon or "map-pin",
    )


def of_spots(town: Municipality, language: str, spots: Sequence[tuple[str, Position]]) -> MapOnPage | None:
    """Of numbered things that the page tells more about; two at one door share a pin."""
    doors: dict[Position, list[str]] = {}
    for number, position in spots:
        doors.setdefault(position, []).append(number)
    if not doors:
        return None
    return MapOnPage(
        script_url=_script_url(town, language, SHEET),
        feed_url="",
        outlines_url=url_for("finding.outlines"),
        surface=SHEET,
        name=_("Map with numbers"),
        spots=tuple((spot.lat, spot.lon, ", ".join(numbers)) for spot, numbers in doors.items()),
    )


def to_pick(town: Municipality, language: str, field_id: str) -> MapOnPage:
    """To show a place on: it is written in this field, roughly."""
    return MapOnPage(
        script_url=_script_url(town, language, PICK),
        feed_url="",
        outlines_url=url_for("finding.outlines"),
        surface=PICK,
        name=_("Map to choose a point on"),
        pick_id=field_id,
    )


def _script_url(town: Municipality, language: str, surface: str) -> str:
    digest = render(spec(town, language, surface)).digest
    return url_for("finding.map_script", surface=surface, digest=digest)
