"""The taxonomy as other programs know it (docs/hsds.md): which axes go out, and the ids of axes and terms. Pure.

The ids follow from the names alone, so they are the same in every town and every installation, and for ever: what was
counted by them once can be counted by them again, and what comes back in is known by them.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import sha1
from uuid import UUID

from webapp.taxonomy.rules import terms

NAMESPACE = UUID("88f29f5e-1d0c-464c-a156-21a027bb6542")  # of every id that we make out of a name
PREFIX = "dichtbij:"  # before the name of an axis, where others have a taxonomy of that name too
# Not `programme` and `law`: these are for reports of the town.
AXES = ("theme", "topic", "place_kind", "activity_kind", "group", "attribute", "dimension", "provider_type")
# What has a column of its own is told as a term of one axis more, so that programs need not read it out of sentences.
FACT = "fact"
DEMONSTRATION = "demonstration"
FACTS = (
    "free", "walkin", "by_appointment", "no_referral", "online", "volunteer", "wor", "wheelchair-yes",
    "wheelchair-limited", "wheelchair-no", DEMONSTRATION,
)  # fmt: skip


def taxonomy_name(axis: str) -> str:
    """As it stands in `taxonomy` of a term: `dichtbij:theme`."""
    return f"{PREFIX}{axis}"


def made_id(*names: str) -> str:
    """A UUID that follows from these names: what uuid5() says, in a sixth of the time, as a service has thirty."""
    digest = sha1(NAMESPACE.bytes + "/".join(names).encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


@cache
def taxonomy_id(axis: str) -> str:
    return made_id("taxonomy", axis)


@cache
def term_id(axis: str, id_: str) -> str:
    return made_id("term", axis, id_)


@cache
def published_terms() -> Mapping[str, tuple[str, ...]]:
    """By axis what goes out, in the order of the file; a hidden term is no label for anybody."""
    shown = {axis: tuple(term.id for term in terms(axis).values() if not term.hidden) for axis in AXES}
    return {**shown, FACT: FACTS}


def find_axis(taxonomy: str) -> str | None:
    """Of the id of a taxonomy, in any case of letters."""
    return _axes().get(taxonomy.lower())


def find_term(term: str) -> tuple[str, str] | None:
    """Axis and id of the id of a term, in any case of letters."""
    return _terms().get(term.lower())


@cache
def _axes() -> Mapping[str, str]:
    return {taxonomy_id(axis): axis for axis in published_terms()}


@cache
def _terms() -> Mapping[str, tuple[str, str]]:
    return {term_id(axis, id_): (axis, id_) for axis, ids in published_terms().items() for id_ in ids}
