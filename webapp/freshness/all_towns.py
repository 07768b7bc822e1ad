"""What nobody has checked for too long, in all towns at once."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, case, cast, func, literal, select

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.freshness.queries import LINES
from webapp.places.models import Place


def count_all_stale(today: date) -> dict[str, int]:
    """Of what is public, by kind as in addresses."""
    return {"places": _count(Place, today), "activities": _count(Activity, today)}


def _count(model: Any, today: date) -> int:
    items = select(func.count()).select_from(model).join(Municipality, Municipality.id == model.municipality_id)
    return db.session.scalar(items.where(model.published, _is_stale(model, today))) or 0


def _is_stale(model: Any, today: date) -> ColumnElement[bool]:
    """As rules.stale_before says it, with the term of each town."""
    term: Any = Municipality.activity_term_days
    if model is Place:
        term = case((Place.kind.in_(LINES), Municipality.line_term_days), else_=Municipality.place_term_days)
    endures = term + 3 * func.greatest(2, func.div(term, 6))
    return func.coalesce(model.checked_on < literal(today, Date) - cast(endures, Integer), True)
