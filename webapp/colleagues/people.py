"""Who works here and who was invited, as the pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webapp.accounts.models import Invitation, Membership, StaffUser
from webapp.accounts.queries import list_members, list_open_invitations, map_users
from webapp.accounts.rules import EDITOR, OF_OTHERS
from webapp.activities.scope import Scope
from webapp.areas.models import Municipality
from webapp.places.editors import list_editors_of, list_organisations, map_editors
from webapp.places.models import Organisation


@dataclass(frozen=True)
class Editor:
    user: StaffUser
    publishes: bool


@dataclass(frozen=True)
class OrganisationLine:
    organisation: Organisation
    editors: int


@dataclass(frozen=True)
class Colleague:
    user: StaffUser
    roles: tuple[Membership, ...]
    organisations: tuple[str, ...]  # names of those for which an editor edits


def organisation_lines(scope: Scope) -> list[OrganisationLine]:
    """Those of the scope, by name."""
    editors = map_editors(scope.municipality_id)
    mine = [one for one in list_organisations(scope.municipality_id) if scope.holds(one.id)]
    return [OrganisationLine(one, len(editors.get(one.id, ()))) for one in mine]


def editors_of(organisation: Organisation) -> list[Editor]:
    """By name."""
    rows = list_editors_of(organisation.municipality_id, organisation.id)
    users = map_users([row.user_id for row in rows])
    editors = [Editor(users[row.user_id], row.publishes) for row in rows]
    return sorted(editors, key=lambda editor: (editor.user.name, editor.user.email))


def invited_into(town: Municipality, moment: datetime) -> list[Invitation]:
    """An administrator's invitation is not the town's to see or withdraw, and that of a practice stands there."""
    return [one for one in list_open_invitations(moment, [town.id]) if one.role not in OF_OTHERS]


def colleagues_of(town: Municipality) -> list[Colleague]:
    """Everyone with a role in the town but its administrators and practices, by name."""
    by_user: dict[StaffUser, list[Membership]] = {}
    for membership in list_members([town.id]):
        if membership.role not in OF_OTHERS:
            by_user.setdefault(membership.user, []).append(membership)
    names = {one.id: one.name for one in list_organisations(town.id)}
    of_user = _by_user(map_editors(town.id))
    people = [
        Colleague(user, tuple(roles), tuple(sorted(names[id_] for id_ in of_user.get(user.id, ()))))
        for user, roles in by_user.items()
    ]
    return sorted(people, key=lambda person: (person.user.name, person.user.email))


def edits_for_nobody(person: Colleague) -> bool:
    """An editor without an organisation can change nothing yet."""
    return any(role.role == EDITOR for role in person.roles) and not person.organisations


def _by_user(editors: dict[UUID, list[UUID]]) -> dict[UUID, Sequence[UUID]]:
    by_user: dict[UUID, list[UUID]] = {}
    for organisation_id, users in editors.items():
        for user_id in users:
            by_user.setdefault(user_id, []).append(organisation_id)
    return dict(by_user)
