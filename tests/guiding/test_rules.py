"""The picker: three things, the easiest to go to first, and never an empty hand."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guiding.candidates import MOMENT, TODAY, all_answers, make_candidate, towns
from webapp.finding.rules import Filters
from webapp.guiding.rules import (
    ANY,
    INDIVIDUAL_KINDS,
    INFORMATION_POINT,
    ON_THE_WAY_KINDS,
    SHOWN,
    WHO,
    AnswerError,
    Answers,
    Candidate,
    Look,
    best,
    fits,
    in_steps,
    pick,
    rank,
    read_answers,
)
from webapp.taxonomy.rules import known

NOTHING_SAID = Answers(ANY, ANY, ANY, ANY)
Town = list[Candidate]


@given(towns, all_answers)
def test_there_are_always_three_where_the_town_has_three(town: Town, answers: Answers) -> None:
    chosen = pick(town, answers, MOMENT).chosen

    assert len(chosen) == min(SHOWN, len(town))
    assert len({one.id for one in chosen}) == len(chosen)
    assert set(chosen) <= set(town)


@given(towns, all_answers)
def test_who_does_not_know_what_it_is_about_always_gets_an_information_point(town: Town, answers: Answers) -> None:
    chosen = pick(town, replace(answers, about=ANY), MOMENT).chosen

    if any(one.kind == INFORMATION_POINT for one in town):
        assert any(one.kind == INFORMATION_POINT for one in chosen)


def first_class(one: Candidate) -> bool:
    fresh = one.checked_on is not None and TODAY - one.checked_on <= timedelta(days=365)
    is_help = one.kind not in ON_THE_WAY_KINDS and not one.volunteer
    return fresh and is_help and one.free and one.kind not in INDIVIDUAL_KINDS


@given(towns, all_answers, st.sampled_from([ANY, "together"]))
def test_what_is_together_and_free_is_left_out_only_for_more_of_the_same(town: Town, told: Answers, how: str) -> None:
    answers = replace(told, how=how, about=ANY)
    chosen = pick(town, answers, MOMENT).chosen
    beside_the_point = [one for one in chosen if one.kind != INFORMATION_POINT]
    left_out = [one for one in town if one not in chosen and fits(one, answers, MOMENT) and first_class(one)]

    if left_out:
        assert all(first_class(one) for one in beside_the_point)


@given(towns, all_answers)
def test_what_is_stale_comes_only_when_nothing_fresh_that_fits_is_left(town: Town, answers: Answers) -> None:
    chosen = pick(town, answers, MOMENT).chosen
    fitting = [one for one in chosen if fits(one, answers, MOMENT)]
    pointed_to = chosen[:1] if answers.about == ANY and chosen and chosen[0].kind == INFORMATION_POINT else ()
    stale = [one for one in fitting if one.is_stale(MOMENT) and one not in pointed_to]

    if stale:
        fresh = [one for one in town if fits(one, answers, MOMENT) and not one.is_stale(MOMENT)]
        assert set(fresh) <= set(chosen)


@given(towns, all_answers, st.randoms())
def test_the_order_of_reading_does_not_matter(town: Town, answers: Answers, random: Random) -> None:
    mixed = random.sample(town, len(town))
    slugs = [one.slug for one in pick(town, answers, MOMENT).chosen]

    assert [one.slug for one in pick(mixed, answers, MOMENT).chosen] == slugs


@given(towns, all_answers)
def test_it_widens_only_when_too_little_fits_and_says_which_answers_gave_way(town: Town, answers: Answers) -> None:
    picked = pick(town, answers, MOMENT)
    fitting = [one for one in town if fits(one, answers, MOMENT)]

    if len(fitting) >= SHOWN:
        assert picked.dropped == ()
    assert all(answers.to(name) for name in picked.dropped)
    kept = answers.without(*picked.dropped)
    pointed_to = [one for one in picked.chosen if answers.about == ANY and one.kind == INFORMATION_POINT]
    assert all(fits(one, kept, MOMENT) for one in picked.chosen if one not in pointed_to)


@pytest.mark.parametrize(
    "worse",
    [
        {"free": False},
        {"kind": "spreekuur"},
        {"no_referral": False},
        {"walkin": False},
        {"checked_on": None},
        {"checked_on": TODAY - timedelta(days=366)},
        {"next_at": None},
        {"next_at": MOMENT + timedelta(days=15)},
        {"distance_m": 301.0},
        {"distance_m": None},
        {"volunteer": True},
        {"kind": "halte"},
    ],
)
def test_all_else_being_equal_this_comes_later(worse: dict[str, Any]) -> None:
    good = make_candidate(2)
    other = make_candidate(1, **worse)  # its slug comes first

    assert pick([other, good], NOTHING_SAID, MOMENT).chosen == (good, other)


@pytest.mark.parametrize(
    "ladder",
    [
        ({}, {"free": True, "kind": "hulp"}, {"free": False}, {"free": False, "kind": "hulp"}),
        ({"kind": "hulp"}, {"kind": "hulp", "walkin": False, "next_at": None}),
        ({"next_at": MOMENT, "distance_m": 9000.0}, {"next_at": None, "distance_m": 10.0}),
        ({"walkin": True, "next_at": None}, {"walkin": False}),
        ({"free": False, "kind": "hulp", "walkin": False}, {"checked_on": None}),
    ],
)
def test_the_weightier_reason_decides(ladder: tuple[dict[str, Any], ...]) -> None:
    steps = [make_candidate(number, **facts) for number, facts in enumerate(ladder)]

    ranks = [rank(one, NOTHING_SAID, MOMENT) for one in steps]
    assert all(before < after for before, after in pairwise(ranks))


def test_checked_a_year_ago_today_is_still_fresh() -> None:
    assert not make_candidate(checked_on=TODAY - timedelta(days=365)).is_stale(MOMENT)


def test_answers_give_way_one_by_one_when_first_and_what_fits_stays_on_top() -> None:
    asked = Answers(about="geld", who="ouderen", how="one-to-one", when="today")
    exact = make_candidate(9, groups=("ouderen",), kind="spreekuur", next_at=MOMENT)
    other_time = make_candidate(8, groups=("ouderen",), kind="spreekuur")
    other_way = make_candidate(7, groups=("ouderen",))
    other_people = make_candidate(6, groups=("jongeren",))
    other_subject = make_candidate(5, themes=("eten",))
    town = [other_subject, other_people, other_way, other_time, exact]

    assert pick(town, asked, MOMENT).chosen == (exact, other_time, other_way)
    assert pick(town, asked, MOMENT).dropped == ("when", "how")
    assert pick([exact, other_subject, other_people], asked, MOMENT).chosen == (exact, other_people, other_subject)
    assert pick([exact, other_subject, other_people], asked, MOMENT).dropped == ("about", "who", "how", "when")


@pytest.mark.parametrize("how", ["for-others", ANY])
def test_a_volunteer_role_is_for_who_asks_for_it(how: str) -> None:
    role, help_ = make_candidate(1, volunteer=True), make_candidate(2)

    first = pick([role, help_], Answers(ANY, ANY, how, ANY), MOMENT).chosen[0]

    assert first == (role if how == "for-others" else help_)


@pytest.mark.parametrize(
    ("answers", "facts", "expected"),
    [
        ({"about": "eten"}, {}, False),
        ({"who": "ouders"}, {"groups": ("ouders",)}, True),
        ({"who": "ouders"}, {"groups": ("iedereen",)}, True),
        ({"who": "ouders"}, {"groups": ()}, True),
        ({"who": "ouders"}, {"groups": ("ouderen",)}, False),
        ({"how": "together"}, {"online": True}, False),
        ({"how": "one-to-one"}, {"kind": "maatje"}, True),
        ({"how": "from-home"}, {"kind": "telefoon"}, True),
        ({"how": "from-home"}, {"online": True}, True),
        ({"how": "from-home"}, {}, False),
        ({"when": "today"}, {"next_at": MOMENT + timedelta(hours=13, minutes=29)}, True),  # 23:59 in the Netherlands
        ({"when": "today"}, {"next_at": MOMENT + timedelta(hours=13, minutes=30)}, False),
        ({"when": "week"}, {"next_at": None}, False),
        ({"when": "evening"}, {"attributes": ("avond-weekend",)}, True),
        ({"when": "evening"}, {}, False),
    ],
)
def test_what_fits_an_answer(answers: dict[str, str], facts: dict[str, Any], expected: bool) -> None:
    assert fits(make_candidate(**facts), Answers(**answers), MOMENT) is expected


def test_a_later_step_shows_something_else_where_it_can() -> None:
    look = read("theme")
    town = [make_candidate(number) for number in range(4)]

    first, second, third = in_steps(town, [[look], [look], [look]], MOMENT)

    assert (first, second) == (town[:3], town[3:])
    assert third == town[:3], "rather the same again than nothing"


def read(name: str, value: str = "geld") -> Look:
    return Look(False, Filters(**{name: value}))


def test_the_first_list_of_a_step_goes_before_the_next_but_what_is_stale_goes_last() -> None:
    looks = [read("topic", "rouw"), read("theme")]
    grief = make_candidate(3, topics=("rouw",), free=False)
    stale = make_candidate(1, topics=("rouw",), checked_on=None)
    other = make_candidate(2)

    assert best([stale, other, grief, make_candidate(4, themes=("eten",))], looks, MOMENT) == [grief, other, stale]


@pytest.mark.parametrize("name", ["about", "who", "how", "when"])
@pytest.mark.parametrize("value", ["Geld", "mannen", "weinig-geld", "nu", "' OR 1=1 --", "a\x00b", "any any"])
def test_an_answer_that_nobody_offers_is_refused(name: str, value: str) -> None:
    with pytest.raises(AnswerError):
        read_answers({name: value})


@given(all_answers)
def test_answers_go_into_an_address_and_back(answers: Answers) -> None:
    assert read_answers(answers.as_arguments()) == answers


def test_kinds_and_groups_of_the_rules_are_in_the_taxonomy() -> None:
    kinds = INDIVIDUAL_KINDS | ON_THE_WAY_KINDS | {INFORMATION_POINT}

    assert all(known("place_kind", id_) or known("activity_kind", id_) for id_ in kinds)
    assert all(known("group", id_) for id_ in WHO)
