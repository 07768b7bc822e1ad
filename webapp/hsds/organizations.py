"""An organisation as HSDS tells it; what names none is offered by the municipality."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import url_for

from webapp.areas.models import Municipality
from webapp.core.addresses import absolute
from webapp.core.words import _
from webapp.hsds import parts
from webapp.hsds.ids import municipality_id
from webapp.hsds.taxonomies import Terms, filled
from webapp.places.models import Organisation, Place
from webapp.taxonomy.published import DEMONSTRATION, FACT, made_id, published_terms

Json = dict[str, Any]


def id_of(organisation: Organisation | None, town: Municipality) -> str:
    return str(organisation.id) if organisation else municipality_id(town)


def brief(organisation: Organisation | None, town: Municipality) -> Json:
    """What there is one of."""
    if organisation is None:
        return {
            "id": municipality_id(town),
            "name": _("Municipality of %(town)s", town=town.name),
            "description": _("The municipality keeps the information up to date, together with the places themselves."),
            "website": absolute(url_for("finding.home")),
        }
    return filled(
        {
            "id": str(organisation.id),
            "name": organisation.name,
            "description": _("Offers help or activities in %(town)s.", town=town.name),
            "email": organisation.email,
            "website": organisation.website,
        }
    )


def whole(organisation: Organisation | None, town: Municipality, terms: Terms) -> Json:
    """As it stands below a service."""
    id_ = id_of(organisation, town)
    phone, name = (organisation.phone, None) if organisation else (town.team_phone, town.team_name)
    identifiers = [_cbs_code(town)] if organisation is None else []
    return filled(
        {
            **brief(organisation, town),
            "phones": parts.phones(id_, phone, name),
            "organization_identifiers": identifiers,
            "attributes": terms.attributes(id_, "organization", carried_by(organisation, town)),
        }
    )


def carried_by(organisation: Organisation | None, town: Municipality) -> list[tuple[str, str]]:
    """Axis and id of each term."""
    if organisation is None:
        return [(FACT, DEMONSTRATION)] if town.is_demo else []
    kind = organisation.provider_type
    kinds = [("provider_type", kind)] if kind in published_terms()["provider_type"] else []
    return [*kinds, *([(FACT, DEMONSTRATION)] if organisation.is_demo else [])]


def _cbs_code(town: Municipality) -> Json:
    return {
        "id": made_id("identifier", town.code),
        "identifier_scheme": "CBS",
        "identifier_type": "gemeentecode",
        "identifier": town.code,
    }


def full(
    organisation: Organisation | None,
    town: Municipality,
    terms: Terms,
    doors: Sequence[Place],
    services: Sequence[Json],
) -> Json:
    """As it stands alone, with what it offers."""
    locations = [parts.location(door, town, full=True) for door in doors]
    return filled({**whole(organisation, town, terms), "locations": locations, "services": services})


def offered(services: Sequence[tuple[UUID, str]]) -> list[Json]:
    """As little of each service as has to be there."""
    return [{"id": str(id_), "name": name, "status": "active"} for id_, name in services]
