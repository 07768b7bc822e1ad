"""Dates that a calendar no longer lists: what they become here, and when that is not believed at once. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from webapp.core import clock
from webapp.schedule.changing import NO_CALENDAR
from webapp.schedule.expansion import Slot, expand
from webapp.schedule.rules import HORIZON_DAYS
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Change, Days, Schedule, Series, Words

GONE: Words = {
    "nl": "Staat niet meer in de agenda van de organisatie",
    "en": "No longer in the organisation's own calendar",
}
SHIFTED: Words = {
    "nl": "Verplaatst in de agenda van de organisatie",
    "en": "Moved in the organisation's own calendar",
}
FEW = 3  # dates that fall out are believed whatever else is there
MOST = 60  # of one item: each is two changes, and a schedule holds 200
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Missing:
    """`dates` fall out; `fresh` are those of them that were still on by the last answer. `moved` are those that are at
    another time now, with that time."""

    dates: tuple[Slot, ...] = ()
    fresh: tuple[Slot, ...] = ()
    moved: tuple[tuple[Slot, Slot], ...] = ()


def find_missing(before: Schedule, after: Schedule, now: datetime) -> Missing:
    """Coming dates by the last answer that this one says nothing about, and those missed before, until their day is
    over. Where something is listed that overlaps, the date was changed and is not gone."""
    today = clock.local(now).date()
    listed = expand(after, Days(today - A_DAY, HORIZON_DAYS + 2), NO_CALENDAR)
    last_end = max((one.ends_at for one in listed), default=now)
    known = expand(before, Days(today, HORIZON_DAYS), NO_CALENDAR)
    dates = [
        one
        for one in known
        if (_is_told(one) or is_coming(one, now)) and not (one.starts_at < last_end and _overlaps(one, listed))
    ]
    fresh = tuple(one for one in dates if not _is_told(one))
    on = [one for one in known if one.status != CANCELLED]
    return Missing(tuple(dates), fresh, tuple(_moved(dates, [one for one in listed if is_coming(one, now)], on)))


def _is_told(one: Slot) -> bool:
    """An earlier answer missed it already."""
    return one.status == CANCELLED and one.reason in (GONE, SHIFTED)


def _moved(dates: Iterable[Slot], listed: Sequence[Slot], known: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """A date that is gone, with a new one as long in the same week: a series that went to another day. Each new date
    stands for one at most. Who was told so stays told, while that time is listed."""
    new = [one for one in listed if not _overlaps(one, known)]
    for date in sorted(dates):
        if date.reason == SHIFTED:
            at = next((one for one in listed if one.starts_at == date.elsewhere), None)
        elif date.reason == GONE:
            at = None
        else:
            at = min((one for one in new if _can_be(date, one)), key=lambda one: abs(one.starts_at - date.starts_at),
                     default=None)  # fmt: skip
            new = [one for one in new if one is not at]
        if at is not None:
            yield date, at


def _can_be(date: Slot, other: Slot) -> bool:
    weeks = (clock.local(one.starts_at).isocalendar()[:2] for one in (date, other))
    return date.ends_at - date.starts_at == other.ends_at - other.starts_at and len(set(weeks)) == 1


def is_coming(one: Slot, now: datetime) -> bool:
    return one.status != CANCELLED and one.starts_at > now


def _overlaps(one: Slot, others: Iterable[Slot]) -> bool:
    return any(one.starts_at < other.ends_at and other.starts_at < one.ends_at for other in others)


def with_cancelled(schedule: Schedule, missing: Missing) -> Schedule:
    """Each as a date that falls out: a schedule changes only what it has. The soonest, where they are many."""
    changes: list[Change] = []
    moved, before = dict(missing.moved), defaultdict[int, list[datetime]](list)
    for one in sorted(missing.dates)[:MOST]:
        starts = _wall_clock(one.starts_at)
        minutes = max(1, (_wall_clock(one.ends_at) - starts) // A_MINUTE)
        if one in moved:
            before[minutes].append(starts)
            to = _wall_clock(moved[one].starts_at)
            changes.append(Change(MOVED, starts=starts, to=to, minutes=minutes, reason=SHIFTED))
        else:
            changes += [Change(ADDED, to=starts, minutes=minutes), Change(CANCELLED, starts=starts, reason=GONE)]
    series = (Series(first, minutes, extra=tuple(more)) for minutes, (first, *more) in before.items())
    return replace(schedule, series=(*schedule.series, *series), changes=(*schedule.changes, *changes))


def _wall_clock(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None, fold=0)


def list_coming(schedules: Iterable[Schedule], now: datetime) -> list[Slot]:
    """All that these say is on in the weeks that are shown here."""
    days = Days(clock.local(now).date(), HORIZON_DAYS)
    return [one for schedule in schedules for one in expand(schedule, days, NO_CALENDAR) if is_coming(one, now)]


def is_shrunk(missing: Missing, had: int, has: int) -> bool:
    """Cut off rather than cancelled: more than a few are gone, and of the whole calendar less than half is left."""
    return len(missing.dates) > MOST or (len(missing.fresh) > FEW and 2 * has < had)


def is_renamed(missing: Missing, others: Iterable[Slot]) -> bool:
    """All that is missing is listed at the same time, under a name that was not chosen."""
    listed = {(one.starts_at, one.ends_at) for one in others}
    return bool(missing.fresh) and all((one.starts_at, one.ends_at) in listed for one in missing.fresh)
