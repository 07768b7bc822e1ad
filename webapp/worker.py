"""The background worker: the rounds of all rooms each minute, and jobs as they come.

It survives a database that restarts, stops cleanly when it is told to, and may be killed at any moment."""

import logging
import os
import signal
from collections.abc import Iterator
from datetime import datetime
from threading import Event
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from webapp.accounts import upkeep as account_upkeep
from webapp.accounts.operations import forget_old
from webapp.calendar_feeds import jobs as calendar_feed_jobs
from webapp.calendar_feeds import upkeep as calendar_feed_upkeep
from webapp.core import clock, database_log, rounds
from webapp.core.database import commit, is_away
from webapp.core.job_runner import JobRunner
from webapp.core.jobs import describe
from webapp.core.limits import forget_expired
from webapp.extensions import db
from webapp.freshness import upkeep as freshness_upkeep
from webapp.handouts import upkeep as handouts_upkeep
from webapp.merging import upkeep as merging_upkeep
from webapp.messages import jobs as message_jobs
from webapp.messages import upkeep as message_upkeep
from webapp.practices import upkeep as practices_upkeep
from webapp.questions import upkeep as question_upkeep
from webapp.reports import upkeep as reports_upkeep
from webapp.schedule import upkeep
from webapp.search.operations import forget_missed
from webapp.sheets import upkeep as sheets_upkeep
from webapp.translating import upkeep as translating_upkeep

logger = logging.getLogger(__name__)
NAME = "worker"
BEAT_SECONDS = 60
RETRY_SECONDS = 5
STOP_WITHIN_SECONDS = 8  # a supervisor has no more patience than ten
STOPPED_IN_A_JOB = 0
# Imported for what they tell: their jobs and their rounds.
ROOMS = (
    account_upkeep,
    message_jobs,
    message_upkeep,
    question_upkeep,
    merging_upkeep,
    freshness_upkeep,
    reports_upkeep,
    handouts_upkeep,
    practices_upkeep,
    sheets_upkeep,
    translating_upkeep,
    calendar_feed_jobs,
    calendar_feed_upkeep,
)


@click.command("worker")
@with_appcontext
def command() -> None:
    """Run the background worker until it is told to stop."""
    stop = Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    runner = JobRunner(current_app._get_current_object())  # type: ignore[attr-defined]  # the proxy would not reach the other thread
    runner.start()
    logger.info("worker started")
    warn_about_log()
    while not stop.is_set():
        stop.wait(work_once(clock.now()))
        if not runner.is_alive():
            raise click.ClickException("the jobs have ended by themselves")
    if not runner.stop(STOP_WITHIN_SECONDS):
        # A thread cannot be ended. Its job stays "doing" and is found again.
        logger.warning("worker stopped in the middle of a job")
        logging.shutdown()
        os._exit(STOPPED_IN_A_JOB)
    logger.info("worker stopped")


def warn_about_log() -> None:
    """In production, where somebody else looks after the database. One that is away now is no reason not to start."""
    if not current_app.config["SETTINGS"].is_production:
        return
    try:
        for complaint in database_log.complaints():
            logger.warning(complaint)
    except DBAPIError as error:
        logger.warning("the settings of the database log are not known: %s", describe(error))
    finally:
        db.session.rollback()


def work_once(moment: datetime) -> float:
    """One turn of all rounds; gives the seconds to wait. A database that is away is tried again soon, for ever. A
    round that fails does not take the others along."""
    try:
        for round_ in (_refresh, *rounds.list_rounds()):
            _run(round_, moment)
        upkeep.beat(NAME, moment)
        commit()
    except DBAPIError as error:
        if not is_away(error):
            raise
        logger.warning("database away; trying again in %s s", RETRY_SECONDS)
        db.session.rollback()
        return RETRY_SECONDS
    finally:
        db.session.remove()
    return BEAT_SECONDS


def _run(round_: rounds.Round, moment: datetime) -> None:
    try:
        for _step in rounds.steps(round_, moment):
            commit()
    except Exception as error:
        if isinstance(error, DBAPIError) and is_away(error):
            raise
        db.session.rollback()
        logger.error("a round failed: %s", describe(error))


def _refresh(moment: datetime) -> Iterator[None]:
    """Each night, and when it starts late, the slots 90 days ahead; and what was searched for in vain."""
    refreshed = False
    for _count in upkeep.refresh_when_due(NAME, moment):
        yield  # town by town: a whole country is too much for one transaction
        refreshed = True
    if refreshed:
        forget_missed(clock.local(moment).date())
        forget_old(moment)
        forget_expired(moment)
        logger.info("slots refreshed")
