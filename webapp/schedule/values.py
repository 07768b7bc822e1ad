"""The one form of time: what a schedule says, in wall-clock time of the Netherlands, before it becomes slots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

Words = Mapping[str, str]  # a short text per language code, such as {"nl": "Ziek", "en": "Ill"}
MINUTES_A_DAY = 24 * 60


class _NoWords(dict[str, str]):
    """Empty. A dataclass takes only what has a hash as a default, to keep out what can be changed."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


NO_WORDS: Words = _NoWords()


@dataclass(frozen=True, order=True)
class Hours:
    """One period of one weekday, Monday = 0. Minutes after midnight; past 1,440 it goes on into the next day."""

    weekday: int
    opens: int
    closes: int
    by_appointment: bool = False
    note: Words = field(default=NO_WORDS, compare=False)


@dataclass(frozen=True)
class Season:
    """Every year from (month, day) to (month, day), both included; may run over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        today = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= today <= self.last
        return today >= self.first or today <= self.last


@dataclass(frozen=True)
class Weekly:
    """The same week again and again, between two days (both included) and within a season, where given."""

    hours: tuple[Hours, ...]
    first_day: date | None = None
    last_day: date | None = None
    season: Season | None = None

    def holds(self, day: date) -> bool:
        return (
            (self.first_day is None or self.first_day <= day)
            and (self.last_day is None or day <= self.last_day)
            and (self.season is None or self.season.holds(day))
        )


@dataclass(frozen=True)
class Series:
    """A recurring activity: `starts` is its first date (wall clock, no zone), `rule` an RRULE of RFC 5545.

    `extra` are further dates (RDATE). Without a rule the series is `starts` and the extra dates.
    """

    starts: datetime
    minutes: int
    rule: str = ""
    extra: tuple[datetime, ...] = ()
    by_appointment: bool = False
    note: Words = NO_WORDS


@dataclass(frozen=True)
class Change:
    """One date that is otherwise, with the reason.

    `cancelled`: what starts at `starts` (wall clock) falls out; without a time of day (`whole_day`) all of that day.
    `moved`: it is at `to` instead, for `minutes`. `added`: an extra time at `to`, for `minutes`.
    """

    kind: str
    starts: datetime | None = None
    whole_day: date | None = None
    to: datetime | None = None
    minutes: int = 0
    reason: Words = NO_WORDS

    def concerns(self, start: datetime) -> bool:
        return start == self.starts or (self.whole_day is not None and start.date() == self.whole_day)


CANCELLED, MOVED, ADDED = "cancelled", "moved", "added"


@dataclass(frozen=True)
class Schedule:
    """`expression` is an opening_hours value of OpenStreetMap that the structured parts cannot say exactly.

    `by_appointment` holds for all times, whatever a part of them says. Of `changes` the last word on a date counts.
    """

    weekly: tuple[Weekly, ...] = ()
    series: tuple[Series, ...] = ()
    expression: str = ""
    changes: tuple[Change, ...] = ()
    by_appointment: bool = False
    closed_on_holidays: bool = True
    closed_in_school_breaks: bool = False
    inherits: bool = False  # an activity that takes the hours of its place, said explicitly

    @property
    def is_empty(self) -> bool:
        added = any(change.kind == ADDED for change in self.changes)
        return not (self.weekly or self.series or self.expression or added or self.inherits)


@dataclass(frozen=True)
class Closure:
    """Days (both included) on which a place, an organisation or the whole town is closed."""

    first_day: date
    last_day: date
    reason: Words = NO_WORDS

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class TownCalendar:
    """The holidays that the town ticked, and its school breaks."""

    holidays: Mapping[date, Words] = field(default_factory=dict)
    school_breaks: tuple[Closure, ...] = ()


@dataclass(frozen=True)
class Days:
    """A stretch of Dutch days: the first, and how many."""

    first: date
    number: int

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.first + timedelta(days=self.number)
