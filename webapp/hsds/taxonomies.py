"""Our taxonomy as HSDS tells it: taxonomies, their terms, and the attributes that hang terms on something."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from webapp.core.language import current_language
from webapp.hsds import wording
from webapp.hsds.rules import Asked
from webapp.taxonomy.published import (
    FACT,
    find_axis,
    made_id,
    published_terms,
    taxonomy_id,
    taxonomy_name,
    term_id,
)
from webapp.taxonomy.rules import Term, terms

Json = dict[str, Any]
UPL = "http://standaarden.overheid.nl/owms/terms/"  # the list of Dutch public services; never fetched, an id


def filled(fields: Mapping[str, Any]) -> Json:
    """Without what nobody told; nothing and no are told."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [])}


def taxonomies() -> Iterator[Json]:
    for axis in published_terms():
        yield taxonomy(axis)


def taxonomy(axis: str) -> Json:
    name, description = wording.axis_words(axis)
    return {"id": taxonomy_id(axis), "name": name, "description": description}


class Terms:
    """Of one answer: the same term hangs on many of its services."""

    def __init__(self) -> None:
        self._language = current_language()
        self._facts = wording.fact_labels()
        self._made: dict[tuple[str, str], Json] = {}

    def term(self, axis: str, id_: str) -> Json:
        made = self._made.get((axis, id_))
        if made is None:
            made = self._made[axis, id_] = self._make(axis, id_)
        return made

    def whole(self, axis: str, id_: str) -> Json:
        """With its taxonomy, as it stands alone."""
        return {**self.term(axis, id_), "taxonomy_detail": taxonomy(axis)}

    def attributes(self, owner: str, entity: str, carried: Iterable[tuple[str, str]]) -> list[Json]:
        return [
            {
                "id": made_id("attribute", owner, axis, id_),
                "link_id": owner,
                "link_type": axis,
                "link_entity": entity,
                "taxonomy_term_id": term_id(axis, id_),
                "taxonomy_term": self.term(axis, id_),
            }
            for axis, id_ in carried
        ]

    def _make(self, axis: str, id_: str) -> Json:
        term = None if axis == FACT else terms(axis)[id_]
        spoken = term.spoken(self._language) if term else None
        words = spoken.words if spoken else self._facts[id_]
        return filled(
            {
                "id": term_id(axis, id_),
                "code": id_,
                "name": words,
                "description": words,
                "parent_id": term_id("theme", term.theme) if term and term.theme else None,
                "taxonomy": taxonomy_name(axis),
                "taxonomy_id": taxonomy_id(axis),
                "language": spoken.language if spoken else self._language,
                "term_uri": _uri(term),
            }
        )


def _uri(term: Term | None) -> str | None:
    return f"{UPL}{term.upl}" if term and term.upl else None


def holds(record: Json, words: str) -> bool:
    """Whether its name or description has these words, in any case of letters."""
    return any(words.casefold() in record[name].casefold() for name in ("name", "description"))


def terms_asked(asked: Asked) -> Iterator[Json]:
    """By axis, in the order of the taxonomy. `top_only` leaves those without a parent."""
    made = Terms()
    axis = find_axis(asked.taxonomy_id)
    for one, ids in published_terms().items():
        if asked.taxonomy_id and one != axis:
            continue
        for whole in (made.whole(one, id_) for id_ in ids):
            parent = whole.get("parent_id", "")
            is_below = not asked.parent_id or parent == asked.parent_id
            if is_below and not (asked.top_only and parent) and holds(whole, asked.search):
                yield whole
