"""What a role is for: rooms above say what comes with it and goes with it.

A role is kept here; which organisation or which team it is for is kept where that thing is kept.
"""

from collections.abc import Callable
from uuid import UUID

from webapp.accounts.models import StaffUser

Join = Callable[[StaffUser, str, int, UUID], None]
Leave = Callable[[StaffUser, str, int], None]
_joins: list[Join] = []
_leaves: list[Leave] = []


def on_join(step: Join) -> None:
    """When an invitation about something is accepted: user, role, town, id of what it is about."""
    _joins.append(step)


def on_leave(step: Leave) -> None:
    """When a role in a town ends: user, role, town. After it the role must open nothing, also when it is given anew."""
    _leaves.append(step)


def join(user: StaffUser, role: str, municipality_id: int, about: UUID) -> None:
    for step in _joins:
        step(user, role, municipality_id, about)


def leave(user: StaffUser, role: str, municipality_id: int) -> None:
    for step in _leaves:
        step(user, role, municipality_id)
