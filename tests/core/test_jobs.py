"""Jobs are queued by name in the transaction of the caller; those left behind are found again."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from procrastinate.jobs import Job

from webapp.core import clock, jobs, rounds
from webapp.extensions import db


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_jobs", {"test.work": lambda: None})


def row() -> tuple[object, ...]:
    return tuple(db.session.execute(sa.text("SELECT status::text, attempts FROM procrastinate_jobs")).one())


def left_behind(attempts: int, heartbeat: str | None) -> None:
    """A job that a worker took; its last sign of life was `heartbeat` ago, or the worker is gone from the table."""
    jobs.defer("test.work", thing=7)
    number = None
    if heartbeat is not None:
        number = db.session.scalar(
            sa.text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - :ago ::interval) RETURNING id"),
            {"ago": heartbeat},
        )
    db.session.execute(
        sa.text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :number, attempts = :attempts"),
        {"number": number, "attempts": attempts},
    )


def test_a_job_that_nobody_knows_cannot_be_queued(app: Flask) -> None:
    with pytest.raises(LookupError, match=r"There is no job test\.unknown"):
        jobs.defer("test.unknown")


def test_queueing_is_not_reported(app: Flask, known: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    jobs.defer("test.work", thing=7)

    assert not caplog.records


def test_a_name_is_given_once(known: None) -> None:
    with pytest.raises(LookupError, match="two jobs"):
        jobs.job("test.work")(lambda: None)


def test_a_job_may_be_planned(app: Flask, known: None) -> None:
    at = clock.now() + timedelta(days=1)
    jobs.defer("test.work", at=at, thing=7)

    queued = db.session.execute(sa.text("SELECT task_name, args, scheduled_at FROM procrastinate_jobs")).one()
    assert tuple(queued) == ("test.work", {"thing": 7}, at)
    assert jobs.count_jobs() == {"todo": 1}


@pytest.mark.parametrize(
    ("attempts", "heartbeat", "outcome"),
    [
        (0, "5 seconds", ("doing", 0)),
        (0, "1 minute", ("todo", 1)),
        (3, None, ("todo", 4)),
        (jobs.MAX_ATTEMPTS, "1 minute", ("failed", jobs.MAX_ATTEMPTS + 1)),
    ],
    ids=["its worker lives", "its worker is silent", "its worker is gone", "it killed too many"],
)
def test_what_a_worker_left_behind(
    app: Flask, known: None, attempts: int, heartbeat: str | None, outcome: tuple[str, int]
) -> None:
    left_behind(attempts, heartbeat)
    jobs.find_jobs_again(clock.now())

    assert row() == outcome


def test_the_unexpected_is_tried_for_a_day() -> None:
    waited, attempts = timedelta(0), 0
    while True:
        job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="test.work", attempts=attempts)
        before = clock.now()
        decision = jobs.Again().get_retry_decision(exception=ValueError(), job=job)
        if decision is None:
            break
        assert decision.retry_at is not None
        waited += decision.retry_at - before
        attempts += 1

    assert attempts == jobs.MAX_ATTEMPTS - 1
    assert timedelta(hours=18) < waited < timedelta(hours=30)


def test_an_error_is_described_without_its_words() -> None:
    with pytest.raises(LookupError) as failed:
        jobs.defer("wat een bewoner schreef")

    assert jobs.describe(failed.value).startswith("LookupError in core/jobs.py:")


def test_rounds_may_come_in_steps() -> None:
    def in_two(_moment: object) -> Iterator[None]:
        yield
        yield

    assert len(list(rounds.steps(in_two, clock.now()))) == 3
    assert len(list(rounds.steps(lambda moment: None, clock.now()))) == 1
    assert jobs.find_jobs_again in rounds.list_rounds()
