"""What fits a search, kept in the process as long as nothing changes in the town: who types the same words stands
elsewhere and asks later, and only the order depends on that."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    false,
    func,
    literal_column,
    select,
    true,
    union_all,
)

from webapp.activities.models import Activity, ActivityText
from webapp.answering.rules import Fit
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.core.kept import Kept
from webapp.core.statements import Made
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import MODELS, activities, ease, point_of
from webapp.places.models import Place, PlaceText
from webapp.search.fitting import ENOUGH, Parts, Shape, coverage, fits, score, shape_of, to_tell, values_of, worths
from webapp.search.units import Wanted

MOST_KEPT = 100_000  # fits of all searches and towns together, about half a kilobyte each, in each process
_kept: Kept[tuple[int, Wanted, int], tuple[Fit, ...]] = Kept(MOST_KEPT, lambda found: len(found) + 1)

# By the column of their owner. Of tables: an alias of a mapped class costs about a millisecond.
_TEXTS: dict[str, Any] = {"place_id": PlaceText.__table__, "activity_id": ActivityText.__table__}
_TOWN, _LIMIT = bindparam("town", type_=Integer), bindparam("limit", type_=Integer)


def list_fits(town: Municipality, wanted: Wanted, limit: int) -> tuple[Fit, ...]:
    """Without an order: the best, and all that fit as well as the last of these. The town with its version."""
    if not wanted.units:
        return ()
    return _kept.get((town.id, wanted, limit), town.seen_version, lambda: _read(town.id, wanted, limit))


def forget() -> None:
    """For who measures what a search costs that nobody asked before."""
    _kept.clear()


def _read(town_id: int, wanted: Wanted, limit: int) -> tuple[Fit, ...]:
    rows = _statement(shape_of(wanted)).ask({"town": town_id, "limit": limit, **values_of(wanted)})
    return tuple(
        Fit(
            type=row.type, id=row.id, slug=row.slug, street=row.street,
            point=None if row.lat is None else Position(row.lat, row.lon),
            ease=row.ease, is_role=row.is_role, score=row.score, names=tuple((row.names or {}).items()),
        )
        for row in rows
    )  # fmt: skip


@lru_cache(maxsize=500)
def _statement(shape: Shape) -> Made:
    """Made once for each shape."""
    parts = to_tell(shape)
    found = union_all(*(_found(type_, parts) for type_ in MODELS)).cte("found").prefix_with("MATERIALIZED")
    each = [found.c[f"worth_{at}"] for at in range(len(shape))]
    total = score(each)
    enough = _is_enough(coverage(each, parts)) if len(shape) > 1 else true()
    last_shown = select(total.label("score")).where(enough).order_by(total.desc()).limit(_LIMIT).subquery("shown")
    least = select(func.min(last_shown.c.score)).scalar_subquery()
    columns = [found.c[name] for name in ("type", "id", "slug", "street", "lat", "lon", "ease", "is_role")]
    tied = select(*columns, total.label("score")).where(enough, total >= least).cte("tied")
    names = func.coalesce(*(_names(table, owner, tied.c.id) for owner, table in _TEXTS.items()))
    return Made(select(tied, names.label("names")))


def _is_enough(covered: ColumnElement[float]) -> ColumnElement[bool]:
    best = select(func.max(covered)).scalar_subquery()
    enough: ColumnElement[bool] = covered >= ENOUGH * best
    return enough


def _found(type_: str, parts: Parts) -> Select[Any]:
    model: Any = MODELS[type_]
    statement = select(Place) if type_ == PLACE else activities()
    point = point_of(model)
    return statement.with_only_columns(
        literal_column(f"'{type_}'", Text).label("type"),
        model.id.label("id"),
        model.slug.label("slug"),
        Place.street.label("street"),
        func.ST_Y(point).label("lat"),
        func.ST_X(point).label("lon"),
        ease(model).label("ease"),
        *(worth.label(f"worth_{at}") for at, worth in enumerate(worths(model.search, parts))),
        (Activity.volunteer if type_ == ACTIVITY else false()).label("is_role"),
    ).where(model.municipality_id == _TOWN, model.published, fits(model.search, parts))


def _names(table: Any, owner: str, id_: Any) -> Any:
    """By the town too, as the index of the texts begins with it; without it all texts of the country are read."""
    return (
        select(func.jsonb_object_agg(table.c.language, table.c.name))
        .where(table.c.municipality_id == _TOWN, table.c[owner] == id_)
        .scalar_subquery()
    )
