"""Opening hours in the syntax of OpenStreetMap become moments, by a well-kept library. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # its stub forgets one

from webapp.core.clock import TIME_ZONE

HORIZON_DAYS = 90
MAX_LENGTH = 1_000  # characters; OpenStreetMap itself allows 255
COUNTRY = "NL"
MIDDLE_OF_THE_COUNTRY = (
    52.1,
    5.3,
)  # lat, lon: "sunset" is right to about ten minutes anywhere in the Netherlands
A_DAY = timedelta(hours=24)
LONGEST_SLOT = timedelta(hours=26)  # what is longer is cut at midnight; the day of 25 hours fits
# Selectors that the library reads otherwise than a Dutch editor means: `SH` has no Dutch dates, `||` is misread.
UNSAFE = re.compile(r"\bSH\b|\|\|")
QUOTED = re.compile(r'"[^"]*"')
DAY_AND_NIGHT = re.compile(r"24/7|0?0:00\s*-\s*24:00|\bopen\b")


class HoursError(ValueError):
    """Opening hours that cannot be kept exactly; the message says what to change."""


@dataclass(frozen=True, order=True)
class SlotTimes:
    """Half open [starts_at, ends_at), UTC."""

    starts_at: datetime
    ends_at: datetime
    note: str | None = None


def check_hours(text: str) -> None:
    """Raises HoursError for text that is no OSM opening_hours value, or one that would be read wrongly."""
    _parse(text)


def _parse(text: str) -> OpeningHours:
    bare = QUOTED.sub("", text)
    if len(text) > MAX_LENGTH:
        raise HoursError(f"opening hours may have {MAX_LENGTH} characters")
    if not bare.strip(" ;,"):  # the library reads this as "always open"
        raise HoursError(f"{text.strip()!r} holds no days or times")
    unsafe = UNSAFE.search(bare)
    if unsafe:
        raise HoursError(f"'{unsafe[0]}' is not supported in opening hours; write the dates or times out")
    try:
        return OpeningHours(text, timezone=TIME_ZONE, country=COUNTRY, coords=MIDDLE_OF_THE_COUNTRY)
    except (ParserError, ValueError) as error:
        raise HoursError(f"{text!r} is not in the form of OpenStreetMap, like Mo-Fr 09:00-17:00") from error


def expand(text: str, first_day: date, days: int = HORIZON_DAYS) -> list[SlotTimes]:
    """Every opening that begins or goes on in these days, in order, cut at both ends, correct over both clock changes.

    `first_day` is a day in the Netherlands. Raises HoursError as check_hours does.
    """
    hours = _parse(text)
    start, end = midnight(first_day), midnight(first_day + timedelta(days=days))
    slots: list[SlotTimes] = []
    for begins, ends, state, comment in hours.intervals(start, end):
        if state != State.OPEN:
            continue
        slot = SlotTimes(max(begins, start).astimezone(UTC), min(ends, end).astimezone(UTC), comment or None)
        if slot.starts_at < slot.ends_at and not _says_no_time(slot, text):
            slots.append(slot)
    return slots


def ever_holds(text: str, first_day: date, last_day: date) -> bool:
    """Whether it says anything but "closed" in these days. Raises HoursError as check_hours does."""
    times = _parse(text).intervals(midnight(first_day), midnight(last_day + timedelta(days=1)))
    return any(state != State.CLOSED for _, _, state, _ in times)


def midnight(day: date) -> datetime:
    """The moment at which this day begins in the Netherlands."""
    return datetime.combine(day, time.min, TIME_ZONE)


def _says_no_time(slot: SlotTimes, text: str) -> bool:
    """`Sa "op afspraak"`: whole days with a remark are an agreement to make, not a door that is open at night."""
    if slot.note is None or DAY_AND_NIGHT.search(QUOTED.sub("", text)):
        return False
    return all(moment.astimezone(TIME_ZONE).time() == time.min for moment in (slot.starts_at, slot.ends_at))


def by_day(slots: Iterable[SlotTimes]) -> Iterator[SlotTimes]:
    """Openings of more than a day are cut at midnight: each day then shows its own part, and whoever expands from
    another day on finds the same parts instead of one that grows."""
    for slot in slots:
        if slot.ends_at - slot.starts_at <= A_DAY:
            yield slot
            continue
        start = slot.starts_at
        while start < slot.ends_at:
            next_day = start.astimezone(TIME_ZONE).date() + timedelta(days=1)
            end = min(slot.ends_at, midnight(next_day).astimezone(UTC))
            yield replace(slot, starts_at=start, ends_at=end)
            start = end
