"""The worker runs the rounds of every room, and one that fails takes no other along."""

from datetime import UTC, datetime

import psycopg
import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from webapp import worker
from webapp.core import rounds

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_the_rounds_of_the_rooms_are_known_to_the_worker() -> None:
    told = {round_.__module__ for round_ in rounds.list_rounds()}

    assert {"webapp.core.jobs", "webapp.messages.upkeep"} <= told


def test_a_round_that_fails_takes_no_other_along(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[datetime] = []

    def slow(_moment: datetime) -> None:
        raise OperationalError("SELECT", {}, psycopg.errors.QueryCanceled("wat een bewoner schreef"))

    monkeypatch.setattr(rounds, "_rounds", [slow, ran.append])

    assert worker.work_once(MOMENT) == worker.BEAT_SECONDS
    assert ran == [MOMENT]
    assert "a round failed: OperationalError in" in caplog.text
    assert "bewoner" not in caplog.text
