"""Where a thing is now whose address was another one once: renamed, or made one with another."""

from flask import request, url_for
from sqlalchemy import select

from webapp.activities.models import Activity
from webapp.areas.current import find_current_municipality
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.former import ACTIVITIES, PLACES, find_owner
from webapp.places.models import Place

MODELS: dict[str, type[Place] | type[Activity]] = {PLACES: Place, ACTIVITIES: Activity}
# Every public address of one thing: page, calendar, picture.
ENDPOINTS = {
    "finding.place": PLACES,
    "finding.activity": ACTIVITIES,
    "exchange.place_calendar": PLACES,
    "exchange.activity_calendar": ACTIVITIES,
    "exchange.place_picture": PLACES,
    "exchange.activity_picture": ACTIVITIES,
}


def find_moved_address() -> str | None:
    """The address of this request with the present slug, its query included; None where nothing has moved."""
    town, what = find_current_municipality(), ENDPOINTS.get(request.endpoint or "")
    if town is None or what is None or request.method not in ("GET", "HEAD"):
        return None
    values = dict(request.view_args or {})
    slug = find_present_slug(town, what, values.get("slug", ""))
    if slug is None:
        return None
    url = url_for(str(request.endpoint), **{**values, "slug": slug})
    return f"{url}?{request.query_string.decode('ascii', 'replace')}" if request.query_string else url


def find_present_slug(town: Municipality, what: str, slug: str) -> str | None:
    """Of a published thing that had this slug, or took the place of the one that had it."""
    owner = find_owner(town.id, what, slug)
    if owner is None:
        return None
    model = MODELS[what]
    found: str | None = db.session.scalar(
        select(model.slug).where(model.municipality_id == town.id, model.id == owner, model.published)
    )
    return found
