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

MOST_KEPT = 2000  # of what was asked, about a kilobyte each
_kept: Kept[Wanted, dict[str, Any]] = Kept(MOST_KEPT)

# Of each unit, whether it means something narrow and something wide: all that a statement depends on.
Shape = tuple[tuple[bool, bool], ...]


@dataclass(frozen=True)
class Part:
    """One unit as queries of a statement (what a text may be matched with), and its weight.

    `anyhow`: its words anywhere, or a term; `anywhere`, `in_summary` (or in the name), `in_name`: its words.
    """

    weight: ColumnElement[float]
    anyhow: ColumnElement[Any]
    anywhere: ColumnElement[Any]
    in_summary: ColumnElement[Any]
    in_name: ColumnElement[Any]
    narrow: ColumnElement[Any] | None
    wide: ColumnElement[Any] | None


@dataclass(frozen=True)
class Parts:
    """`fits` is anything of all units together."""

    units: tuple[Part, ...]
    fits: ColumnElement[Any]


def shape_of(wanted: Wanted) -> Shape:
    return tuple((bool(unit.narrow_terms), bool(unit.wide_terms)) for unit in wanted.units)


def to_tell(shape: Shape) -> Parts:
    """For a statement that is made once and asked with `values_of`."""
    return _parts(shape, bindparam)


@lru_cache(maxsize=500)  # a list, its counts and the other list ask for the same
def told(wanted: Wanted) -> Parts:
    """For a statement that is asked once."""
    values = values_of(wanted)
    return _parts(shape_of(wanted), lambda name, type_: literal(values[name], type_))


def _parts(shape: Shape, value: Callable[..., ColumnElement[Any]]) -> Parts:
    def query(name: str) -> ColumnElement[Any]:
        # Read from its text once, and not for each row, as the result of a function would be in a plan for all values.
        return cast(value(name, type_=NullType()), TSQUERY)

    units = tuple(
        Part(
            value(f"weight_{at}", type_=Float()),
            query(f"anyhow_{at}"),
            query(f"anywhere_{at}"),
            query(f"summary_{at}"),
            query(f"name_{at}"),
            query(f"narrow_{at}") if is_narrow else None,
            query(f"wide_{at}") if is_wide else None,
        )
        for at, (is_narrow, is_wide) in enumerate(shape)
    )
    return Parts(units, query("fits"))


def values_of(wanted: Wanted) -> dict[str, Any]:
    """The stems are those of the database, which is asked for them once in a while."""
    return _kept.get(wanted, None, lambda: _get_values(wanted))


def _get_values(wanted: Wanted) -> dict[str, Any]:
    words, terms = _all(wanted)
    asked = {"fits": _query(words, terms)}
    for at, unit in enumerate(wanted.units):
        asked |= {
            f"anyhow_{at}": _query(unit.words, sorted(unit.terms)),
            f"anywhere_{at}": _query(unit.words),
            f"summary_{at}": _query(unit.words, within="AB"),
            f"name_{at}": _query(unit.words, within="A"),
        }
        meant = {"narrow": unit.narrow_terms, "wide": unit.wide_terms}
        asked |= {f"{name}_{at}": _query(terms=terms) for name, terms in meant.items() if terms}
    row = db.session.execute(select(*(query.label(name) for name, query in asked.items()))).one()
    return {**row._mapping, **{f"weight_{at}": unit.weight for at, unit in enumerate(wanted.units)}}


def _query(words: Sequence[str] = (), terms: Sequence[str] = (), within: str = "") -> ColumnElement[Any]:
    """As its text."""
    return cast(func.search_query(*(literal(list(values), ARRAY(Text)) for values in (words, terms)), within), Text)


def _all(wanted: Wanted) -> tuple[list[str], list[str]]:
    words = [word for unit in wanted.units for word in unit.words]
    return words, [term for unit in wanted.units for term in sorted(unit.terms)]


def fits(search: Any, parts: Parts) -> ColumnElement[bool]:
    """Whether anything that was asked for is there: by the index of the town's search columns."""
    return _matches(search, parts.fits)


def worths(search: Any, parts: Parts) -> list[ColumnElement[float]]:
    """What each unit is worth in a row that fits; 0 where it is not there."""
    return [_worth(search, part, is_there=len(parts.units) == 1) for part in parts.units]


def coverage(worths: Sequence[ColumnElement[float]], parts: Parts) -> ColumnElement[float]:
    """How much of what was asked for is there."""
    if len(parts.units) == 1:
        return parts.units[0].weight
    each = zip(worths, parts.units, strict=True)
    return _sum(case((worth > _number(0), part.weight), else_=_number(0)) for worth, part in each)


def score(worths: Sequence[ColumnElement[float]]) -> ColumnElement[float]:
    return _sum(worths)


def _worth(search: Any, part: Part, *, is_there: bool) -> ColumnElement[float]:
    """Where only one thing was asked for, it is there in each row that fits. What stands in the name stands in name or
    summary too, and so on: most rows are told by the first question."""
    in_name = case((_matches(search, part.in_name), _number(IN_NAME)), else_=_number(0))
    in_summary = case((_matches(search, part.in_summary), _number(IN_SUMMARY) + in_name), else_=_number(0))
    anywhere = case((_matches(search, part.anywhere), _number(ANYWHERE) + in_summary), else_=_number(0))
    meant = [(part.narrow, NARROW), (part.wide, WIDE)]
    by_terms = [
        case((_matches(search, terms), _number(worth)), else_=_number(0)) for terms, worth in meant if terms is not None
    ]
    worth = part.weight * _sum([_number(AT_ALL), anywhere, *by_terms])
    return worth if is_there else case((_matches(search, part.anyhow), worth), else_=_number(0))


def _number(value: float) -> ColumnElement[float]:
    return literal_column(f"{value}::float8", Float)


def _matches(search: Any, query: ColumnElement[Any]) -> ColumnElement[bool]:
    matches: ColumnElement[bool] = search.bool_op("@@")(query)
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
    return Best(row.coverage or 0.0, row.score or 0.0)


@lru_cache(maxsize=200)
def _best_of(model: Any, shape: Shape) -> Made:
    search, parts = model.search, to_tell(shape)
    found = select(*(worth.label(f"worth_{at}") for at, worth in enumerate(worths(search, parts)))).where(
        model.municipality_id == bindparam("town", type_=Integer), model.published, fits(search, parts)
    )
    each = list(found.cte("found").prefix_with("MATERIALIZED").c)
    return Made(select(func.max(coverage(each, parts)).label("coverage"), func.max(score(each)).label("score")))


def fits_enough(search: Any, wanted: Wanted, best: Best) -> ColumnElement[bool]:
    """The condition of a list: most of what the best one has."""
    if not wanted.units or not best.coverage:
        return literal(False)
    parts = told(wanted)
    return and_(fits(search, parts), coverage(worths(search, parts), parts) >= ENOUGH * best.coverage)


def tier(search: Any, wanted: Wanted, best: Best) -> ColumnElement[int]:
    """4 (as good as the best) to 0: within a tier other things decide, such as what is open or near."""
    if not wanted.units:
        return literal(0)
    return func.floor(4 * score(worths(search, told(wanted))) / literal(best.score or 1.0, Float))
