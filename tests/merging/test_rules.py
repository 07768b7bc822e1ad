"""How much two look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.merging.rules import ENOUGH, SURE, Likeness, first_choice, reasons, score, together, undone

LIKENESSES = st.builds(
    Likeness,
    name=st.floats(0, 1),
    metres=st.none() | st.floats(0, 20_000),
    address=st.booleans(),
    phone=st.booleans(),
    website=st.booleans(),
    email=st.booleans(),
    kind=st.booleans(),
    times=st.booleans(),
)


@pytest.mark.parametrize(
    ("likeness", "low", "high"),
    [
        (Likeness(1, 3, address=True, kind=True), SURE, 200),
        (Likeness(1, None, kind=True), ENOUGH, SURE),
        (Likeness(0.6, 20, phone=True, kind=True), ENOUGH, SURE),
        (Likeness(0.1, 0, address=True, phone=True, kind=True), 0, ENOUGH),
        (Likeness(1, 2_500, kind=True), 0, ENOUGH),
        (Likeness(0.5, 40, kind=True), 0, ENOUGH),
    ],
    ids=["twins", "two phone lines", "written otherwise", "two in one building", "a chain", "two neighbours"],
)
def test_a_person_looks_at_what_a_person_would_ask_about(likeness: Likeness, low: int, high: int) -> None:
    assert low <= score(likeness) < high


@given(LIKENESSES)
def test_more_in_common_never_counts_less(likeness: Likeness) -> None:
    for name in ("address", "phone", "website", "email", "times"):
        more = Likeness(**{**vars(likeness), name: True})
        assert score(more) >= score(likeness)
        assert set(reasons(likeness)) - set(reasons(more)) <= {"near"}


@given(LIKENESSES)
def test_whatever_is_shown_has_a_reason(likeness: Likeness) -> None:
    if score(likeness) >= ENOUGH:
        assert reasons(likeness)


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_both_lists_together_lose_nothing(kept: list[str], gone: list[str]) -> None:
    assert set(together(kept, gone)) == {*kept, *gone}
    assert len(together(kept, gone)) == len({*kept, *gone})


def test_what_says_something_is_proposed() -> None:
    assert first_choice([None, ""], ["Dam", "1"]) == "gone"
    assert first_choice(["Dam"], ["Kade"]) == "kept"
    assert first_choice([None], [None]) == "kept"


@given(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))
def test_undoing_keeps_what_was_changed_since(before: int, after: int, now: int) -> None:
    assert undone(before, after, now) == (before if now == after else now)
