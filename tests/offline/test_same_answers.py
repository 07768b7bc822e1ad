"""The phone answers as the server does: one set of questions, asked of both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.finding.random_town import make_asked, make_things, store
from tests.finding.test_oracle import filters_of
from tests.offline.engine import Json, ask
from tests.page import PageClient
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.core.geo import Position
from webapp.finding.count_queries import count_activities, count_places
from webapp.finding.queries import find_located, list_activities, list_coming_slots, list_places
from webapp.finding.rules import Filters
from webapp.offline.lexicon import document
from webapp.schedule.answers import status_at
from webapp.schedule.wording import opening

MOMENTS = (
    datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    datetime(2026, 3, 28, 22, 37, tzinfo=UTC),  # the clock goes forward in the night
    datetime(2026, 10, 24, 22, 1, tzinfo=UTC),  # just after midnight, and the day that begins has 25 hours
)
SERVER = {"place": (list_places, count_places), "activity": (list_activities, count_activities)}
QUESTIONS = 40  # for each type in each town


def answer(town: Municipality, type_: str, filters: Filters, language: str, moment: datetime) -> Json:
    """Of the server, in the form of ask.mjs."""
    listing, counting = SERVER[type_]
    origin = find_located(town, filters).position
    found = listing(town, filters, language, moment, origin)
    counts = counting(town, filters, moment)
    slots = list_coming_slots(town, [one.thing for one in found], moment)
    labels = [opening(status_at(slots.get(one.thing.id, ()), moment), type_ == "activity", moment) for one in found]
    return {
        "ids": [str(one.thing.id) for one in found],
        "labels": [vars(label) for label in labels],
        "metres": [one.distance_m for one in found],
        "total": counts.total,
        "marked": counts.marked,
        "by": {axis: dict(numbers) for axis, numbers in counts.by.items()},
        "pages": max(1, -(-counts.total // 20)),
    }


def question(type_: str, filters: Filters, moment: datetime, origin: Position | None) -> Json:
    told: dict[str, Any] = {
        name: value
        for name, value in vars(filters).items()
        if name not in ("near", "page", "postcode", "where") and value
    }
    point = [origin.lat, origin.lon] if origin else None
    return {"type": type_, "filters": told, "moment": moment.timestamp(), "origin": point, "page": filters.page}


def assert_same(phone: Json, server: Json, asked: object) -> None:
    assert phone.pop("metres") == [
        metres if metres is None else pytest.approx(metres, rel=1e-4, abs=0.01) for metres in server.pop("metres")
    ], asked
    for part in ("ids", "labels", "by"):
        ours, theirs = phone.pop(part), server.pop(part)
        assert ours == theirs, (part, asked)
    assert phone == server, asked


@pytest.mark.parametrize("seed", range(6))
def test_of_any_town_the_phone_tells_the_same(
    client: PageClient, db_session: Session, tmp_path: Path, seed: int
) -> None:
    chance, moment = Random(seed), MOMENTS[seed % len(MOMENTS)]
    language = chance.choice(["nl", "en"])
    town = store(BRINKDAM, make_things(chance, moment, places=30, activities=40))
    asked = [
        (type_, filters_of(make_asked(chance, is_place=type_ == "place"), page=chance.choice([1, 1, 2])))
        for type_ in SERVER
        for _ in range(QUESTIONS)
    ]
    with time_machine.travel(moment, tick=False):
        pack = client.get(f"/api/v1/{BRINKDAM}/offline.json?lang={language}").get_json()
        with client.application.test_request_context(f"/{language}/{BRINKDAM}/"):
            server = [answer(town, type_, filters, language, moment) for type_, filters in asked]
    phone = ask(
        tmp_path, pack, document(), [question(type_, filters, moment, filters.near) for type_, filters in asked]
    )

    assert sum(one["total"] for one in server) > QUESTIONS, "most questions have an answer"
    for one, other, what in zip(phone, server, asked, strict=True):
        assert_same(one, other, what)


FILTERS: list[dict[str, Any]] = [
    {}, {"open": "now"}, {"open": "today"}, {"open": "week"}, {"free": True}, {"walkin": True, "open": "today"},
    {"wheelchair": True}, {"no_referral": True}, {"welcome": True}, {"online": True}, {"volunteer": True},
    {"theme": "geld"}, {"theme": "ontmoeten", "open": "week"}, {"group": "ouderen"}, {"spoken": "ar"},
    {"postcode": "2951"}, {"postcode": "2951AB", "open": "now"}, {"near": Position(51.863, 4.66)}, {"page": 2},
]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
def test_of_the_demonstration_the_phone_tells_the_same_for_days(
    demo: PageClient, tmp_path: Path, language: str
) -> None:
    """One package, and what becomes of it in the days after: the server is asked at the same later moments."""
    start = MOMENTS[0]
    pack = demo.get(f"/api/v1/alblasserdam/offline.json?lang={language}").get_json()
    questions, server = [], []
    for hours in (0, 2, 7, 13, 26, 60, 120):
        moment = start + timedelta(hours=hours)
        with (
            time_machine.travel(moment, tick=False),
            demo.application.test_request_context(f"/{language}/alblasserdam/"),
        ):
            town = get_municipality("alblasserdam")
            for type_ in SERVER:
                for filters in (Filters(**told) for told in FILTERS):
                    server.append(answer(town, type_, filters, language, moment))
                    questions.append(question(type_, filters, moment, find_located(town, filters).position))

    for phone, other, asked in zip(ask(tmp_path, pack, document(), questions), server, questions, strict=True):
        assert_same(phone, other, asked)
