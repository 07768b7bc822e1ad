"""Inviting colleagues and ending what they may do. None of these commits."""

from datetime import datetime
from uuid import UUID

from webapp.accounts import mails
from webapp.accounts import operations as accounts
from webapp.accounts.models import Membership, StaffUser
from webapp.accounts.queries import list_members
from webapp.accounts.rules import EDITOR
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.core.limits import hit
from webapp.places.editors import list_editors_of, map_own_organisations, remove_editor, set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Organisation
from webapp.places.queries import find_organisation, map_organisation_ids
from webapp.places.slugs import free_slug, slug_from
from webapp.places.writing import values_of
from webapp.schedule.slots import lock_town

USUAL_SLUG = "organisatie"  # for a name without a Latin letter
INVITATIONS = "40/day"  # by one colleague: nobody makes us a sender of unwanted mail


def free_organisation_slug(town: Municipality, name: str) -> str:
    """One new organisation at a time: no two get the same."""
    lock_town(town.id)
    return free_slug(slug_from(name, USUAL_SLUG), set(map_organisation_ids(town.id)))


def find_same(town: Municipality, facts: OrganisationFacts) -> Organisation | None:
    """The one that a second tap would make once more."""
    found = find_organisation(town.id, slug_from(facts.name, USUAL_SLUG))
    wanted = {**values_of(facts), "slug": found.slug if found else ""}
    return found if found and all(getattr(found, name) == value for name, value in wanted.items()) else None


def invite(
    email: str,
    role: str,
    town: Municipality,
    moment: datetime,
    *,
    by: StaffUser,
    organisation: Organisation | None = None,
) -> bool:
    """False when `by` has invited too many. The mail goes with the transaction."""
    if not hit(f"invitations:{by.id}", INVITATIONS):
        return False
    about = organisation.id if organisation else None
    invitation, token = accounts.invite(email, role, town, moment, by=by, about=about)
    mails.send_invitation(invitation, token, by.language, organisation.name if organisation else "")
    return True


def set_publishing(organisation: Organisation, user_id: UUID, *, publishes: bool) -> None:
    """Raises NotFound for somebody who does not edit for this organisation."""
    _check_edits(organisation, user_id)
    set_editor(organisation.municipality_id, organisation.id, user_id, publishes=publishes)


def end_editing(organisation: Organisation, user_id: UUID, moment: datetime) -> None:
    """With the last organisation in the town the role ends too. Raises NotFound."""
    _check_edits(organisation, user_id)
    town_id = organisation.municipality_id
    remove_editor(town_id, organisation.id, user_id)
    if not map_own_organisations(town_id, user_id):
        for membership in _roles_of(town_id, user_id, EDITOR):
            accounts.take_away(membership, moment)


def _check_edits(organisation: Organisation, user_id: UUID) -> None:
    rows = list_editors_of(organisation.municipality_id, organisation.id)
    if user_id not in {row.user_id for row in rows}:
        raise NotFound


def _roles_of(municipality_id: int, user_id: UUID, role: str) -> list[Membership]:
    return [one for one in list_members([municipality_id]) if one.user_id == user_id and one.role == role]
