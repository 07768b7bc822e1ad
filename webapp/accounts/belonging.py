"""A role that is for one thing, such as an organisation or a practice: who works for it, who is invited into it, and
how both end. The room that keeps such things says once where its rows are. None of these commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from webapp.accounts import joining, mails, operations
from webapp.accounts.models import Invitation, StaffUser
from webapp.accounts.queries import get_open_invitation, list_members, list_open_invitations
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.core.limits import hit
from webapp.extensions import db

INVITATIONS = "40/day"  # by one colleague: nobody makes us a sender of unwanted mail


class Thing(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


def invite(
    email: str, role: str, town: Municipality, moment: datetime, *, by: StaffUser, into: Thing | None = None
) -> bool:
    """Into a town, or a thing there. False when `by` has invited too many. The mail goes with the transaction."""
    if not hit(f"invitations:{by.id}", INVITATIONS):
        return False
    about = into.id if into else None
    invitation, token = operations.invite(email, role, town, moment, by=by, about=about)
    mails.send_invitation(invitation, token, by.language, into.name if into else "")
    return True


def list_invited(town_id: int, about: UUID, moment: datetime) -> list[Invitation]:
    return [one for one in list_open_invitations(moment, [town_id]) if one.about == about]


def withdraw(town_id: int, about: UUID, invitation_id: UUID, moment: datetime) -> None:
    """Raises NotFound, also for an invitation into something else."""
    invitation = get_open_invitation(town_id, invitation_id, moment)
    if invitation.about != about:
        raise NotFound
    operations.withdraw(invitation)


@dataclass(frozen=True)
class Belonging:
    """`thing` has the key town and id; a row of `member` has the town, the thing in the column `about`, the user."""

    role: str
    thing: Any
    member: Any
    about: str

    def begin(self) -> None:
        """Who accepts an invitation works for its thing; when the role ends, for none."""
        joining.on_join(self._join)
        joining.on_leave(self._leave)

    def add(self, town_id: int, thing_id: UUID, user_id: UUID) -> None:
        """Twice is once."""
        key = {"municipality_id": town_id, self.about: thing_id, "user_id": user_id}
        db.session.execute(insert(self.member).values(key).on_conflict_do_nothing())

    def end(self, town_id: int, thing_id: UUID, user_id: UUID, moment: datetime) -> None:
        """With the last thing in the town the role ends too. Raises NotFound for who does not work for this one."""
        row = db.session.get(self.member, (town_id, thing_id, user_id))
        if row is None:
            raise NotFound
        db.session.delete(row)
        db.session.flush()
        if db.session.execute(select(self.member).where(*self._of(town_id, user_id)).limit(1)).first() is None:
            for membership in list_members([town_id]):
                if membership.user_id == user_id and membership.role == self.role:
                    operations.take_away(membership, moment)

    def _of(self, town_id: int, user_id: UUID) -> tuple[Any, Any]:
        return self.member.municipality_id == town_id, self.member.user_id == user_id

    def _join(self, user: StaffUser, role: str, town_id: int, thing_id: UUID) -> None:
        """A thing that is gone since the invitation is left out: then the role is for nothing yet."""
        if role == self.role and db.session.get(self.thing, (town_id, thing_id)) is not None:
            self.add(town_id, thing_id, user.id)

    def _leave(self, user: StaffUser, role: str, town_id: int) -> None:
        if role == self.role:
            db.session.execute(delete(self.member).where(*self._of(town_id, user.id)))
