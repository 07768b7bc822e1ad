"""The town's own stylesheet and logo, as every page of it asks for them."""

from flask import Blueprint, Flask, Response
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality, find_current_municipality
from webapp.core.access import public
from webapp.core.errors import NotFound
from webapp.taxonomy.rules import use_town_labels
from webapp.town_settings import queries
from webapp.town_settings.theme import theme_of

bp = Blueprint("town_settings", __name__)
YEAR = 31_536_000  # seconds


def init_app(app: Flask) -> None:
    app.before_request(_use_own_labels)


def _use_own_labels() -> None:
    """A thread answers one town after the other, so this is set for each request."""
    town = find_current_municipality()
    use_town_labels(town.theme_labels if town else {})


@bp.get("/<slug:town>/theme.<digest>.css")
@public
def theme(digest: str) -> ResponseReturnValue:
    found = theme_of(current_municipality().colours)
    if found is None:
        raise NotFound
    return _kept(found.css.encode(), "text/css; charset=utf-8", found.digest, digest)


@bp.get("/<slug:town>/logo.<digest>.webp")
@public
def logo(digest: str) -> ResponseReturnValue:
    town = current_municipality()
    picture = queries.find_logo(town.id)
    if picture is None:
        raise NotFound
    return _kept(picture, "image/webp", town.logo_digest or "", digest)


def _kept(body: bytes, kind: str, digest: str, asked: str) -> Response:
    """An old page may ask for an old digest: it gets today's, but may not keep it as the old one."""
    fresh = asked == digest
    answer = Response(body, content_type=kind)
    answer.set_etag(digest)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if fresh else "no-cache"
    return answer
