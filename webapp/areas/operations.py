"""Storing boundaries and postcodes: many rows a statement, and only those that differ."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import TextClause, delete, select, text

from webapp.areas import rules
from webapp.areas.boundaries import Boundary, Gathered
from webapp.areas.models import Municipality, Neighbourhood, Postcode
from webapp.areas.postcodes import Postcodes
from webapp.areas.report import Rejection, Report, Tally, count
from webapp.areas.rules import Level
from webapp.core.database import allow_long_statements
from webapp.core.errors import ImportRefused
from webapp.core.postgis import SRID
from webapp.extensions import db

CBS = "© CBS en Kadaster (CC BY 4.0)"
BATCH = 1000  # rows a statement
Item = TypeVar("Item")

# A row that is already the same is not touched: nothing counts up, no page is made anew.
UPSERT_MUNICIPALITIES = text("""
    INSERT INTO municipality (code, slug, name, boundary, is_approximate, attribution)
    SELECT code, slug, name, ST_GeomFromWKB(boundary, :srid), is_approximate, attribution
    FROM unnest(CAST(:codes AS text[]), CAST(:slugs AS text[]), CAST(:names AS text[]),
        CAST(:boundaries AS bytea[]), CAST(:approximate AS boolean[]), CAST(:attributions AS text[]))
        AS arriving (code, slug, name, boundary, is_approximate, attribution)
    ON CONFLICT (code) DO UPDATE SET
        name = excluded.name, boundary = excluded.boundary, is_approximate = excluded.is_approximate,
        attribution = coalesce(excluded.attribution, municipality.attribution)
    WHERE (municipality.name, municipality.boundary, municipality.is_approximate, municipality.attribution)
        IS DISTINCT FROM (excluded.name, excluded.boundary, excluded.is_approximate,
            coalesce(excluded.attribution, municipality.attribution))
    RETURNING code
""")

UPSERT_NEIGHBOURHOODS = text("""
    INSERT INTO neighbourhood (municipality_id, code, level, name, boundary, is_approximate)
    SELECT municipality_id, code, level, name, ST_GeomFromWKB(boundary, :srid), is_approximate
    FROM unnest(CAST(:municipality_ids AS integer[]), CAST(:codes AS text[]), CAST(:levels AS text[]),
        CAST(:names AS text[]), CAST(:boundaries AS bytea[]), CAST(:approximate AS boolean[]))
        AS arriving (municipality_id, code, level, name, boundary, is_approximate)
    ON CONFLICT (municipality_id, code) DO UPDATE SET
        name = excluded.name, boundary = excluded.boundary, is_approximate = excluded.is_approximate
    WHERE (neighbourhood.name, neighbourhood.boundary, neighbourhood.is_approximate)
        IS DISTINCT FROM (excluded.name, excluded.boundary, excluded.is_approximate)
    RETURNING code
""")

# A polygon knows better where a postcode lies than a list of points does, whichever comes last.
UPSERT_POSTCODES = text("""
    INSERT INTO postcode (code, city, point, boundary)
    SELECT code, city, ST_GeomFromWKB(point, :srid), ST_GeomFromWKB(boundary, :srid)
    FROM unnest(CAST(:codes AS text[]), CAST(:cities AS text[]), CAST(:points AS bytea[]),
        CAST(:boundaries AS bytea[])) AS arriving (code, city, point, boundary)
    ON CONFLICT (code) DO UPDATE SET
        city = coalesce(excluded.city, postcode.city),
        point = CASE WHEN postcode.boundary IS NOT NULL AND excluded.boundary IS NULL
            THEN postcode.point ELSE excluded.point END,
        boundary = coalesce(excluded.boundary, postcode.boundary)
    WHERE excluded.city IS DISTINCT FROM postcode.city AND excluded.city IS NOT NULL
        OR excluded.boundary IS DISTINCT FROM postcode.boundary AND excluded.boundary IS NOT NULL
        OR excluded.point IS DISTINCT FROM postcode.point
            AND (postcode.boundary IS NULL OR excluded.boundary IS NOT NULL)
    RETURNING code
