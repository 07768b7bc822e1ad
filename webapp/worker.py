"""The background worker: each night, and when it starts late, the slots 90 days ahead; and what is to be forgotten."""

import logging
import signal
from datetime import datetime
from threading import Event
from types import FrameType

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from webapp.accounts.operations import forget_old
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.limits import forget_expired
from webapp.extensions import db
from webapp.schedule import upkeep
from webapp.search.operations import forget_missed

logger = logging.getLogger(__name__)
NAME = "worker"
BEAT_SECONDS = 60
RETRY_SECONDS = 5


@click.command("worker")
@with_appcontext
def command() -> None:
    """Run the background worker until it is told to stop."""
    stop = Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    logger.info("worker started")
    while not stop.is_set():
        stop.wait(work_once(clock.now()))
    logger.info("worker stopped")


def work_once(moment: datetime) -> float:
    """One round; gives the seconds to wait. A database that is away is tried again soon, for ever."""
    try:
        refreshed = False
        for _count in upkeep.refresh_when_due(NAME, moment):
            commit()  # town by town: a whole country is too much for one transaction
            refreshed = True
        if refreshed:
            forget_missed(clock.local(moment).date())
            forget_old(moment)
            forget_expired(moment)
        upkeep.beat(NAME, moment)
        commit()
    except OperationalError:
        logger.warning("database away; trying again in %s s", RETRY_SECONDS)
        db.session.rollback()
        return RETRY_SECONDS
    finally:
        db.session.remove()
    if refreshed:
        logger.info("slots refreshed")
    return BEAT_SECONDS
