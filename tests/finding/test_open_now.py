"""Open now, near me: the few slots of this moment by index, however many the country has."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from tools.bench import country
from webapp.areas.models import Municipality
from webapp.core.postgis import metres_between
from webapp.finding.conditions import matching
from webapp.finding.rules import Filters
from webapp.places.models import Place

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def town(db_session: Session) -> Municipality:
    country.fill(db_session, MOMENT)
    return db_session.scalars(sa.select(Municipality).where(Municipality.slug == country.SLUG)).one()


class explained(sa.sql.expression.Executable, sa.sql.ClauseElement):  # reads like a function
    """EXPLAIN of a statement with its parameters."""

    inherit_cache = False

    def __init__(self, statement: sa.Select[object]) -> None:
        self.statement = statement


@compiles(explained)
def _explain(element: explained, compiler: SQLCompiler, **options: object) -> str:
    return "EXPLAIN " + compiler.process(element.statement, **options)


def test_what_is_open_now_near_me_is_found_by_the_index_of_time(town: Municipality, db_session: Session) -> None:
    statement = (
        sa.select(Place.id)
        .where(matching(Place, town, Filters(open="now"), MOMENT))
        .order_by(metres_between(Place.point, country.HERE))
        .limit(20)
    )
    plan = "\n".join(db_session.scalars(explained(statement)).all())

    assert db_session.scalar(sa.select(sa.func.count()).select_from(sa.table("slot"))) == country.SLOTS
    assert len(db_session.scalars(statement).all()) == 20
    assert "ix_slot_time" in plan, plan
    assert "Seq Scan on slot" not in plan, plan
