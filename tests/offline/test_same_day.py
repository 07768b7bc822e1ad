"""The day list of the phone is that of the server: of towns by chance, and of the demonstration for days after."""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.finding.oracle import Thing
from tests.finding.random_town import make_asked, make_things, store
from tests.finding.test_oracle import filters_of
from tests.offline.engine import Json, ask
from tests.offline.test_same_answers import MOMENTS, SERVER
from tests.offline.test_same_answers import answer as list_answer
from tests.offline.test_same_answers import assert_same as assert_same_list
from tests.offline.test_same_answers import question as list_question
from tests.page import PageClient
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.core.geo import Position
from webapp.finding import day_queries
from webapp.finding.count_queries import LISTS, Counts
from webapp.finding.days import Day, part_of
from webapp.finding.queries import find_located
from webapp.finding.rules import Filters
from webapp.offline.lexicon import document
from webapp.schedule.models import CANCELLED

QUESTIONS = 40  # in each town
Asked = tuple[Filters, Day]


def answer(town: Municipality, filters: Filters, day: Day) -> Json:
    """Of the server, in the form of ask.mjs."""
    origin = find_located(town, filters).position
    dates, doors = day_queries.count_dates(town, filters, day), day_queries.count_doors(town, filters, day)
    next_date = None if dates.marked else day_queries.find_next_date(town, filters, day)
    return {
        "dates": [_date(one, day) for one in day_queries.list_dates(town, filters, day, origin)],
        "doors": [
            {
                "id": str(one.found.thing.id),
                "starts": [slot.starts_at.timestamp() for slot in one.slots],
                "isOver": one.is_over,
                "metres": _about(one.found.distance_m),
            }
            for one in day_queries.list_doors(town, filters, day, origin)
        ],
        "total": dates.total,
        "ahead": dates.marked,
        "doorTotal": doors.total,
        "doorsAhead": doors.marked,
        "nextDate": next_date and next_date.timestamp(),
        "page": filters.page,
        "pages": max(1, -(-max(dates.total, doors.total) // day_queries.ENTRIES)),
        "counts": {"dates": _by(dates), "doors": _by(doors)},
    }


def _date(one: day_queries.FoundDate, day: Day) -> Json:
    slot = one.slot
    part = part_of(day, slot.starts_at, slot.ends_at, slot.status == CANCELLED)
    return {
        "id": str(one.found.thing.id),
        "start": slot.starts_at.timestamp(),
        "end": slot.ends_at.timestamp(),
        "status": slot.status,
        "part": part.name.lower().replace("_", "-"),
        "metres": _about(one.found.distance_m),
    }


def _about(metres: float | None) -> Any:
    return metres if metres is None else pytest.approx(metres, rel=1e-4, abs=0.01)


def _by(counts: Counts) -> Json:
    """An axis without any choice is absent on the server, and empty on the phone."""
    return {axis: {} for axis in ("kind", *LISTS)} | {axis: dict(numbers) for axis, numbers in counts.by.items()}


def question(filters: Filters, day: Day, origin: Position | None) -> Json:
    no_filter = ("near", "page", "postcode", "where")
    return {
        "date": day.on.isoformat(),
        "filters": {name: value for name, value in vars(filters).items() if name not in no_filter and value},
        "moment": day.moment.timestamp(),
        "origin": [origin.lat, origin.lon] if origin else None,
        "page": filters.page,
    }


def assert_same(folder: Path, pack: Json, questions: list[Json], server: list[Json]) -> None:
    for phone, other, asked in zip(ask(folder, pack, document(), questions), server, questions, strict=True):
        for name, told in other.items():
            assert phone[name] == told, (name, asked)


def today_of(moment: datetime) -> date:
    return clock.local(moment).date()


def with_later_times(things: list[Thing], chance: Random, moment: datetime) -> list[Thing]:
    """Some only happen long after: what is held once a month, by appointment too. No two at once of one thing, as the
    server tells no order of these."""
    for thing in things:
        thing.slots = list({start: (start, end, status) for start, end, status in thing.slots}.values())
        if chance.random() < 0.2:
            start = moment + timedelta(days=chance.randint(15, 80))
            thing.slots = [(start, start + timedelta(hours=2), chance.choice(["open", "appointment", "cancelled"]))]
    return things


@pytest.mark.parametrize("seed", range(6))
def test_of_any_town_the_phone_tells_the_same_day(
    client: PageClient, db_session: Session, tmp_path: Path, seed: int
) -> None:
    chance, moment = Random(seed), MOMENTS[seed % len(MOMENTS)]
    language = chance.choice(["nl", "en"])
    town = store(BRINKDAM, with_later_times(make_things(chance, moment, places=60, activities=90), chance, moment))
    asked = [
        (
            filters_of({**make_asked(chance, is_place=False), "open": ""}, page=chance.choice([1, 1, 1, 2])),
            Day(today_of(moment) + timedelta(days=chance.choice([0, 0, 0, 1, 2, 6, 7, 9, 12])), moment),
        )
        for _ in range(QUESTIONS)
    ]
    with time_machine.travel(moment, tick=False):
        pack = client.get(f"/api/v1/{BRINKDAM}/offline.json?lang={language}").get_json()
        with client.application.test_request_context(f"/{language}/{BRINKDAM}/"):
            server = [answer(town, filters, day) for filters, day in asked]
            lists = [list_answer(town, type_, Filters(), language, moment) for type_ in SERVER]

    listed = ask(tmp_path, pack, document(), [list_question(type_, Filters(), moment, None) for type_ in SERVER])
    for phone, other, type_ in zip(listed, lists, SERVER, strict=True):
        assert_same_list(phone, other, type_)
    assert sum(one["total"] + one["doorTotal"] for one in server) > QUESTIONS, "most questions have an answer"
    assert any(one["nextDate"] for one in server)
    assert_same(tmp_path, pack, [question(filters, day, filters.near) for filters, day in asked], server)


FILTERS: list[dict[str, Any]] = [
    {}, {"free": True}, {"wheelchair": True}, {"theme": "ontmoeten"}, {"group": "ouderen"}, {"kind": "inloop"},
    {"postcode": "2951"}, {"near": Position(51.863, 4.66)}, {"q": "koffie"}, {"q": "schuldhulp", "free": True},
]  # fmt: skip


def test_of_the_demonstration_the_phone_tells_the_same_day_for_days(demo: PageClient, tmp_path: Path) -> None:
    """One package, made in the middle of a day; asked at later moments of every day that it holds whole."""
    made = MOMENTS[0]
    pack = demo.get("/api/v1/alblasserdam/offline.json?lang=nl").get_json()
    questions, server = [], []
    for hours in (0, 5, 26, 120):
        moment = made + timedelta(hours=hours)
        with time_machine.travel(moment, tick=False), demo.application.test_request_context("/nl/alblasserdam/"):
            town = get_municipality("alblasserdam")
            for days in (0, 1, 5, 8):
                day = Day(today_of(moment) + timedelta(days=days), moment)
                for filters in (Filters(**told) for told in FILTERS):
                    server.append(answer(town, filters, day))
                    questions.append(question(filters, day, find_located(town, filters).position))

    parts = {one["part"] for told in server for one in told["dates"]}
    assert {"now", "morning", "afternoon", "evening", "over"} <= parts
    assert_same(tmp_path, pack, questions, server)


@pytest.mark.parametrize("days", [-1, 14, 40, 1000])
def test_of_a_day_that_is_over_or_not_wholly_known_the_phone_says_nothing(
    demo: PageClient, tmp_path: Path, days: int
) -> None:
    """Half a day would hide help that is there."""
    pack = demo.get("/api/v1/alblasserdam/offline.json?lang=nl").get_json()
    moment = clock.now()
    day = Day(today_of(moment) + timedelta(days=days), moment)

    assert ask(tmp_path, pack, document(), [question(Filters(), day, None)]) == [None]
    last = Day(today_of(moment) + timedelta(days=13), moment)
    [told] = ask(tmp_path, pack, document(), [question(Filters(), last, None)])
    assert told["total"]
