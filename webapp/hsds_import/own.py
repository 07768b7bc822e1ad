"""Terms of our own taxonomy in a package: what our export wrote is read by its ids and not by its words. Pure.

The taxonomy of such a term is called `dichtbij:` and the axis, its code is the id within the axis (docs/hsds.md). A
service with a kind of place is that place; facts with a column of their own are terms of the axis `fact`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.hsds_import.values import Term
from webapp.taxonomy.published import FACT, PREFIX
from webapp.taxonomy.rules import AXES, known

WHEELCHAIR = "wheelchair-"


@dataclass(frozen=True)
class OwnTerms:
    """By axis and id; `is_told`: the package speaks our taxonomy here, so what is not there is not so."""

    terms: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        return bool(self.terms)

    def ids(self, axis: str) -> tuple[str, ...]:
        return tuple(id_ for own, id_ in self.terms if own == axis)

    def first(self, axis: str) -> str | None:
        return next(iter(self.ids(axis)), None)

    def has(self, fact: str) -> bool:
        return (FACT, fact) in self.terms

    @property
    def wheelchair(self) -> str:
        told = (fact.removeprefix(WHEELCHAIR) for fact in self.ids(FACT) if fact.startswith(WHEELCHAIR))
        return next(told, "unknown")


def own_terms(terms: Iterable[Term]) -> OwnTerms:
    found, unknown = [], []
    for term in terms:
        if not term.taxonomy.startswith(PREFIX):
            continue
        axis = term.taxonomy.removeprefix(PREFIX)
        if axis == FACT or (axis in AXES and known(axis, term.code)):
            found.append((axis, term.code))
        else:
            unknown.append(f"{term.taxonomy} {term.code or term.name}")
    return OwnTerms(tuple(dict.fromkeys(found)), tuple(unknown))


def foreign(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(term for term in terms if not term.taxonomy.startswith(PREFIX))
