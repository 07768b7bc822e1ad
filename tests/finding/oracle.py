"""What the lists should answer, in plain Python: written from the description of the filters and not from their SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import atan, atan2, cos, radians, sin, sqrt, tan
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

DUTCH = ZoneInfo("Europe/Amsterdam")
WITHOUT_PIN = ("online", "telefoon")
LISTS = {"theme": "themes", "topic": "topics", "group": "groups", "spoken": "spoken"}
SWITCHES = ("free", "walkin", "wheelchair", "no_referral", "welcome", "online", "volunteer")
Point = tuple[float, float]  # lat, lon
Asked = Mapping[str, Any]  # name of a filter → what was asked; absent is anything


@dataclass
class Thing:
    """A place, or an activity that is perhaps at one."""

    id: UUID
    is_place: bool
    names: Mapping[str, str]
    kind: str
    lists: Mapping[str, Sequence[str]]  # themes, topics, groups, spoken, attributes
    flags: Mapping[str, bool]  # free, walkin, and of an activity no_referral, online, volunteer
    published: bool
    point: Point | None
    wheelchair: str = "unknown"
    checked_on: date | None = None
    at: "Thing | None" = None
    holds: list["Thing"] = field(default_factory=list)
    slots: list[tuple[datetime, datetime, str]] = field(default_factory=list)

    @property
    def where(self) -> Point | None:
        if self.is_place:
            return self.point
        return None if self.flags["online"] else self.point or (self.at.point if self.at else None)

    def is_stale(self, day: date) -> bool:
        """Half a term after its own: 180 days for a place, 30 for a line, 90 for an activity."""
        term = 90 if not self.is_place else 30 if self.kind in WITHOUT_PIN else 180
        return self.checked_on is None or (day - self.checked_on).days > term * 3 // 2

    def has(self, switch: str) -> bool:
        held = [one for one in self.holds if one.published]
        is_line = self.kind in WITHOUT_PIN if self.is_place else bool(self.at and self.at.kind in WITHOUT_PIN)
        if switch == "welcome":
            return "welkom" in self.lists["attributes"]
        if switch == "wheelchair":
            place = self if self.is_place else self.at
            return place is not None and place.wheelchair == "yes"
        if switch == "online":
            return is_line or self.flags.get("online", False)
        if switch == "no_referral" and self.is_place:
            return is_line or self.flags["walkin"] or any(one.flags["no_referral"] for one in held)
        if switch == "volunteer" and self.is_place:
            return any(one.flags["volunteer"] for one in held)
        return self.flags[switch]

    def is_open(self, when: str, moment: datetime) -> bool:
        started_before = moment + timedelta(microseconds=1) if when == "now" else _night(moment, when)
        return any(status == "open" and start < started_before and end > moment for start, end, status in self.slots)


def _night(moment: datetime, when: str) -> datetime:
    """The midnight after which it is no longer today, or this week of seven days."""
    day = moment.astimezone(DUTCH).date() + timedelta(days={"today": 1, "week": 7}[when])
    return datetime.combine(day, time(0), DUTCH).astimezone(UTC)


def fits(thing: Thing, asked: Asked, moment: datetime) -> bool:
    for name, wanted in asked.items():
        if name in LISTS and wanted not in thing.lists[LISTS[name]]:
            return False
        if name == "kind" and thing.kind != wanted:
            return False
        if name in SWITCHES and not thing.has(name):
            return False
        if name == "open" and not thing.is_open(wanted, moment):
            return False
    return thing.published


def listed(things: Sequence[Thing], asked: Asked, language: str, moment: datetime) -> list[Thing]:
    """Open now first and what has a door before what has none; who asks what is near wants a door first of all."""
    origin = asked.get("near")

    def order(thing: Thing) -> tuple[Any, ...]:
        no_door, closed = thing.where is None, not thing.is_open("now", moment)
        distance = metres(thing.where, origin) if thing.where and origin else 0.0
        first = (no_door, closed) if origin else (closed, no_door)
        sunk = thing.is_stale(moment.astimezone(DUTCH).date())
        return (*first, sunk, distance, thing.names.get(language, thing.names["nl"]).lower(), thing.id)

    return sorted((thing for thing in things if fits(thing, asked, moment)), key=order)


def choices(things: Sequence[Thing], asked: Asked, moment: datetime) -> dict[str, dict[str, int]]:
    """Each choice tried out in place of the present one."""

    def number(name: str, value: Any) -> int:
        other = {key: wanted for key, wanted in asked.items() if key != name} | ({name: value} if value else {})
        return sum(fits(thing, other, moment) for thing in things)

    there = [thing for thing in things if thing.published]
    values = {
        name: {id_ for thing in there for id_ in thing.lists[LISTS[name]]} for name in ("theme", "group", "spoken")
    } | {"kind": {thing.kind for thing in there}, "open": {"now", "today", "week"}}
    return {name: {value: number(name, value) for value in ids} for name, ids in values.items() if ids} | {
        "any": {name: number(name, None) for name in values},
        "switch": {name: number(name, True) for name in SWITCHES},
    }


def metres(here: Point, there: Point) -> float:
    """Along the ellipsoid of WGS 84 (T. Vincenty, 1975), to less than a millimetre over a town."""
    a, f = 6378137.0, 1 / 298.257223563
    b = (1 - f) * a
    u1, u2 = (atan((1 - f) * tan(radians(lat))) for lat in (here[0], there[0]))
    difference = longitude = radians(there[1] - here[1])
    if here == there:
        return 0.0
    for _ in range(20):
        x = cos(u2) * sin(longitude)
        y = cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(longitude)
        sin_s, cos_s = sqrt(x * x + y * y), sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(longitude)
        s = atan2(sin_s, cos_s)
        sin_a = cos(u1) * cos(u2) * sin(longitude) / sin_s
        cos2_a = 1 - sin_a**2
        cos_2m = cos_s - 2 * sin(u1) * sin(u2) / cos2_a
        c = f / 16 * cos2_a * (4 + f * (4 - 3 * cos2_a))
        longitude = difference + (1 - c) * f * sin_a * (s + c * sin_s * (cos_2m + c * cos_s * (2 * cos_2m**2 - 1)))
    u = cos2_a * (a * a - b * b) / (b * b)
    big_a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
    big_b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
    third = big_b / 6 * cos_2m * (4 * sin_s**2 - 3) * (4 * cos_2m**2 - 3)
    return b * big_a * (s - big_b * sin_s * (cos_2m + big_b / 4 * (cos_s * (2 * cos_2m**2 - 1) - third)))
