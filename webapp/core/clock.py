"""The moment and the time zone, in one place: rules get the moment passed in, tests set it here."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

END_OF_TIME = datetime.max.replace(tzinfo=UTC)  # sorts after every moment
TIME_ZONE = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on a clock in the Netherlands."""
    return moment.astimezone(TIME_ZONE)


def today() -> date:
    return local(now()).date()
