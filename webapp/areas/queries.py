"""Finding towns and neighbourhoods; names and postcodes that a visitor types are in `whereabouts`."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session, object_session, undefer

from webapp.areas.models import DISTRICT, ContentVersion, Municipality, Neighbourhood, Postcode
from webapp.core.errors import NotFound
from webapp.core.geo import Position
from webapp.core.kept import Kept
from webapp.core.postgis import from_position
from webapp.core.statements import MARK, Made
from webapp.extensions import db

_BY_SLUG = select(Municipality).where(Municipality.slug == bindparam("slug")).prefix_with(MARK)
_WITH_VERSION = _BY_SLUG.options(undefer(Municipality.seen_version))

_VERSION = Made(
    select(Municipality.id, func.coalesce(ContentVersion.version, 0).label("version"))
    .outerjoin(ContentVersion, ContentVersion.municipality_id == Municipality.id)
    .where(Municipality.slug == bindparam("slug"))
)
MOST_KEPT = 500  # towns, of some hundred bytes each
_kept: Kept[str, Municipality] = Kept(MOST_KEPT)  # by slug


def find_municipality(slug: str) -> Municipality | None:
    return db.session.scalar(_BY_SLUG, {"slug": slug})


def get_municipality(slug: str) -> Municipality:
    municipality = find_municipality(slug)
    if municipality is None:
        raise NotFound
    return municipality


def get_municipality_of(id_: int) -> Municipality:
    """Of a row that names it. Raises NotFound."""
    found = db.session.get(Municipality, id_)
    if found is None:
        raise NotFound
    return found


def get_open_municipality(slug: str) -> Municipality:
    """For a reader: with the version of its content."""
    municipality = db.session.scalar(_WITH_VERSION, {"slug": slug})
    if municipality is None or municipality.opened_at is None:
        raise NotFound
    return municipality


def get_known_town(slug: str) -> Municipality:
    """An open town for a reader, apart from the session: kept as long as its version is the present one, which this
    asks; the first time the town comes with its version. Raises NotFound."""
    town = _present(slug) if _kept.holds(slug) else _read_apart(slug)
    if town.opened_at is None:
        raise NotFound
    return _kept.get(slug, _version_of(town), lambda: town)


def find_remembered_town(slug: str) -> Municipality | None:
    """An open town as it was when somebody last asked for it, without asking the database: for who hears that it is
    away."""
    return _kept.last(slug)


def _present(slug: str) -> Municipality:
    rows = _VERSION.ask({"slug": slug})
    if not rows:
        raise NotFound
    return _kept.get(slug, tuple(rows[0]), lambda: _read_apart(slug))


def _version_of(town: Municipality) -> tuple[int, int]:
    return town.id, town.seen_version


def _read_apart(slug: str) -> Municipality:
    with Session(db.session.connection()) as apart:
        town = apart.scalars(_WITH_VERSION, {"slug": slug}).one_or_none()
    if town is None:
        raise NotFound
    return town


def list_open_municipalities(query: str = "") -> Sequence[Municipality]:
    """Those that residents may see, by name; with a query those whose name or postcode matches."""
    statement = select(Municipality).where(Municipality.opened_at.is_not(None)).order_by(Municipality.name)
    if query:
        code = query.replace(" ", "").upper()
        by_postcode = (
            select(Postcode.point)
            .where(Postcode.code.in_([code, code[:4]]), func.ST_Covers(Municipality.boundary, Postcode.point))
            .exists()
        )
        statement = statement.where(Municipality.name.icontains(query, autoescape=True) | by_postcode)
    return db.session.scalars(statement).all()


def find_neighbourhood_code(municipality: Municipality, position: Position) -> str | None:
    """The smallest area that covers the point: a buurt where there is one, else the wijk."""
    return db.session.scalar(
        select(Neighbourhood.code)
        .where(
            Neighbourhood.municipality_id == municipality.id,
            func.ST_Covers(Neighbourhood.boundary, from_position(position)),
        )
        .order_by((Neighbourhood.level == DISTRICT), Neighbourhood.code)
        .limit(1)
    )


def list_neighbourhoods(municipality: Municipality) -> list[tuple[str, str, str]]:
    """Code, level and name; each wijk by name, followed by its buurten by name."""
    rows = db.session.execute(
        select(Neighbourhood.code, Neighbourhood.level, Neighbourhood.name).where(
            Neighbourhood.municipality_id == municipality.id
        )
    ).all()
    districts = {code[2:]: name for code, level, name in rows if level == DISTRICT}
    by_district = sorted(
        (districts.get(code[2:8], ""), code[2:8], level != DISTRICT, name, code, level) for code, level, name in rows
    )
    return [(code, level, name) for *_order, name, code, level in by_district]


def get_content_version(municipality: Municipality) -> int:
    """Of a town that was read apart, the one with which the request began."""
    if object_session(municipality) is None:
        return municipality.seen_version
    version = select(ContentVersion.version).where(ContentVersion.municipality_id == municipality.id)
    return db.session.scalar(version) or 0


# Simplified to about 5 m and written with 5 decimals (1 m): an outline to look at, not a legal boundary.
_OUTLINES = text("""
    SELECT '{"type":"FeatureCollection","features":[' || coalesce(string_agg(feature, ',' ORDER BY place), '') || ']}'
    FROM (
        SELECT 0 AS place, outline('gemeente', code, name, is_approximate, boundary) AS feature
        FROM municipality WHERE id = :municipality_id AND boundary IS NOT NULL
        UNION ALL
        SELECT CASE level WHEN 'wijk' THEN 1 ELSE 2 END, outline(level, code, name, is_approximate, boundary)
        FROM neighbourhood WHERE municipality_id = :municipality_id
    ) AS outlines
""")


def get_outlines(municipality: Municipality) -> str:
    """GeoJSON of the municipality, its wijken and buurten, made by PostGIS: the map without any tile server."""
    return str(db.session.scalar(_OUTLINES, {"municipality_id": municipality.id}))


@dataclass(frozen=True)
class MunicipalitySummary:
    code: str
    slug: str
    name: str
    is_open: bool
    districts: int
    neighbourhoods: int


def list_municipality_summaries() -> list[MunicipalitySummary]:
    """Every municipality, open or not, by code."""
    is_district = Neighbourhood.level == DISTRICT
    districts = func.count(Neighbourhood.code).filter(is_district)
    neighbourhoods = func.count(Neighbourhood.code).filter(~is_district)
    is_open = Municipality.opened_at.is_not(None)
    statement = (
        select(Municipality.code, Municipality.slug, Municipality.name, is_open, districts, neighbourhoods)
        .outerjoin(Neighbourhood, Neighbourhood.municipality_id == Municipality.id)
        .group_by(Municipality.id)
        .order_by(Municipality.code)
    )
    return [MunicipalitySummary(*row) for row in db.session.execute(statement)]
