"""The collections of a demonstration town: made once, so that what somebody changed in them stays."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from webapp.areas.models import Municipality
from webapp.collecting import words
from webapp.collecting.models import CollectionPart
from webapp.collecting.operations import add_collection, add_part, publish, save_texts, set_facts
from webapp.collecting.queries import is_slug_taken
from webapp.core.errors import NotFound
from webapp.finding.conditions import Thing
from webapp.finding.queries import get_activity, get_place

KEYS = {"slug", "themes", "ladder", "part", "nl", "en"}
LANGUAGES = ("nl", "en")


def load_collections(town: Municipality, contents: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What became of each: added, or unchanged where it is there. Raises ValueError for what names nothing."""
    for content in contents:
        if is_slug_taken(town, content["slug"]):
            yield "unchanged"
        else:
            _add(town, content)
            yield "added"


def _add(town: Municipality, content: Mapping[str, Any]) -> None:
    if unknown := content.keys() - KEYS:
        raise ValueError(f"collections.toml: unknown key {', '.join(sorted(unknown))}")
    collection = add_collection(town, content["nl"]["title"], content["slug"])
    set_facts(town, collection, content["slug"], content["themes"], content.get("ladder", False))
    parts = [(add_part(collection, _thing(town, part)), part) for part in content["part"]]
    fields = {language: _fields(language, content, parts) for language in LANGUAGES}
    save_texts(collection, fields)
    publish(collection, True)


def _thing(town: Municipality, part: Mapping[str, Any]) -> Thing | None:
    try:
        if "place" in part:
            return get_place(town, part["place"])
        return get_activity(town, part["activity"]) if "activity" in part else None
    except NotFound as error:
        raise ValueError(f"collections.toml: there is no {part}") from error


def _fields(
    language: str, content: Mapping[str, Any], parts: Sequence[tuple[CollectionPart, Mapping[str, Any]]]
) -> dict[str, str]:
    told = {words.TITLE: content[language]["title"], words.INTRO: content[language]["intro"]}
    for row, part in parts:
        own = part.get(language, {})
        told |= {words.field_name(row, name): own.get(name, "") for name in words.names_of(row)}
    return told
