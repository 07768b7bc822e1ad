"""Which lists a search engine keeps, and under which address."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.geo import Position
from webapp.finding.indexing import canonical_arguments, is_worth_keeping
from webapp.finding.rules import Filters, read_filters

HERE = Position(51.86, 4.66)
filters = st.builds(
    Filters,
    q=st.sampled_from(["", "taal"]),
    theme=st.sampled_from(["", "geld"]),
    open=st.sampled_from(["", "now"]),
    near=st.sampled_from([None, HERE]),
    postcode=st.sampled_from(["", "2951"]),
    free=st.booleans(),
    page=st.integers(1, 5),
)


@given(filters)
def test_the_kept_address_is_the_kept_address_of_itself(asked: Filters) -> None:
    arguments = canonical_arguments(asked)

    kept = read_filters(arguments, ("place_kind",))
    assert canonical_arguments(kept) == arguments
    assert is_worth_keeping(kept) == is_worth_keeping(asked)


@given(filters)
def test_where_somebody_is_never_stands_in_a_kept_address(asked: Filters) -> None:
    assert not {"near", "postcode"} & canonical_arguments(asked).keys()


@pytest.mark.parametrize(
    ("asked", "arguments"),
    [
        (Filters(), {}),
        (Filters(page=2), {"page": "2"}),
        (Filters(theme="geld", page=3), {"theme": "geld", "page": "3"}),
        (Filters(postcode="2951", page=2), {}),
        (Filters(near=HERE, theme="geld"), {"theme": "geld"}),
        (Filters(q="taal", free=True), {"q": "taal", "free": "1"}),
    ],
)
def test_order_is_left_out_and_pages_stand_for_themselves(asked: Filters, arguments: dict[str, str]) -> None:
    assert canonical_arguments(asked) == arguments


@pytest.mark.parametrize("changes", [{}, {"theme": "geld"}, {"page": 4}, {"near": HERE}, {"postcode": "2951"}])
def test_one_theme_is_worth_keeping(changes: dict[str, object]) -> None:
    assert is_worth_keeping(replace(Filters(), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes", [{"q": "x"}, {"kind": "halte"}, {"group": "ouderen"}, {"open": "now"}, {"spoken": "ar"}, {"free": True}]
)
def test_any_other_filter_is_one_of_too_many(changes: dict[str, object]) -> None:
    assert not is_worth_keeping(replace(Filters(theme="geld"), **changes))  # type: ignore[arg-type]
