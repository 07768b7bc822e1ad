"""A made-up town of 500 places and 500 activities in Dutch and English: the same rows in every run."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import cos, sin
from typing import Any
from uuid import UUID

from shapely import Polygon
from sqlalchemy import insert

from tools.bench.words import HOURS, NAMES, SENTENCES, STREETS
from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import DISTRICT, NEIGHBOURHOOD, Municipality, Neighbourhood
from webapp.core.geo import Position
from webapp.core.postgis import from_area, from_position
from webapp.extensions import db
from webapp.places.models import WHEELCHAIR, Organisation, Place, PlaceText
from webapp.schedule.document import to_document
from webapp.schedule.models import StoredSchedule
from webapp.schedule.operations import refresh_slots
from webapp.schedule.told import read_opening_hours
from webapp.taxonomy.rules import terms

SLUG = "rekenstad"
PLACES = ACTIVITIES = 500
ORGANISATIONS = 40
SEED = 20261
WEST, SOUTH, WIDTH, HEIGHT = 4.64, 51.84, 0.07, 0.04  # degrees: some 5 by 4.5 km
COLUMNS, ROWS = 6, 5  # wijken, and buurten in each
POINTS_A_SIDE = 18  # as detailed as the borders that CBS publishes for a town of this size
Rows = list[dict[str, Any]]


@dataclass
class Town:
    """Rows for the product's own tables, in the order in which they can be stored."""

    organisations: Rows = field(default_factory=list)
    places: Rows = field(default_factory=list)
    place_texts: Rows = field(default_factory=list)
    activities: Rows = field(default_factory=list)
    activity_texts: Rows = field(default_factory=list)
    schedules: Rows = field(default_factory=list)


def fill(moment: datetime, places: int = PLACES, activities: int = ACTIVITIES) -> None:
    """Stores the town and opens it; the product itself works out the slots. The caller commits."""
    municipality_id = open_town(moment)
    store(make(municipality_id, moment.date(), activities, places))
    refresh_slots(municipality_id, moment.date())


def open_town(moment: datetime) -> int:
    """The town with its neighbourhoods and nothing in it; its id."""
    municipality = Municipality(
        code="GM9999",
        slug=SLUG,
        name="Rekenstad",
        opened_at=moment,
        boundary=from_area(area(0, 0, COLUMNS, ROWS)),
        team_name="Team Rekenstad",
        team_phone="0800 1234",
        intro={"nl": SENTENCES[0][0], "en": SENTENCES[0][1]},
        attribution="Rekenstad",
    )
    db.session.add(municipality)
    db.session.flush()
    db.session.execute(insert(Neighbourhood), neighbourhoods(municipality.id))
    return municipality.id


def store(town: Town) -> None:
    for model, rows in (
        (Organisation, town.organisations),
        (Place, town.places),
        (PlaceText, town.place_texts),
        (Activity, town.activities),
        (ActivityText, town.activity_texts),
        (StoredSchedule, town.schedules),
    ):
        db.session.execute(insert(model), rows)


def neighbourhoods(municipality_id: int) -> Rows:
    """Wijken are columns of buurten; borders are shared to the point."""
    rows = []
    for x in range(COLUMNS):
        rows.append((f"WK9999{x + 1:02d}", DISTRICT, f"Wijk {NAMES[x]}", area(x, 0, 1, ROWS)))
        rows += [
            (f"BU9999{x + 1:02d}{y + 1:02d}", NEIGHBOURHOOD, NAMES[COLUMNS + x * ROWS + y], area(x, y, 1, 1))
            for y in range(ROWS)
        ]
    return [
        {
            "municipality_id": municipality_id,
            "code": code,
            "level": level,
            "name": name,
            "boundary": from_area(shape),
        }
        for code, level, name, shape in rows
    ]


def area(x: int, y: int, columns: int, rows: int) -> Polygon:
    """Cells of a grid, bent like old borders are."""
    corners = ((x, y), (x + columns, y), (x + columns, y + rows), (x, y + rows))
    sides = zip(corners, (*corners[1:], corners[0]), (columns, rows, columns, rows), strict=True)
    return Polygon([bent(*point) for start, end, cells in sides for point in along(start, end, cells)])


def along(start: tuple[int, int], end: tuple[int, int], cells: int) -> Iterator[tuple[float, float]]:
    """Points at the same spots whichever way the side is walked; the last one belongs to the next side."""
    steps = cells * POINTS_A_SIDE
    for step in range(steps):
        part = step / steps
        yield round(start[0] + (end[0] - start[0]) * part, 9), round(start[1] + (end[1] - start[1]) * part, 9)


def bent(x: float, y: float) -> tuple[float, float]:
    lon = x + 0.12 * sin(2.3 * y + 0.7 * x) + 0.03 * sin(17 * y)
    lat = y + 0.12 * cos(1.9 * x + 0.6 * y) + 0.03 * cos(15 * x)
    return round(WEST + lon / COLUMNS * WIDTH, 7), round(SOUTH + lat / ROWS * HEIGHT, 7)


