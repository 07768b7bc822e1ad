"""The addresses of HSDS for /openapi.json. What the records hold is what the schemas of HSDS say, so these are named
and not repeated; `required` and `optional` are the tags of the standard."""

from collections.abc import Sequence
from typing import Any

from webapp.core.language import languages
from webapp.hsds.rules import MOST_METRES, MOST_MINIMAL, PAGED
from webapp.hsds.views import AT_LOCATIONS, HSDS, OF_ORGANIZATIONS, OF_SERVICES, OF_TERMS

Json = dict[str, Any]
SCHEMAS = "https://docs.openreferral.org/en/latest/hsds/schema_reference.html"
BASE = HSDS.replace("<slug:town>", "{town}")
REQUIRED, OPTIONAL = "required", "optional"
STRING, NUMBER, SWITCH = {"type": "string"}, {"type": "integer", "minimum": 1}, {"type": "boolean"}
UUID = {"type": "string", "format": "uuid"}
SERVICE = ("id", "name", "status")
TERM = ("id", "name", "description")
PARAMETERS: Json = {
    "page": {**NUMBER, "maximum": 999_999_999},
    "per_page": {**NUMBER, "maximum": MOST_MINIMAL},
    "format": {"type": "string", "enum": ["json"]},
    "taxonomy_id": UUID,
    "taxonomy_term_id": UUID,
    "organization_id": UUID,
    "parent_id": UUID,
    "modified_after": {"type": "string", "format": "date-time"},
    "minimal": SWITCH,
    "full": SWITCH,
    "full_service": SWITCH,
    "top_only": SWITCH,
    "postcode": {"type": "string", "pattern": "^[1-9][0-9]{3} ?([A-Za-z]{2})?$"},
    "proximity": {"type": "number", "exclusiveMinimum": 0, "maximum": MOST_METRES},
}


def described() -> Json:
    """Path → operations."""
    records = (
        ("services", "Services: places and activities.", OF_SERVICES, SERVICE),
        ("service_at_locations", "Services that are somewhere.", AT_LOCATIONS, ("id", "location")),
        ("organizations", "Who offers them.", OF_ORGANIZATIONS, TERM),
        ("taxonomies", "Our taxonomies.", ("search",), TERM),
        ("taxonomy_terms", "The terms of our taxonomies.", OF_TERMS, TERM),
    )
    paths: Json = {f"{BASE}/": _get("The feed of a town: version and profile.", _root(), REQUIRED, [])}
    for name, summary, parameters, required in records:
        tag = REQUIRED if name == "services" else OPTIONAL
        in_list = ("id",) if "minimal" in parameters else required
        of_one = [one for one in parameters if one == "full_service"]
        paths[f"{BASE}/{name}"] = _get(summary, _page(in_list), tag, _named([*parameters, *PAGED]))
        paths[f"{BASE}/{name}/{{id}}"] = _get(
            f"One of these. {summary}", _record(required), tag, [_id(), *_named(of_one)]
        )
    return paths


def profile() -> Json:
    content = {"text/plain": {"schema": STRING}}
    return {
        "get": {"summary": "How we fill in HSDS.", "responses": {"200": {"description": "Text.", "content": content}}}
    }


def _get(summary: str, schema: Json, tag: str, parameters: list[Json]) -> Json:
    return {
        "get": {
            "summary": summary,
            "tags": [tag],
            "externalDocs": {"url": SCHEMAS},
            "parameters": [_town(), *parameters, _language()],
            "responses": {
                "200": {"description": summary, "content": {"application/json": {"schema": schema}}},
                "400": _error("A parameter that makes no sense; `detail` says which."),
                "404": _error("There is no such town, or no such thing in it."),
                "503": _error("Later: see Retry-After."),
            },
        }
    }


def _town() -> Json:
    return {"name": "town", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"}}


def _id() -> Json:
    return {"name": "id", "in": "path", "required": True, "schema": UUID}


def _language() -> Json:
    return {"name": "lang", "in": "query", "schema": {"type": "string", "enum": [one.code for one in languages()]}}


def _named(names: Sequence[str]) -> list[Json]:
    return [{"name": name, "in": "query", "schema": PARAMETERS.get(name, STRING)} for name in names]


def _error(description: str) -> Json:
    problem = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": problem}}}


def _record(required: tuple[str, ...]) -> Json:
    fields = {name: {"type": "object"} if name == "location" else STRING for name in required}
    return {"type": "object", "required": list(required), "properties": {**fields, "id": UUID}}


def _page(required: tuple[str, ...]) -> Json:
    counts = {name: {"type": "integer"} for name in ("total_items", "total_pages", "page_number", "size")}
    marks = dict.fromkeys(("first_page", "last_page", "empty"), SWITCH)
    contents = {"type": "array", "items": _record(required)}
    return {
        "type": "object",
        "required": [*counts, *marks, "contents"],
        "properties": {**counts, **marks, "contents": contents},
    }


def _root() -> Json:
    address = {"type": "string", "format": "uri"}
    fields = {"version": {"const": "3.1"}, "profile": address, "openapi_url": address, "description": STRING}
    publisher = {"type": "object", "required": ["name"], "properties": {"name": STRING}}
    return {"type": "object", "required": [*fields, "publisher"], "properties": {**fields, "publisher": publisher}}
