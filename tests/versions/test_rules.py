"""Documents lose nothing, differences tell all of it, and two changes come together without a word lost."""

from dataclasses import fields
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.activities.models import Activity, ActivityText
from webapp.core.geo import Position
from webapp.places.models import Place, PlaceText
from webapp.versions import rules
from webapp.versions.document import (
    ACTIVITY,
    APART,
    FACTS,
    PLACE,
    TEXT_STATE,
    TEXTS,
    TextState,
    fact_names,
    facts_of,
    states_of,
    text_names,
    texts_of,
    to_document,
)

MODELS: dict[str, tuple[Any, Any]] = {PLACE: (Place, PlaceText), ACTIVITY: (Activity, ActivityText)}
KINDS = st.sampled_from((PLACE, ACTIVITY))
LANGUAGES = st.sampled_from(("nl", "en", "ar", "pl"))
WORDS = st.text(max_size=12)
POSITIONS = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))
SCHEDULES = st.none() | st.fixed_dictionaries(
    {"version": st.just(1)},
    optional={
        "weekly": st.lists(st.fixed_dictionaries({"hours": st.just([])}), min_size=1, max_size=2),
        "series": st.lists(st.fixed_dictionaries({"minutes": st.integers(1, 90)}), min_size=1, max_size=2),
        "changes": st.lists(st.fixed_dictionaries({"kind": st.just("cancelled")}), min_size=1, max_size=2),
        "inherits": st.just(True),
        "by_appointment": st.just(True),
    },
)


PHOTOS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from("abc"),
            "alt": st.dictionaries(LANGUAGES, WORDS, min_size=1),
            "credit": WORDS,
            "public": st.booleans(),
        }
    ),
    max_size=3,
    unique_by=lambda photo: photo["id"],
)


def value_of(kind: str, name: str) -> st.SearchStrategy[Any]:
    """Of the type of the column; a column of a type that is not here has to be thought of."""
    if name == "position":
        return st.none() | POSITIONS
    column = MODELS[kind][0].__table__.columns[name]
    if name.endswith("_id"):
        value: st.SearchStrategy[Any] = st.uuids()
    else:
        value = {
            "TEXT": WORDS,
            "BOOLEAN": st.booleans(),
            "INTEGER": st.integers(0, 10_000),
            "ARRAY": st.lists(WORDS, max_size=3).map(tuple),
        }[str(column.type.__class__.__name__).upper()]
    return st.none() | value if column.nullable else value


@st.composite
def documents(draw: st.DrawFn, kind: str | None = None) -> tuple[str, Any, Any, Any, dict[str, Any]]:
    kind = kind or draw(KINDS)
    facts = FACTS[kind](**{name: draw(value_of(kind, name)) for name in fact_names(kind)})
    texts = {
        language: (
            TEXTS[kind](**{name: draw(WORDS) for name in text_names(kind)}),
            TextState(draw(st.integers(1, 9)), draw(st.sampled_from(("person", "machine")))),
        )
        for language in draw(st.sets(LANGUAGES, min_size=1))
    }
    schedule = draw(SCHEDULES)
    document = to_document(kind, facts, texts, published=draw(st.booleans()), schedule=schedule, photos=draw(PHOTOS))
    return kind, facts, texts, schedule, document


@pytest.mark.parametrize("kind", [PLACE, ACTIVITY])
def test_every_column_is_in_the_document_or_said_to_stay_apart(kind: str) -> None:
    """A new column fails here until somebody decides."""
    facts, texts = MODELS[kind]
    columns = {column.name for column in facts.__table__.columns} - {"published"}
    kept = {"point" if name == "position" else name for name in fact_names(kind)}

    assert columns == kept | (columns & APART.keys())
    assert not kept & APART.keys()
    of_text = {column.name for column in texts.__table__.columns}
    assert of_text == {*text_names(kind), *TEXT_STATE, "municipality_id", f"{kind}_id", "language"}


@pytest.mark.parametrize("kind", [PLACE, ACTIVITY])
def test_every_field_of_the_values_is_in_the_document_or_said_to_stay_apart(kind: str) -> None:
    names = {field.name for field in fields(FACTS[kind])}

    assert names - set(fact_names(kind)) == {"checked_on", "opening_hours"}
    assert names & APART.keys() == {"checked_on", "opening_hours"}


