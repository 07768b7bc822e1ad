"""Open Referral HSDS 3.1: what a town offers, for directories and search engines of others (docs/hsds.md)."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.access import public
from webapp.core.errors import BadRequest, NotFound
from webapp.core.language import current_language
from webapp.hsds import about, organization_queries, organizations, parts, queries, services, taxonomies, wording
from webapp.hsds.answers import answer, known_days, listed, part_of
from webapp.hsds.ids import id_at_location
from webapp.hsds.queries import Known
from webapp.hsds.rules import MOST_PER_PAGE, Asked, AskedError, Complaint, read_asked
from webapp.hsds.services import context_of
from webapp.places.models import Organisation
from webapp.taxonomy.published import find_axis, find_term

bp = Blueprint("hsds", __name__)

Json = dict[str, Any]
HSDS = "/hsds/<slug:town>"
TERMS = ("taxonomy_id", "taxonomy_term_id")
FILTERS = ("search", *TERMS, "organization_id", "modified_after")
OF_SERVICES = (*FILTERS, "minimal", "full")
AT_LOCATIONS = (*FILTERS, "full", "postcode", "proximity")
OF_ORGANIZATIONS = ("search", *TERMS, "full", "full_service")
OF_TERMS = ("search", "taxonomy_id", "parent_id", "top_only")


def _asked(names: Collection[str]) -> Asked:
    try:
        return read_asked(request.args, names)
    except AskedError as error:
        raise BadRequest(wording.sentence(error)) from error


@bp.get(f"{HSDS}/")
@public
def root() -> ResponseReturnValue:
    return answer("root", None, partial(about.described, current_municipality()))


@bp.get("/hsds/profile")
@public
def profile() -> ResponseReturnValue:
    """How we fill in the standard, for the people who read it."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(about.profile(), mimetype="text/plain", headers=headers)


# ---------------------------------------------------------------- services


@bp.get(f"{HSDS}/services")
@public
def list_services() -> ResponseReturnValue:
    asked = _asked(OF_SERVICES)
    return answer("services", asked, partial(_services, asked), is_personal=asked.is_personal)


def _services(asked: Asked) -> Json:
    town = current_municipality()
    ids, total = queries.list_ids(town, asked, clock.now())
    if asked.minimal:
        return listed(
            asked, total, [services.minimal(one.id, one.changed_at) for one in queries.list_changes(town, ids)]
        )
    context = context_of(town, known_days())
    write = services.full if asked.full else services.brief
    return listed(asked, total, [write(known, context) for known in _known(ids, full=asked.full)])


def _known(ids: Sequence[UUID], *, full: bool) -> list[Known]:
    """Without `full` only what falls out is read of their times: the alerts tell of it."""
    return queries.list_known(current_municipality(), ids, known_days(), only_cancelled=not full)


def _one(service: UUID) -> Known:
    found = _known([service], full=True)
    if not found:
        raise NotFound
    return found[0]


@bp.get(f"{HSDS}/services/<uuid:service>")
@public
def service(service: UUID) -> ResponseReturnValue:
    def make() -> Json:
        return services.full(_one(service), context_of(current_municipality(), known_days()))

    return answer("service", service, make)


# ---------------------------------------------------------------- services at their locations


@bp.get(f"{HSDS}/service_at_locations")
@public
def list_at_locations() -> ResponseReturnValue:
    asked = _asked(AT_LOCATIONS)
    return answer("service_at_locations", asked, partial(_at_locations, asked), is_personal=asked.is_personal)


def _at_locations(asked: Asked) -> Json:
    town = current_municipality()
    try:
        around = about.around(town, asked)
    except AskedError as error:
        raise BadRequest(wording.sentence(error)) from error
    if around.is_elsewhere:
        return listed(asked, 0, [])
    ids, total = queries.list_ids(town, asked, clock.now(), located=True, within=around.circle)
    context = context_of(town, known_days())
    found = _known(ids, full=asked.full)
    return listed(asked, total, [services.at_location(known, context, nested=asked.full) for known in found])


