"""Candidates for the picker: one that is easy to choose, and any that a town could hold."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from webapp.guiding.rules import ANY, HOW, WHEN, WHO, Answers, Candidate, possible
from webapp.taxonomy.rules import terms

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday morning
TODAY = date(2026, 11, 24)


def make_candidate(number: int = 1, **what_matters: Any) -> Candidate:
    """Together, free, without appointment, checked last week, tomorrow, close by."""
    values = {
        "is_place": False,
        "slug": f"thing-{number:03}",
        "kind": "groep",
        "themes": ("geld",),
        "groups": ("iedereen",),
        "free": True,
        "walkin": True,
        "checked_on": TODAY - timedelta(days=7),
        "next_at": MOMENT + timedelta(days=1),
        "distance_m": 300.0,
    }
    return Candidate(id=UUID(int=number), **{**values, **what_matters})


def _lists(axis: str, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(terms(axis))), max_size=most, unique=True).map(tuple)


def _any_candidate(is_place: bool) -> st.SearchStrategy[Candidate]:
    axis = "place_kind" if is_place else "activity_kind"
    number = st.integers(1, 10_000)
    return st.builds(
        Candidate,
        id=number.map(lambda value: UUID(int=value + 20_000 * is_place)),
        is_place=st.just(is_place),
        slug=st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        kind=st.sampled_from(sorted(terms(axis))),
        themes=_lists("theme"),
        topics=_lists("topic"),
        groups=_lists("group"),
        attributes=_lists("attribute"),
        free=st.booleans(),
        no_referral=st.booleans(),
        walkin=st.booleans(),
        volunteer=st.booleans(),
        online=st.booleans(),
        checked_on=st.none() | st.integers(0, 800).map(lambda days: TODAY - timedelta(days=days)),
        next_at=st.none() | st.integers(-120, 40_000).map(lambda minutes: MOMENT + timedelta(minutes=minutes)),
        distance_m=st.none() | st.floats(0, 20_000),
    )


towns = st.lists(_any_candidate(True) | _any_candidate(False), max_size=25, unique_by=lambda one: one.id)
all_answers = st.builds(
    Answers,
    about=st.sampled_from([ANY, *possible("about")]),
    who=st.sampled_from([ANY, *WHO]),
    how=st.sampled_from([ANY, *HOW]),
    when=st.sampled_from([ANY, *WHEN]),
)
