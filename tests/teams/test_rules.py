"""Exactly one owner, always, and the reasons that lead to it."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.teams.rules import Asked, Decision, NoTeam, Reason, RuleView, Spot, TeamView, Where, decide

HERE = Spot(Where.KNOWN, "Kinderdijk")
NOWHERE, OUTSIDE = Spot(), Spot(Where.OUTSIDE)
MONEY, TALK = frozenset({"geld"}), frozenset({"praten-steun"})


def team(number: int, **facts: object) -> TeamView:
    values = {"slug": f"team-{number}", "name": f"Team {number}", **facts}
    return TeamView(UUID(int=number), **values)  # type: ignore[arg-type]


TRIAGE = team(9, is_triage=True)
ALL_HERE = team(1, is_bound=True, covers=True, size=50)
ALL_ELSEWHERE = team(2, is_bound=True, covers=False, size=10)
MONEY_TOWN = team(3, topics=MONEY)
MONEY_HERE = team(4, topics=MONEY, is_bound=True, covers=True, size=30)
MONEY_ELSEWHERE = team(5, topics=MONEY, is_bound=True, covers=False, size=80)
MONEY_CLOSE = team(6, topics=MONEY | TALK, is_bound=True, covers=True, size=20)
UNSET = team(7)
EVERYBODY = [TRIAGE, ALL_HERE, ALL_ELSEWHERE, MONEY_TOWN, MONEY_HERE, MONEY_ELSEWHERE, MONEY_CLOSE, UNSET]


def kinds(decision: Decision) -> list[str]:
    return [reason.kind for reason in decision.reasons]


@pytest.mark.parametrize(
    ("topic", "spot", "teams", "owner", "why"),
    [
        ("geld", HERE, EVERYBODY, MONEY_CLOSE, ["about", "from", "topic_here", "smaller_area"]),
        ("geld", HERE, [TRIAGE, ALL_HERE, MONEY_TOWN, MONEY_HERE], MONEY_HERE, ["about", "from", "topic_here"]),
        ("geld", HERE, [TRIAGE, ALL_HERE, MONEY_TOWN], MONEY_TOWN, ["about", "from", "topic_everywhere"]),
        ("geld", HERE, [TRIAGE, ALL_HERE, MONEY_ELSEWHERE], ALL_HERE, ["about", "from", "all_here"]),
        ("geld", HERE, [TRIAGE, ALL_ELSEWHERE, MONEY_ELSEWHERE, UNSET], TRIAGE, ["about", "from", "triage"]),
        ("eten", HERE, EVERYBODY, ALL_HERE, ["about", "from", "all_here"]),
        (None, HERE, EVERYBODY, ALL_HERE, ["no_topic", "from", "all_here"]),
        (None, HERE, [TRIAGE, MONEY_HERE], TRIAGE, ["no_topic", "from", "triage"]),
        # An unclear place: the topic decides, the whole town before an area, a wide one before a small one.
        ("geld", NOWHERE, EVERYBODY, MONEY_TOWN, ["about", "from_unknown", "topic_everywhere"]),
        (
            "geld",
            NOWHERE,
            [TRIAGE, ALL_HERE, MONEY_HERE, MONEY_ELSEWHERE],
            MONEY_ELSEWHERE,
            ["about", "from_unknown", "topic_here", "larger_area"],
        ),
        ("geld", OUTSIDE, EVERYBODY, MONEY_TOWN, ["about", "from_outside", "topic_everywhere"]),
        ("eten", NOWHERE, EVERYBODY, TRIAGE, ["about", "from_unknown", "triage"]),
        (None, NOWHERE, EVERYBODY, TRIAGE, ["no_topic", "from_unknown", "triage"]),
    ],
)
def test_the_most_specific_team_gets_it(
    topic: str | None, spot: Spot, teams: list[TeamView], owner: TeamView, why: list[str]
) -> None:
    decision = decide(Asked(topic=topic), spot, teams)

    assert (decision.team_id, kinds(decision)) == (owner.id, why)


def test_equal_teams_are_told_apart_by_topics_then_by_name() -> None:
    wide, narrow = (team(1, topics=MONEY | TALK), team(2, topics=MONEY))
    twin = team(3, topics=MONEY)

    assert kinds(decide(Asked("geld"), HERE, [TRIAGE, wide, narrow]))[-1] == "fewer_topics"
    assert decide(Asked("geld"), HERE, [TRIAGE, wide, narrow]).team_id == narrow.id
    assert decide(Asked("geld"), HERE, [TRIAGE, twin, narrow]).team_id == narrow.id
    assert decide(Asked("geld"), HERE, [TRIAGE, twin, narrow]).reasons[-1] == Reason.of(
        "first_by_name", team="Team 2", other="Team 3"
    )


RULE = RuleView(1, MONEY_TOWN.id)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (replace(RULE, topics=TALK), True),
        (replace(RULE, topics=MONEY), False),
        (replace(RULE, languages=frozenset({"ar", "uk"})), True),
        (replace(RULE, languages=frozenset({"nl"})), False),
        (replace(RULE, is_bound=True, covers=True), True),
        (replace(RULE, is_bound=True, covers=False), False),
        (replace(RULE, topics=TALK, languages=frozenset({"ar"}), is_bound=True, covers=True), True),
        (replace(RULE, topics=TALK, languages=frozenset({"ar"}), is_bound=True, covers=False), False),
        (replace(RULE, topics=TALK, languages=frozenset({"nl"}), is_bound=True, covers=True), False),
        (replace(RULE, topics=TALK, team_id=UUID(int=404)), False),
    ],
)
def test_a_rule_goes_before_every_team_when_all_that_it_asks_is_so(rule: RuleView, fits: bool) -> None:
    decision = decide(Asked("praten-steun", "ar"), HERE, EVERYBODY, [rule])

    assert (decision.team_id == MONEY_TOWN.id) == fits
    assert ("rule" in kinds(decision)) == fits
    assert ("language" in kinds(decision)) == (fits and bool(rule.languages))


def test_the_first_rule_that_fits_decides() -> None:
    rules = [RuleView(3, MONEY_TOWN.id), RuleView(1, TRIAGE.id, topics=TALK), RuleView(2, ALL_HERE.id)]

    decision = decide(Asked("geld"), HERE, EVERYBODY, rules)

    assert decision.team_id == ALL_HERE.id
    assert Reason.of("rule", number="2", team="Team 1") in decision.reasons


def test_a_rule_with_an_area_needs_a_place() -> None:
    rules = [replace(RULE, is_bound=True, covers=True)]

    assert decide(Asked("eten"), OUTSIDE, EVERYBODY, rules).team_id == TRIAGE.id


@pytest.mark.parametrize(
    ("teams", "owner", "why"),
    [
        (
            [team(1, topics=MONEY, is_active=False, deputy_id=UUID(int=2)), team(2), TRIAGE],
            2,
            ["inactive", "deputy"],
        ),
        ([team(1, topics=MONEY, has_mail=False, deputy_id=UUID(int=2)), team(2), TRIAGE], 2, ["no_mail", "deputy"]),
        ([team(1, topics=MONEY, has_mail=False), team(2), TRIAGE], 9, ["no_mail", "triage_instead"]),
        (
            [team(1, topics=MONEY, has_mail=False, deputy_id=UUID(int=404)), TRIAGE],
            9,
            ["no_mail", "triage_instead"],
        ),
        (
            [
                team(1, topics=MONEY, has_mail=False, deputy_id=UUID(int=2)),
                team(2, is_active=False, deputy_id=UUID(int=1)),
                TRIAGE,
            ],
            9,
            ["no_mail", "deputy", "inactive", "triage_instead"],
        ),
        (
            [
                team(1, topics=MONEY, has_mail=False),
                team(2),
                team(9, is_triage=True, has_mail=False, deputy_id=UUID(int=2)),
            ],
            2,
            ["no_mail", "triage_instead", "no_mail", "deputy"],
        ),
        (
            [team(1, topics=MONEY, has_mail=False), team(2), team(9, is_triage=True, has_mail=False)],
            2,
            ["no_mail", "triage_instead", "no_mail", "anybody"],
        ),
        (
            [team(1, topics=MONEY, has_mail=False), team(9, is_triage=True, has_mail=False)],
            9,
            ["no_mail", "triage_instead", "no_mail", "nobody"],
        ),
    ],
)
def test_who_cannot_be_reached_hands_over(teams: list[TeamView], owner: int, why: list[str]) -> None:
    decision = decide(Asked("geld"), HERE, teams)

    assert decision.team_id == UUID(int=owner)
    assert kinds(decision) == ["about", "from", "topic_everywhere", *why]


def test_a_town_without_teams_says_so() -> None:
    with pytest.raises(NoTeam):
        decide(Asked(), HERE, [])


def test_a_reason_can_be_kept_as_json_and_read_again() -> None:
    reason = Reason.of("smaller_area", team="Noord", other="Zuid")

    assert reason.document == {"kind": "smaller_area", "team": "Noord", "other": "Zuid"}
    assert Reason.read(reason.document) == reason


# ---------------------------------------------------------------- always

NUMBERS = st.integers(1, 6)
TOPICS = st.frozensets(st.sampled_from(["geld", "eten", "veilig"]), max_size=2)
TEAMS = st.lists(
    st.builds(
        team,
        NUMBERS,
        is_active=st.booleans(),
        has_mail=st.booleans(),
        is_triage=st.booleans(),
        deputy_id=st.none() | NUMBERS.map(lambda number: UUID(int=number)),
        topics=TOPICS,
        is_bound=st.booleans(),
        covers=st.booleans(),
        size=st.integers(0, 3),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.id,
)
RULES = st.lists(
    st.builds(
        RuleView,
        st.integers(1, 5),
        NUMBERS.map(lambda number: UUID(int=number)),
        TOPICS,
        st.frozensets(st.sampled_from(["nl", "ar"]), max_size=1),
        st.booleans(),
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda one: one.number,
)
ASKED = st.builds(Asked, st.none() | st.sampled_from(["geld", "eten", "wonen-spullen"]), st.sampled_from(["nl", "ar"]))
SPOTS = st.sampled_from([HERE, NOWHERE, OUTSIDE])


@given(ASKED, SPOTS, TEAMS, RULES, st.randoms(use_true_random=False))
def test_there_is_exactly_one_owner_and_the_order_of_teams_says_nothing(
    asked: Asked, spot: Spot, teams: list[TeamView], rules: list[RuleView], random: object
) -> None:
    decision = decide(asked, spot, teams, rules)
    random.shuffle(teams)  # type: ignore[attr-defined]
    random.shuffle(rules)  # type: ignore[attr-defined]

    assert decide(asked, spot, teams, rules) == decision
    owner = next(one for one in teams if one.id == decision.team_id)
    assert owner.is_reachable or not any(one.is_reachable for one in teams)
    assert decision.reasons


@given(ASKED, SPOTS, TEAMS, RULES)
def test_a_team_that_has_nothing_to_do_with_it_changes_nothing(
    asked: Asked, spot: Spot, teams: list[TeamView], rules: list[RuleView]
) -> None:
    reachable_triage = team(100, slug="a-triage", is_triage=True)
    teams = [replace(one, is_triage=False) for one in teams] + [reachable_triage]
    stranger = team(101, slug="a-stranger", topics=frozenset({"creatief"}))

    assert decide(asked, spot, [*teams, stranger], rules) == decide(asked, spot, teams, rules)
