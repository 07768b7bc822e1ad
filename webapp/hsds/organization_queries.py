"""Who offers something public in a town, what they offer, and where their doors are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select, union, union_all
from sqlalchemy.orm import selectinload

from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.finding.conditions import MODELS, Thing, with_shown_name
from webapp.hsds.conditions import at_its_place, by_terms, organisation_of
from webapp.hsds.ids import municipality_id
from webapp.hsds.queries import is_somewhere
from webapp.hsds.rules import Asked
from webapp.places.models import Organisation, Place
from webapp.taxonomy.published import find_axis, find_term

PROVIDER_TYPE = "provider_type"
Offered = tuple[UUID, str]  # id and name of a service


def list_organisations(town: Municipality, asked: Asked) -> list[Organisation | None]:
    """All that offer something public and fit, by their ids; None is the municipality."""
    offering = _list_offering(town, asked)
    own = select(Organisation).where(Organisation.municipality_id == town.id, Organisation.id.in_(offering - {None}))
    found = db.session.scalars(_narrowed(own, asked).order_by(Organisation.id)).all()
    organisations: list[Organisation | None] = [*found]
    if None in offering and _town_fits(town, asked):
        organisations.append(None)
    return sorted(organisations, key=lambda one: str(one.id) if one else municipality_id(town))


def get_organisation(town: Municipality, id_: UUID) -> Organisation | None:
    """None is the municipality. Raises NotFound, also for who offers nothing that is public."""
    offering = _list_offering(town, Asked(organization_id=str(id_)))
    if not offering:
        raise NotFound
    if None in offering:
        return None
    return db.session.get_one(Organisation, (town.id, id_))


def _list_offering(town: Municipality, asked: Asked) -> set[UUID | None]:
    is_of_type = _asks_for_type(asked)
    parts = [_offering(model, town, Asked() if is_of_type else asked) for model in MODELS.values()]
    return set(db.session.scalars(union(*parts)))


def _offering(model: type[Thing], town: Municipality, asked: Asked) -> Select[Any]:
    organisation = organisation_of(model)
    statement = _public(model, select(organisation), town).where(*by_terms(model, asked))
    if asked.organization_id:
        is_town = asked.organization_id == municipality_id(town)
        statement = statement.where(organisation.is_(None) if is_town else organisation == UUID(asked.organization_id))
    return statement


def _public(model: type[Thing], statement: Select[Any], town: Municipality) -> Select[Any]:
    here = statement.where(model.municipality_id == town.id, model.published)
    return here if model is Place else at_its_place(here)


def _asks_for_type(asked: Asked) -> bool:
    """A term of the organisation itself; each other term is one of what it offers."""
    term, axis = find_term(asked.taxonomy_term_id), find_axis(asked.taxonomy_id)
    return (term is not None and term[0] == PROVIDER_TYPE) or axis == PROVIDER_TYPE


def _narrowed(statement: Select[Any], asked: Asked) -> Select[Any]:
    term = find_term(asked.taxonomy_term_id)
    if term and term[0] == PROVIDER_TYPE:
        statement = statement.where(Organisation.provider_type == term[1])
    if asked.search:
        statement = statement.where(Organisation.name.icontains(asked.search, autoescape=True))
    return statement


def _town_fits(town: Municipality, asked: Asked) -> bool:
    return not _asks_for_type(asked) and asked.search.casefold() in town.name.casefold()


# ---------------------------------------------------------------- what is told of them


def map_offered(
    town: Municipality, organisations: Collection[UUID | None], language: str
) -> Mapping[UUID | None, list[Offered]]:
    """By organisation the services that it offers, by their ids."""
    parts = []
    for model in MODELS.values():
        organisation = organisation_of(model)
        statement, name = with_shown_name(
            select(organisation.label("organisation"), model.id.label("id")), model, language
        )
        own = [organisation.in_([one for one in organisations if one is not None])]
        own += [organisation.is_(None)] if None in organisations else []
        parts.append(
            _public(model, statement.add_columns(func.coalesce(name, model.slug).label("name")), town).where(or_(*own))
        )
    offered: dict[UUID | None, list[Offered]] = defaultdict(list)
    for organisation_id, id_, name in db.session.execute(union_all(*parts).order_by("id")):
        offered[organisation_id].append((id_, name))
    return offered


def map_doors(town: Municipality, organisations: Collection[UUID | None]) -> Mapping[UUID | None, Sequence[Place]]:
    """Their public places that are somewhere, in the order of their ids. Not those of the municipality, which only
    keeps what nobody else does."""
    statement = (
        select(Place)
        .where(
            Place.municipality_id == town.id,
            Place.published,
            Place.organisation_id.in_([one for one in organisations if one is not None]),
            is_somewhere(Place),
        )
        .options(selectinload(Place.texts))
        .order_by(Place.id)
    )
    doors: dict[UUID | None, list[Place]] = defaultdict(list)
    for place in db.session.scalars(statement):
        doors[place.organisation_id].append(place)
    return doors
