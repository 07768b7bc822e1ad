"""Whatever stands in a file, the report says so: nothing breaks, and nothing that is wrong is kept."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hsds_import.packages import at, location, schedule, service, tables, term
from webapp.core.errors import ImportRefused
from webapp.core.geo import Position
from webapp.hsds_import.findings import Found
from webapp.hsds_import.linking import TABLES
from webapp.hsds_import.shapes import gather
from webapp.hsds_import.sorting import Town, sort_package
from webapp.hsds_import.words import read_words
from webapp.places.town_area import TownArea

WORDS = read_words()
TOWN = Town(TownArea(None), date(2026, 11, 3), lambda _code: Position(52.15, 5.15))
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8),
    st.sampled_from(("x" * 300, "\x00", "\ud800", "2026-02-30", "9" * 30, "active", "physical", "<b>", "l1", "d1")),
)  # fmt: skip
junk = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
Change = Callable[[dict[str, Any]], dict[str, Any]]


def sorted_of(content: Any) -> Found | None:
    """As a file holds it; None where it is refused."""
    try:
        return sort_package(gather(json.loads(json.dumps(content))), TOWN, WORDS)
    except ImportRefused:
        return None


@st.composite
def changed(draw: st.DrawFn, good: dict[str, Any]) -> Any:
    """The good record with some of its values, at any depth, turned into something else."""
    record = json.loads(json.dumps(good))
    for _ in range(draw(st.integers(1, 4))):
        inside: Any = record
        while True:
            keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(inside[key], dict | list) and draw(st.booleans()):
                inside = inside[key]
                continue
            inside[key] = draw(junk)
            break
    return record


WHOLE = service(
    attributes=[term("x")], service_at_locations=[at(schedules=[schedule()], location=location(attributes=[term("y")]))]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(changed(WHOLE) | junk, min_size=1, max_size=3))
def test_a_service_of_whatever_is_sorted_or_told(records: list[Any]) -> None:
    found = sorted_of(records)

    if found is not None:
        assert len({one.entry.external_id for one in found.places}) == len(found.places)
        assert len({one.entry.external_id for one in found.activities}) == len(found.activities)


@settings(max_examples=100, deadline=None)
@given(changed(dict(tables())))
def test_tables_of_whatever_are_sorted_or_told(rows: Any) -> None:
    sorted_of({f"{name}.csv": some for name, some in rows.items()})


@settings(max_examples=100, deadline=None)
@given(
    junk
    | st.dictionaries(st.sampled_from((*sorted(TABLES), "contents", "id", "name", "services.csv")), junk, max_size=4)
)
def test_any_json_is_sorted_or_told(content: Any) -> None:
    sorted_of(content)
