"""How well a row fits what was asked, in SQL.

The parts of what was asked are values of a statement: told at once where it is made, or told by name each time where it
is made once, as making it costs more than the database takes to answer it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Float, Text, and_, bindparam, case, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import TSQUERY

from webapp.extensions import db
from webapp.search.units import Unit, Wanted

# What a match is worth: in the name, by a narrow meaning, by a wide one, in the summary, anywhere; and that it matches.
IN_NAME, NARROW, WIDE, IN_SUMMARY, ANYWHERE, AT_ALL = 4.0, 3.0, 2.0, 2.0, 1.0, 6.0
ENOUGH = 0.6  # of the weight that the best of the town matches

# Of each unit, whether it means something narrow and something wide: all that a statement depends on.
Shape = tuple[tuple[bool, bool], ...]


@dataclass(frozen=True)
class Part:
    """One unit as values of a statement: arrays of words and of terms, and its weight."""

    words: ColumnElement[Any]
    terms: ColumnElement[Any]
    narrow: ColumnElement[Any] | None
    wide: ColumnElement[Any] | None
    weight: ColumnElement[float]

    def said(self, within: str = "") -> ColumnElement[Any]:
        """The words, in texts of these weights."""
        return _query(words=self.words, within=within)

    @property
    def anyhow(self) -> ColumnElement[Any]:
        return _query(words=self.words, terms=self.terms)


@dataclass(frozen=True)
class Parts:
    """`words` and `terms` are those of all units together."""

    units: tuple[Part, ...]
    words: ColumnElement[Any]
    terms: ColumnElement[Any]


# Constants stand in the text: a value that is told costs more than it is worth.
_NO_WORDS = literal_column("'{}'::text[]", ARRAY(Text))
_WITHIN = {within: literal_column(f"'{within}'", Text) for within in ("", "A", "AB")}


def shape_of(wanted: Wanted) -> Shape:
    return tuple((bool(unit.narrow_terms), bool(unit.wide_terms)) for unit in wanted.units)


def to_tell(shape: Shape) -> Parts:
    """For a statement that is made once and asked with `values_of`."""
    units = tuple(
        Part(
            _array(f"words_{at}"),
            _array(f"terms_{at}"),
            _array(f"narrow_{at}") if is_narrow else None,
            _array(f"wide_{at}") if is_wide else None,
            bindparam(f"weight_{at}", type_=Float),
        )
        for at, (is_narrow, is_wide) in enumerate(shape)
    )
    return Parts(units, _array("words"), _array("terms"))


def _array(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=ARRAY(Text))


def values_of(wanted: Wanted) -> dict[str, Any]:
    words, terms = _all(wanted)
    found: dict[str, Any] = {"words": words, "terms": terms}
    for at, unit in enumerate(wanted.units):
        found |= {f"words_{at}": list(unit.words), f"terms_{at}": sorted(unit.terms), f"weight_{at}": unit.weight}
        meant = {"narrow": unit.narrow_terms, "wide": unit.wide_terms}
        found |= {f"{name}_{at}": terms for name, terms in meant.items() if terms}
    return found


@lru_cache(maxsize=500)  # a list, its counts and the other list ask for the same
def told(wanted: Wanted) -> Parts:
    """For a statement that is asked once."""
    words, terms = _all(wanted)
    return Parts(tuple(map(_told, wanted.units)), _list(words), _list(terms))


def _told(unit: Unit) -> Part:
    narrow, wide = (_list(terms) if terms else None for terms in (unit.narrow_terms, unit.wide_terms))
    return Part(_list(unit.words), _list(sorted(unit.terms)), narrow, wide, literal(unit.weight, Float))


def _list(values: Sequence[str]) -> ColumnElement[Any]:
    return literal(list(values), ARRAY(Text))


def _all(wanted: Wanted) -> tuple[list[str], list[str]]:
    words = [word for unit in wanted.units for word in unit.words]
    return words, [term for unit in wanted.units for term in sorted(unit.terms)]


def fits(search: Any, parts: Parts) -> ColumnElement[bool]:
    """Whether anything that was asked for is there: by the index of the town's search columns."""
    return _matches(search, _query(parts.words, parts.terms))


