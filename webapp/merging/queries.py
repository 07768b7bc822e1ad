"""Pairs that look alike, found by PostGIS: only what shares a key or lies close is compared, town first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from webapp.activities.item_links import PLACES
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.core.postgis import SRID
from webapp.extensions import db
from webapp.merging.models import Merge
from webapp.merging.rules import ENOUGH, UNDO_WITHIN, Likeness, score
from webapp.places.models import Place

MOST_PAIRS = 3_000  # compared; a town with more has to begin somewhere
MOST_SHOWN = 100
COMMON = 12  # so many with the same number or website: a switchboard, which says nothing
MOST_AT_ONE_ADDRESS = 60
NEAR_DEGREES = 0.001  # about 110 metres north, 70 east
MOST_COMPARED = 500_000  # names of neighbours; a dense city of 10,000 places has some 200,000
ALIKE = 0.3  # by trigrams: the least with which nearness can make two the same

# What two of them are compared by. Names without what many begin with; of a phone number the last nine digits, so that
# 0031 and 0 are the same; of a website neither the scheme nor www.
_KEYS = """
    trim(regexp_replace(search_clean({name}), '\\m(stichting|vereniging|de|het|een|the)\\M ?', '', 'g')) AS name,
    nullif(right(regexp_replace({phone}, '[^0-9]', '', 'g'), 9), '') AS phone,
    nullif(rtrim(regexp_replace(lower({website}), '^https?://(www\\.)?', ''), '/'), '') AS website,
    nullif(lower({email}), '') AS email
"""
_PLACES = f"""
    SELECT item.id, item.kind, item.point, false AS role,
        upper(item.postcode) || ' ' || lower(coalesce(item.house_number, '')) AS address,
        {_KEYS.format(name="words.name", phone="item.phone", website="item.website", email="item.email")}
    FROM place AS item JOIN place_text AS words
        ON (words.municipality_id, words.place_id, words.language) = (item.municipality_id, item.id, 'nl')
    WHERE item.municipality_id = :town AND item.merged_into_id IS NULL
"""
_ACTIVITIES = f"""
    SELECT item.id, item.kind, coalesce(item.point, place.point) AS point, item.volunteer AS role,
        CASE WHEN item.point IS NULL THEN CAST(item.place_id AS text) END AS address,
        {_KEYS.format(name="words.name", phone="item.phone", website="item.website", email="item.email")}
    FROM activity AS item JOIN activity_text AS words
        ON (words.municipality_id, words.activity_id, words.language) = (item.municipality_id, item.id, 'nl')
    LEFT JOIN place ON (place.municipality_id, place.id) = (item.municipality_id, item.place_id)
    WHERE item.municipality_id = :town AND item.merged_into_id IS NULL
"""
# Points in squares of NEAR_DEGREES: compared with those in the same square and in four of the eight beside it, as the
# other four compare with this one. Only names that are at all alike go on.
_CELLS = """
    SELECT id, name, floor(ST_X(point) / :near) AS x, floor(ST_Y(point) / :near) AS y FROM item
    WHERE point IS NOT NULL
"""
_BESIDE = "(VALUES (0, 0), (0, 1), (1, -1), (1, 0), (1, 1)) AS beside(x, y)"
_NEAR = f"""
    SELECT least(first, second) AS first, greatest(first, second) AS second FROM (
        SELECT one.id AS first, other.id AS second, one.name AS name, other.name AS other_name
        FROM (SELECT cell.id, cell.name, cell.x + beside.x AS x, cell.y + beside.y AS y, beside.x <> 0 OR beside.y <> 0
            AS is_beside FROM cell CROSS JOIN {_BESIDE}) AS one
        JOIN cell AS other ON (other.x, other.y) = (one.x, one.y) AND (one.is_beside OR one.id < other.id)
        LIMIT :compared
    ) AS close WHERE similarity(name, other_name) >= :alike
"""
_LIKENESS = """
    similarity(one.name, other.name) AS name,
    ST_DistanceSphere(one.point, other.point) AS metres,
    coalesce(one.address = other.address, false) AS address,
    coalesce(one.phone = other.phone, false) AS phone,
    coalesce(one.website = other.website, false) AS website,
    coalesce(one.email = other.email, false) AS email,
    one.kind = other.kind AS kind,
    one.role <> other.role AS other_role
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
    cell AS MATERIALIZED ({_CELLS}),
    pair AS MATERIALIZED ({keys} UNION {_NEAR})
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

    By hashes only: how many rows share a key the planner cannot know, and by nested loops 3,000 places took more than
    5 s instead of 0.2.
    """
    values = {
        "town": town.id,
        "what": what,
        "near": NEAR_DEGREES,
        "compared": MOST_COMPARED,
        "alike": ALIKE,
        "common": COMMON,
        "at_one_address": MOST_AT_ONE_ADDRESS,
        "most": MOST_PAIRS,
    }
    pairs = [_pair(row) for row in _by_hashes(_pairs(what), values)]
    found = [pair for pair in pairs if pair.score >= ENOUGH]
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _by_hashes(statement: str, values: dict[str, Any]) -> Sequence[Any]:
    db.session.execute(text("SET LOCAL enable_nestloop = off"))
    rows = db.session.execute(text(statement), values).all()
    db.session.execute(text("SET LOCAL enable_nestloop = on"))
    return rows


def _pair(row: Any) -> Pair:
    likeness = _likeness(row)
    return Pair(row.first, row.second, likeness, score(likeness))


def _likeness(row: Any) -> Likeness:
    """What a statement does not tell is as when nothing is known."""
    told = row._mapping
    return Likeness(**{part.name: told[part.name] for part in fields(Likeness) if part.name in told})


# ---------------------------------------------------------------- what is about to come in

_LIKE_NEW = f"""
    WITH item AS MATERIALIZED ({_PLACES}),
    cell AS MATERIALIZED ({_CELLS}),
    told AS MATERIALIZED (
        SELECT told.key, told.kind, false AS role, told.postcode, told.house_number,
            upper(told.postcode) || ' ' || lower(coalesce(told.house_number, '')) AS address,
            ST_SetSRID(ST_MakePoint(told.lon, told.lat), :srid) AS point,
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
        UNION SELECT key, id FROM (
            SELECT one.key, other.id, one.name, other.name AS other_name
            FROM (SELECT told.key, told.name, floor(ST_X(told.point) / :near) + east.step AS x,
                floor(ST_Y(told.point) / :near) + north.step AS y
                FROM told, generate_series(-1, 1) AS east(step), generate_series(-1, 1) AS north(step)
            ) AS one
            JOIN cell AS other ON (other.x, other.y) = (one.x, one.y) LIMIT :compared
        ) AS close WHERE similarity(name, other_name) >= :alike
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
    values = {
        "town": town.id,
        "told": json.dumps(list(told)),
        "near": NEAR_DEGREES,
        "compared": MOST_COMPARED,
        "alike": ALIKE,
        "srid": SRID,
        "most": 20 * MOST_PAIRS,
    }
    found: dict[int, list[Alike]] = {}
    for row in _by_hashes(_LIKE_NEW, values):
        likeness = _likeness(row)
        alike = Alike(row.id, likeness, score(likeness))
        if alike.score >= ENOUGH:
            found.setdefault(row.key, []).append(alike)
    return {key: sorted(those, key=lambda one: -one.score) for key, those in found.items()}


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
