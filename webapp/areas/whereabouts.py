"""Finding what a visitor types to say where they are: a postcode with its town, a neighbourhood by its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, TextClause, func, select, text

from webapp.areas.models import DISTRICT, Municipality, Neighbourhood
from webapp.core.geo import Position
from webapp.extensions import db

MOST_CANDIDATES = 12
MOST_NAMES = 20  # to choose from on a phone
FEW = 3  # districts; a small town has one or two, and then its neighbourhoods say more


@dataclass(frozen=True)
class Named:
    """A name with the middle of what it stands for; `within` is what it lies in, or empty."""

    name: str
    within: str
    position: Position
    likeness: float


@dataclass(frozen=True)
class TownOfPostcode:
    """`slug` only of a town that residents may see."""

    name: str
    slug: str


@dataclass(frozen=True)
class FoundPostcode:
    """`code` is what is known: the postcode itself or its four digits. `town_id` is that of the covering outline."""

    code: str
    position: Position
    city: str
    town_id: int | None
    town: TownOfPostcode | None

    def other_town(self, here: Municipality) -> TownOfPostcode | None:
        """The town it belongs to when that is not this one. Without an outline of this town nobody can tell."""
        if here.west is None or self.town_id == here.id:
            return None
        if self.town is not None:
            return self.town
        return TownOfPostcode(self.city, "") if self.city and self.city != here.name else None


# The town by the index on outlines; where two outlines touch, the visitor's own.
_POSTCODE = text("""
    SELECT known.code, ST_Y(known.point) AS lat, ST_X(known.point) AS lon, coalesce(known.city, '') AS city,
           town.id, town.name, CASE WHEN town.opened_at IS NULL THEN '' ELSE town.slug END AS slug
    FROM (
        SELECT code, point, city FROM postcode WHERE code = ANY(:codes) ORDER BY length(code) DESC LIMIT 1
    ) AS known
    LEFT JOIN municipality AS town ON ST_Covers(town.boundary, known.point)
    ORDER BY (town.id = :here) DESC NULLS LAST, town.opened_at NULLS LAST
    LIMIT 1
""")


def find_postcode(code: str, here: Municipality) -> FoundPostcode | None:
    """The postcode itself, else its PC4: near enough to order a town's places by distance. One query by index."""
    row = db.session.execute(_POSTCODE, {"codes": [code, code[:4]], "here": here.id}).one_or_none()
    if row is None:
        return None
    town = TownOfPostcode(row.name, row.slug) if row.id is not None else None
    return FoundPostcode(row.code, Position(lat=row.lat, lon=row.lon), row.city, row.id, town)


def find_town_named(name: str, here: Municipality) -> TownOfPostcode | None:
    """Another town of this installation that is called so."""
    row = db.session.execute(
        select(Municipality.name, Municipality.slug)
        .where(
            func.search_clean(Municipality.name) == func.search_clean(name),
            Municipality.opened_at.is_not(None),
            Municipality.id != here.id,
        )
        .limit(1)
    ).one_or_none()
    return TownOfPostcode(row.name, row.slug) if row is not None else None


# A neighbourhood that is called as its district is the district: two of one name would be a question without sense.
_NEIGHBOURHOODS = text("""
    SELECT found.name, found.within, ST_Y(point) AS lat, ST_X(point) AS lon, found.likeness
    FROM (
        SELECT part.name, part.boundary, coalesce(district.name, '') AS within, (
            SELECT max(greatest(similarity(search_clean(part.name), typed), word_similarity(typed, part.name)))
            FROM unnest(CAST(:typed AS text[])) AS typed
        ) AS likeness
        FROM neighbourhood AS part
        LEFT JOIN neighbourhood AS district ON district.municipality_id = part.municipality_id
            AND district.code = 'WK' || substr(part.code, 3, 6) AND district.code <> part.code
        WHERE part.municipality_id = :town AND part.name IS DISTINCT FROM district.name
        ORDER BY likeness DESC, part.name, part.code LIMIT :most
    ) AS found, ST_PointOnSurface(found.boundary) AS point
    WHERE found.likeness >= :enough
""")


def list_neighbourhoods_like(
    town: Municipality, typed: Sequence[str], enough: float, most: int = MOST_CANDIDATES
) -> list[Named]:
    """Wijken and buurten whose names look like one of these, the likest first, with a point inside."""
    return named(_NEIGHBOURHOODS, {"town": town.id, "typed": list(typed), "enough": enough, "most": most})


def named(statement: TextClause, values: dict[str, object]) -> list[Named]:
    rows = db.session.execute(statement, values)
    return [Named(row.name, row.within, Position(lat=row.lat, lon=row.lon), row.likeness) for row in rows]


def list_neighbourhood_names(town: Municipality) -> list[str]:
    """To choose from, by name: the wijken, or all of them where a town has few wijken."""
    rows = _list_by_name(town)
    districts = [row.name for row in rows if row.level == DISTRICT]
    names = districts if len(districts) >= FEW else [row.name for row in rows]
    return list(dict.fromkeys(names))[:MOST_NAMES]


def list_neighbourhood_choices(town: Municipality) -> list[tuple[str, str]]:
    """Code and name to choose one from, by name: the wijken, or the buurten where a town has few wijken."""
    rows = _list_by_name(town)
    districts = [(row.code, row.name) for row in rows if row.level == DISTRICT]
    return districts if len(districts) >= FEW else [(row.code, row.name) for row in rows if row.level != DISTRICT]


_MIDDLE = text("""
    SELECT name, '' AS within, ST_Y(point) AS lat, ST_X(point) AS lon, 1.0 AS likeness
    FROM neighbourhood, ST_PointOnSurface(boundary) AS point
    WHERE municipality_id = :town AND code = :code
""")


def find_neighbourhood(town: Municipality, code: str) -> Named | None:
    """A wijk or buurt of this town by its CBS code, with a point inside."""
    found = named(_MIDDLE, {"town": town.id, "code": code})
    return found[0] if found else None


def _list_by_name(town: Municipality) -> Sequence[Row[str, str, str]]:
    return db.session.execute(
        select(Neighbourhood.level, Neighbourhood.code, Neighbourhood.name)
        .where(Neighbourhood.municipality_id == town.id)
        .order_by(Neighbourhood.name, Neighbourhood.code)
    ).all()
