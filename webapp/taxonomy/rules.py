"""The words of terms.toml as values: an id, an icon, and a label per language."""

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unicodedata import combining, normalize

from webapp.core.texts import FALLBACK_LANGUAGE, Spoken

TERMS_FILE = Path(__file__).with_name("terms.toml")
AXES = (
    "theme", "place_kind", "activity_kind", "group", "attribute",
    "topic", "provider_type", "dimension", "programme", "law",
)  # fmt: skip
FACTS = {"icon", "theme", "osm", "upl", "dimensions", "pinless", "hidden"}
# A secret place (a women's shelter) has no row at all: no query, export or log can give away what is not there.
SECRET_KIND = "geheim"


@dataclass(frozen=True)
class Term:
    axis: str
    id: str
    labels: Mapping[str, str] = field(hash=False)
    icon: str | None = None
    theme: str | None = None
    osm: tuple[str, ...] = ()
    upl: str | None = None
    dimensions: tuple[str, ...] = ()
    pinless: bool = False
    hidden: bool = False

    def label(self, language: str) -> str:
        return self.spoken(language).words

    def spoken(self, language: str) -> Spoken:
        """The label with its language: Dutch where nobody has translated it yet."""
        own = self._of_town(language) or self.labels.get(language) or _further(language, self.axis, self.id)
        return Spoken(own, language) if own else Spoken(self.labels[FALLBACK_LANGUAGE], FALLBACK_LANGUAGE)

    def _of_town(self, language: str) -> str | None:
        return _town_labels.get().get(self.id, {}).get(language) if self.axis == "theme" else None


Taxonomy = Mapping[str, Mapping[str, Term]]


def read_taxonomy(content: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Taxonomy:
    """Raises ValueError for an unknown axis, a term without a Dutch label, or a topic of no theme."""
    unknown = set(content) - set(AXES)
    if unknown:
        raise ValueError(f"unknown axis in the taxonomy: {', '.join(sorted(unknown))}")
    taxonomy = {
        axis: MappingProxyType({id_: _term(axis, id_, facts) for id_, facts in content.get(axis, {}).items()})
        for axis in AXES
    }
    for topic in taxonomy["topic"].values():
        if topic.theme not in taxonomy["theme"]:
            raise ValueError(f"topic {topic.id} names no theme")
    return MappingProxyType(taxonomy)


def _term(axis: str, id_: str, facts: Mapping[str, Any]) -> Term:
    labels = {key: value for key, value in facts.items() if key not in FACTS}
    if FALLBACK_LANGUAGE not in labels:
        raise ValueError(f"{axis} {id_} has no Dutch label")
    return Term(
        axis,
        id_,
        MappingProxyType(labels),
        icon=facts.get("icon"),
        theme=facts.get("theme"),
        osm=tuple(facts.get("osm", ())),
        upl=facts.get("upl"),
        dimensions=tuple(facts.get("dimensions", ())),
        pinless=facts.get("pinless", False),
        hidden=facts.get("hidden", False),
    )


_further_labels: dict[str, Mapping[str, Mapping[str, str]]] = {}
_town_labels: ContextVar[Mapping[str, Mapping[str, str]]] = ContextVar("town_labels", default=MappingProxyType({}))


def _further(language: str, axis: str, id_: str) -> str | None:
    return _further_labels.get(language, {}).get(axis, {}).get(id_)


def use_town_labels(labels: Mapping[str, Mapping[str, str]]) -> None:
    """What the town of this request calls themes, by id and language; it holds until it is set anew."""
    _town_labels.set(labels)


def read_further_labels(folder: Path) -> None:
    """Of languages outside the release, once at the start: `ar/terms.toml` with a label an id below each axis.

    Raises ValueError for an axis that nobody knows; a label of a term that is gone does no harm.
    """
    for path in folder.glob("*/terms.toml"):
        labels = tomllib.loads(path.read_text(encoding="utf-8"))
        if unknown := labels.keys() - set(AXES):
            raise ValueError(f"{path}: unknown axis {', '.join(sorted(unknown))}")
        _further_labels[path.parent.name] = labels


@cache
def taxonomy() -> Taxonomy:
    """Read once per process: the file belongs to the release."""
    return read_taxonomy(tomllib.loads(TERMS_FILE.read_text(encoding="utf-8")))


def terms(axis: str) -> Mapping[str, Term]:
    return taxonomy()[axis]


def known(axis: str, id_: str) -> bool:
    return id_ in terms(axis)


def find_terms(axis: str, ids: list[str] | tuple[str, ...]) -> tuple[Term, ...]:
    """In the order of the ids; an id that is no longer in the taxonomy is left out rather than breaking a page."""
    return tuple(terms(axis)[id_] for id_ in ids if id_ in terms(axis))


def find_ids_by_label(axis: str, words: str) -> list[str]:
    """The terms whose label holds these words in any language, without regard to case and accents."""
    wanted = _plain(words)
    return [
        term.id
        for term in terms(axis).values()
        if not term.hidden and any(wanted in _plain(label) for label in term.labels.values())
    ]


def _plain(words: str) -> str:
    return "".join(letter for letter in normalize("NFD", words.casefold()) if not combining(letter))
