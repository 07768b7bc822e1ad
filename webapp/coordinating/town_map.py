"""The two maps of a coordinator: who serves what, and one to choose a point on."""

from typing import cast

from flask import url_for

from webapp.areas.bounds import bounds_of
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.core.language import current_language, find_language
from webapp.core.words import _
from webapp.maps import spec as map_spec
from webapp.maps.page import MapOnPage
from webapp.maps.render import MapScript, render
from webapp.maps.words import draw_words, ground_words, pick_words
from webapp.tiles.layer import tile_layer

GROUNDS, PICK, DRAW = "grounds", "pick", "draw"


def script(town: Municipality, surface: str) -> MapScript:
    """Raises NotFound for a surface that is not there."""
    language = current_language()
    found = find_language(language)
    direction = cast(map_spec.Direction, found.direction if found else "ltr")
    if surface == GROUNDS:
        described = map_spec.grounds(
            language=language, direction=direction, bounds=bounds_of(town), strings=ground_words(_)
        )
    elif surface == PICK:
        described = map_spec.pick(language=language, direction=direction, bounds=bounds_of(town), strings=pick_words(_))
    elif surface == DRAW:
        described = map_spec.draw(language=language, direction=direction, bounds=bounds_of(town), strings=draw_words(_))
    else:
        raise NotFound
    return render(map_spec.on_tiles(described, tile_layer()))


def of_grounds(town: Municipality, topic: str) -> MapOnPage:
    return MapOnPage(
        script_url=_script_url(town, GROUNDS),
        feed_url="",
        outlines_url=url_for("coordinating.outlines"),
        surface=GROUNDS,
        name=_("Map of who serves what"),
        grounds_url=url_for("coordinating.grounds", topic=topic),
    )


def to_pick(town: Municipality, field_id: str) -> MapOnPage:
    return MapOnPage(
        script_url=_script_url(town, PICK),
        feed_url="",
        outlines_url=url_for("coordinating.outlines"),
        surface=PICK,
        name=_("Map to choose a point on"),
        pick_id=field_id,
    )


def to_draw(town: Municipality, field_id: str) -> MapOnPage:
    return MapOnPage(
        script_url=_script_url(town, DRAW),
        feed_url="",
        outlines_url=url_for("coordinating.outlines"),
        surface=DRAW,
        name=_("Map to draw an area on"),
        draw_id=field_id,
    )


def _script_url(town: Municipality, surface: str) -> str:
    return url_for("coordinating.map_script", surface=surface, digest=script(town, surface).digest)