@bp.get(f"{HSDS}/service_at_locations/<uuid:at_location>")
@public
def at_location(at_location: UUID) -> ResponseReturnValue:
    def make() -> Json:
        known = _one(id_at_location(at_location))
        if parts.where_of(known.thing) is None:
            raise NotFound
        return services.at_location(known, context_of(current_municipality(), known_days()), nested=True)

    return answer("service_at_location", at_location, make)


# ---------------------------------------------------------------- organisations


@bp.get(f"{HSDS}/organizations")
@public
def list_organizations() -> ResponseReturnValue:
    asked = _asked(OF_ORGANIZATIONS)
    return answer("organizations", asked, partial(_organizations, asked), is_personal=asked.is_personal)


def _organizations(asked: Asked) -> Json:
    town = current_municipality()
    everyone = organization_queries.list_organisations(town, asked)
    page = part_of(asked, everyone)
    if not (asked.full or asked.full_service):
        return listed(asked, len(everyone), [organizations.brief(one, town) for one in page])
    return listed(asked, len(everyone), _whole(page, full_service=asked.full_service))


@bp.get(f"{HSDS}/organizations/<uuid:organization>")
@public
def organization(organization: UUID) -> ResponseReturnValue:
    asked = _asked(("full_service",))

    def make() -> Json:
        found = organization_queries.get_organisation(current_municipality(), organization)
        return _whole([found], full_service=asked.full_service)[0]

    return answer("organization", (organization, asked.full_service), make)


def _whole(page: Sequence[Organisation | None], *, full_service: bool) -> list[Json]:
    town, context = current_municipality(), context_of(current_municipality(), known_days())
    ids = [one.id if one else None for one in page]
    doors = organization_queries.map_doors(town, ids)
    offered = organization_queries.map_offered(town, ids, current_language())
    written: dict[str, Json] = {}
    if full_service:
        wanted = [id_ for listed_ in offered.values() for id_, _name in listed_]
        if len(wanted) > MOST_PER_PAGE:
            raise BadRequest(wording.sentence(AskedError(Complaint.TOO_MANY, "full_service")))
        written = {str(known.thing.id): services.full(known, context) for known in _known(wanted, full=True)}
    return [
        organizations.full(
            one,
            town,
            context.terms,
            doors.get(id_, ()),
            [written.get(plain["id"], plain) for plain in organizations.offered(offered.get(id_, ()))],
        )
        for one, id_ in zip(page, ids, strict=True)
    ]


# ---------------------------------------------------------------- taxonomies


@bp.get(f"{HSDS}/taxonomies")
@public
def list_taxonomies() -> ResponseReturnValue:
    asked = _asked(("search",))

    def make() -> Json:
        found = [one for one in taxonomies.taxonomies() if taxonomies.holds(one, asked.search)]
        return listed(asked, len(found), part_of(asked, found))

    return answer("taxonomies", asked, make, is_personal=asked.is_personal)


@bp.get(f"{HSDS}/taxonomies/<uuid:taxonomy>")
@public
def taxonomy(taxonomy: UUID) -> ResponseReturnValue:
    axis = find_axis(str(taxonomy))
    if axis is None:
        raise NotFound
    return answer("taxonomy", axis, partial(taxonomies.taxonomy, axis))


@bp.get(f"{HSDS}/taxonomy_terms")
@public
def list_terms() -> ResponseReturnValue:
    asked = _asked(OF_TERMS)

    def make() -> Json:
        found = list(taxonomies.terms_asked(asked))
        return listed(asked, len(found), part_of(asked, found))

    return answer("taxonomy_terms", asked, make, is_personal=asked.is_personal)


@bp.get(f"{HSDS}/taxonomy_terms/<uuid:term>")
@public
def term(term: UUID) -> ResponseReturnValue:
    found = find_term(str(term))
    if found is None:
        raise NotFound
    return answer("taxonomy_term", found, partial(taxonomies.Terms().whole, *found))
