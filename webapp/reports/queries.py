"""Reports of one town, for who keeps the item up to date, and how many there are for the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from webapp.activities.models import Activity
from webapp.activities.scope import Scope, activities_in, places_in
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.finding.queries import get_activity, get_place
from webapp.freshness.queries import Item
from webapp.places.models import Organisation, Place
from webapp.reports.models import VisitorReport
from webapp.reports.rules import KEPT, NO_PROBLEM, OPEN, SOLVED

MOST_SHOWN = 200


def get_reported(town: Municipality, type_: str, slug: str) -> Item:
    """What is public and has this address. Raises NotFound."""
    return get_place(town, slug) if type_ == "place" else get_activity(town, slug)


def _in(scope: Scope) -> ColumnElement[bool]:
    return and_(
        VisitorReport.municipality_id == scope.municipality_id,
        or_(
            VisitorReport.place_id.in_(select(Place.id).where(places_in(scope))),
            VisitorReport.activity_id.in_(select(Activity.id).where(activities_in(scope))),
        ),
    )


def list_reports(scope: Scope) -> Sequence[VisitorReport]:
    """Open ones first, of these the oldest; then the latest solved."""
    is_open = VisitorReport.state == OPEN
    return db.session.scalars(
        select(VisitorReport)
        .where(_in(scope))
        .order_by(is_open.desc(), VisitorReport.solved_at.desc(), VisitorReport.sent_at, VisitorReport.id)
        .limit(MOST_SHOWN)
    ).all()


def count_open(scope: Scope) -> int:
    return db.session.scalar(select(func.count()).where(_in(scope), VisitorReport.state == OPEN)) or 0


def lock_report(scope: Scope, id_: UUID) -> VisitorReport:
    """Until the transaction ends. Raises NotFound."""
    found = db.session.scalar(select(VisitorReport).where(_in(scope), VisitorReport.id == id_).with_for_update())
    if found is None:
        raise NotFound
    return found


def item_of(report: VisitorReport) -> Item:
    model: Any = Place if report.place_id else Activity
    item: Item | None = db.session.get(model, (report.municipality_id, report.place_id or report.activity_id))
    assert item is not None  # by its foreign key
    return item


@dataclass(frozen=True)
class Count:
    """Of one organisation (None: of none). `days` from report to solution, on average."""

    organisation: str | None
    open: int
    solved: int
    no_problem: int
    days: float | None


def count_by_organisation(town: Municipality) -> list[Count]:
    """Most open ones first."""
    activity_place = select(Place.organisation_id).where(
        Place.municipality_id == Activity.municipality_id, Place.id == Activity.place_id
    )
    of_place = select(Place.organisation_id).where(
        Place.municipality_id == VisitorReport.municipality_id, Place.id == VisitorReport.place_id
    )
    of_activity = select(func.coalesce(Activity.organisation_id, activity_place.scalar_subquery())).where(
        Activity.municipality_id == VisitorReport.municipality_id, Activity.id == VisitorReport.activity_id
    )
    organisation_id = func.coalesce(of_place.scalar_subquery(), of_activity.scalar_subquery())
    each = (
        select(
            organisation_id.label("organisation_id"),
            VisitorReport.state,
            VisitorReport.sent_at,
            VisitorReport.solved_at,
        )
        .where(VisitorReport.municipality_id == town.id)
        .subquery()
    )
    numbers = [func.count().filter(each.c.state == state) for state in (OPEN, SOLVED, NO_PROBLEM)]
    seconds = func.avg(func.extract("epoch", each.c.solved_at - each.c.sent_at))
    rows: Any = db.session.execute(
        select(Organisation.name, *numbers, seconds)
        .select_from(each)
        .outerjoin(
            Organisation,
            and_(Organisation.municipality_id == town.id, Organisation.id == each.c.organisation_id),
        )
        .group_by(Organisation.id, Organisation.name)
        .order_by(numbers[0].desc(), Organisation.name)
    )
    return [
        Count(name, open_, solved, none, None if took is None else round(float(took) / 86_400, 1))
        for name, open_, solved, none, took in rows
    ]


def list_to_forget(moment: datetime, limit: int) -> Sequence[VisitorReport]:
    """Solved long ago and still with words or an address."""
    return db.session.scalars(
        select(VisitorReport)
        .where(
            VisitorReport.solved_at < moment - KEPT,
            or_(VisitorReport.words.is_not(None), VisitorReport.email.is_not(None)),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
