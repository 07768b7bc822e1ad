"""Which day or week an address asks for, and the parts of a day. Pure: text and moments in, a decision out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from webapp.core.clock import TIME_ZONE
from webapp.finding.rules import Complaint, FilterError
from webapp.schedule.rules import HORIZON_DAYS, midnight

LAST_DAY = HORIZON_DAYS - 1  # days from today: the last of which the times are stored
WEEK_DAYS = 7
LAST_WEEK = LAST_DAY // WEEK_DAYS
MORNING, NOON, EVENING = 6, 12, 18  # o'clock


class Part(Enum):
    """Of a day, in the order of the page; what is over comes last, as nobody can go there any more."""

    NOW = "now"
    ALL_DAY = "all day"
    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    OVER = "over"


@dataclass(frozen=True)
class Day:
    """One day in the Netherlands, seen at a moment; 23 or 25 hours long when the clock changes."""

    on: date
    moment: datetime

    @property
    def today(self) -> date:
        return self.moment.astimezone(TIME_ZONE).date()

    @property
    def number(self) -> int:
        """Days from today."""
        return (self.on - self.today).days

    @property
    def start(self) -> datetime:
        return midnight(self.on)

    @property
    def end(self) -> datetime:
        return midnight(self.on + timedelta(days=1))

    def week(self) -> tuple[date, ...]:
        """The seven days, counted from today, that this day is in; fewer at the end of what is stored."""
        first = self.number - self.number % WEEK_DAYS
        return tuple(
            self.today + timedelta(days=number) for number in range(first, min(first + WEEK_DAYS, LAST_DAY + 1))
        )


def read_day(arguments: Mapping[str, str], moment: datetime) -> Day:
    """`day=2026-11-24`; none or empty means today. Raises FilterError for what is no day, over, or too far away."""
    value = arguments.get("day", "").strip()
    today = moment.astimezone(TIME_ZONE).date()
    day = _date(value) if value else today
    if day < today:
        raise FilterError(Complaint.DAY_OVER, "day", value)
    if (day - today).days > LAST_DAY:
        raise FilterError(Complaint.DAY_TOO_FAR, "day", value)
    return Day(day, moment)


def _date(value: str) -> date:
    """Only in the form that a date field sends; Python reads several others."""
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise FilterError(Complaint.DAY, "day", value) from error
    if day.isoformat() != value:
        raise FilterError(Complaint.DAY, "day", value)
    return day


def read_week(arguments: Mapping[str, str]) -> int:
    """`week=2`: so many weeks from the present seven days. Raises FilterError."""
    value = arguments.get("week", "").strip() or "0"
    if not (value.isascii() and value.isdecimal() and len(value) <= 2 and int(value) <= LAST_WEEK):
        raise FilterError(Complaint.WEEK, "week", value)
    return int(value)


def part_of(day: Day, starts_at: datetime, ends_at: datetime, is_cancelled: bool = False) -> Part:
    """What is cancelled does not go on now; it stays where somebody would look for it."""
    if ends_at <= day.moment:
        return Part.OVER
    if starts_at <= day.moment and not is_cancelled:
        return Part.NOW
    if starts_at == day.start and ends_at >= day.end:
        return Part.ALL_DAY
    return _by_hour(starts_at.astimezone(TIME_ZONE).hour if starts_at >= day.start else 0)


def _by_hour(hour: int) -> Part:
    if hour < MORNING:
        return Part.NIGHT
    if hour < NOON:
        return Part.MORNING
    return Part.AFTERNOON if hour < EVENING else Part.EVENING
