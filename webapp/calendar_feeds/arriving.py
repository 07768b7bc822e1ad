"""What one answer of a calendar makes of the times of an item, together with what it no longer lists. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from webapp.calendar_feeds import picks as picks_of
from webapp.calendar_feeds.asking import NoCalendar
from webapp.core import clock
from webapp.core.errors import ImportRefused
from webapp.exchange.calendar_file import Gathered, gather
from webapp.exchange.missing import (
    Missing,
    find_missing,
    is_renamed,
    is_shrunk,
    list_coming,
    with_cancelled,
)
from webapp.schedule.expansion import Slot
from webapp.schedule.ical_read import CalendarRead, read_calendar
from webapp.schedule.values import Schedule

NOTHING = Gathered(Schedule(closed_on_holidays=False), (), 0, ())


@dataclass(frozen=True)
class Before:
    """The last answer: the times of the item, how many coming dates all of the calendar had (None: not counted), and
    how many events could not be kept."""

    schedule: Schedule
    listed: int | None
    refused: int


@dataclass(frozen=True)
class Arrival:
    """`schedule` has the dates that are no longer listed as cancelled. `doubt` is a word of wording.PROBLEMS, or empty:
    why that is not to be believed before somebody looked."""

    offers: tuple[picks_of.Offer, ...]
    gathered: Gathered
    schedule: Schedule
    missing: Missing
    listed: int
    doubt: str

    @property
    def brings_times(self) -> bool:
        return bool(self.gathered.taken or self.missing.dates)


def arrive(body: bytes, picks: Collection[str], before: Before | None, now: datetime) -> Arrival:
    """Raises NoCalendar."""
    read = _read(body, now)
    chosen = picks_of.picked(read, picks)
    is_picked = bool(chosen.schedules or chosen.refused)
    gathered = _gather(chosen, now) if is_picked else NOTHING
    missing = find_missing(before.schedule, gathered.schedule, now) if before else Missing()
    coming = list_coming((one.schedule for one in read.schedules), now)
    is_empty = not read.schedules and not read.refused
    if not is_picked and not missing.dates:
        raise NoCalendar("empty" if is_empty else "picked_gone")
    return Arrival(
        offers=tuple(picks_of.offers(read.schedules)),
        gathered=gathered,
        schedule=with_cancelled(gathered.schedule, missing),
        missing=missing,
        listed=len(coming),
        doubt="empty" if is_empty else _doubt(before, gathered, missing, coming, now),
    )


def _doubt(before: Before | None, gathered: Gathered, missing: Missing, coming: list[Slot], now: datetime) -> str:
    if before is None or not missing.fresh:
        return ""
    if not gathered.taken and is_renamed(missing, coming):
        return "picked_gone"
    if len(gathered.refused) > before.refused:
        return "unclear"  # what is missing may be what can no longer be read
    had = len(list_coming([before.schedule], now)) if before.listed is None else before.listed
    return "shrunk" if is_shrunk(missing, had, len(coming)) else ""


def _read(body: bytes, now: datetime) -> CalendarRead:
    try:
        return read_calendar(body, today=clock.local(now).date())
    except ImportRefused as refused:
        raise NoCalendar("no_calendar", (str(refused),)) from refused


def _gather(chosen: CalendarRead, now: datetime) -> Gathered:
    try:
        return gather(chosen, clock.local(now).date())
    except ImportRefused as refused:
        raise NoCalendar("too_much", (str(refused),)) from refused
