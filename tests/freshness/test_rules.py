"""Terms, stages and mails: nobody is mailed twice a day, nothing due is forgotten, and outages rush nothing."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.freshness import rules
from webapp.freshness.rules import Asked, Due, Mailed, Person

TODAY = date(2026, 11, 3)
CHECKED = date(2026, 1, 1)
days = st.integers(0, 900).map(lambda number: TODAY - timedelta(days=number))
terms = st.integers(rules.FEWEST_DAYS, rules.MOST_DAYS)


@pytest.mark.parametrize(
    ("after", "asked", "stage"),
    [
        (74, None, None),
        (75, None, 1),  # a sixth of the term before its end
        (400, None, 1),  # after an outage the first comes first
        (89, Asked(1, CHECKED + timedelta(days=75)), None),
        (90, Asked(1, CHECKED + timedelta(days=75)), 2),
        (105, Asked(2, CHECKED + timedelta(days=90)), 3),
        (120, Asked(3, CHECKED + timedelta(days=105)), 4),
        (149, Asked(4, CHECKED + timedelta(days=120)), None),
        (150, Asked(4, CHECKED + timedelta(days=120)), 4),
        (75, Asked(3, CHECKED), 1),  # what was asked before the check is answered by it
        (75, Asked(4, CHECKED - timedelta(days=9)), 1),
    ],
)
def test_stages_of_a_term_of_ninety_days(after: int, asked: Asked | None, stage: int | None) -> None:
    assert rules.next_stage(CHECKED, 90, asked, CHECKED + timedelta(days=after)) == stage


@pytest.mark.parametrize(("after", "is_stale"), [(0, False), (90, False), (135, False), (136, True)])
def test_stale_after_one_and_a_half_terms(after: int, is_stale: bool) -> None:
    assert rules.is_stale(CHECKED, 90, CHECKED + timedelta(days=after)) is is_stale


def test_what_nobody_checked_is_due_and_stale_at_once() -> None:
    assert rules.next_stage(None, 180, None, TODAY) == rules.FIRST
    assert rules.is_stale(None, 180, TODAY)


@given(checked_on=days, term=terms, away=st.integers(0, 60))
def test_whoever_keeps_silent_goes_through_all_stages_in_order_before_it_is_stale(
    checked_on: date, term: int, away: int
) -> None:
    """With a worker that comes each day after it was away for some."""
    asked, seen, day = None, [], checked_on + timedelta(days=away)
    for _one in range(4 * term):
        stage = rules.next_stage(checked_on, term, asked, day)
        if stage is not None:
            assert not asked or day - asked.on >= min(rules.step(term), rules.MONTHLY)
            asked = Asked(stage, day)
            seen.append(stage)
        if not away and rules.is_stale(checked_on, term, day):
            assert 4 in seen
        day += timedelta(days=1)
        if len(seen) > 5:
            break
    assert seen[:4] == [1, 2, 3, 4]
    assert set(seen[4:]) <= {4}


PEOPLE = [Person(str(number), f"p{number}@example.nl", "nl") for number in range(6)]
some = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple)
dues = st.lists(
    st.builds(
        Due,
        what=st.just("places"),
        item_id=st.integers(1, 10**9).map(lambda number: UUID(int=number)),
        stage=st.sampled_from(rules.STAGES),
        since=days,
        owners=some,
        coordinators=some,
        volunteers=some,
    ),
    max_size=80,
    unique_by=lambda due: due.item_id,
)
recent = st.integers(0, 10).map(lambda number: TODAY - timedelta(days=number))
mailed = st.dictionaries(
    st.sampled_from([one.key for one in PEOPLE]),
    st.tuples(st.none() | recent, recent).map(lambda two: Mailed(two[0], max(two[1], two[0] or two[1]))),
)


@given(dues=dues, before=mailed)
def test_one_mail_a_person_and_none_for_who_had_one_lately(dues: list[Due], before: dict[str, Mailed]) -> None:
    mails = rules.allot(dues, before, TODAY)

    assert max(Counter(mail.person.key for mail in mails).values(), default=1) == 1
    for mail in mails:
        known = before.get(mail.person.key, Mailed())
        assert known.anywhere != TODAY
        assert known.here is None or TODAY - known.here >= timedelta(days=7)
        assert 0 < len(mail.items) <= rules.MOST_IN_A_MAIL
        assert len({due.item_id for due in mail.items}) == len(mail.items)


@given(dues=dues)
def test_each_item_goes_to_one_owner_or_to_a_coordinator_and_the_volunteers(dues: list[Due]) -> None:
    """Unless the mail of its person is full, or there is nobody."""
    mails = rules.allot(dues, {}, TODAY)
    full = {mail.person.key for mail in mails if len(mail.items) == rules.MOST_IN_A_MAIL}
    for due in dues:
        got = {mail.person.key for mail in mails if due in mail.items}
        wanted = rules.whom_to_ask(due)
        if not wanted or wanted[0].key in full:
            continue
        assert wanted[0].key in got
        assert got <= {one.key for one in wanted}
        assert due.stage == rules.ESCALATED or len(got) == 1
        assert got | full >= {one.key for one in wanted}


@given(dues=dues)
def test_what_found_no_room_comes_in_a_later_round(dues: list[Due]) -> None:
    """Nothing is left over but what nobody can be asked for."""
    left, asked, day, before = list(dues), [], TODAY, dict[str, Mailed]()
    for _week in range(8):
        for mail in rules.allot(left, before, day):
            before[mail.person.key] = Mailed(day, day)
            asked += mail.items
        left = [due for due in left if due not in asked]
        day += rules.BETWEEN_MAILS
    assert all(not rules.whom_to_ask(due) for due in left)


def test_another_owner_is_asked_each_time() -> None:
    asked = [
        rules.whom_to_ask(Due("places", UUID(int=1), stage, TODAY, tuple(PEOPLE[:2]), tuple(PEOPLE[4:])))
        for stage in (1, 2, 3)
    ]

    assert asked == [(PEOPLE[0],), (PEOPLE[1],), (PEOPLE[0],)]