def make(municipality_id: int, today: date, activities: int = ACTIVITIES, places: int = PLACES) -> Town:
    chance = random.Random(SEED)
    town = Town()
    for number in range(ORGANISATIONS):
        town.organisations.append(organisation(chance, municipality_id, number))
    for number in range(places):
        row = place(chance, municipality_id, number, today, chance.choice(town.organisations)["id"])
        town.places.append(row)
        town.schedules += schedules(chance, row, "place_id")
        town.place_texts += texts(chance, municipality_id, "place_id", row["id"], name_of(number))
    for number in range(activities):
        row = activity(chance, municipality_id, number, today, chance.choice(town.places))
        town.activities.append(row)
        town.schedules += schedules(chance, row, "activity_id")
        town.activity_texts += texts(chance, municipality_id, "activity_id", row["id"], name_of(PLACES + number))
    return town


def organisation(chance: random.Random, municipality_id: int, number: int) -> dict[str, Any]:
    return {
        "municipality_id": municipality_id,
        "id": identity(chance),
        "slug": f"organisatie-{number}",
        "name": f"Stichting {NAMES[number]}",
        "phone": f"078 - 20{number:02d} 111",
        "email": f"organisatie{number}@rekenstad.example",
        "website": f"https://organisatie{number}.rekenstad.example/",
    }


def place(
    chance: random.Random, municipality_id: int, number: int, today: date, organisation_id: UUID
) -> dict[str, Any]:
    kinds = sorted(kind.id for kind in terms("place_kind").values() if not kind.pinless)
    return {
        **common(chance, municipality_id, number, today, kinds),
        "slug": f"{name_of(number).lower().replace(' ', '-')}",
        "organisation_id": organisation_id,
        "point": somewhere(chance),
        "street": chance.choice(STREETS),
        "house_number": str(chance.randint(1, 240)),
        "postcode": f"29{chance.randint(50, 59)} {''.join(chance.choices('ABDEGHKLNPRSTVXZ', k=2))}",
        "city": "Rekenstad",
        "phone": f"078 - 20{number % 100:02d} {chance.randint(100, 999)}",
        "wheelchair": chance.choice(WHEELCHAIR),
    }


def activity(
    chance: random.Random, municipality_id: int, number: int, today: date, at: dict[str, Any]
) -> dict[str, Any]:
    """Nine out of ten at a place; the others elsewhere in the open or online."""
    where = chance.random()
    return {
        **common(chance, municipality_id, number, today, sorted(terms("activity_kind"))),
        "slug": f"{name_of(PLACES + number).lower().replace(' ', '-')}",
        "organisation_id": at["organisation_id"],
        "place_id": at["id"] if where < 0.9 else None,
        "point": somewhere(chance) if 0.9 <= where < 0.95 else None,
        "online": where >= 0.95,
        "volunteer": chance.random() < 0.1,
    }


def common(
    chance: random.Random, municipality_id: int, number: int, today: date, kinds: Sequence[str]
) -> dict[str, Any]:
    return {
        "municipality_id": municipality_id,
        "id": identity(chance),
        "external_id": f"bench-{number}",
        "kind": chance.choice(kinds),
        "free": chance.random() < 0.7,
        "walkin": chance.random() < 0.6,
        "themes": some(chance, "theme", 2),
        "groups": some(chance, "group", 2),
        "attributes": some(chance, "attribute", 3),
        "topics": some(chance, "topic", 2),
        "spoken": ["nl"] if chance.random() < 0.6 else ["nl", "en"],
        "checked_on": today,
    }


def schedules(chance: random.Random, row: dict[str, Any], owner: str) -> Rows:
    """As an import would store it; some things have no times."""
    hours = chance.choice(HOURS)
    if hours is None:
        return []
    owners = {"place_id": None, "activity_id": None, owner: row["id"]}
    document = to_document(read_opening_hours(hours))
    return [{"municipality_id": row["municipality_id"], **owners, "document": document, "source_text": hours}]


def texts(chance: random.Random, municipality_id: int, owner: str, owner_id: UUID, name: str) -> Rows:
    sentences = chance.sample(SENTENCES, 7)
    return [
        {
            "municipality_id": municipality_id,
            owner: owner_id,
            "language": language,
            "name": name,
            "summary": " ".join(said[:2]),
            "description": "\n\n".join((" ".join(said[2:5]), " ".join(said[5:]))),
        }
        for language, said in zip(("nl", "en"), zip(*sentences, strict=True), strict=True)
    ]


def name_of(number: int) -> str:
    """A number behind the name once every name has met every street."""
    rest, name = divmod(number, len(NAMES))
    again, street = divmod(rest, len(STREETS))
    return f"{NAMES[name]} {STREETS[street]}" + (f" {again + 1}" if again else "")


def some(chance: random.Random, axis: str, most: int) -> list[str]:
    return chance.sample(sorted(terms(axis)), chance.randint(1, most))


def identity(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def somewhere(chance: random.Random) -> Any:
    position = Position(lat=SOUTH + HEIGHT * chance.random(), lon=WEST + WIDTH * chance.random())
    return from_position(Position(round(position.lat, 6), round(position.lon, 6)))
