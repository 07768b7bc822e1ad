"""What time costs: the slots of a town, one changed schedule, and open now among the slots of a country."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from tools.bench import country, town
from tools.bench.measuring import Stopwatch
from tools.bench.pages import database_process, of, page, parts_of
from tools.bench.report import Figure
from webapp.activities.models import Activity
from webapp.core import clock
from webapp.core.database import commit
from webapp.extensions import db
from webapp.schedule.document import to_document
from webapp.schedule.operations import refresh_slots, save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Schedule, Series

ACTIVITIES = 2000
RUNS = 40
TOWN_GOAL_S, CHANGE_GOAL_MS, OPEN_NOW_GOAL_MS = 10, 50, 20
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=MONTHLY;BYDAY={nth}{day}",
    "FREQ=WEEKLY;BYDAY={day},{other}",
)


def measure(of_town: Flask, of_country: Flask) -> list[Figure]:
    with of_town.app_context():
        figures = [expanded(clock.now()), changed(clock.now())]
        db.engine.dispose()
    return [*figures, open_now(of_country)]


def expanded(moment: datetime) -> Figure:
    municipality_id = town.open_town(moment)
    town.store(recurring(municipality_id, moment))
    commit()
    with Stopwatch(database_process()) as watch:
        slots = refresh_slots(municipality_id, moment.date())
        commit()
    return Figure(
        f"{town.PLACES} places and {ACTIVITIES:,} recurring activities for 90 days, stored",
        watch.work / 1000, "s", at_most=TOWN_GOAL_S, remark=f"{slots:,} slots; {parts_of([watch])}",
    )  # fmt: skip


def recurring(municipality_id: int, moment: datetime) -> town.Town:
    """The made-up town, where each activity comes back by a rule of its own."""
    chance = random.Random(town.SEED)
    made = town.make(municipality_id, moment.date(), ACTIVITIES)
    made.schedules = [row for row in made.schedules if row["place_id"]] + [
        {
            "municipality_id": municipality_id,
            "place_id": None,
            "activity_id": row["id"],
            "document": to_document(Schedule(series=(series(chance, moment),))),
            "source_text": None,
        }
        for row in made.activities
    ]
    return made


def series(chance: random.Random, moment: datetime) -> Series:
    """Begun some weeks ago, at a time on the quarter."""
    day = moment.date() - timedelta(days=chance.randrange(300))
    starts = datetime(day.year, day.month, day.day, chance.randrange(8, 21), chance.randrange(0, 60, 15))
    weekday = day.weekday()
    nth, other = (day.day - 1) // 7 + 1, WEEKDAYS[(weekday + 2) % 7]
    rule = chance.choice(RULES).format(nth=min(nth, 4), day=WEEKDAYS[weekday], other=other)
    return Series(starts, chance.randrange(45, 180, 15), rule if nth < 5 else "FREQ=WEEKLY")


def changed(moment: datetime) -> Figure:
    """Each of another activity, with its transaction."""
    chance = random.Random(town.SEED + 1)
    ids = db.session.execute(sa.select(Activity.municipality_id, Activity.id).order_by(Activity.id).limit(RUNS)).all()
    runs = [change(*owner, series(chance, moment)) for owner in ids]
    return Figure("one changed schedule with its slots", of(runs, "work"), "ms", at_most=CHANGE_GOAL_MS,
                  remark=parts_of(runs))  # fmt: skip


def change(municipality_id: int, activity_id: UUID, told: Any) -> Stopwatch:
    with Stopwatch(database_process()) as watch:
        save_schedule(municipality_id, Owner(activity_id=activity_id), Schedule(series=(told,)))
        commit()
    return watch


def open_now(app: Flask) -> Figure:
    with app.app_context():
        country.fill(db.session(), clock.now())
        commit()
        process, engine = database_process(), db.engine
    near = f"{country.HERE.lat},{country.HERE.lon}"
    path = f"/nl/{country.SLUG}/places?open=now&near={near}"
    name = f"open now near a point, a page out of {country.SLOTS:,} slots"
    return page(app.test_client(), process, engine, name, path, OPEN_NOW_GOAL_MS)
