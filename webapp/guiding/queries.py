"""What this town has to choose from, in few columns; and the few that were chosen, complete."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, Text, case, func, literal, null, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import contains_eager, selectinload

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.geo import Position
from webapp.core.postgis import metres_between
from webapp.extensions import db
from webapp.finding.conditions import Thing, activities, matching, point_of
from webapp.finding.queries import FOR_AN_ACTIVITY
from webapp.finding.rules import Filters
from webapp.freshness.queries import stale
from webapp.guiding.rules import INFORMATION_POINT, SOON, Candidate, Look
from webapp.places.models import Place
from webapp.schedule.models import OPEN, Slot

FACTS = ("no_referral", "walkin", "volunteer", "online", "wor", "dimensions")
MOST = 2_000  # of each type; the largest town has fewer, and a page must not grow without end


def list_candidates(
    town: Municipality, looks: Collection[Look], moment: datetime, origin: Position | None = None
) -> list[Candidate]:
    """All that stands in any of these lists, in no order: one query for places, one for activities."""
    found: list[Candidate] = []
    for model in (Place, Activity):
        filters = [look.filters for look in looks if look.is_place == (model is Place)]
        if filters:
            found += map(_candidate, db.session.execute(_light(model, town, filters, moment, origin)).mappings())
    return found


def _light(
    model: type[Thing], town: Municipality, filters: Sequence[Filters], moment: datetime, origin: Position | None
) -> Select[Any]:
    """One row each with what decides, without texts."""
    is_place = model is Place
    coming = _coming(model, town, moment)
    rows = select(Place) if is_place else activities()
    return (
        rows.with_only_columns(
            *(getattr(model, name) for name in ("id", "slug", "kind", "themes", "topics", "groups", "attributes")),
            model.free,
            _checked_in_time(model, town, moment).label("checked_on"),
            literal(is_place).label("is_place"),
            *_facts(is_place),
            coming.c.next_at,
            (metres_between(point_of(model), origin) if origin else literal(None)).label("distance_m"),
        )
        .outerjoin(coming, coming.c.owner == model.id)
        .where(or_(*(matching(model, town, one, moment) for one in filters)))
        .order_by((model.kind == INFORMATION_POINT).desc(), model.checked_on.desc().nulls_last(), model.id)
        .limit(MOST)
    )


def _checked_in_time(model: type[Thing], town: Municipality, moment: datetime) -> Any:
    """What nobody looked at for too long, by the terms of the town, counts as never checked: it comes last."""
    return case((stale(model, town, clock.local(moment).date()), null()), else_=model.checked_on)


def _facts(is_place: bool) -> tuple[Any, ...]:
    flags: tuple[Any, ...]
    if is_place:
        flags = (literal(True), Place.walkin, literal(False), literal(False), literal(False), literal([], ARRAY(Text)))
    else:
        walkin = Activity.walkin & ~Activity.by_appointment
        flags = (
            Activity.no_referral,
            walkin,
            Activity.volunteer,
            Activity.online,
            Activity.wor,
            Activity.dimensions,
        )
    return tuple(flag.label(name) for flag, name in zip(flags, FACTS, strict=True))


def _coming(model: type[Thing], town: Municipality, moment: datetime) -> Subquery:
    """Of each owner the opening that goes on or comes first in the next two weeks."""
    owner = Slot.place_id if model is Place else Slot.activity_id
    return (
        select(owner.label("owner"), func.min(Slot.starts_at).label("next_at"))
        .where(
            Slot.municipality_id == town.id,
            Slot.ends_at > moment,
            Slot.starts_at < moment + SOON,
            Slot.status == OPEN,
            owner.is_not(None),
        )
        .group_by(owner)
        .subquery()
    )


def _candidate(row: Any) -> Candidate:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Candidate(**values)


def get_things(town: Municipality, ids: Collection[UUID]) -> dict[UUID, Thing]:
    """With their texts, and activities with their places."""
    wanted = list(ids)
    places = select(Place).options(selectinload(Place.texts))
    at_place = contains_eager(Activity.place).load_only(*FOR_AN_ACTIVITY)
    held = activities().options(selectinload(Activity.texts), at_place.selectinload(Place.texts))
    things: dict[UUID, Thing] = {}
    for model, statement in ((Place, places), (Activity, held)):
        here = statement.where(model.municipality_id == town.id, model.published, model.id.in_(wanted))
        things |= {thing.id: thing for thing in db.session.scalars(here).unique()}
    return things