@given(documents())
def test_a_document_loses_no_field(case: tuple[str, Any, Any, Any, dict[str, Any]]) -> None:
    kind, facts, texts, schedule, document = case

    assert facts_of(document, kind) == facts
    assert texts_of(document, kind) == {language: words for language, (words, _state) in texts.items()}
    assert states_of(document) == {language: state for language, (_words, state) in texts.items()}
    assert document["schedule"] == schedule
    assert rules.unflatten(rules.flatten(document)) == document


def test_an_older_document_has_what_nothing_tells() -> None:
    document = to_document(PLACE, FACTS[PLACE](kind="buurthuis"), {}, published=True, schedule=None)
    del document["facts"]["wheelchair"]

    assert facts_of(document, PLACE).wheelchair == "unknown"


@given(documents(PLACE), documents(PLACE))
def test_taking_every_difference_makes_the_other_version(one: Any, other: Any) -> None:
    before, after = one[4], other[4]
    parts = [difference.part for difference in rules.differences(before, after)]
    states = [part for part in {*rules.flatten(before), *rules.flatten(after)} if rules.is_state(part)]

    assert not rules.differences(rules.take(before, after, [*parts, *states]), after)
    assert rules.differences(before, before) == []


@given(documents(PLACE), documents(PLACE))
def test_who_changed_alone_is_taken_over_whole(one: Any, other: Any) -> None:
    base, changed = one[4], other[4]

    assert rules.differences(rules.merge(base, changed, base).document, changed) == []
    assert rules.differences(rules.merge(base, base, changed).document, changed) == []
    assert rules.merge(base, changed, base).clashes == ()
    assert rules.merge(base, changed, changed).clashes == ()


@given(documents(PLACE), documents(PLACE), documents(PLACE))
def test_two_changes_keep_every_part_of_both_or_ask(base: Any, mine: Any, theirs: Any) -> None:
    before, own, other = (rules.flatten(case[4]) for case in (base, mine, theirs))
    merged = rules.merge(base[4], mine[4], theirs[4])
    told, clashes = rules.flatten(merged.document), {clash.part for clash in merged.clashes}

    for part in {*own, *other, *before}:
        if rules.is_state(part):
            continue
        sides = [rules._told(side.get(part)) for side in (before, own, other)]
        stored = rules._told(told.get(part))
        if part in clashes:
            assert sides[1] != sides[2]
            assert sides[0] not in sides[1:]
            assert stored == sides[1]
        else:
            assert stored == (sides[1] if sides[2] == sides[0] else sides[2])


def test_a_typo_after_a_major_change_leaves_it_a_major_one() -> None:
    table = [
        ({}, {"nl": "minor"}, {"nl": "minor"}),
        ({"nl": "major"}, {"nl": "minor"}, {"nl": "major"}),
        ({"nl": "minor"}, {"nl": "major"}, {"nl": "major"}),
        ({"en": "machine"}, {"en": "minor"}, {"en": "machine"}),
        ({"en": "machine"}, {"en": "confirmed"}, {"en": "confirmed"}),
        ({"en": "major"}, {"nl": "minor"}, {"en": "major", "nl": "minor"}),
    ]
    for before, after, joined in table:
        assert rules.joined(before, after) == joined


def test_a_version_that_returns_leaves_public_and_changed_dates_as_they_are() -> None:
    then = to_document(PLACE, FACTS[PLACE](kind="park"), {}, published=True, schedule={"version": 1, "weekly": [1]})
    now = to_document(
        PLACE,
        FACTS[PLACE](kind="buurthuis", organisation_id=UUID(int=1)),
        {"en": (TEXTS[PLACE]("Park"), TextState(1, "person"))},
        published=False,
        schedule={"version": 1, "changes": [2]},
    )

    with_times = rules.restored(then, now, with_times=True)
    assert with_times["facts"] == then["facts"]
    assert with_times["published"] is False
    assert with_times["texts"] == now["texts"]
    assert with_times["schedule"] == {"version": 1, "weekly": [1], "changes": [2]}
    assert rules.restored(then, now, with_times=False)["schedule"] == now["schedule"]
