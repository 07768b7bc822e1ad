"""What staff change about a date, at once and without a review: nobody may travel for nothing.

Each takes an item that was found through the scope. They raise ScheduleError and NotFound as the schedule does.
"""

from datetime import date, datetime

from webapp.activities.scope import owner_of
from webapp.core.errors import NotFound
from webapp.programme.queries import Item, Subject
from webapp.schedule import closing, operations
from webapp.schedule.models import StoredClosure
from webapp.schedule.values import Closure, Words


def cancel(item: Item, when: date | datetime, reason: Words) -> None:
    operations.cancel_date(item.municipality_id, owner_of(item), when, reason)


def put_back(item: Item, when: date | datetime) -> None:
    """What was cancelled takes place after all."""
    operations.reinstate_date(item.municipality_id, owner_of(item), when)


def move(item: Item, starts: datetime, to: datetime, minutes: int, reason: Words) -> None:
    operations.move_date(item.municipality_id, owner_of(item), starts, to, reason, minutes)


def add(item: Item, to: datetime, minutes: int, reason: Words) -> None:
    operations.add_date(item.municipality_id, owner_of(item), to, minutes, reason)


def make_regular(item: Item, when: datetime) -> None:
    """What was moved or added to this time is as if nothing had been said."""
    operations.restore_date(item.municipality_id, owner_of(item), when)


def close(municipality_id: int, subject: Subject, closure: Closure) -> StoredClosure:
    return closing.close(municipality_id, closing.Subject(subject.place_id, subject.organisation_id), closure)


def reopen(municipality_id: int, closure_id: int, known: set[int]) -> None:
    """`known` are those that the user may take away. Raises NotFound."""
    if closure_id not in known:
        raise NotFound
    closing.reopen(municipality_id, closure_id)
