"""The tiles as a layer of a map: what each room that describes one puts under it."""

from urllib.parse import urlsplit

from flask import current_app, url_for

from webapp.core.words import _
from webapp.maps.spec import TileLayer
from webapp.tile_settings import PDOK_TILES
from webapp.tiles.answers import Source
from webapp.tiles.source import current_tiles

DRAWING = "map-vector.js"  # loaded by the browser only where tiles have to be drawn
KADASTER = "www.kadaster.nl"


def tile_layer() -> TileLayer | None:
    """None for a map without tiles. In the language of the request."""
    source = current_tiles().source
    if source is None:
        return None
    credit, site = _credit(source)
    return TileLayer(
        address=address_of(source),
        extension=source.extension,
        min_zoom=source.zooms[0],
        max_zoom=source.zooms[-1],
        credit=credit,
        site=site,
        script=drawing_script() if source.is_drawn else "",
    )


def address_of(source: Source) -> str:
    """What the addresses of its tiles begin with."""
    whole = url_for("tiles.tile", version=source.version, zoom="z", x="x", name="y")
    return whole.removesuffix("/z/x/y")


def drawing_script() -> str:
    names: dict[str, str] = current_app.extensions["asset_manifest"]()
    return f"/static/{names[DRAWING]}"


def _credit(source: Source) -> tuple[str, str]:
    if source.credit:
        return source.credit, ""
    host = urlsplit(current_app.config["SETTINGS"].tiles.url or "").hostname
    if host == urlsplit(PDOK_TILES).hostname:
        return _("Map data © Kadaster"), KADASTER
    return "", ""
