"""The map with the pin to drag."""

from typing import cast

from flask import url_for

from webapp.activities.models import Activity
from webapp.areas.bounds import bounds_of
from webapp.areas.models import Municipality
from webapp.core.language import current_language, find_language
from webapp.core.words import _
from webapp.maps import spec as map_spec
from webapp.maps.page import MapOnPage
from webapp.maps.render import MapScript, render
from webapp.maps.words import drag_words
from webapp.places.models import Place
from webapp.taxonomy.rules import terms
from webapp.tiles.layer import tile_layer


def script(town: Municipality) -> MapScript:
    language = current_language()
    found = find_language(language)
    direction = cast(map_spec.Direction, found.direction if found else "ltr")
    described = map_spec.drag(language=language, direction=direction, bounds=bounds_of(town), strings=drag_words(_))
    return render(map_spec.on_tiles(described, tile_layer()))


def to_drag(town: Municipality, item: Place | Activity) -> MapOnPage:
    kind = terms("place_kind" if isinstance(item, Place) else "activity_kind").get(item.kind)
    return MapOnPage(
        script_url=url_for("pinning_staff.map_script", digest=script(town).digest),
        feed_url="",
        outlines_url=url_for("pinning_staff.outlines"),
        surface="drag",
        name=_("Map with the pin"),
        icon=(kind.icon if kind else None) or "map-pin",
        lat_id="lat",
        lon_id="lon",
    )
