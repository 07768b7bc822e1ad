"""How well a row fits what was asked, in SQL.

The parts of what was asked are values of a statement: told at once where it is made, or told by name each time where it
is made once, as making it costs more than the database takes to answer it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Float,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import NullType

from webapp.core.kept import Kept
from webapp.core.statements import Made
from webapp.extensions import db
from webapp.search.units import Wanted

# What a match is worth: in the name, by a narrow meaning, by a wide one, in the summary, anywhere; and that it matches.
IN_NAME, NARROW, WIDE, IN_SUMMARY, ANYWHERE, AT_ALL = 4.0, 3.0, 2.0, 2.0, 1.0, 6.0
ENOUGH = 0.6  # of the weight that the best of the town matches

_WITHIN = {"in_name": "A", "in_summary": "AB", "anywhere": ""}
MOST_KEPT = 2000  # of what was asked, about a kilobyte each
_kept: Kept[Wanted, dict[str, Any]] = Kept(MOST_KEPT)

# Of each unit, whether it means something narrow and something wide: all that a statement depends on.
Shape = tuple[tuple[bool, bool], ...]


@dataclass(frozen=True)
class Part:
    """One unit as values of a statement. Queries of texts: its words in the name, in name or summary, anywhere; its
    words or what they mean; what is narrow of that, and what is wide."""

    in_name: ColumnElement[Any]
    in_summary: ColumnElement[Any]
    anywhere: ColumnElement[Any]
    anyhow: ColumnElement[Any]
    narrow: ColumnElement[Any] | None
    wide: ColumnElement[Any] | None
    weight: ColumnElement[float]


@dataclass(frozen=True)
class Parts:
    """`anything` is that of all units together."""

    units: tuple[Part, ...]
    anything: ColumnElement[Any]


def shape_of(wanted: Wanted) -> Shape:
    return tuple((bool(unit.narrow_terms), bool(unit.wide_terms)) for unit in wanted.units)


def to_tell(shape: Shape) -> Parts:
    """For a statement that is made once and asked with `values_of`."""
    return _parts(shape, bindparam)


def told(wanted: Wanted) -> Parts:
    """For a statement that is asked once."""
    values = values_of(wanted)
    return _parts(shape_of(wanted), lambda name, type_: literal(values[name], type_))


def _parts(shape: Shape, value: Callable[..., ColumnElement[Any]]) -> Parts:
    def query(name: str) -> ColumnElement[Any]:
        # Read from its text once, and not for each row as the result of a function would be.
        return cast(value(name, type_=NullType()), TSQUERY)

    units = tuple(
        Part(
            query(f"in_name_{at}"),
            query(f"in_summary_{at}"),
            query(f"anywhere_{at}"),
            query(f"anyhow_{at}"),
            query(f"narrow_{at}") if is_narrow else None,
            query(f"wide_{at}") if is_wide else None,
            value(f"weight_{at}", type_=Float()),
        )
        for at, (is_narrow, is_wide) in enumerate(shape)
    )
    return Parts(units, query("anything"))


def values_of(wanted: Wanted) -> dict[str, Any]:
    """The stems are those of the database, which is asked for them once in a while."""
    return _kept.get(wanted, None, lambda: _get_values(wanted))


def _get_values(wanted: Wanted) -> dict[str, Any]:
    words, terms = _all(wanted)
    asked = {"anything": _query(words, terms)}
    for at, unit in enumerate(wanted.units):
        asked |= {f"{name}_{at}": _query(unit.words, (), within) for name, within in _WITHIN.items()}
        asked |= {f"anyhow_{at}": _query(unit.words, sorted(unit.terms))}
        meant = {"narrow": unit.narrow_terms, "wide": unit.wide_terms}
        asked |= {f"{name}_{at}": _query((), terms) for name, terms in meant.items() if terms}
    row = db.session.execute(select(*(query.label(name) for name, query in asked.items()))).one()
    return {**row._mapping, **{f"weight_{at}": unit.weight for at, unit in enumerate(wanted.units)}}


def _query(words: Sequence[str], terms: Sequence[str], within: str = "") -> ColumnElement[Any]:
    """As its text."""
    lists = (literal(list(values), ARRAY(Text)) for values in (words, terms))
    return cast(func.search_query(*lists, within), Text)


def _all(wanted: Wanted) -> tuple[list[str], list[str]]:
    words = [word for unit in wanted.units for word in unit.words]
    return words, [term for unit in wanted.units for term in sorted(unit.terms)]


def fits(search: Any, parts: Parts) -> ColumnElement[bool]:
    """Whether anything that was asked for is there: by the index of the town's search columns."""
    return _matches(search, parts.anything)


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
        (_matches(search, part.in_name), IN_NAME + IN_SUMMARY + ANYWHERE),
        (_matches(search, part.in_summary), IN_SUMMARY + ANYWHERE),
        (_matches(search, part.anywhere), ANYWHERE),
    )
    for meant, worth in ((part.narrow, NARROW), (part.wide, WIDE)):
        if meant is not None:
            yield _case((_matches(search, meant), worth))


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
    row = _best_of(model, shape_of(wanted)).ask({"town": town_id, **values_of(wanted)})[0]
    return Best(row[0] or 0.0, row[1] or 0.0)


@lru_cache(maxsize=200)
def _best_of(model: Any, shape: Shape) -> Made:
    search, parts = model.search, to_tell(shape)
    statement = select(func.max(coverage(search, parts)), func.max(score(search, parts))).where(
        model.municipality_id == bindparam("town", type_=Integer), model.published, fits(search, parts)
    )
    return Made(statement)


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
