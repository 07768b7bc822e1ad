"""Things to test with: valid without saying anything, so that a test says only what matters to it.

Each is committed, inside the transaction that ends with the test: a dry run that rolls back must not take it along.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from tests import town
from webapp.activities.facts import ActivityEntry, ActivityFacts, ActivityTexts
from webapp.activities.models import Activity
from webapp.activities.operations import save_activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.postgis import from_area
from webapp.extensions import db
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.places.models import Place
from webapp.places.operations import save_place
from webapp.schedule.queries import find_schedule
from webapp.schedule.timetables import Owner

_counter = iter(range(1, 1_000_000))


def make_municipality(slug: str = town.BRINKDAM, *, is_open: bool = True, **facts: Any) -> Municipality:
    """One of the cast, with its boundary; `boundary=None` for a town whose outline is not known."""
    opened_at = clock.now() if is_open else None
    values = {"name": slug.capitalize(), "opened_at": opened_at, **facts}
    if slug in town.CODES:
        values = {"code": town.CODES[slug], "boundary": from_area(town.boundary(slug)), **values}
    municipality = Municipality(slug=slug, **values)
    db.session.add(municipality)
    db.session.commit()
    return municipality


def make_place(municipality: Municipality, name: str = "De Brink", *, slug: str | None = None, **facts: Any) -> Place:
    """`summary`, `description` and `getting_there` go into the Dutch text, everything else into the facts."""
    texts = {key: facts.pop(key) for key in ("summary", "description", "getting_there") if key in facts}
    external_id = facts.pop("external_id", f"test-{next(_counter)}")
    source = facts.pop("source", "test")
    values = {"kind": "buurthuis", "position": town.BRINK, **facts}
    texts_by_language = {"nl": PlaceTexts(name, **texts)}
    save_place(municipality, PlaceFacts(**values), texts_by_language, source=source, external_id=external_id, slug=slug)
    db.session.commit()
    return db.session.scalars(select(Place).where(Place.source == source, Place.external_id == external_id)).one()


def told_hours(place: Place) -> str | None:
    """Opening hours in the words of the source."""
    stored = find_schedule(place.municipality_id, Owner(place_id=place.id))
    return stored.source_text if stored else None


def make_activity(
    municipality: Municipality,
    name: str = "Koffie",
    *,
    place: Place | None = None,
    slug: str | None = None,
    **facts: Any,
) -> Activity:
    texts = {key: facts.pop(key) for key in ("summary", "description", "first_time", "contact_role") if key in facts}
    external_id = facts.pop("external_id", f"test-{next(_counter)}")
    place_id: UUID | None = place.id if place else None
    values = {"kind": "inloop", "place_id": place_id, **facts}
    entry = ActivityEntry(external_id, ActivityFacts(**values), {"nl": ActivityTexts(name, **texts)}, slug)
    save_activity(municipality, entry, source="test")
    db.session.commit()
    return db.session.scalars(select(Activity).where(Activity.external_id == external_id)).one()
