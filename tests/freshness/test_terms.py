"""When something is stale, in the database as in the rules."""

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.town import BRINK
from webapp.extensions import db
from webapp.freshness import queries, rules
from webapp.places.models import Place

MOMENT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)  # a Tuesday


@time_machine.travel(MOMENT, tick=False)
def test_the_same_terms_in_sql_and_in_rules(db_session: Session) -> None:
    brinkdam = make_municipality()
    kinds = (("buurthuis", BRINK), (queries.LINES[0], None))
    places = [
        make_place(brinkdam, kind=kind, position=where, checked_on=day)
        for kind, where in kinds
        for term in (180, 30)
        for day in (
            *(rules.stale_before(term, MOMENT.date()) + timedelta(days=shift) for shift in (-1, 0, 1)),
            MOMENT.date(),
        )
    ] + [make_place(brinkdam)]
    today = MOMENT.date()

    by_sql = set(db.session.scalars(select(Place.id).where(queries.stale(Place, brinkdam, today))))

    assert by_sql == {place.id for place in places if queries.is_stale(brinkdam, place, today)}
    assert 0 < len(by_sql) < len(places)
