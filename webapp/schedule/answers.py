"""Slots become an answer: what is stored of a schedule, and what that means at a moment. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from webapp.core.clock import TIME_ZONE
from webapp.schedule.expansion import APPOINTMENT, OPEN, Slot, day_of, expand
from webapp.schedule.rules import A_DAY, HORIZON_DAYS, midnight
from webapp.schedule.values import CANCELLED, MINUTES_A_DAY, NO_WORDS, Closure, Days, Schedule, TownCalendar, Words


@dataclass(frozen=True)
class OpeningStatus:
    """`state`: open, later (a next time is known), closed (what should be open now or later today is not, for this
    `reason`), appointment (only by appointment; now, where there is an `until`), unknown (no times). Moments are UTC.
    """

    state: str
    until: datetime | None = None
    next_start: datetime | None = None
    note: Words = NO_WORDS
    reason: Words = NO_WORDS
    moved_to: datetime | None = None


def upcoming(
    schedule: Schedule, first_day: date, calendar: TownCalendar, closures: Sequence[Closure] = ()
) -> tuple[Slot, ...]:
    """What is stored on this day: from what still goes on since before up to the horizon. Raises HoursError."""
    days_before = _longest(schedule) // MINUTES_A_DAY + 1
    days = Days(first_day - timedelta(days=days_before), HORIZON_DAYS + days_before)
    slots = expand(schedule, days, calendar, closures)
    parts = (part for slot in slots for part in _by_day(slot))
    return tuple(sorted({part for part in parts if part.ends_at > midnight(first_day)}))


def _longest(schedule: Schedule) -> int:
    minutes = [series.minutes for series in schedule.series] + [change.minutes for change in schedule.changes]
    return max([0, *minutes, *(hours.closes - hours.opens for weekly in schedule.weekly for hours in weekly.hours)])


def _by_day(slot: Slot) -> Iterator[Slot]:
    """Openings of more than a day are cut at midnight: each day then shows its own part."""
    if slot.ends_at - slot.starts_at <= A_DAY:
        yield slot
        return
    start = slot.starts_at
    while start < slot.ends_at:
        next_day = start.astimezone(TIME_ZONE).date() + timedelta(days=1)
        end = min(slot.ends_at, midnight(next_day).astimezone(UTC))
        yield replace(slot, starts_at=start, ends_at=end)
        start = end


def status_at(slots: Iterable[Slot], moment: datetime) -> OpeningStatus:
    """Open until when, closed why, or opening when next; slots in any order."""
    coming = sorted(slot for slot in slots if slot.ends_at > moment)
    opening = [slot for slot in coming if slot.status == OPEN]
    asking = [slot for slot in coming if slot.status == APPOINTMENT]
    cancelled = _cancelled_today(coming, opening, moment)
    if opening and opening[0].starts_at <= moment:
        return OpeningStatus("open", until=_last_end(opening), note=opening[0].note)
    if asking and asking[0].starts_at <= moment:  # somebody is there, though not for who just walks in
        next_start = opening[0].starts_at if opening else None
        return OpeningStatus("appointment", until=asking[0].ends_at, next_start=next_start, note=asking[0].note)
    if opening:
        later = OpeningStatus("later", next_start=opening[0].starts_at, until=opening[0].ends_at, note=opening[0].note)
    else:
        later = OpeningStatus("appointment" if asking else "unknown")
    if cancelled is None:
        return later
    return replace(later, state="closed", reason=cancelled.reason, moved_to=cancelled.elsewhere)


def _cancelled_today(coming: Sequence[Slot], opening: Sequence[Slot], moment: datetime) -> Slot | None:
    """The one that a visitor would have come for: it should be open now, or later today before anything else is."""
    first = next((slot for slot in coming if slot.status == CANCELLED), None)
    if first is None or (opening and opening[0].starts_at < first.starts_at):
        return None
    today = moment.astimezone(TIME_ZONE).date()
    return first if first.starts_at <= moment or day_of(first) == today else None


def _last_end(opening: Sequence[Slot]) -> datetime:
    """Slots that touch (one by day, one past midnight) are one opening to a visitor."""
    end = opening[0].ends_at
    for slot in opening[1:]:
        if slot.starts_at > end:
            break
        end = max(end, slot.ends_at)
    return end


def on_day(slots: Iterable[Slot], day: date) -> list[Slot]:
    """Those that begin on this Dutch day, in order."""
    return sorted(slot for slot in slots if day_of(slot) == day)