""")


def import_boundaries(gathered: Gathered, attribution: str | None = CBS) -> Report:
    """All or nothing: an error leaves the database as it was. `attribution` is for real boundaries, not drawings."""
    with db.session.begin_nested():
        allow_long_statements()
        rejections = list(gathered.rejections)
        towns = [item for item in gathered.boundaries.values() if item.area.level is rules.MUNICIPALITY]
        others = [item for item in gathered.boundaries.values() if item.area.level is not rules.MUNICIPALITY]
        kept, outcome = _store_municipalities(towns, attribution, rejections)
        kept_others, outcome_others = _store_neighbourhoods(others, rejections)
        notes = _notes(gathered, [*kept, *kept_others])
        notes += _remove_approximate(kept_others)
    db.session.expire_all()
    tallies = _tallies([*kept, *kept_others], rejections, {**outcome, **outcome_others})
    return Report(tallies, tuple(rejections), tuple(notes))


def import_town(gathered: Gathered, code: str, at: datetime) -> Report:
    """The boundaries of one town, which is open from now on. Raises ImportRefused when its own boundary is no good."""
    if code not in gathered.boundaries:
        reason = f": {gathered.rejections[0].problem}" if gathered.rejections else ""
        raise ImportRefused(f"There is no usable boundary of municipality {code}{reason}.")
    with db.session.begin_nested():
        report = import_boundaries(gathered)
        open_municipality(db.session.scalars(select(Municipality).where(Municipality.code == code)).one(), at)
    return report


def open_municipality(municipality: Municipality, at: datetime) -> bool:
    """Residents may see it from now on; False when they already could."""
    if municipality.opened_at is not None:
        return False
    municipality.opened_at = at
    db.session.flush()
    return True


def import_postcodes(postcodes: Postcodes) -> Report:
    outcome: dict[str, str] = {}
    with db.session.begin_nested():
        allow_long_statements()
        for batch in _batches(sorted(postcodes.rows.values(), key=lambda row: row.code)):
            codes = [row.code for row in batch]
            known = set(db.session.scalars(select(Postcode.code).where(Postcode.code.in_(codes))))
            parameters = {
                "codes": codes,
                "cities": [row.city for row in batch],
                "points": [row.point.wkb for row in batch],
                "boundaries": [row.boundary.wkb if row.boundary is not None else None for row in batch],
            }
            outcome |= _upsert(UPSERT_POSTCODES, parameters, known)
    db.session.expire_all()
    repaired = sum(row.is_repaired for row in postcodes.rows.values())
    tally = _tally("postcode", "postcodes", outcome.values(), len(postcodes.rejections))
    tallies = (tally,) if tally.kept or tally.rejected else ()
    return Report(tallies, tuple(postcodes.rejections), tuple(_repair_notes(repaired)))


def _store_municipalities(
    boundaries: Sequence[Boundary], attribution: str | None, rejections: list[Rejection]
) -> tuple[list[Boundary], dict[str, str]]:
    has_boundary = Municipality.boundary.is_not(None)
    columns = select(Municipality.code, Municipality.slug, (has_boundary & ~Municipality.is_approximate).label("real"))
    known = {row.code: row for row in db.session.execute(columns)}
    kept: list[Boundary] = []
    for item in _in_order(boundaries):
        town = known.get(item.area.code)
        if item.area.is_approximate and town is not None and town.real:
            rejections.append(item.reject("approximate", f"the real boundary of {item.area.code} is already here"))
        else:
            kept.append(item)
    slugs = {code: row.slug for code, row in known.items()}
    new = [item.area for item in kept if item.area.code not in known]
    slugs |= rules.choose_slugs(new, slugs.values())
    outcome: dict[str, str] = {}
    for batch in _batches(kept):
        parameters = _common_parameters(batch) | {
            "slugs": [slugs[item.area.code] for item in batch],
            "attributions": [None if item.area.is_approximate else attribution for item in batch],
        }
        outcome |= _upsert(UPSERT_MUNICIPALITIES, parameters, known)
    return kept, outcome


def _store_neighbourhoods(
    boundaries: Sequence[Boundary], rejections: list[Rejection]
) -> tuple[list[Boundary], dict[str, str]]:
    codes = {item.area.municipality_code for item in boundaries}
    towns = _town_ids(codes)
    of_towns = Neighbourhood.municipality_id.in_(towns.values())
    rows = db.session.execute(select(Neighbourhood.code, Neighbourhood.is_approximate).where(of_towns)).all()
    known = {row.code for row in rows}
    with_real = {f"GM{row.code[2:6]}" for row in rows if not row.is_approximate}
    with_real |= {item.area.municipality_code for item in boundaries if not item.area.is_approximate}
    kept: list[Boundary] = []
    for item in _in_order(boundaries):
        town = item.area.municipality_code
        if town not in towns:
            rejections.append(
                item.reject("gemeentecode", f"municipality {town} is not in the database; import it first")
            )
        elif item.area.is_approximate and town in with_real:
            rejections.append(item.reject("approximate", f"real wijken or buurten of {town} are already here"))
        else:
            kept.append(item)
    outcome: dict[str, str] = {}
    for batch in _batches(kept):
        parameters = _common_parameters(batch) | {
            "municipality_ids": [towns[item.area.municipality_code] for item in batch],
            "levels": [item.area.level.id for item in batch],
        }
        outcome |= _upsert(UPSERT_NEIGHBOURHOODS, parameters, known)
    return kept, outcome


def _remove_approximate(kept: Sequence[Boundary]) -> list[str]:
    """A drawing beside real boundaries would put a place in two neighbourhoods."""
    towns = _town_ids({item.area.municipality_code for item in kept if not item.area.is_approximate})
    notes: list[str] = []
    for code, town_id in sorted(towns.items()):
        drawn = (Neighbourhood.municipality_id == town_id) & Neighbourhood.is_approximate
        removed = db.session.scalars(delete(Neighbourhood).where(drawn).returning(Neighbourhood.code)).all()
        if removed:
            areas = count(len(removed), "approximate wijk or buurt", "approximate wijken and buurten")
            notes.append(f"{areas} of {code} removed, real ones are here now: {', '.join(sorted(removed))}")
    return notes


def _town_ids(codes: Collection[str]) -> dict[str, int]:
    rows = db.session.execute(select(Municipality.code, Municipality.id).where(Municipality.code.in_(codes)))
    return {row.code: row.id for row in rows}


def _common_parameters(batch: Sequence[Boundary]) -> dict[str, Any]:
    return {
        "codes": [item.area.code for item in batch],
        "names": [item.area.name for item in batch],
        "boundaries": [item.shape.wkb for item in batch],
        "approximate": [item.area.is_approximate for item in batch],
    }


def _upsert(statement: TextClause, parameters: dict[str, Any], known: Collection[str]) -> dict[str, str]:
    """What happened to each code: added, changed or unchanged."""
    written = set(db.session.scalars(statement, {**parameters, "srid": SRID}))
    return {
        code: ("changed" if code in written else "unchanged") if code in known else "added"
        for code in parameters["codes"]
    }


def _in_order(boundaries: Sequence[Boundary]) -> list[Boundary]:
    return sorted(boundaries, key=lambda item: item.area.code)


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _notes(gathered: Gathered, kept: Sequence[Boundary]) -> list[str]:
    notes = _repair_notes(sum(item.is_repaired for item in kept))
    if gathered.skipped:
        notes.append(f"{count(gathered.skipped, 'feature', 'features')} skipped: no gemeente, wijk or buurt")
    return notes


def _repair_notes(repaired: int) -> list[str]:
    return [f"{count(repaired, 'outline', 'outlines')} repaired: the source crosses itself"] if repaired else []


def _tallies(kept: Sequence[Boundary], rejections: Sequence[Rejection], outcome: dict[str, str]) -> tuple[Tally, ...]:
    tallies = [_level_tally(level, kept, rejections, outcome) for level in rules.LEVELS]
    unknown = sum(rejection.level is None for rejection in rejections)
    tallies.append(Tally("feature of no known level", "features of no known level", rejected=unknown))
    return tuple(tally for tally in tallies if tally.kept or tally.rejected)


def _level_tally(
    level: Level, kept: Sequence[Boundary], rejections: Sequence[Rejection], outcome: dict[str, str]
) -> Tally:
    outcomes = [outcome[item.area.code] for item in kept if item.area.level is level]
    return _tally(level.one, level.many, outcomes, sum(rejection.level is level for rejection in rejections))


def _tally(one: str, many: str, outcomes: Collection[str], rejected: int) -> Tally:
    done = list(outcomes)
    return Tally(one, many, done.count("added"), done.count("changed"), done.count("unchanged"), rejected)


def lock_settings(town: Municipality) -> None:
    """Who is about to save what a town sets for itself reads it as it is now, and is the only one until the commit."""
    db.session.refresh(town, with_for_update={"key_share": True})
