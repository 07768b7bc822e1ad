"""Open now, near me: the few slots of this moment by index, however many the country has."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from tools.bench import country
from webapp.areas.models import Municipality
from webapp.core.database import allow_long_statements
from webapp.core.geo import Position
from webapp.core.postgis import metres_between
from webapp.finding.conditions import matching
from webapp.finding.rules import Filters
from webapp.places.models import Place

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def town(db_session: Session) -> Municipality:
    allow_long_statements()
    country.add_towns(db_session, 1, country.SLOT_TOWNS, country.SLOT_PLACES)
    country.add_slots(db_session, "2026-11-20 00:00Z")
    db_session.execute(sa.text("ANALYZE slot"))
    db_session.execute(sa.text("ANALYZE place"))
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
    here = Position(50.85, 4.85)
    statement = (
        sa.select(Place.id)
        .where(matching(Place, town, Filters(open="now"), MOMENT))
        .order_by(metres_between(Place.point, here))
        .limit(20)
    )
    plan = "\n".join(db_session.scalars(explained(statement)).all())

    assert db_session.scalar(sa.select(sa.func.count()).select_from(sa.table("slot"))) == 1_000_800
    assert len(db_session.scalars(statement).all()) == 20
    assert "ix_slot_time" in plan, plan
    assert "Seq Scan on slot" not in plan, plan
