"""Pairs that look alike, found by PostGIS: only what shares a key or lies close is compared, town first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from webapp.activities.item_links import PLACES
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.merging.models import Merge
from webapp.merging.rules import ENOUGH, UNDO_WITHIN, Likeness, score
from webapp.places.models import Place

MOST_PAIRS = 3_000  # compared; a town with more has to begin somewhere
MOST_SHOWN = 100
COMMON = 12  # so many with the same number or website: a switchboard, which says nothing
MOST_AT_ONE_ADDRESS = 60
NEAR_DEGREES = 0.002  # about 220 metres north, 140 east

# What two of them are compared by. Names without what many begin with; of a phone number the last nine digits, so that
# 0031 and 0 are the same; of a website neither the scheme nor www.
_KEYS = """
    trim(regexp_replace(search_clean({name}), '\\m(stichting|vereniging|de|het|een|the)\\M ?', '', 'g')) AS name,
    nullif(right(regexp_replace({phone}, '[^0-9]', '', 'g'), 9), '') AS phone,
    nullif(rtrim(regexp_replace(lower({website}), '^https?://(www\\.)?', ''), '/'), '') AS website,
    nullif(lower({email}), '') AS email
"""
_PLACES = f"""
    SELECT item.id, item.kind, item.point,
        upper(item.postcode) || ' ' || lower(coalesce(item.house_number, '')) AS address,
        {_KEYS.format(name="words.name", phone="item.phone", website="item.website", email="item.email")}
    FROM place AS item JOIN place_text AS words
        ON (words.municipality_id, words.place_id, words.language) = (item.municipality_id, item.id, 'nl')
    WHERE item.municipality_id = :town AND item.merged_into_id IS NULL
"""
_ACTIVITIES = f"""
    SELECT item.id, item.kind, coalesce(item.point, place.point) AS point,
        CASE WHEN item.point IS NULL THEN CAST(item.place_id AS text) END AS address,
        {_KEYS.format(name="words.name", phone="item.phone", website="item.website", email="item.email")}
    FROM activity AS item JOIN activity_text AS words
        ON (words.municipality_id, words.activity_id, words.language) = (item.municipality_id, item.id, 'nl')
    LEFT JOIN place ON (place.municipality_id, place.id) = (item.municipality_id, item.place_id)
    WHERE item.municipality_id = :town AND item.merged_into_id IS NULL
"""
_NEAR = {
    PLACES: """
    SELECT one.id AS first, other.id AS second FROM place AS one JOIN place AS other
        ON other.point && ST_Expand(one.point, :near) AND one.id < other.id
    WHERE one.municipality_id = :town AND other.municipality_id = :town
        AND one.merged_into_id IS NULL AND other.merged_into_id IS NULL
    """,
    "activities": """
    SELECT one.id AS first, other.id AS second FROM activity AS one JOIN activity AS other
        ON other.point && ST_Expand(one.point, :near) AND one.id < other.id
    WHERE one.municipality_id = :town AND other.municipality_id = :town
        AND one.merged_into_id IS NULL AND other.merged_into_id IS NULL
    """,
}
_LIKENESS = """
    similarity(one.name, other.name) AS name,
    ST_DistanceSphere(one.point, other.point) AS metres,
    coalesce(one.address = other.address, false) AS address,
    coalesce(one.phone = other.phone, false) AS phone,
    coalesce(one.website = other.website, false) AS website,
    coalesce(one.email = other.email, false) AS email,
    one.kind = other.kind AS kind
