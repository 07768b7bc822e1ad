"""Each minute: calendars whose hour has come are asked again, each by a job of its own."""

from datetime import datetime

from webapp.calendar_feeds import operations
from webapp.calendar_feeds.rules import REFRESH
from webapp.core.jobs import defer
from webapp.core.rounds import each_minute

MOST = 200  # a minute


@each_minute
def ask_calendars(moment: datetime) -> None:
    for feed in operations.claim_due(moment, MOST):
        defer(REFRESH, municipality_id=feed.municipality_id, feed_id=str(feed.id))
