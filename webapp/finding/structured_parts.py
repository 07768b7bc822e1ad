"""Small parts of schema.org: an address, a point, dates. Pure: values in, plain dicts out."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from webapp.core.clock import local
from webapp.core.geo import Position
from webapp.schedule import schema_org_write
from webapp.schedule.expansion import OPEN, Slot
from webapp.schedule.rules import HoursError
from webapp.schedule.values import CANCELLED, Days, Schedule

Described = dict[str, Any]
CONTEXT = "https://schema.org"
HOURS_DAYS = 28  # for which days apart are told; half of what the slots reach, so that a late worker does no harm
DATES = 6  # of one event


def graph(*things: Described | None) -> Described:
    return {"@context": CONTEXT, "@graph": [compact(thing) for thing in things if thing]}


def compact(described: Described) -> Described:
    """Without what is empty: a search engine takes an empty value for a mistake."""
    kept = ((name, _compact_value(value)) for name, value in described.items())
    return {name: value for name, value in kept if not _is_empty(value)}


def _compact_value(value: Any) -> Any:
    if isinstance(value, dict):
        return compact(value)
    if isinstance(value, list | tuple):
        return [one for one in map(_compact_value, value) if not _is_empty(one)]
    return value.strip() if isinstance(value, str) else value


def _is_empty(value: Any) -> bool:
    """A type alone tells nothing."""
    return value is None or value in ("", [], ()) or (isinstance(value, dict) and value.keys() <= {"@type"})


def address(street: str, postcode: str | None, city: str | None) -> Described | None:
    if not (street or postcode or city):
        return None
    return {
        "@type": "PostalAddress",
        "streetAddress": street,
        "postalCode": postcode,
        "addressLocality": city,
        "addressCountry": "NL",
    }


def point(position: Position | None) -> Described | None:
    """To a metre."""
    if position is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": round(position.lat, 5), "longitude": round(position.lon, 5)}


def wheelchair(value: str, label: str) -> Described | None:
    """`limited` is no yes, and schema.org has nothing between; what nobody knows is not told."""
    if value not in ("yes", "no"):
        return None
    return {"@type": "LocationFeatureSpecification", "name": label, "value": value == "yes"}


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Described:
    """Name and address of each page, from the town down to this one."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(steps, start=1)
        ],
    }


def listed(addresses: Iterable[tuple[str, str]], first: int) -> Described | None:
    items = [
        {"@type": "ListItem", "position": number, "name": name, "url": url}
        for number, (name, url) in enumerate(addresses, start=first)
    ]
    return {"@type": "ItemList", "itemListElement": items} if items else None


# ---------------------------------------------------------------- time


def hours(schedule: Schedule | None, slots: Sequence[Slot], today: date) -> tuple[list[Described], list[Described]]:
    """The usual hours, and those of the days that are otherwise; nothing where schema.org cannot say it exactly."""
    if schedule is None:
        return [], []
    try:
        return schema_org_write.usual_and_special(schedule, slots, Days(today, HOURS_DAYS))
    except HoursError:
        return [], []


def dates(slots: Sequence[Slot], moment: datetime) -> list[Described]:
    """The coming dates as events: a moved one with the date it had, a cancelled one as cancelled."""
    coming = [slot for slot in slots if slot.ends_at > moment and slot.status in (OPEN, CANCELLED)]
    shown = [slot for slot in coming if not (slot.status == CANCELLED and slot.elsewhere)][:DATES]
    told = schema_org_write.events(shown)
    return [{**event, **_previous(slot)} for slot, event in zip(shown, told, strict=True)]


def _wall_clock(slot: Slot) -> datetime:
    return local(slot.starts_at).replace(tzinfo=None)


def _previous(slot: Slot) -> Described:
    if slot.elsewhere is None:
        return {}
    return {"eventStatus": f"{CONTEXT}/EventRescheduled", "previousStartDate": local(slot.elsewhere).isoformat()}


def repeats(schedule: Schedule | None, slots: Sequence[Slot]) -> list[Described]:
    """The rule behind the dates, without those that a closure or a holiday takes away; else the dates alone tell it."""
    if schedule is None:
        return []
    gone = {_wall_clock(slot).isoformat() for slot in slots if slot.status == CANCELLED}
    return [{**rule, "exceptDate": sorted(gone | set(_words(rule.get("exceptDate"))))} for rule in _rules(schedule)]


def _rules(schedule: Schedule) -> list[Described]:
    try:
        if len(schedule.series) == 1 and not (schedule.weekly or schedule.expression):
            return [schema_org_write.event_schedule(schedule.series[0], schedule.changes)]
        return schema_org_write.weekly_schedules(schedule)
    except HoursError:
        return []


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def first_date(events: Sequence[Described]) -> Described:
    """What an event says of itself: its next date that goes on, else that it is cancelled."""
    standing = [event for event in events if not str(event["eventStatus"]).endswith("Cancelled")]
    return (standing or list(events))[0]


def age(minimum: int | None) -> str:
    return f"{minimum}-" if minimum else ""


def price(cents: int | None) -> str:
    return f"{cents / 100:.2f}" if cents else ""
