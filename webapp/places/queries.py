"""Finding places for those who write them, and streets by name; what visitors see is read in `finding`."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, func, or_, select, text
from sqlalchemy.orm import selectinload, undefer

from webapp.areas.models import Municipality
from webapp.areas.whereabouts import MOST_CANDIDATES, Named, named
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.places.former import PLACES, list_former_slugs
from webapp.places.models import Organisation, Place
from webapp.places.rules import own_id
from webapp.places.slugs import SLUG_NUMBER


def list_places_of_source(municipality_id: int, source: str, external_ids: Collection[str]) -> Sequence[Place]:
    """Those with these ids at their source, with their texts and what was told of them, in no order; and those named by
    our own id."""
    own = [id_ for id_ in map(own_id, external_ids) if id_ is not None]
    of_source = and_(Place.source == source, Place.external_id.in_(external_ids))
    return db.session.scalars(
        select(Place)
        .where(Place.municipality_id == municipality_id, or_(of_source, Place.id.in_(own)) if own else of_source)
        .options(selectinload(Place.texts), undefer(Place.told))
    ).all()


def list_place_slugs(municipality_id: int, stems: Collection[str]) -> set[str]:
    """Slugs, also former ones, that are one of these or one of these with a number behind it."""
    stem = func.regexp_replace(Place.slug, SLUG_NUMBER, "")
    present = db.session.scalars(
        select(Place.slug).where(Place.municipality_id == municipality_id, or_(Place.slug.in_(stems), stem.in_(stems)))
    )
    return set(present) | list_former_slugs(municipality_id, PLACES, stems)


def find_organisation(municipality_id: int, slug: str) -> Organisation | None:
    return db.session.scalar(
        select(Organisation).where(Organisation.municipality_id == municipality_id, Organisation.slug == slug)
    )


def map_organisation_ids(municipality_id: int) -> dict[str, UUID]:
    """By slug."""
    rows = db.session.execute(
        select(Organisation.slug, Organisation.id).where(Organisation.municipality_id == municipality_id)
    )
    return {row.slug: row.id for row in rows}


# Only what visitors may see has a street here: nothing of a place that is not published can be found out.
_STREETS = text("""
    SELECT name, within, ST_Y(middle) AS lat, ST_X(middle) AS lon, likeness
    FROM (
        SELECT min(street) AS name, coalesce(min(city), '') AS within, ST_Centroid(ST_Collect(point)) AS middle, (
            SELECT max(similarity(search_clean(min(street)), typed)) FROM unnest(CAST(:typed AS text[])) AS typed
        ) AS likeness
        FROM place
        WHERE municipality_id = :town AND published AND street IS NOT NULL AND point IS NOT NULL
        GROUP BY lower(street), lower(city)
    ) AS streets
    WHERE likeness >= :enough
    ORDER BY likeness DESC, name, within LIMIT :most
""")


_MIDDLE = text("""
    SELECT ST_Y(middle) AS lat, ST_X(middle) AS lon
    FROM (
        SELECT ST_Centroid(ST_Collect(point)) AS middle FROM place
        WHERE municipality_id = :town AND published AND left(postcode, 4) = :digits
    ) AS places
    WHERE middle IS NOT NULL
""")


def find_middle_of_digits(town: Municipality, digits: str) -> Position | None:
    """The middle of the town's places of which the postcode begins with these four digits."""
    row = db.session.execute(_MIDDLE, {"town": town.id, "digits": digits}).one_or_none()
    return Position(lat=row.lat, lon=row.lon) if row is not None else None


def list_streets_like(
    town: Municipality, typed: Sequence[str], enough: float, most: int = MOST_CANDIDATES
) -> list[Named]:
    """Streets of the town's places whose names look like one of these, with the middle of these places."""
    return named(_STREETS, {"town": town.id, "typed": list(typed), "enough": enough, "most": most})
