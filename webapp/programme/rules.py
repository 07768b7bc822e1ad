"""Which date an address or a form means. Pure: text and moments in, a decision out."""

import hashlib
import json
import re
from datetime import date, datetime, timedelta

from webapp.core.clock import TIME_ZONE
from webapp.schedule.document import to_document
from webapp.schedule.expansion import Slot
from webapp.schedule.rules import HORIZON_DAYS
from webapp.schedule.values import CANCELLED, Change, Schedule

LAST_DAY = HORIZON_DAYS - 1  # days from today: the last of which the times are stored
LATEST = timedelta(days=5 * 365)  # a date that is planned so far ahead is a slip of the thumb
TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def read_time(text: str) -> int | None:
    """Minutes after midnight of `9:30`, `09:30` or `9.30`; None for what is no time."""
    found = TIME.fullmatch(text.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None


def read_day(text: str) -> date | None:
    """Only as a date field sends it."""
    text = text.strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def read_when(text: str) -> date | datetime | None:
    """A day, or a time on the wall clock of the Netherlands to the minute, as `written` writes them."""
    day = read_day(text)
    if day is not None:
        return day
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is None and written(moment) == text else None


def written(when: date | datetime) -> str:
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def wall_clock(moment: datetime) -> datetime:
    return moment.astimezone(TIME_ZONE).replace(tzinfo=None, fold=0)


def is_within(day: date, today: date) -> bool:
    return today <= day <= today + LATEST


def minutes_between(opens: int, closes: int) -> int:
    """How long it takes on the clock; an end before the begin is on the next day."""
    return closes - opens if closes > opens else closes + 24 * 60 - opens


def cancellation_of(slot: Slot, changes: tuple[Change, ...]) -> date | datetime | None:
    """What would put back a cancelled slot: the time or the day that was cancelled for it here; None where something
    else keeps it shut, such as a holiday."""
    starts = wall_clock(slot.starts_at)
    for change in reversed(changes):
        if change.kind == CANCELLED and change.concerns(starts):
            return change.starts or change.whole_day
    return None


def planned_at(slot: Slot, changes: tuple[Change, ...]) -> Change | None:
    """The change that put this slot where it is: it was moved there or added."""
    starts = wall_clock(slot.starts_at)
    return next((one for one in reversed(changes) if one.to == starts and one.kind != CANCELLED), None)


def fingerprint(schedule: Schedule) -> str:
    """The same for the same schedule: a form remembers from which one it was made."""
    text = json.dumps(to_document(schedule), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:20]
