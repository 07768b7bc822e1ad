"""The life events of events.toml as values. Pure; an id that nobody knows is a mistake and says so."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl

from webapp.core.errors import NotFound
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.finding.rules import Filters, read_filters
from webapp.guiding.rules import Look

EVENTS_FILE = Path(__file__).with_name("events.toml")
KIND_AXES = {"places": "place_kind", "activities": "activity_kind"}
NARROWS = {"theme", "topic", "kind", "group"}  # what a step may narrow a list by

Words = Mapping[str, str]  # by language


@dataclass(frozen=True)
class Step:
    title: Words
    words: Words
    see: tuple[Look, ...]


@dataclass(frozen=True)
class Line:
    """A national phone line."""

    id: str
    name: Words
    phone: str
    words: Words
    quick_exit: bool = False


@dataclass(frozen=True)
class LifeEvent:
    id: str
    icon: str
    label: Words
    intro: Words
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]

    @property
    def needs_quick_exit(self) -> bool:
        """Somebody at home may look over the shoulder of who reads this."""
        return any(line.quick_exit for line in self.lines)


def read_events(content: Mapping[str, Any]) -> Mapping[str, LifeEvent]:
    """Raises ValueError for a text without Dutch, an unknown list, filter, term or line, and an event without steps."""
    lines = {id_: _line(id_, values) for id_, values in content.get("line", {}).items()}
    return MappingProxyType({id_: _event(id_, values, lines) for id_, values in content["event"].items()})


def _event(id_: str, values: Mapping[str, Any], lines: Mapping[str, Line]) -> LifeEvent:
    steps = tuple(_step(step) for step in values.get("step", ()))
    unknown = set(values.get("lines", ())) - set(lines)
    if unknown or not steps:
        raise ValueError(f"life event {id_}: {f'unknown line {sorted(unknown)}' if unknown else 'no steps'}")
    return LifeEvent(
        id_,
        values["icon"],
        _words(values["label"]),
        _words(values["intro"]),
        steps,
        tuple(lines[name] for name in values.get("lines", ())),
    )


def _step(values: Mapping[str, Any]) -> Step:
    looks = tuple(read_look(address) for address in values.get("see", ()))
    if not looks:
        raise ValueError(f"the step {values['title']} leads nowhere")
    return Step(_words(values["title"]), _words(values["words"]), looks)


def _line(id_: str, values: Mapping[str, Any]) -> Line:
    return Line(id_, _words(values["name"]), values["phone"], _words(values["words"]), values.get("quick_exit", False))


def _words(values: Words) -> Words:
    if not values.get(FALLBACK_LANGUAGE):
        raise ValueError(f"a text without Dutch: {dict(values)}")
    return MappingProxyType(dict(values))


def read_look(address: str) -> Look:
    """`activities?topic=rouw`: the rest of the address of a list, checked as a visitor's address is."""
    name, _mark, query = address.partition("?")
    arguments = dict(parse_qsl(query, strict_parsing=True))
    if name not in KIND_AXES or not arguments or arguments.keys() - NARROWS:
        raise ValueError(f"{address!r} is no list narrowed by {', '.join(sorted(NARROWS))}")
    filters: Filters = read_filters(arguments, (KIND_AXES[name],))
    return Look(is_place=name == "places", filters=filters)


@cache
def lines() -> Mapping[str, Line]:
    """The national phone lines by id, also for other rooms."""
    content = tomllib.loads(EVENTS_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({id_: _line(id_, values) for id_, values in content["line"].items()})


@cache
def life_events() -> Mapping[str, LifeEvent]:
    """Read once per process: the file belongs to the release."""
    return read_events(tomllib.loads(EVENTS_FILE.read_text(encoding="utf-8")))


def get_life_event(id_: str) -> LifeEvent:
    event = life_events().get(id_)
    if event is None:
        raise NotFound
    return event
