"""What a GP can give along: only what somebody stands for, the nearest easy thing first, and nothing made up."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guiding.candidates import MOMENT, make_candidate, towns
from webapp.core.clock import TIME_ZONE
from webapp.guiding.rules import FRESH, HOW, INFORMATION_POINT, ON_THE_WAY_KINDS, WHEN, WHO, Answers, Candidate
from webapp.handouts.rules import (
    ASK,
    EVERYWHERE,
    SAFETY,
    SHOWN,
    Wish,
    choose,
    possible_themes,
    rank,
    read_wish,
    same_first,
    themes_of,
    walk_band,
)
from webapp.taxonomy.rules import terms

Town = list[Candidate]
maybe = st.just("")
wishes = st.builds(
    Wish,
    theme=st.sampled_from(possible_themes()),
    area=st.sampled_from([EVERYWHERE, ASK, "WK048201"]),
    free=st.booleans(),
    walkin=st.booleans(),
    answers=st.builds(
        Answers,
        who=maybe | st.sampled_from(WHO),
        how=maybe | st.sampled_from(HOW),
        when=maybe | st.sampled_from(WHEN),
    ),
    skip=st.sampled_from([0, 3, 6, 30]),
    practice=maybe | st.just("bcdfghjk"),
    language=maybe | st.just("ar"),
) | st.builds(Wish, dimension=st.sampled_from(sorted(terms("dimension"))), area=st.just(EVERYWHERE))
GELD = Wish(theme="geld", area=EVERYWHERE)


def slugs(candidates: Town, wish: Wish = GELD) -> list[str]:
    return [one.slug for one in choose(candidates, wish, MOMENT).chosen]


@given(towns, wishes)
def test_never_more_than_three_and_never_what_nobody_stands_for(town: Town, wish: Wish) -> None:
    choice = choose(town, wish, MOMENT)
    today = MOMENT.astimezone(TIME_ZONE).date()

    assert len(choice.chosen) <= SHOWN
    assert len({one.id for one in choice.chosen}) == len(choice.chosen)
    for one in choice.chosen:
        assert one in town
        assert one.checked_on is not None
        assert today - one.checked_on <= FRESH
        assert one.no_referral
        assert SAFETY not in one.themes
        assert one.kind not in ON_THE_WAY_KINDS


@given(towns, wishes)
def test_all_that_fits_is_seen_once_by_who_asks_for_three_others(town: Town, wish: Wish) -> None:
    seen: list[Candidate] = []
    step = wish.changed()
    while True:
        choice = choose(town, step, MOMENT)
        seen += choice.chosen
        if not choice.further:
            break
        step = replace(step, skip=step.skip + SHOWN)

    assert len({one.id for one in seen}) == len(seen)
    assert choice.is_point or len(seen) == choice.total
    assert choice.is_point or all(rank(one, wish, MOMENT) < rank(other, wish, MOMENT) for one, other in pairwise(seen))


@given(towns, wishes, st.randoms(use_true_random=False))
def test_the_order_of_the_database_does_not_matter(town: Town, wish: Wish, chance: Random) -> None:
    unique = list({(one.slug, one.is_place): one for one in town}.values())
    shuffled = list(unique)
    chance.shuffle(shuffled)

    assert choose(shuffled, wish, MOMENT) == choose(unique, wish, MOMENT)


@given(towns, wishes, st.data())
def test_favourites_come_first_and_nothing_else_changes(town: Town, wish: Wish, data: st.DataObject) -> None:
    """A favourite makes nothing fit that does not, and takes nothing out."""
    liked = data.draw(st.sets(st.sampled_from([one.id for one in town]))) if town else set()
    first = wish.changed()
    plain, choice = seen(town, first), seen(town, first, liked)

    assert {one.id for one in choice} == {one.id for one in plain}
    assert choice == [one for one in plain if one.id in liked] + [one for one in plain if one.id not in liked]


def seen(town: Town, wish: Wish, liked: Collection[UUID] = frozenset()) -> Town:
    """All that somebody sees who asks for three others until there are none; where nothing fits, nothing."""
    found: Town = []
    while True:
        choice = choose(town, wish, MOMENT, liked)
        found += [] if choice.is_point else choice.chosen
        if not choice.further:
            return found
        wish = replace(wish, skip=wish.skip + SHOWN)


@given(towns, wishes)
def test_each_choice_keeps_its_word(town: Town, wish: Wish) -> None:
    choice = choose(town, wish, MOMENT)
    if choice.is_point:
        assert [one.kind for one in choice.chosen] == [INFORMATION_POINT]
        return
    for one in choice.chosen:
        assert one.free or not wish.free
        assert one.walkin or not wish.walkin
        assert not wish.theme or wish.theme in one.themes


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"themes": ("geld",)}, {"themes": ("eten", "geld"), "distance_m": 10.0}),
        ({"next_at": MOMENT + timedelta(days=13)}, {"next_at": None, "distance_m": 10.0}),
        ({"distance_m": 400.0}, {"distance_m": 900.0, "wor": True}),
        ({"wor": True, "free": False}, {"wor": False}),
        ({"free": True}, {"free": False, "attributes": ("welkom",)}),
        ({"kind": "groep"}, {"kind": "spreekuur"}),
        ({"walkin": True}, {"walkin": False, "attributes": ("welkom",)}),
        ({"attributes": ("welkom",), "distance_m": 310.0}, {"distance_m": 300.0}),
        ({"distance_m": 100.0}, {"distance_m": 110.0}),
        ({"next_at": MOMENT + timedelta(days=1)}, {"next_at": MOMENT + timedelta(days=2)}),
        ({"distance_m": None, "online": True}, {"distance_m": 4_000.0}),
    ],
)
def test_what_comes_first(first: dict[str, Any], second: dict[str, Any]) -> None:
    town = [make_candidate(2, slug="first", **first), make_candidate(1, slug="second", **second)]

    assert slugs(town) == ["first", "second"]


@pytest.mark.parametrize(
    "what",
    [
        {"checked_on": None},
        {"checked_on": MOMENT.date() - FRESH - timedelta(days=1)},
        {"no_referral": False},
        {"volunteer": True},
        {"themes": ("geld", SAFETY)},
        {"themes": ("eten",)},
        {"kind": "halte"},
    ],
)
def test_what_is_never_among_them(what: dict[str, Any]) -> None:
    assert slugs([make_candidate(1, **what)]) == []


def test_who_wants_to_do_something_for_others_gets_it() -> None:
    role = make_candidate(1, volunteer=True, themes=("vrijwilligerswerk",))

    assert slugs([role], Wish(theme="vrijwilligerswerk")) == [role.slug]
    assert slugs([role], Wish(theme="vrijwilligerswerk", answers=Answers(how="together"))) == []


def test_a_dimension_follows_its_editor_and_else_the_themes() -> None:
    said = make_candidate(1, slug="said", themes=("eten",), dimensions=("PG2",))
    by_theme = make_candidate(2, slug="by-theme", themes=("praten-steun",))
    otherwise = make_candidate(3, slug="otherwise", themes=("praten-steun",), dimensions=("PG6",))

    assert slugs([said, by_theme, otherwise], Wish(dimension="PG2")) == ["by-theme", "said"]


def test_every_dimension_has_themes_and_every_theme_a_dimension() -> None:
    assert all(themes_of(id_) for id_ in terms("dimension"))
    assert {theme for id_ in terms("dimension") for theme in themes_of(id_)} == set(possible_themes())
    assert SAFETY not in possible_themes()


@pytest.mark.parametrize(
    ("metres", "band"), [(None, 1), (0, 0), (615, 0), (700, 1), (1_230, 1), (1_300, 2), (2_460, 2), (2_600, 3)]
)
def test_bands_of_walking(metres: float | None, band: int) -> None:
    assert walk_band(metres) == band


def test_without_anything_that_fits_the_information_point_is_given() -> None:
    point = make_candidate(1, kind=INFORMATION_POINT, is_place=True, themes=())
    stale = make_candidate(2, kind=INFORMATION_POINT, is_place=True, themes=(), checked_on=None)

    assert choose([point, stale], GELD, MOMENT).is_point
    assert slugs([point, stale]) == [point.slug]
    assert slugs([stale]) == []


@given(towns, st.sampled_from(possible_themes()))
def test_what_comes_nearest_to_something_gone_is_of_its_theme(town: Town, theme: str) -> None:
    found = same_first(town, "inloop", [theme], MOMENT)

    assert all(theme in one.themes for one in found)
    kinds = [one.kind != "inloop" for one in found]
    assert kinds == sorted(kinds)


@given(wishes)
def test_what_stands_in_the_address_is_read_back(wish: Wish) -> None:
    assert read_wish(wish.as_arguments()) == (wish, ())


@pytest.mark.parametrize(
    "told",
    [
        {"theme": "bestaat-niet"},
        {"theme": SAFETY},
        {"dimension": "PG7"},
        {"area": "<script>"},
        {"area": "WK04820١"},
        {"who": "diabetes"},
        {"how": "evening"},
        {"when": "ooit"},
        {"collection": "A b"},
        {"collection": "x" * 101},
    ],
)
def test_what_is_not_on_offer_is_told_and_costs_nothing_else(told: dict[str, str]) -> None:
    rest = {"walkin": "1", "practice": "bcdfghjk", "language": "en"}
    wish, slips = read_wish({**told, **rest})

    assert slips == tuple(told)
    assert wish == Wish(walkin=True, practice="bcdfghjk", language="en")


def test_what_has_no_sense_is_ignored() -> None:
    told = {"theme": "geld", "dimension": "PG1", "skip": "4; drop", "free": "yes", "name": "J. de Vries"}

    assert read_wish(told) == (Wish(theme="geld"), ())
    assert read_wish({"practice": "<script>", "language": "klingon", "area": "ask"}) == (Wish(area=ASK), ())
    assert Wish(area=ASK).area_code == ""
    assert read_wish({"theme": "geld", "skip": "4"})[0].skip == 3
    assert read_wish({"theme": "geld", "skip": "9999"})[0].skip == 300
