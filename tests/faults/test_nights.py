"""The nights on which the clock changes, and the turn of the year: nothing stops, comes twice, or lives too long."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality
from tests.page import PageClient
from tests.staff import make_user, sign_in
from webapp import worker
from webapp.accounts.rules import COORDINATOR
from webapp.core.clock import local
from webapp.core.limits import hit
from webapp.messages.rules import next_attempt
from webapp.schedule.models import Heartbeat, Slot
from webapp.schedule.operations import save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Schedule, Series

MARCH = datetime(2026, 3, 29, 0, 59, 50, tzinfo=UTC)  # 01:59:50 on the wall; ten seconds later it is 03:00
OCTOBER = datetime(2026, 10, 25, 0, 59, 50, tzinfo=UTC)  # 02:59:50; ten seconds later it is 02:00 again
NEW_YEAR = datetime(2026, 12, 31, 22, 59, 50, tzinfo=UTC)
NIGHTS = [MARCH, OCTOBER, NEW_YEAR]


def test_these_are_the_nights() -> None:
    after = timedelta(seconds=10)
    assert [f"{local(night):%H:%M} {local(night + after):%H:%M}" for night in NIGHTS] == [
        "01:59 03:00",
        "02:59 02:00",
        "23:59 00:00",
    ]


@pytest.mark.parametrize("night", NIGHTS, ids=lambda night: f"{night:%d-%m}")
def test_the_worker_refreshes_once_a_day_and_misses_none(app: Flask, db_session: Session, night: datetime) -> None:
    refreshed: list[date] = []
    for minutes in range(-25 * 60, 25 * 60 + 1, 150):
        moment = night + timedelta(minutes=minutes)
        worker.work_once(moment)
        beat = db_session.get_one(Heartbeat, worker.NAME, populate_existing=True)
        assert beat.beat_at == moment
        assert beat.slots_refreshed_on is not None
        refreshed.append(beat.slots_refreshed_on)
        assert beat.slots_refreshed_on == local(moment).date()

    days = sorted(set(refreshed))
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
    assert len(days) >= 3


@pytest.mark.parametrize("night", NIGHTS, ids=lambda night: f"{night:%d-%m}")
def test_a_sign_in_lives_neither_shorter_nor_longer(client: PageClient, db_session: Session, night: datetime) -> None:
    with time_machine.travel(night, tick=False) as traveller:
        user = make_user(COORDINATOR, make_municipality())
        sign_in(client, user)
        traveller.shift(timedelta(minutes=59))
        assert client.get("/staff/").status_code == 200
        traveller.shift(timedelta(minutes=61))
        assert client.get("/staff/").status_code == 303


@pytest.mark.parametrize("night", NIGHTS, ids=lambda night: f"{night:%d-%m}")
def test_a_limit_and_the_next_try_of_a_mail_count_real_minutes(app: Flask, night: datetime) -> None:
    with time_machine.travel(night, tick=False) as traveller:
        assert [hit("night", "2/hour") for _time in range(3)] == [True, True, False]
        traveller.shift(timedelta(minutes=29))
        assert not hit("night", "2/hour")
        traveller.shift(timedelta(minutes=1))
        assert hit("night", "2/hour")
    following = next_attempt(1, night, night)
    assert following is not None
    assert following - night == timedelta(seconds=30)


@pytest.mark.parametrize(
    ("night", "wall"), [(MARCH, "03:30"), (OCTOBER, "02:30")], ids=["the hour is skipped", "the hour comes twice"]
)
def test_what_is_at_half_past_two_is_there_once(
    client: PageClient, db_session: Session, night: datetime, wall: str
) -> None:
    sunday = local(night).date()
    town = make_municipality()
    walk = make_activity(town, "Nachtwandeling", slug="nachtwandeling", online=True)
    at = datetime(sunday.year, sunday.month, sunday.day, 2, 30) - timedelta(days=1)
    with time_machine.travel(night - timedelta(hours=4), tick=False):
        save_schedule(town.id, Owner(activity_id=walk.id), Schedule(series=(Series(at, 30, "FREQ=DAILY;COUNT=3"),)))
        page = client.page("/nl/brinkdam/activities/nachtwandeling").to_text()
        calendar = client.get("/nl/brinkdam/activities/nachtwandeling.ics").text
    slots = db_session.scalars(sa.select(Slot.starts_at).where(Slot.activity_id == walk.id).order_by(Slot.starts_at))

    assert [f"{local(moment):%H:%M}" for moment in slots][-2:] == [wall, "02:30"]
    assert wall in page
    assert "BEGIN:VTIMEZONE" in calendar
