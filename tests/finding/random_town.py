"""Towns by chance: the same things as plain values for the oracle and as rows for the product."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.build import make_municipality
from tests.finding.oracle import DUTCH, WITHOUT_PIN, Asked, Point, Thing
from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.core.postgis import from_position
from webapp.extensions import db
from webapp.places.models import WHEELCHAIR, Place, PlaceText
from webapp.schedule.models import Slot

POOLS = {
    "themes": ("geld", "eten", "ontmoeten", "wonen-spullen"),
    "topics": ("rouw", "schuldhulp"),
    "groups": ("ouderen", "iedereen", "jongeren"),
    "spoken": ("nl", "ar", "pl"),
    "attributes": ("welkom", "toilet", "bus"),
}
PLACE_KINDS = ("buurthuis", "bibliotheek", "inloop", *WITHOUT_PIN)
ACTIVITY_KINDS = ("inloop", "spreekuur", "groep")
NAMES = ("aak", "boei", "brug", "dijk", "eend", "gors", "kade", "klok", "lamp", "molen")
# Two things at the same spot are equally far; other points differ by more than a centimetre.
SPOTS = ((52.15, 5.15), (52.1432, 5.1511))
SWITCHES = ("free", "walkin", "wheelchair", "no_referral", "welcome", "online", "volunteer")
A_DAY = 24 * 60  # minutes


def make_things(chance: Random, moment: datetime, places: int, activities: int) -> list[Thing]:
    found = [_thing(chance, moment, is_place=True) for _ in range(places)]
    held = [_thing(chance, moment, is_place=False) for _ in range(activities)]
    for activity in held:
        activity.at = chance.choice([*found, None])
        if activity.at:
            activity.at.holds.append(activity)
    return found + held


def _thing(chance: Random, moment: datetime, *, is_place: bool) -> Thing:
    kind = chance.choice(PLACE_KINDS if is_place else ACTIVITY_KINDS)
    more = () if is_place else ("no_referral", "online", "volunteer")
    has_point = kind not in WITHOUT_PIN if is_place else chance.random() < 0.2
    name = chance.choice(NAMES)
    return Thing(
        id=UUID(int=chance.getrandbits(128)),
        is_place=is_place,
        names={"nl": name, **({"en": chance.choice(NAMES)} if chance.random() < 0.4 else {})},
        kind=kind,
        lists={axis: chance.sample(ids, chance.randint(0, 2)) for axis, ids in POOLS.items()},
        flags={name: chance.random() < 0.5 for name in ("free", "walkin", *more)},
        published=chance.random() < 0.9,
        point=_point(chance) if has_point else None,
        wheelchair=chance.choice(WHEELCHAIR),
        checked_on=_checked_on(chance, moment),
        slots=[_slot(chance, moment) for _ in range(chance.randint(0, 3))],
    )


def _checked_on(chance: Random, moment: datetime) -> date | None:
    """Often just on the day that decides."""
    days = chance.choice([None, 0, 45, 46, 135, 136, 270, 271, chance.randint(0, 400)])
    return None if days is None else moment.astimezone(DUTCH).date() - timedelta(days=days)


def _point(chance: Random) -> Point:
    if chance.random() < 0.3:
        return chance.choice(SPOTS)
    return round(chance.uniform(52.1, 52.2), 6), round(chance.uniform(5.1, 5.2), 6)


def _slot(chance: Random, moment: datetime) -> tuple[datetime, datetime, str]:
    """Often just at the moment that decides: it begins or ends now, or at a midnight (summer and winter time)."""
    minutes = chance.choice([0, 0, 90, 15 * chance.randint(-100, 900), -A_DAY, 7 * A_DAY])
    start = moment + timedelta(minutes=minutes)
    if chance.random() < 0.3:
        start = start.replace(hour=chance.choice((21, 22, 23)), minute=0)
    length = timedelta(minutes=chance.choice([15, 60, 90, A_DAY, 26 * 60]))
    status = chance.choice(["open", "open", "open", "appointment", "cancelled"])
    if chance.random() < 0.1:
        return moment - length, moment, status
    return start, start + length, status


def store(slug: str, things: list[Thing]) -> Municipality:
    town = make_municipality(slug)
    for group in (True, False):
        for number, thing in enumerate(things):
            if thing.is_place == group:
                db.session.add(_row(town, thing, f"{'place' if group else 'activity'}-{number}"))
        db.session.flush()
    for thing in things:
        owner = {"place_id": thing.id} if thing.is_place else {"activity_id": thing.id}
        db.session.add_all(
            Slot(municipality_id=town.id, starts_at=start, ends_at=end, status=status, **owner)
            for start, end, status in thing.slots
        )
    db.session.flush()
    return town


def _row(town: Municipality, thing: Thing, slug: str) -> Place | Activity:
    values: dict[str, Any] = {
        "municipality_id": town.id, "id": thing.id, "slug": slug, "kind": thing.kind, "published": thing.published,
        "point": from_position(Position(*thing.point)) if thing.point else None, "checked_on": thing.checked_on,
        **thing.lists, **thing.flags,
    }  # fmt: skip
    if thing.is_place:
        texts = [PlaceText(language=language, name=name) for language, name in thing.names.items()]
        return Place(**values, wheelchair=thing.wheelchair, texts=texts)
    held = [ActivityText(language=language, name=name) for language, name in thing.names.items()]
    return Activity(**values, place_id=thing.at.id if thing.at else None, texts=held)


def make_asked(chance: Random, *, is_place: bool) -> Asked:
    """None, a few or many filters at once."""
    often = chance.choice([0.05, 0.15, 0.3])
    pools: dict[str, tuple[Any, ...]] = {
        "theme": POOLS["themes"], "topic": POOLS["topics"], "group": POOLS["groups"],
        "spoken": (*POOLS["spoken"], "tr"),
        "kind": PLACE_KINDS if is_place else ACTIVITY_KINDS, "open": ("now", "today", "week"),
        **dict.fromkeys(SWITCHES, (True,)),
    }  # fmt: skip
    asked = {name: chance.choice(values) for name, values in pools.items() if chance.random() < often}
    near = chance.choice([None, SPOTS[0], (52.171, 5.163)])
    return asked | ({"near": near} if near else {})
