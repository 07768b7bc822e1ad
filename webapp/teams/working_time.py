"""When a team works, and what that makes of a promise. Pure: moments are UTC, the week is on the Dutch wall clock.

`hours` are the periods of the week, `closed_days` the Dutch days on which nobody works (holidays, closures).
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby

from webapp.core.clock import TIME_ZONE
from webapp.schedule.expansion import day_of, expand
from webapp.schedule.values import MINUTES_A_DAY, Days, Hours, Schedule, TownCalendar, Weekly

OFFICE_HOURS = tuple(Hours(weekday, 9 * 60, 17 * 60) for weekday in range(5))
AT_A_TIME = 14  # days
LOOK_AHEAD = 400  # days without a single opening: this team does not come back
Stretch = tuple[datetime, datetime]


class NeverOpen(ValueError):
    """These hours leave no time to work in."""


def add_working_time(hours: Sequence[Hours], closed_days: Collection[date], moment: datetime, minutes: int) -> datetime:
    """The moment at which a team that begins now has worked for so long. Raises NeverOpen."""
    left = timedelta(minutes=minutes)
    if left <= timedelta(0):
        return moment
    for opens, closes in openings(hours, closed_days, moment):
        worked = closes - opens
        if worked >= left:
            return opens + left
        left -= worked
    raise NeverOpen


def next_opening(hours: Sequence[Hours], closed_days: Collection[date], moment: datetime) -> datetime:
    """When somebody is there: now where the team is at work, else when it is back. Raises NeverOpen."""
    return next(openings(hours, closed_days, moment))[0]


def is_open(hours: Sequence[Hours], closed_days: Collection[date], moment: datetime) -> bool:
    try:
        return next_opening(hours, closed_days, moment) == moment
    except NeverOpen:
        return False


def answer_by(hours: Sequence[Hours], closed_days: Collection[date], moment: datetime, days: int) -> datetime:
    """The end of the last of so many working days; the day of asking is none of them. Raises NeverOpen."""
    asked_on = moment.astimezone(TIME_ZONE).date()
    by_day = groupby(_stretches(hours, closed_days, asked_on + timedelta(days=1)), key=_day)
    for number, (_, stretches) in enumerate(by_day, start=1):
        if number >= days:
            return max(closes for _, closes in stretches)
    raise NeverOpen


def openings(hours: Sequence[Hours], closed_days: Collection[date], moment: datetime) -> Iterator[Stretch]:
    """From this moment on, in order; the first is cut where it goes on already. Ends by raising NeverOpen."""
    before = max((period.closes for period in hours), default=0) // MINUTES_A_DAY + 1
    first_day = moment.astimezone(TIME_ZONE).date() - timedelta(days=before)
    for opens, closes in _stretches(hours, closed_days, first_day):
        if closes > moment:
            yield max(opens, moment), closes


def _stretches(hours: Sequence[Hours], closed_days: Collection[date], first_day: date) -> Iterator[Stretch]:
    """Those that begin on this day or later. Raises NeverOpen when none comes any more."""
    week, empty = tuple(hours), 0
    while empty < LOOK_AHEAD:
        worked = [opening for day, opening in _weeks(week, first_day) if day not in closed_days]
        yield from worked
        empty = 0 if worked else empty + AT_A_TIME
        first_day += timedelta(days=AT_A_TIME)
    raise NeverOpen


@lru_cache(maxsize=512)
def _weeks(week: tuple[Hours, ...], first_day: date) -> tuple[tuple[date, Stretch], ...]:
    """Kept: each question of a day asks for the same ones."""
    slots = expand(Schedule(weekly=(Weekly(week),)), Days(first_day, AT_A_TIME), TownCalendar())
    return tuple((day_of(slot), (slot.starts_at, slot.ends_at)) for slot in slots)


def _day(stretch: Stretch) -> date:
    return stretch[0].astimezone(TIME_ZONE).date()
