"""What staff change about a date, at once and without a review: nobody may travel for nothing.

Each takes an item that was found through the scope, and is kept as a version of it. They raise ScheduleError and
NotFound as the schedule does.
"""

from collections.abc import Callable
from datetime import date, datetime

from webapp.activities.scope import owner_of
from webapp.core.errors import NotFound
from webapp.programme.queries import Item, Subject
from webapp.programme.times import Actor
from webapp.schedule import closing, operations
from webapp.schedule.models import StoredClosure
from webapp.schedule.slots import lock_town
from webapp.schedule.values import Closure, Words
from webapp.versions import operations as versions


def cancel(actor: Actor, item: Item, when: date | datetime, reason: Words) -> None:
    _noted(actor, item, lambda: operations.cancel_date(item.municipality_id, owner_of(item), when, reason))


def put_back(actor: Actor, item: Item, when: date | datetime) -> None:
    """What was cancelled takes place after all."""
    _noted(actor, item, lambda: operations.reinstate_date(item.municipality_id, owner_of(item), when), "times")


def move(actor: Actor, item: Item, starts: datetime, to: datetime, minutes: int, reason: Words) -> None:
    owner = owner_of(item)
    _noted(actor, item, lambda: operations.move_date(item.municipality_id, owner, starts, to, reason, minutes), "times")


def add(actor: Actor, item: Item, to: datetime, minutes: int, reason: Words) -> None:
    _noted(actor, item, lambda: operations.add_date(item.municipality_id, owner_of(item), to, minutes, reason), "times")


def make_regular(actor: Actor, item: Item, when: date | datetime) -> None:
    """What was moved, added or cancelled at this time is as if nothing had been said."""
    _noted(actor, item, lambda: operations.restore_date(item.municipality_id, owner_of(item), when), "times")


def _noted(actor: Actor, item: Item, change: Callable[[], int], what: str = "cancel") -> None:
    """First the town is locked, then the item, as everywhere."""
    lock_town(item.municipality_id)
    versions.capture(item, now=actor.now)
    change()
    versions.record(actor.town, item, by=actor.user_id, what=what, now=actor.now)


def close(municipality_id: int, subject: Subject, closure: Closure) -> StoredClosure:
    """A closure is no part of an item, so it is no version of one."""
    return closing.close(municipality_id, closing.Subject(subject.place_id, subject.organisation_id), closure)


def reopen(municipality_id: int, closure_id: int, known: set[int]) -> None:
    """`known` are those that the user may take away. Raises NotFound."""
    if closure_id not in known:
        raise NotFound
    closing.reopen(municipality_id, closure_id)
