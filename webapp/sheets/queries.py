"""Everything of a town, or of the own organisations, as rows of tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.activities.models import Activity
from webapp.activities.scope import Scope, activities_in, places_in
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.extensions import db
from webapp.finding.queries import list_coming_slots
from webapp.places.models import Organisation, Place
from webapp.places.rules import COLUMNS, KEEP, OWN
from webapp.places.writing import find_row
from webapp.schedule.models import StoredSchedule
from webapp.schedule.queries import list_schedules
from webapp.schedule.said import hours_text
from webapp.schedule.timetables import Owner

BATCH = 500
NEXT_DATES = 8
Cells = Sequence[str]
LISTS = ("themes", "groups", "attributes", "spoken")
FLAGS = ("online", "free", "walkin", "by_appointment", "no_referral", "volunteer", "published")
ACTIVITY_COLUMNS = (
    "id", "name_nl", "name_en", "summary_nl", "summary_en", "description_nl", "description_en", "kind", "place",
    "organisation", "lat", "lon", "opening_hours", "next_dates", "price_euro", "min_age", *FLAGS, *LISTS, "phone",
    "email", "website", "checked_on",
)  # fmt: skip
ORGANISATION_COLUMNS = (
    "slug", "name", "provider_type", "phone", "email", "website", "quality_label", "quality_label_until",
    "quality_label_url", "places", "activities",
)  # fmt: skip


def place_rows(town: Municipality, scope: Scope) -> Iterator[Cells]:
    """In the columns of the import, so that it takes them again and changes nothing."""
    statement = select(Place).where(places_in(scope)).order_by(Place.slug).options(selectinload(Place.texts))
    for batch in _batches(statement):
        hours = list_schedules(town.id, [Owner(place_id=place.id) for place in batch])
        for place in batch:
            yield _in_order(COLUMNS, _place(place, hours.get(Owner(place_id=place.id))))


def _place(place: Place, hours: StoredSchedule | None) -> dict[str, Any]:
    names = (
        "kind",
        "street",
        "house_number",
        "postcode",
        "city",
        "phone",
        "email",
        "website",
        "wheelchair",
        "checked_on",
    )
    return {
        **_texts(place.texts, ("name", "description")),
        **{name: getattr(place, name) for name in (*names, *LISTS)},
        "external_id": f"{OWN}{place.id}",
        **_point(place.position),
        "opening_hours": _hours(hours, KEEP),
        "free": place.free,
        "walkin": place.walkin,
    }


def activity_rows(town: Municipality, scope: Scope) -> Iterator[Cells]:
    options = (
        selectinload(Activity.texts),
        joinedload(Activity.organisation),
        joinedload(Activity.place).selectinload(Place.texts),
    )
    statement = select(Activity).where(activities_in(scope)).order_by(Activity.slug).options(*options)
    now = clock.now()
    for batch in _batches(statement):
        hours = list_schedules(town.id, [Owner(activity_id=one.id) for one in batch])
        slots = list_coming_slots(town, batch, now, each={"open": NEXT_DATES, "appointment": NEXT_DATES}, bounds={})
        for one in batch:
            dates = [_date(slot.starts_at, slot.ends_at) for slot in slots.get(one.id, ())[:NEXT_DATES]]
            told = _activity(one, hours.get(Owner(activity_id=one.id)))
            yield _in_order(ACTIVITY_COLUMNS, {**told, "next_dates": "; ".join(dates)})


def _activity(activity: Activity, hours: StoredSchedule | None) -> dict[str, Any]:
    place = activity.place and find_row(activity.place.texts, "nl")
    plain = ("id", "kind", *FLAGS, *LISTS, "min_age", "phone", "email", "website", "checked_on")
    return {
        **_texts(activity.texts, ("name", "summary", "description")),
        **{name: getattr(activity, name) for name in plain},
        "place": place.name if place else "",
        "organisation": activity.organisation.name if activity.organisation else "",
        **_point(activity.position),
        "price_euro": str(Decimal(activity.price_cents) / 100) if activity.price_cents else "",
        "opening_hours": _hours(hours, ""),
    }


def organisation_rows(town: Municipality, scope: Scope) -> Iterator[Cells]:
    mine = () if scope.whole_town else (Organisation.id.in_(list(scope.organisations)),)
    rows = db.session.scalars(
        select(Organisation).where(Organisation.municipality_id == town.id, *mine).order_by(Organisation.slug)
    ).all()
    numbers = {
        name: {row[0]: row[1] for row in db.session.execute(_counts(town, model))}
        for name, model in (("places", Place), ("activities", Activity))
    }
    for row in rows:
        counts = {name: numbers[name].get(row.id, 0) for name in numbers}
        yield _in_order(ORGANISATION_COLUMNS, {**vars(row), **counts})


def _counts(town: Municipality, model: type[Place] | type[Activity]) -> Any:
    return (
        select(model.organisation_id, func.count())
        .where(model.municipality_id == town.id, model.merged_into_id.is_(None))
        .group_by(model.organisation_id)
    )


def _batches(statement: Any) -> Iterator[Sequence[Any]]:
    rows = db.session.scalars(statement).all()
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _texts(rows: Iterable[Any], parts: Sequence[str]) -> dict[str, str]:
    by_language = {row.language: row for row in rows}
    return {
        f"{part}_{language}": getattr(by_language.get(language), part, "")
        for part in parts
        for language in ("nl", "en")
    }


def _point(position: Any) -> dict[str, str]:
    """In full, so that it is the same point when it comes back; never as 1e-05."""
    if position is None:
        return {}
    return {name: format(Decimal(repr(getattr(position, name))), "f") for name in ("lat", "lon")}


def _hours(stored: StoredSchedule | None, otherwise: str) -> str:
    return (hours_text(stored.document, stored.source_text) or otherwise) if stored else ""


def _date(starts: datetime, ends: datetime) -> str:
    return f"{clock.local(starts):%Y-%m-%d %H:%M}-{clock.local(ends):%H:%M}"


def _in_order(columns: Sequence[str], values: Mapping[str, Any]) -> Cells:
    return [_cell(values.get(column)) for column in columns]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "|".join(value) if isinstance(value, list | tuple) else str(value)
