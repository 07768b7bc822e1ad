"""When something is due again, whom to ask, and from when it counts as stale. Pure; days are days in the Netherlands.

An item is right for the days of its term. It is asked for a little before that (stage 1), when the term is over (2),
and once more (3); then the coordinator and the volunteer of the neighbourhood are asked (4), each month again. Each
stage comes a step after the one before was really mailed, so one that stood still forgets and rushes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

PLACE, ACTIVITY, LINE = KINDS = ("place", "activity", "line")  # a line: by phone or online only
FEWEST_DAYS, MOST_DAYS = 7, 730
FIRST, SECOND, THIRD, ESCALATED = STAGES = (1, 2, 3, 4)
MONTHLY = timedelta(days=30)
BETWEEN_MAILS = timedelta(days=7)  # of one town to one person
MOST_IN_A_MAIL = 25
LINK_LIVES = timedelta(days=60)
RIGHT, CHANGED, GONE = ANSWERS = ("right", "changed", "gone")
MOST_LETTERS = 500


def step(term: int) -> timedelta:
    """Between two stages, for a term in days."""
    return timedelta(days=max(2, term // 6))


def due_on(checked_on: date | None, term: int) -> date:
    """What nobody ever checked has been due for ever."""
    return checked_on + timedelta(days=term) if checked_on else date.min


def asked_from(term: int, today: date) -> date:
    """What was checked on this day or before is to be asked for."""
    return today - timedelta(days=term) + step(term)


def stale_before(term: int, today: date) -> date:
    """What was checked before this day is stale: half a term after its own, when nobody who was asked has answered."""
    return today - _endures(term)


def stale_from(checked_on: date, term: int) -> date:
    """The first day on which what was checked on that day is stale."""
    return checked_on + _endures(term) + timedelta(days=1)


def _endures(term: int) -> timedelta:
    return timedelta(days=term) + 3 * step(term)


def is_stale(checked_on: date | None, term: int, today: date) -> bool:
    return checked_on is None or checked_on < stale_before(term, today)


@dataclass(frozen=True)
class Asked:
    stage: int
    on: date


def next_stage(checked_on: date | None, term: int, asked: Asked | None, today: date) -> int | None:
    """The stage to ask in today, None while there is nothing to ask."""
    if checked_on is not None and checked_on > asked_from(term, today):
        return None
    if asked is None or (checked_on is not None and asked.on <= checked_on):
        return FIRST
    wait = MONTHLY if asked.stage >= ESCALATED else step(term)
    return min(asked.stage + 1, ESCALATED) if today >= asked.on + wait else None


@dataclass(frozen=True)
class Person:
    """Somebody to be asked. `key` is the same for the same address, whatever the reason to write to it."""

    key: str
    email: str
    language: str
    name: str = ""


@dataclass(frozen=True)
class Due:
    what: str
    item_id: UUID
    stage: int
    since: date
    owners: tuple[Person, ...]  # empty: nobody but the coordinators
    coordinators: tuple[Person, ...] = ()
    volunteers: tuple[Person, ...] = ()


@dataclass
class Allotted:
    person: Person
    items: list[Due] = field(default_factory=list)


@dataclass(frozen=True)
class Mailed:
    """When somebody last had such a mail: of this town, and of any."""

    here: date | None = None
    anywhere: date | None = None


def may_mail(mailed: Mailed, today: date) -> bool:
    if mailed.anywhere is not None and mailed.anywhere >= today:
        return False
    return mailed.here is None or mailed.here + BETWEEN_MAILS <= today


def whom_to_ask(due: Due) -> tuple[Person, ...]:
    """One person a stage, another one each time where there are several: then a holiday costs one step. Once it is
    escalated a coordinator and the volunteers; the coordinator comes first, as that one has to be told."""
    if due.stage < ESCALATED and due.owners:
        return (due.owners[(due.stage - 1) % len(due.owners)],)
    first = due.coordinators or due.owners
    chosen = (first[(due.stage - 1) % len(first)],) if first else ()
    return chosen + (due.volunteers if due.stage >= ESCALATED else ())


def allot(dues: Iterable[Due], mailed: Mapping[str, Mailed], today: date) -> list[Allotted]:
    """One mail a person, with what has waited longest. What finds no room, or whose person had a mail lately, stays due
    and comes with the next mail; a volunteer is only asked along."""
    mails: dict[str, Allotted] = {}
    for due in sorted(dues, key=lambda one: (one.since, one.what, one.item_id)):
        people = [one for one in whom_to_ask(due) if may_mail(mailed.get(one.key, Mailed()), today)]
        with_room = [one for one in people if one.key not in mails or len(mails[one.key].items) < MOST_IN_A_MAIL]
        if not with_room or with_room[0] != whom_to_ask(due)[0]:
            continue
        for key in dict.fromkeys(one.key for one in with_room):
            person = next(one for one in with_room if one.key == key)
            mails.setdefault(key, Allotted(person)).items.append(due)
    return list(mails.values())
