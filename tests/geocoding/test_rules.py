"""Answers of a geocoder are read with care, and what staff type cannot steer its search."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geocoding.locatieserver import BRINK, ELSEWHERE, STREET
from webapp.core.geo import Position, is_in_the_netherlands
from webapp.geocoding.rules import (
    LONGEST_QUERY,
    MOST_CANDIDATES,
    Candidate,
    NoAnswer,
    parameters,
    query_of,
    read_answer,
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def read(*docs: Any) -> list[Candidate]:
    return read_answer({"response": {"docs": list(docs)}}, "9001")


def test_an_address_comes_before_its_street_and_says_its_parts() -> None:
    assert read(STREET, BRINK) == [
        Candidate("Brink 4, 9991AB Brinkdam", Position(52.21, 5.52), "Brink", "4", "9991AB", "Brinkdam", True),
        Candidate("Brink, Brinkdam", Position(52.211, 5.521), "Brink", "", "", "Brinkdam", True),
    ]


def test_what_lies_in_another_town_says_so() -> None:
    assert [one.in_town for one in read(ELSEWHERE, {**BRINK, "gemeentecode": None})] == [False, None]


@pytest.mark.parametrize(
    "changed",
    [
        {"centroide_ll": None},
        {"centroide_ll": "POINT(5.5)"},
        {"centroide_ll": "POINT(52.2 5.5)"},  # the wrong way round: in the sea off Somalia
        {"centroide_ll": "POINT(999 99)"},
        {"centroide_ll": "POINT(nan nan)"},
        {"centroide_ll": "POINT(5.5 52.2); DROP TABLE"},
        {"weergavenaam": ""},
        {"weergavenaam": ["Brink"]},
        {"weergavenaam": "x" * 101},
        {"type": "perceel"},
        {"type": ["adres"]},
    ],
)
def test_what_is_not_as_it_should_be_is_left_out(changed: dict[str, Any]) -> None:
    assert read({**BRINK, **changed}) == []


@pytest.mark.parametrize("postcode", ["99 91 AB!", "9991", "0991AB", 9992, "٩٩٩١AB"])
def test_a_postcode_that_is_none_is_not_taken(postcode: Any) -> None:
    assert read({**BRINK, "postcode": postcode})[0].postcode == ""


def test_the_same_twice_is_one_and_there_is_an_end_to_it() -> None:
    assert len(read(BRINK, BRINK)) == 1
    assert len(read(*({**BRINK, "weergavenaam": f"Brink {number}"} for number in range(100)))) == MOST_CANDIDATES


@pytest.mark.parametrize("document", [None, [], {}, {"response": []}, {"response": {"docs": {}}}, {"error": "x"}, 7])
def test_another_answer_is_no_answer(document: Any) -> None:
    with pytest.raises(NoAnswer):
        read_answer(document, "9001")


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(BRINK, json_values)) | json_values, max_size=5))
def test_whatever_comes_gives_points_in_the_netherlands_or_nothing(docs: list[Any]) -> None:
    for one in read(*docs, BRINK):
        assert is_in_the_netherlands(one.position)
        assert one.label.isprintable()


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Brink 4", "Brink 4"),
        ("  Brink\n 4-a,  9991 AB ", "Brink 4-a, 9991 AB"),
        ("'t Hof 3/2", "'t Hof 3/2"),
        ("brink) OR type:(perceel", "brink OR type perceel"),
        ("q=*:*&fq=x", "q fq x"),
        ("!!!", ""),
        ("--", ""),
        ("", ""),
    ],
)
def test_only_what_stands_in_addresses_is_sent(typed: str, query: str) -> None:
    assert query_of(typed) == query


@given(st.text())
def test_a_query_is_short_and_holds_no_operator(typed: str) -> None:
    query = query_of(typed)
    assert len(query) <= LONGEST_QUERY
    assert not set(query) & set(':()[]{}*?"&|!^~\\+=<>#%')


def test_the_request_asks_for_the_town_and_for_no_more_than_we_read() -> None:
    asked = parameters("Brink 4", "9001")
    assert [value for name, value in asked if name == "fq"] == ["type:(adres OR postcode OR weg)", "gemeentecode:9001"]
    assert dict(asked)["rows"] == str(MOST_CANDIDATES)
    assert ("fq", "gemeentecode:9001") not in parameters("Brink 4", None)
