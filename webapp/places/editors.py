"""Who of the staff edits for which organisation. None of these commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.belonging import Belonging
from webapp.accounts.rules import EDITOR
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.places.models import Organisation, OrganisationEditor


def get_organisation(municipality_id: int, slug: str) -> Organisation:
    """Raises NotFound."""
    found = db.session.scalar(
        select(Organisation).where(Organisation.municipality_id == municipality_id, Organisation.slug == slug)
    )
    if found is None:
        raise NotFound
    return found


def get_organisation_by_id(municipality_id: int, id_: UUID) -> Organisation:
    """Raises NotFound."""
    found = db.session.get(Organisation, (municipality_id, id_))
    if found is None:
        raise NotFound
    return found


def list_organisations(municipality_id: int) -> Sequence[Organisation]:
    """By name."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.municipality_id == municipality_id)
        .order_by(Organisation.name, Organisation.id)
    ).all()


def map_editors(municipality_id: int) -> dict[UUID, list[UUID]]:
    """Who edits for each organisation of the town that has anybody."""
    rows = db.session.execute(
        select(OrganisationEditor.organisation_id, OrganisationEditor.user_id)
        .where(OrganisationEditor.municipality_id == municipality_id)
        .order_by(OrganisationEditor.organisation_id, OrganisationEditor.user_id)
    )
    by_organisation: dict[UUID, list[UUID]] = {}
    for organisation_id, user_id in rows:
        by_organisation.setdefault(organisation_id, []).append(user_id)
    return by_organisation


def list_editors_of(municipality_id: int, organisation_id: UUID) -> Sequence[OrganisationEditor]:
    return db.session.scalars(
        select(OrganisationEditor)
        .where(
            OrganisationEditor.municipality_id == municipality_id,
            OrganisationEditor.organisation_id == organisation_id,
        )
        .order_by(OrganisationEditor.user_id)
    ).all()


def map_own_organisations(municipality_id: int, user_id: UUID) -> dict[UUID, bool]:
    """The organisations for which this user edits, with whether without a review."""
    rows = db.session.scalars(
        select(OrganisationEditor).where(
            OrganisationEditor.municipality_id == municipality_id, OrganisationEditor.user_id == user_id
        )
    )
    return {row.organisation_id: row.publishes for row in rows}


def set_editor(municipality_id: int, organisation_id: UUID, user_id: UUID, *, publishes: bool | None = None) -> None:
    """Joins, or changes whether a review is needed; None leaves that as it is."""
    key = (municipality_id, organisation_id, user_id)
    row = db.session.get(OrganisationEditor, key)
    if row is None:
        row = OrganisationEditor(
            municipality_id=municipality_id, organisation_id=organisation_id, user_id=user_id, publishes=False
        )
        db.session.add(row)
    if publishes is not None:
        row.publishes = publishes
    db.session.flush()


EDITING = Belonging(EDITOR, Organisation, OrganisationEditor, "organisation_id")
EDITING.begin()
