"""Organisations that are added, and whose changes are looked at first. None of these commits."""

from uuid import UUID

from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.places.editors import list_editors_of, set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Organisation
from webapp.places.queries import find_organisation, map_organisation_ids
from webapp.places.slugs import free_slug, slug_from
from webapp.places.writing import values_of
from webapp.schedule.slots import lock_town

USUAL_SLUG = "organisatie"  # for a name without a Latin letter


def free_organisation_slug(town: Municipality, name: str) -> str:
    """One new organisation at a time: no two get the same."""
    lock_town(town.id)
    return free_slug(slug_from(name, USUAL_SLUG), set(map_organisation_ids(town.id)))


def find_same(town: Municipality, facts: OrganisationFacts) -> Organisation | None:
    """The one that a second tap would make once more."""
    found = find_organisation(town.id, slug_from(facts.name, USUAL_SLUG))
    wanted = {**values_of(facts), "slug": found.slug if found else ""}
    return found if found and all(getattr(found, name) == value for name, value in wanted.items()) else None


def set_publishing(organisation: Organisation, user_id: UUID, *, publishes: bool) -> None:
    """Raises NotFound for somebody who does not edit for this organisation."""
    _check_edits(organisation, user_id)
    set_editor(organisation.municipality_id, organisation.id, user_id, publishes=publishes)


def _check_edits(organisation: Organisation, user_id: UUID) -> None:
    rows = list_editors_of(organisation.municipality_id, organisation.id)
    if user_id not in {row.user_id for row in rows}:
        raise NotFound
