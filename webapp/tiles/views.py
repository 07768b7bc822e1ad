"""The tiles themselves, and which of them a phone may keep of a town."""

import hashlib

from flask import Blueprint, Response, json, request
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.core import microcache
from webapp.core.access import public
from webapp.core.geo import Box
from webapp.tiles.answers import NoTileNow, Picture
from webapp.tiles.directories import unpacked
from webapp.tiles.layer import address_of, drawing_script
from webapp.tiles.rules import read_tile
from webapp.tiles.source import current_tiles

bp = Blueprint("tiles", __name__)

DAY, MONTH = 24 * 3600, 30 * 24 * 3600  # seconds
AGAIN_S = 10  # when nobody can say now
MOST_KEPT = 250  # tiles of a town that a phone keeps
MOST_KEPT_BYTES = 5_000_000  # weighed where we have them, else 20 kB are counted for each


@bp.get("/tiles/<version>/<zoom>/<x>/<name>")
@public
def tile(version: str, zoom: str, x: str, name: str) -> ResponseReturnValue:
    """No page for what is not there: nobody reads it, and a map asks for many."""
    tiles = current_tiles()
    y, _dot, extension = name.partition(".")
    wanted = read_tile(zoom, x, y)
    if tiles.source is None or wanted is None or extension != tiles.source.extension or not tiles.has(wanted):
        return _nothing(404, {"Cache-Control": "no-cache"})
    try:
        picture = tiles.source.get(wanted)
    except NoTileNow:
        return _nothing(204, {"Cache-Control": "no-store", "Retry-After": str(AGAIN_S)})
    keeps_s = MONTH if tiles.source.is_drawn else DAY
    keeping = f"public, max-age={keeps_s}" if version == tiles.source.version else "no-cache"
    return _answer(picture, keeping)


def _nothing(status: int, headers: dict[str, str]) -> Response:
    """204 and not 503 where nobody can say now: a picture that does not come is silent, an error is not."""
    return Response(status=status, headers=headers, mimetype="text/plain")


def _answer(picture: Picture, keeping: str) -> Response:
    """An old page may ask for an old version: it gets today's tile, but may not keep it as the old one."""
    if not picture.body:
        return _nothing(204, {"Cache-Control": keeping})
    body, is_packed = picture.body, picture.is_packed
    if is_packed and not request.accept_encodings["gzip"]:
        body, is_packed = unpacked(body, most=len(body) * 1100), False  # as far as gzip can grow; checked before
    answer = Response(body, content_type=picture.content_type, headers={"Cache-Control": keeping})
    if picture.is_packed:
        answer.headers["Vary"] = "Accept-Encoding"
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(hashlib.sha256(body).hexdigest()[:16])
    answer.make_conditional(request)
    return answer


@bp.get("/api/v1/<slug:town>/tiles.json")
@public
def kept_tiles() -> ResponseReturnValue:
    """What a phone may keep of this town for when there is no signal, coarse ones first. `drawing`: the script that
    draws them, empty for pictures."""
    source, box = current_tiles().source, _box_of_town()
    found: dict[str, object] = {"version": "", "drawing": "", "addresses": []}
    if source is not None and box is not None:
        begin = address_of(source)
        kept = source.within(box, MOST_KEPT, MOST_KEPT_BYTES)
        found = {
            "version": source.version,
            "drawing": drawing_script() if source.is_drawn else "",
            "addresses": [f"{begin}/{one.zoom}/{one.x}/{one.y}.{source.extension}" for one in kept],
        }
    answer = Response(json.dumps(found), mimetype="application/json", headers={"Cache-Control": "public, max-age=3600"})
    answer.add_etag()
    return microcache.keep(answer)


def _box_of_town() -> Box | None:
    town = current_municipality()
    sides = (town.west, town.south, town.east, town.north)
    return None if None in sides else Box(*sides)  # type: ignore[arg-type]  # none of them is None
