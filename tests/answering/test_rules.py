"""What fits best, is open, is near and is easy comes first, in this order."""

from dataclasses import replace
from itertools import permutations
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from webapp.answering.rules import Fit, in_turn
from webapp.core.geo import Position

HERE, NEAR, FAR = Position(51.86, 4.66), Position(51.861, 4.66), Position(51.87, 4.66)
PLAIN = Fit("place", UUID(int=0), "een", "Straat", NEAR, 0, False, 5.0, (("nl", "Een"),))
fits = st.builds(
    Fit,
    type=st.sampled_from(["place", "activity"]), id=st.uuids(), slug=st.text("abc", min_size=1, max_size=4),
    street=st.none(), point=st.sampled_from([NEAR, FAR, None]), ease=st.integers(0, 3), is_role=st.booleans(),
    score=st.sampled_from([3.0, 5.0]), names=st.just(()),
)  # fmt: skip


def test_each_reason_counts_before_the_next() -> None:
    reasons = ({"score": 6.0}, {"is_role": False}, {"id": UUID(int=1)}, {"point": NEAR}, {"ease": 1}, {"slug": "a"})
    others = ({"score": 5.0}, {"is_role": True}, {"id": UUID(int=2)}, {"point": FAR}, {"ease": 0}, {"slug": "b"})
    for at in range(len(reasons)):
        alike = {name: value for told in others[:at] for name, value in told.items()}
        better = {name: value for told in reasons[at + 1 :] for name, value in told.items()}
        worse = {name: value for told in others[at + 1 :] for name, value in told.items()}
        first = replace(PLAIN, **alike, **reasons[at], **worse)
        second = replace(PLAIN, **alike, **others[at], **better)

        in_order = [fit for fit, _metres in in_turn([second, first], lambda id_: id_ == UUID(int=1), HERE)]
        assert in_order == [first, second], reasons[at]


@given(found=st.lists(fits, max_size=4, unique_by=lambda fit: fit.slug), opened=st.booleans())
def test_the_order_does_not_depend_on_how_they_come(found: list[Fit], opened: bool) -> None:
    orders = {tuple(fit.id for fit, _ in in_turn(some, lambda _id: opened, HERE)) for some in permutations(found)}

    assert len(orders) == 1


@given(found=st.lists(fits, max_size=6))
def test_a_distance_is_told_where_both_ends_are_known(found: list[Fit]) -> None:
    for fit, metres in in_turn(found, lambda _id: False, HERE):
        assert (metres is None) == (fit.point is None)
    assert all(metres is None for _fit, metres in in_turn(found, lambda _id: False, None))


def test_what_is_open_is_asked_by_the_id_of_each() -> None:
    shut, opened = replace(PLAIN, id=uuid4(), slug="a"), replace(PLAIN, id=uuid4(), slug="b")

    assert [fit for fit, _ in in_turn([shut, opened], lambda id_: id_ == opened.id, HERE)] == [opened, shut]
