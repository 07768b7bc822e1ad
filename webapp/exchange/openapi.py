"""The addresses for programs in the form of OpenAPI 3.1: what they take, what they answer, and with which errors."""

from typing import Any

from webapp.asking.api import THROUGH
from webapp.core.language import languages
from webapp.hsds import openapi as hsds
from webapp.questions.rules import FIELDS, MOST_LETTERS
from webapp.questions.values import REPLY_BY

Json = dict[str, Any]
VERSION = "1"
ERRORS = "application/problem+json"
FILTERS = (
    "theme", "topic", "kind", "group", "open", "near", "postcode", "free", "walkin", "no_referral", "wheelchair",
    "welcome", "online", "spoken", "volunteer",
)  # fmt: skip
SWITCHES = ("for_other", "volunteer", "safe_to_call")
PLACED = ("lat", "lon")


def described(base: str) -> Json:
    """`base` is the public address of this installation."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dichtbij", "version": VERSION, "description": "What a resident can go to, close to home."},
        "servers": [{"url": base}],
        "paths": {
            "/api/v1/{town}/map.geojson": _get(
                "The map: places and activities that have a point.", _collection(), _feed()
            ),
            "/api/v1/places.geojson": _get(
                "The places in a window on the map, of all open towns; at most 2,000.",
                _collection(),
                _window(),
                in_town=False,
            ),
            "/api/v1/{town}/areas.geojson": _get("Borders of the town and its neighbourhoods.", _collection()),
            "/api/v1/{town}/search.json": _get("At most eight suggestions.", _json(_suggestions()), _searched()),
            "/api/v1/{town}/tiles.json": _get("Tiles that a phone may keep of the town.", _json(_tiles())),
            "/api/v1/{town}/offline.json": _get("Everything public of the town.", _json(_package()), [_language()]),
            "/api/v1/lexicon.json": _get("What everyday words mean.", _json({"type": "object"}), in_town=False),
            "/api/v1/{town}/questions": {"post": _ask()},
            "/hsds/profile": hsds.profile(),
            **hsds.described(),
            "/health/live": _get("Whether the process runs.", _json(_health("ok")), in_town=False),
        },
        "components": {"schemas": {"Problem": _problem(), "Refusal": _refusal(), "Receipt": _receipt()}},
    }


# ---------------------------------------------------------------- operations


def _get(summary: str, content: Json, parameters: list[Json] | None = None, *, in_town: bool = True) -> Json:
    responses: Json = {"200": {"description": summary, "content": content}}
    if parameters:
        responses["400"] = _error("A parameter that makes no sense; `detail` says which.")
    if in_town:
        responses["404"] = _error("There is no such town.")
    responses["503"] = _error("Later: see Retry-After.")
    all_parameters = [*([_town()] if in_town else []), *(parameters or [])]
    return {"get": {"summary": summary, "parameters": all_parameters, "responses": responses}}


def _ask() -> Json:
    receipt, refusal = {"$ref": "#/components/schemas/Receipt"}, {"$ref": "#/components/schemas/Refusal"}
    problem = {"$ref": "#/components/schemas/Problem"}
    refused = {"content": {"application/json": {"schema": refusal}}}
    broken = {"content": {"application/json": {"schema": refusal}, ERRORS: {"schema": problem}}}
    key = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string", "format": "uuid"}}
    return {
        "summary": "Ask a question. The same key with the same words is the same question.",
        "parameters": [_town(), key],
        "requestBody": {"required": True, "content": _json(_question())},
        "responses": {
            "201": {"description": "Taken.", "content": _json(receipt)},
            "200": {"description": "Taken before, with this key.", "content": _json(receipt)},
            "400": {"description": "No JSON object, or no key.", **broken},
            "404": _error("There is no such town."),
            "413": {"description": "Too long.", **broken},
            "422": {"description": "What is wrong, by field.", **refused},
            "429": {"description": "Too many from one address: see Retry-After.", **refused},
            "503": {"description": "Nobody can be reached here now.", **broken},
        },
    }


# ---------------------------------------------------------------- what is told


def _town() -> Json:
    return {"name": "town", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"}}


def _language() -> Json:
    return {"name": "lang", "in": "query", "schema": {"type": "string", "enum": [one.code for one in languages()]}}


def _text(name: str) -> Json:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def _feed() -> list[Json]:
    kinds = {"name": "type", "in": "query", "schema": {"type": "string", "enum": ["place", "activity"]}}
    return [_language(), kinds, _text("q"), *map(_text, FILTERS)]


def _window() -> list[Json]:
    """West, south, east, north."""
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    box = {"name": "bbox", "in": "query", "required": True, "style": "form", "explode": False, "schema": numbers}
    return [_language(), box]


def _searched() -> list[Json]:
    return [_language(), _text("q"), _text("near"), _text("postcode"), _text("where")]


def _question() -> Json:
    """What somebody has nothing to say about may be left out, or be null."""
    words = {name: {"type": ["string", "null"]} for name in FIELDS if name not in (*SWITCHES, *PLACED)}
    return {
        "type": "object",
        "required": ["reply_by"],
        "additionalProperties": False,
        "properties": {
            **words,
            "question": {"type": ["string", "null"], "maxLength": MOST_LETTERS},
            "reply_by": {"type": "string", "enum": sorted(REPLY_BY)},
            **{name: {"type": ["boolean", "null"]} for name in SWITCHES},
            **{name: {"type": ["number", "null"]} for name in PLACED},
            THROUGH: {"type": ["string", "null"]},
        },
    }


# ---------------------------------------------------------------- what is answered


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _error(description: str) -> Json:
    return {"description": description, "content": {ERRORS: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _object(**properties: Json) -> Json:
    return {"type": "object", "required": sorted(properties), "properties": properties}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


STRING = {"type": "string"}


def _problem() -> Json:
    return _object(title=STRING, status={"type": "integer"}, detail=STRING)


def _refusal() -> Json:
    return _object(errors={"type": "object", "additionalProperties": STRING})


def _receipt() -> Json:
    answer_by = {"type": ["string", "null"], "format": "date-time"}
    return _object(code=STRING, pass_code=STRING, status_url=STRING, promise=STRING, answer_by=answer_by)


def _collection() -> Json:
    feature = _object(type={"const": "Feature"}, geometry={"type": ["object", "null"]}, properties={"type": "object"})
    schema = _object(type={"const": "FeatureCollection"}, features=_list(feature))
    return {"application/geo+json": {"schema": schema}}


def _suggestions() -> Json:
    answer = _object(type=STRING, name=STRING, lang=STRING, where=STRING, url=STRING, icon=STRING)
    return _object(answers=_list(answer))


def _tiles() -> Json:
    return _object(version=STRING, drawing=STRING, addresses=_list(STRING))


def _package() -> Json:
    things = _list({"type": "object"})
    return _object(town={"type": "object"}, lang=STRING, generated_at=STRING, places=things, activities=things)


def _health(status: str) -> Json:
    return _object(status={"const": status})
