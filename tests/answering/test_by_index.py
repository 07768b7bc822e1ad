"""A search reads one town, by its indexes: what it costs does not grow with the country."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tools.bench import country
from webapp.answering.queries import list_answers
from webapp.areas.models import Municipality
from webapp.search.queries import understand_words

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
WORDS = "bcd"  # one place in each town
Asked = list[tuple[str, Any]]


@pytest.fixture
def town(db_session: Session) -> Municipality:
    country.fill_places(db_session)
    return db_session.scalars(sa.select(Municipality).where(Municipality.slug == country.SLUG)).one()


@contextmanager
def noted(connection: sa.Connection) -> Iterator[Asked]:
    asked: Asked = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_others: object) -> None:
        asked.append((statement, values))

    sa.event.listen(connection, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(connection, "before_cursor_execute", note)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def explained(connection: sa.Connection, asked: Asked) -> Iterator[dict[str, Any]]:
    for statement, values in asked:
        said = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
        yield from nodes((json.loads(said) if isinstance(said, str) else said)[0]["Plan"])


def test_each_part_of_a_search_is_looked_up_by_its_town(town: Municipality, db_session: Session) -> None:
    connection = db_session.connection()
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # synonyms and activities are too few for an index
    with noted(connection) as asked:
        answers = list_answers(town, understand_words(town, WORDS), "nl", MOMENT)
    found = list(explained(connection, asked))
    by_index = [node for node in found if "Index Name" in node]

    assert [answer.name for answer in answers] == ["Huis bcd"]
    assert {"ix_place_search", "pk_search_word"} <= {node["Index Name"] for node in by_index}
    of_a_town = [node for node in by_index if node["Index Name"] != "pk_municipality"]
    assert not [node for node in of_a_town if "municipality_id" not in node.get("Index Cond", "")]
    assert not [node for node in found if node["Node Type"] == "Seq Scan"]
