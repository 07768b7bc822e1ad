"""When a mail is tried again, when it is given up, and when what it said is forgotten."""

from datetime import datetime, timedelta

QUEUED, SENT, FAILED, BOUNCED = "queued", "sent", "failed", "bounced"
STATES = (QUEUED, SENT, FAILED, BOUNCED)
UNDELIVERED = (FAILED, BOUNCED)

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)  # a server that is back has them all after so long
GIVE_UP_AFTER = timedelta(hours=24)
OVERDUE_AFTER = timedelta(minutes=5)  # a mail whose moment passed this long ago has lost its job
FORGET_AFTER = timedelta(days=30)  # bounces come within five days; then a person may want to look


def wait_after(attempts: int) -> timedelta:
    """Half a minute, one, two, four …, at most a quarter of an hour. `attempts` counts those that were made, from 1."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def next_attempt(attempts: int, queued_at: datetime, moment: datetime) -> datetime | None:
    """None when it is to be given up: the next try would come too late."""
    following = moment + wait_after(attempts)
    return following if following <= queued_at + GIVE_UP_AFTER else None
