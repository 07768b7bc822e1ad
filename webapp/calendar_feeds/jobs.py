"""Asking one calendar again."""

import logging
from uuid import UUID

from webapp.calendar_feeds import operations, queries
from webapp.calendar_feeds.asking import Answer, NoCalendar, ask
from webapp.calendar_feeds.models import CalendarFeed
from webapp.calendar_feeds.rules import REFRESH
from webapp.core import clock
from webapp.core.crypto import SealError
from webapp.core.database import commit
from webapp.core.jobs import job
from webapp.schedule.slots import lock_town

logger = logging.getLogger(__name__)


@job(REFRESH)
def refresh(municipality_id: int, feed_id: str) -> None:
    """Can be called any number of times. No transaction is open while the other program takes its time."""
    feed = queries.lock_feed(municipality_id, UUID(feed_id))
    if feed is None:
        commit()
        return
    answer = _ask(feed)
    lock_town(municipality_id)
    feed = queries.lock_feed(municipality_id, UUID(feed_id))
    if feed is not None and not operations.take_answer(feed, answer, clock.now()):
        logger.info("calendar %s: %s", feed_id, feed.problem)
    commit()


def _ask(feed: CalendarFeed) -> Answer | NoCalendar:
    try:
        question = operations.question_of(feed)
    except SealError:
        return NoCalendar("sealed")
    finally:
        commit()
    try:
        return ask(question.address, question.etag, question.last_modified)
    except NoCalendar as problem:
        return problem