def coverage(search: Any, parts: Parts) -> ColumnElement[float]:
    """How much of what was asked for is there, of a row that fits."""
    return _sum(_if_there(search, part, parts, part.weight) for part in parts.units)


def score(search: Any, parts: Parts) -> ColumnElement[float]:
    """Of a row that fits."""
    return _sum(part.weight * _sum(_worths(search, part, parts)) for part in parts.units)


def _worths(search: Any, part: Part, parts: Parts) -> Iterable[ColumnElement[float]]:
    yield _if_there(search, part, parts, _number(AT_ALL))
    # What stands in the name stands in name or summary too, and so on: the first that is true tells all.
    yield _case(
        (_matches(search, part.said("A")), IN_NAME + IN_SUMMARY + ANYWHERE),
        (_matches(search, part.said("AB")), IN_SUMMARY + ANYWHERE),
        (_matches(search, part.said()), ANYWHERE),
    )
    for terms, worth in ((part.narrow, NARROW), (part.wide, WIDE)):
        if terms is not None:
            yield _case((_matches(search, _query(terms=terms)), worth))


def _if_there(search: Any, part: Part, parts: Parts, worth: ColumnElement[float]) -> ColumnElement[float]:
    """Where only one thing was asked for, it is there in each row that fits."""
    return worth if len(parts.units) == 1 else case((_matches(search, part.anyhow), worth), else_=_number(0))


def _case(*worths: tuple[ColumnElement[bool], float]) -> ColumnElement[float]:
    return case(*((condition, _number(worth)) for condition, worth in worths), else_=_number(0))


def _number(value: float) -> ColumnElement[float]:
    return literal_column(f"{value}::float8", Float)


def _matches(search: Any, query: ColumnElement[Any]) -> ColumnElement[bool]:
    matches: ColumnElement[bool] = search.op("@@")(query)
    return matches


def _query(words: Any = _NO_WORDS, terms: Any = _NO_WORDS, within: str = "") -> ColumnElement[Any]:
    """Worked out once for a statement and not for each row, as all of it is known when it is planned."""
    return func.search_query(words, terms, _WITHIN[within], type_=TSQUERY)


def _sum(numbers: Iterable[ColumnElement[float]]) -> ColumnElement[float]:
    first, *others = numbers
    for number in others:
        first = first + number
    return first


@dataclass(frozen=True)
class Best:
    """Of all that the town has, without any filter: so that filters only take away."""

    coverage: float = 0.0
    score: float = 0.0


def get_best(model: Any, town_id: int, wanted: Wanted) -> Best:
    if not wanted.units:
        return Best()
    values: Mapping[str, Any] = {"town": town_id, **values_of(wanted)}
    row = db.session.execute(_best_of(model, shape_of(wanted)), values).one()
    return Best(row[0] or 0.0, row[1] or 0.0)


@lru_cache(maxsize=200)
def _best_of(model: Any, shape: Shape) -> Any:
    search, parts = model.search, to_tell(shape)
    return select(func.max(coverage(search, parts)), func.max(score(search, parts))).where(
        model.municipality_id == bindparam("town"), model.published, fits(search, parts)
    )


def fits_enough(search: Any, wanted: Wanted, best: Best) -> ColumnElement[bool]:
    """The condition of a list: most of what the best one has."""
    if not wanted.units or not best.coverage:
        return literal(False)
    parts = told(wanted)
    return and_(fits(search, parts), coverage(search, parts) >= ENOUGH * best.coverage)


def tier(search: Any, wanted: Wanted, best: Best) -> ColumnElement[int]:
    """4 (as good as the best) to 0: within a tier other things decide, such as what is open or near."""
    if not wanted.units:
        return literal(0)
    return func.floor(4 * score(search, told(wanted)) / literal(best.score or 1.0, Float))
