"""Which changed times are one piece of news, and since when it is known. Pure: slots and histories in, news out.

Times that fall out are one piece a day, those of a closure one for all its days. A holiday, a school break or a closure
of the whole town is a piece of the town, as it concerns nearly everything there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from webapp.core.clock import local
from webapp.schedule.expansion import Slot, day_of
from webapp.schedule.timetables import TownTime
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Closure

CLOSED = "closed"  # beside the kinds of changes
HOLIDAY, SCHOOL_BREAK = "holiday", "break"
FIRST = "first"  # a version that only notes what had long been there


@dataclass(frozen=True)
class ChangedDates:
    """Of one thing. `key` stays the same as long as this is news; `closure` says which days it is about, where it is
    about more than one time."""

    key: str
    kind: str
    slots: tuple[Slot, ...]
    closure: Closure | None = None

    @property
    def first_day(self) -> date:
        return self.closure.first_day if self.closure else day_of(self.slots[0])


@dataclass(frozen=True)
class TownDays:
    """Days on which not everything in the town is open."""

    kind: str
    closure: Closure

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.closure.first_day}/{self.closure.last_day}"


@dataclass(frozen=True)
class Noted:
    """How a thing was in public from `at` on; `changes` as in a schedule's document, none while it was hidden."""

    at: datetime
    what: str
    changes: Sequence[Mapping[str, Any]]


def days_of_town(slot: Slot, time: TownTime) -> TownDays | None:
    """The days of the town that keep this time from taking place, if it is those."""
    if not _falls_out(slot):
        return None
    day = day_of(slot)
    holiday = [Closure(day, day, time.calendar.holidays[day])] if day in time.calendar.holidays else []
    for kind, closures in (
        (CLOSED, time.closures.get(None, ())),
        (HOLIDAY, holiday),
        (SCHOOL_BREAK, time.calendar.school_breaks),
    ):
        for closure in closures:
            if _keeps_shut(closure, slot):
                return TownDays(kind, closure)
    return None


def gather(slots: Iterable[Slot], closures: Sequence[Closure]) -> list[ChangedDates]:
    """Of one thing, with the closures of its place and its organisation. A move is one piece, whichever of its two
    times is among the slots."""
    found: dict[tuple[str, str], list[Slot]] = defaultdict(list)
    by_key: dict[str, Closure] = {}
    for slot in sorted(slots):
        kind, key, closure = _name(slot, closures)
        found[kind, key].append(slot)
        if closure:
            by_key[key] = closure
    return [ChangedDates(key, kind, tuple(each), by_key.get(key)) for (kind, key), each in found.items()]


def _name(slot: Slot, closures: Sequence[Closure]) -> tuple[str, str, Closure | None]:
    if slot.elsewhere is not None:
        origin, target = (
            (slot.starts_at, slot.elsewhere) if slot.status == CANCELLED else (slot.elsewhere, slot.starts_at)
        )
        return MOVED, f"{MOVED}/{_utc(origin)}/{_utc(target)}", None
    if slot.status != CANCELLED:
        kind = slot.change or ADDED
        return kind, f"{kind}/{_utc(slot.starts_at)}", None
    closure = next((one for one in closures if _keeps_shut(one, slot)), None)
    if closure:
        return CLOSED, f"{CLOSED}/{closure.first_day}/{closure.last_day}", closure
    return CANCELLED, f"{CANCELLED}/{day_of(slot)}", None


def known_since(changed: ChangedDates, history: Sequence[Noted]) -> datetime | None:
    """When the last of its times was told, by a history that begins with the oldest. None where nobody wrote it down:
    a closure is no part of a history, and some things had their times before they had one."""
    moments = [_told_at(slot, history) for slot in changed.slots]
    return None if None in moments else max(filter(None, moments), default=None)


def _told_at(slot: Slot, history: Sequence[Noted]) -> datetime | None:
    """Since when it has been so without a break: what was put back and cancelled again is news again."""
    found = None
    for noted in reversed(history):
        if not any(_says(change, slot) for change in noted.changes):
            break
        found = noted
    return None if found is None or found.what == FIRST else found.at


def _says(change: Mapping[str, Any], slot: Slot) -> bool:
    """Whether this change of a schedule's document is what made the slot. Documents tell the clock on the wall."""
    starts = _wall_clock(slot.starts_at)
    if slot.elsewhere is not None:
        elsewhere = _wall_clock(slot.elsewhere)
        pair = (starts, elsewhere) if slot.status == CANCELLED else (elsewhere, starts)
        return (change.get("starts"), change.get("to")) == pair
    if slot.status == CANCELLED:
        return change["kind"] == CANCELLED and (change.get("starts") == starts or change.get("day") == starts[:10])
    return bool(change.get("to") == starts)


def _falls_out(slot: Slot) -> bool:
    return slot.status == CANCELLED and slot.elsewhere is None


def _keeps_shut(closure: Closure, slot: Slot) -> bool:
    return closure.holds(day_of(slot)) and dict(closure.reason) == dict(slot.reason)


def _wall_clock(moment: datetime) -> str:
    return local(moment).replace(tzinfo=None).isoformat(timespec="minutes")


def _utc(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%MZ}"
