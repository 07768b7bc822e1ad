"""Open now, near me: the few slots of this moment by index, however many the country has."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from webapp.areas.models import Municipality
from webapp.core.database import allow_long_statements
from webapp.core.geo import Position
from webapp.core.postgis import metres_between
from webapp.finding.conditions import matching
from webapp.finding.rules import Filters
from webapp.places.models import Place

TOWNS, PLACES, DAYS = 20, 556, 90  # a million slots
MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

COUNTRY = f"""
INSERT INTO municipality (code, slug, name, opened_at)
SELECT 'GM' || (9000 + n), 'town-' || n, 'Town ' || n, now() FROM generate_series(1, {TOWNS}) n;
INSERT INTO place (municipality_id, id, slug, kind, point)
SELECT id, gen_random_uuid(), 'place-' || n, 'buurthuis',
       ST_SetSRID(ST_MakePoint(4 + random() * 3, 51 + random() * 2), 4326)
FROM municipality, generate_series(1, {PLACES}) n WHERE code LIKE 'GM90%';
INSERT INTO slot (municipality_id, place_id, starts_at, ends_at)
SELECT municipality_id, id, day + interval '8 hours', day + interval '16 hours'
FROM place, generate_series(timestamptz '2026-11-20 00:00Z', timestamptz '2027-02-17 00:00Z', interval '1 day') day
WHERE kind = 'buurthuis' AND slug LIKE 'place-%';
ANALYZE slot; ANALYZE place;
"""


@pytest.fixture
def town(db_session: Session) -> Municipality:
    allow_long_statements()
    for statement in filter(str.strip, COUNTRY.split(";")):
        db_session.execute(sa.text(statement))
    return db_session.scalars(sa.select(Municipality).where(Municipality.slug == "town-7")).one()


class explained(sa.sql.expression.Executable, sa.sql.ClauseElement):  # reads like a function
    """EXPLAIN of a statement with its parameters."""

    inherit_cache = False

    def __init__(self, statement: sa.Select[object]) -> None:
        self.statement = statement


@compiles(explained)
def _explain(element: explained, compiler: SQLCompiler, **options: object) -> str:
    return "EXPLAIN " + compiler.process(element.statement, **options)


def test_what_is_open_now_near_me_is_found_by_the_index_of_time(town: Municipality, db_session: Session) -> None:
    here = Position(52.0, 5.0)
    statement = (
        sa.select(Place.id)
        .where(matching(Place, town, Filters(open="now"), MOMENT))
        .order_by(metres_between(Place.point, here))
        .limit(20)
    )
    plan = "\n".join(db_session.scalars(explained(statement)).all())

    assert db_session.scalar(sa.select(sa.func.count()).select_from(sa.table("slot"))) == TOWNS * PLACES * DAYS
    assert len(db_session.scalars(statement).all()) == 20
    assert "ix_slot_time" in plan, plan
    assert "Seq Scan on slot" not in plan, plan
