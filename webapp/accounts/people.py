"""Which towns an admin looks after, and who is there: what the page about staff shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.accounts import queries
from webapp.accounts.models import Invitation, Membership, StaffUser
from webapp.accounts.rules import ADMIN
from webapp.areas.models import Municipality
from webapp.areas.queries import list_open_municipalities


@dataclass(frozen=True)
class Realm:
    """The towns of an admin; with `is_everywhere` those that are not open yet and all that is above towns too."""

    towns: tuple[Municipality, ...]
    is_everywhere: bool

    @property
    def ids(self) -> list[int] | None:
        return None if self.is_everywhere else [town.id for town in self.towns]

    def town(self, slug: str) -> Municipality | None:
        return next((town for town in self.towns if town.slug == slug), None)


@dataclass(frozen=True)
class Person:
    user: StaffUser
    memberships: tuple[Membership, ...]  # those that this admin may see


def realm_of(user: StaffUser) -> Realm:
    held = [one for one in user.memberships if one.role == ADMIN]
    is_everywhere = any(one.municipality is None for one in held)
    towns = list_open_municipalities() if is_everywhere else [one.municipality for one in held if one.municipality]
    return Realm(tuple(sorted(towns, key=lambda town: town.name)), is_everywhere)


def list_people(realm: Realm) -> list[Person]:
    by_user: dict[StaffUser, list[Membership]] = {}
    for membership in queries.list_members(realm.ids):
        by_user.setdefault(membership.user, []).append(membership)
    return [Person(user, tuple(memberships)) for user, memberships in by_user.items()]


def list_invited(realm: Realm, moment: datetime) -> Sequence[Invitation]:
    return queries.list_open_invitations(moment, realm.ids)
