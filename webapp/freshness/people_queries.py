"""Who can be asked whether something is still right."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.models import StaffUser
from webapp.accounts.queries import list_users_of_town
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.core.crypto import fingerprint, unseal
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.freshness.models import NeighbourhoodVolunteer
from webapp.freshness.rules import Person
from webapp.places.models import Organisation, OrganisationEditor


@dataclass(frozen=True)
class People:
    coordinators: tuple[Person, ...]
    owners: defaultdict[UUID | None, tuple[Person, ...]]
    volunteers: defaultdict[str | None, tuple[Person, ...]]

    @classmethod
    def of(cls, town: Municipality) -> "People":
        owners: defaultdict[UUID | None, tuple[Person, ...]] = defaultdict(tuple)
        for organisation_id, user in _editors(town):
            owners[organisation_id] += (person_of(user),)
        for organisation_id, email in _mailboxes(town):
            owners[organisation_id] = owners[organisation_id] or (person(email, "nl"),)
        volunteers: defaultdict[str | None, tuple[Person, ...]] = defaultdict(tuple)
        for one in list_volunteers(town):
            volunteers[one.neighbourhood_code] += (person(unseal(one.email), one.language, unseal(one.name)),)
        coordinators = tuple(person_of(user) for user in list_users_of_town(town.id, COORDINATOR))
        return cls(coordinators, owners, volunteers)


def _editors(town: Municipality) -> Iterable[tuple[UUID, StaffUser]]:
    rows = db.session.execute(
        select(OrganisationEditor.organisation_id, StaffUser)
        .join(StaffUser, StaffUser.id == OrganisationEditor.user_id)
        .where(OrganisationEditor.municipality_id == town.id, StaffUser.active.is_(True))
        .order_by(OrganisationEditor.organisation_id, StaffUser.email)
    )
    return [(organisation_id, user) for organisation_id, user in rows]


def _mailboxes(town: Municipality) -> Iterable[tuple[UUID, str]]:
    rows = db.session.execute(
        select(Organisation.id, Organisation.email).where(
            Organisation.municipality_id == town.id, Organisation.email.is_not(None)
        )
    )
    return [(id_, email) for id_, email in rows if email]


def person(email: str, language: str, name: str = "") -> Person:
    return Person(key_of(email).hex(), email, language, name)


def person_of(user: StaffUser) -> Person:
    return person(user.email, user.language, user.name)


def key_of(email: str) -> bytes:
    return fingerprint(f"asked {email.strip().lower()}")


def list_volunteers(town: Municipality) -> Sequence[NeighbourhoodVolunteer]:
    return db.session.scalars(
        select(NeighbourhoodVolunteer)
        .where(NeighbourhoodVolunteer.municipality_id == town.id)
        .order_by(NeighbourhoodVolunteer.neighbourhood_code, NeighbourhoodVolunteer.id)
    ).all()


def get_volunteer(town: Municipality, id_: UUID) -> NeighbourhoodVolunteer:
    """Raises NotFound."""
    found = db.session.get(NeighbourhoodVolunteer, (town.id, id_))
    if found is None:
        raise NotFound
    return found