"""


def _by_key(key: str, most: str = ":common") -> str:
    """Pairs with the same value, of values that few have."""
    return f"""
    SELECT first, second FROM (
        SELECT array_agg(id) AS ids FROM item WHERE {key} <> '' GROUP BY {key} HAVING count(*) BETWEEN 2 AND {most}
    ) AS same, unnest(ids) AS first, unnest(ids) AS second WHERE first < second
    """


def _pairs(what: str) -> str:
    keys = " UNION ".join(
        (*(_by_key(key) for key in ("name", "phone", "website", "email")), _by_key("address", ":at_one_address"))
    )
    owner = "place_id" if what == PLACES else "activity_id"
    return f"""
    WITH item AS MATERIALIZED ({_PLACES if what == PLACES else _ACTIVITIES}),
    pair AS MATERIALIZED (
        {keys}
        UNION SELECT first, second FROM unnest(CAST(:firsts AS uuid[]), CAST(:seconds AS uuid[])) AS near(first, second)
    )
    SELECT pair.first, pair.second, {_LIKENESS},
        coalesce((
            SELECT count(DISTINCT document) = 1 AND count(*) = 2 FROM schedule
            WHERE municipality_id = :town AND {owner} IN (pair.first, pair.second)
        ), false) AS times
    FROM pair JOIN item AS one ON one.id = pair.first JOIN item AS other ON other.id = pair.second
    WHERE NOT EXISTS (
        SELECT FROM not_same WHERE municipality_id = :town AND what = :what
            AND first_id = pair.first AND second_id = pair.second
    )
    ORDER BY similarity(one.name, other.name) DESC, pair.first, pair.second LIMIT :most
    """


@dataclass(frozen=True)
class Pair:
    """`first` is the smaller id."""

    first: UUID
    second: UUID
    likeness: Likeness
    score: int


def list_pairs(town: Municipality, what: str) -> list[Pair]:
    """That somebody should look at, the most alike first; without those of which somebody said that they are two.

    In two steps: what lies close comes by the index of points, and the rest by hashes. How many rows share a key the
    planner cannot know; by nested loops 3,000 places took more than 5 s instead of 0.2.
    """
    near = db.session.execute(text(_NEAR[what]), {"town": town.id, "near": NEAR_DEGREES}).all()
    values = {
        "firsts": [row.first for row in near],
        "seconds": [row.second for row in near],
        "town": town.id,
        "what": what,
        "near": NEAR_DEGREES,
        "common": COMMON,
        "at_one_address": MOST_AT_ONE_ADDRESS,
        "most": MOST_PAIRS,
    }
    db.session.execute(text("SET LOCAL enable_nestloop = off"))
    pairs = [_pair(row) for row in db.session.execute(text(_pairs(what)), values)]
    db.session.execute(text("SET LOCAL enable_nestloop = on"))
    found = [pair for pair in pairs if pair.score >= ENOUGH]
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _pair(row: Any) -> Pair:
    likeness = Likeness(
        name=row.name,
        metres=row.metres,
        address=row.address,
        phone=row.phone,
        website=row.website,
        email=row.email,
        kind=row.kind,
        times=row.times,
    )
    return Pair(row.first, row.second, likeness, score(likeness))


def find_pair(town: Municipality, what: str, one: UUID, other: UUID) -> Pair | None:
    """None where nothing speaks for them being the same, or somebody said that they are not."""
    wanted = (min(one, other), max(one, other))
    return next((pair for pair in list_pairs(town, what) if (pair.first, pair.second) == wanted), None)


# ---------------------------------------------------------------- what is about to come in

_LIKE_NEW = f"""
    WITH item AS MATERIALIZED ({_PLACES}),
    told AS (
        SELECT told.key, told.kind, told.postcode, told.house_number,
            upper(told.postcode) || ' ' || lower(coalesce(told.house_number, '')) AS address,
            ST_SetSRID(ST_MakePoint(told.lon, told.lat), 4326) AS point,
            {_KEYS.format(name="told.name", phone="told.phone", website="told.website", email="told.email")}
        FROM jsonb_to_recordset(CAST(:told AS jsonb)) AS told(
            key int, kind text, name text, postcode text, house_number text, lat float, lon float,
            phone text, website text, email text
        )
    ),
    pair AS (
        SELECT told.key, item.id FROM told JOIN item USING (name)
        UNION SELECT told.key, item.id FROM told JOIN item USING (phone)
        UNION SELECT told.key, item.id FROM told JOIN item USING (website)
        UNION SELECT told.key, item.id FROM told JOIN item USING (address)
        UNION SELECT told.key, place.id FROM told JOIN place ON place.point && ST_Expand(told.point, :near)
            WHERE place.municipality_id = :town AND place.merged_into_id IS NULL
    )
    SELECT pair.key, pair.id, {_LIKENESS}
    FROM pair JOIN told AS one ON one.key = pair.key JOIN item AS other ON other.id = pair.id
    ORDER BY similarity(one.name, other.name) DESC, pair.key, pair.id LIMIT :most
"""


@dataclass(frozen=True)
class Alike:
    place_id: UUID
    likeness: Likeness
    score: int


def list_places_like(town: Municipality, told: Sequence[dict[str, Any]]) -> dict[int, list[Alike]]:
    """By `key` of what is told (kind name postcode house_number lat lon phone website email): places that are there and
    may be the same, the most alike first."""
    if not told:
        return {}
    values = {"town": town.id, "told": json.dumps(list(told)), "near": NEAR_DEGREES, "most": 20 * MOST_PAIRS}
    found: dict[int, list[Alike]] = {}
    for row in db.session.execute(text(_LIKE_NEW), values):
        likeness = Likeness(
            name=row.name,
            metres=row.metres,
            address=row.address,
            phone=row.phone,
            website=row.website,
            email=row.email,
            kind=row.kind,
        )
        if score(likeness) >= ENOUGH:
            found.setdefault(row.key, []).append(Alike(row.id, likeness, score(likeness)))
    return {key: sorted(alike, key=lambda one: -one.score) for key, alike in found.items()}


# ---------------------------------------------------------------- what was merged


def get_merge(town: Municipality, merge_id: UUID) -> Merge:
    """Raises NotFound."""
    merge = db.session.get(Merge, (town.id, merge_id))
    if merge is None:
        raise NotFound
    return merge


def list_merges(town: Municipality, now: datetime) -> Sequence[Merge]:
    """That can still be undone, the latest first."""
    return db.session.scalars(
        select(Merge)
        .where(Merge.municipality_id == town.id, Merge.undone_at.is_(None), Merge.merged_at > now - UNDO_WITHIN)
        .order_by(Merge.merged_at.desc(), Merge.id)
        .limit(MOST_SHOWN)
    ).all()


def find_by_slug(town: Municipality, what: str, slug: str) -> UUID | None:
    """Of one that is there, published or not."""
    model: Any = Place if what == PLACES else Activity
    found: UUID | None = db.session.scalar(
        select(model.id).where(model.municipality_id == town.id, model.slug == slug, model.merged_into_id.is_(None))
    )
    return found
