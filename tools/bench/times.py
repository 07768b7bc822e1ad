"""The engine of time: a whole town expanded and stored, one schedule changed, and who is open now in the country."""

import random
import time
from datetime import datetime, timedelta
from statistics import median, quantiles
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from tools.bench import country
from tools.bench.measuring import Stopwatch
from tools.bench.pages import database_process
from tools.bench.report import Figure, Trouble
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.core.database import allow_long_statements, commit
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.finding.queries import list_places
from webapp.finding.rules import Filters
from webapp.schedule.document import to_document
from webapp.schedule.models import Slot, StoredSchedule
from webapp.schedule.operations import cancel_date, refresh_slots, restore_date
from webapp.schedule.timetables import Owner
from webapp.schedule.told import read_opening_hours
from webapp.schedule.values import Schedule, Series

PLACES, ACTIVITIES = 500, 2_000
HOURS = ("Mo-Fr 09:00-17:00", "Mo,We,Fr 09:30-12:30,13:30-17:00", "Tu-Sa 10:00-22:00; Su 13:00-17:00", "24/7")
RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=WEEKLY;BYDAY=TU,TH",
    "FREQ=MONTHLY;BYDAY=2WE",
    "FREQ=MONTHLY;BYDAY=-1TH",
)
CHANGES, VISITORS = 40, 200
TOWN = """
INSERT INTO municipality (code, slug, name, opened_at) VALUES ('GM3999', 'tijdstad', 'Tijdstad', now());
INSERT INTO place (municipality_id, id, slug, kind) SELECT m.id, gen_random_uuid(), 'p-' || n, 'buurthuis'
FROM municipality m, generate_series(1, {places}) n WHERE m.slug = 'tijdstad';
INSERT INTO activity (municipality_id, id, slug, kind) SELECT m.id, gen_random_uuid(), 'a-' || n, 'inloop'
FROM municipality m, generate_series(1, {activities}) n WHERE m.slug = 'tijdstad'
"""


def measure(app: Flask) -> list[Figure]:
    with app.app_context():
        allow_long_statements()
        activities = fill(clock.now())
        return [*expanded(), changed(activities), *open_now()]


def fill(moment: datetime) -> list[UUID]:
    """A town with regular hours and recurring activities; ids of the activities."""
    for statement in TOWN.format(places=PLACES, activities=ACTIVITIES).split(";"):
        db.session.execute(sa.text(statement))
    town = get_municipality("tijdstad")
    found = {
        table: list(db.session.scalars(sa.text(f"SELECT id FROM {table} WHERE municipality_id = {town.id}")))
        for table in ("place", "activity")
    }
    first = clock.local(moment).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None) - timedelta(days=60)
    rows = [_row(town.id, "place_id", id_, read_opening_hours(HOURS[n % 4])) for n, id_ in enumerate(found["place"])]
    rows += [_row(town.id, "activity_id", id_, _series(first, n)) for n, id_ in enumerate(found["activity"])]
    db.session.execute(sa.insert(StoredSchedule), rows)
    commit()
    return found["activity"]


def _row(town: int, owner: str, id_: UUID, schedule: Schedule) -> dict[str, object]:
    return {
        "municipality_id": town,
        "place_id": None,
        "activity_id": None,
        owner: id_,
        "document": to_document(schedule),
    }


def _series(first: datetime, number: int) -> Schedule:
    """No two the same, so that none can be kept from another."""
    starts = first + timedelta(days=number % 7, minutes=number)
    return Schedule(series=(Series(starts, minutes=60 + number % 120, rule=RULES[number % len(RULES)]),))


def expanded() -> list[Figure]:
    town = get_municipality("tijdstad")
    with Stopwatch(database_process()) as watch:
        allow_long_statements()
        slots = refresh_slots(town.id, clock.today())
        commit()
    what = f"{PLACES} places and {ACTIVITIES:,} recurring activities, 90 days"
    remark = f"{slots:,} slots; application {watch.application / 1000:.1f}, database {watch.database / 1000:.1f}"
    return [Figure(what, watch.work / 1000, "s of one core", at_most=10, remark=remark)]


def changed(activities: list[UUID]) -> Figure:
    """One date cancelled and given back, each saved with its slots and committed."""
    town, runs = get_municipality("tijdstad").id, []
    process = database_process()
    for id_ in activities[:CHANGES]:
        owner = Owner(activity_id=id_)
        starts = db.session.scalar(sa.select(sa.func.min(Slot.starts_at)).where(Slot.activity_id == id_))
        if starts is None:
            raise Trouble("an activity without slots")
        when = clock.local(starts).replace(tzinfo=None)
        with Stopwatch(process) as cancelled:
            cancel_date(town, owner, when, {"nl": "Ziek"})
            commit()
        with Stopwatch(process) as restored:
            restore_date(town, owner, when)
            commit()
        runs += [cancelled, restored]
    remark = f"{median(run.work for run in runs):.1f} ms of work"
    return Figure("one changed schedule saved", median(run.elapsed for run in runs), "ms", at_most=50, remark=remark)


def open_now() -> list[Figure]:
    """The first page of the list of one town, nearest first, with a million slots of twenty towns in the table."""
    allow_long_statements()
    country.add_towns(db.session(), 1, country.SLOT_TOWNS, country.SLOT_PLACES)
    slots = country.add_slots(db.session(), str(clock.today() - timedelta(days=4)))
    commit()
    db.session.execute(sa.text("ANALYZE slot"))
    db.session.execute(sa.text("ANALYZE place"))
    commit()
    chance, took = random.Random(7), []
    moment = clock.local(clock.now()).replace(hour=11, minute=0)
    for _ in range(VISITORS):
        town = get_municipality(f"town-{chance.randint(1, country.SLOT_TOWNS)}")
        here = Position(lat=round(chance.uniform(50.8, 51.0), 3), lon=round(chance.uniform(3.4, 7.0), 3))
        started = time.perf_counter()
        found = list_places(town, Filters(open="now"), "nl", moment, here)
        took.append((time.perf_counter() - started) * 1000)
        if len(found) != 20:
            raise Trouble(f"{len(found)} of 20 places are open")
        db.session.rollback()
    what = f"open now near me, out of {slots:,} slots"
    return [
        Figure(what, median(took), "ms", at_most=20, remark="median"),
        Figure(what, quantiles(took, n=100)[98], "ms", remark="p99"),
    ]
