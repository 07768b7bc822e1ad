"""Slots become the rows of an HSDS schedule, which say exactly when what is open: holidays, closures, moved and
cancelled dates and both changes of the clocks are in the slots already. Pure.

A row has no time zone but a distance to UTC, so another one begins where the clocks change. `closes_at` that is not
after `opens_at` is on the next day; 00:00 to 23:59 is a whole day, as the guidance of HSDS writes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain

from webapp.core.clock import TIME_ZONE
from webapp.schedule.date_rules import WEEKLY, DateRule, rules_of
from webapp.schedule.expansion import Slot
from webapp.schedule.rules import midnight
from webapp.schedule.values import CANCELLED, Days, Words

MIDNIGHT, LAST_MINUTE = time(0), time(23, 59)
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Opening:
    """What all dates of a row have in common: times on the Dutch clock, each with its distance to UTC."""

    opens: time
    closes: time
    opens_offset: timedelta
    closes_offset: timedelta
    status: str
    note: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> Words:
        return dict(self.note)


@dataclass(frozen=True)
class Row:
    opening: Opening
    rule: DateRule


def rows_of(slots: Iterable[Slot], days: Days) -> list[Row]:
    """Of what begins on these days, by their first dates and times. What is cancelled has no row."""
    dates: dict[Opening, list[date]] = defaultdict(list)
    for slot in chain.from_iterable(map(_pieces, slots)):
        starts = slot.starts_at.astimezone(TIME_ZONE)
        if slot.status != CANCELLED and days.first <= starts.date() < days.end:
            dates[_opening(slot, starts)].append(starts.date())
    rows = [Row(opening, rule) for opening, listed in dates.items() for rule in rules_of(listed, days.end)]
    return sorted(rows, key=lambda row: (row.rule.dates[0], row.opening.opens, row.opening.closes, row.opening.status))


def _pieces(slot: Slot) -> Iterator[Slot]:
    """What is longer than a day by the clock, as no row can be, is cut at its midnight."""
    starts, ends = (at.astimezone(TIME_ZONE) for at in (slot.starts_at, slot.ends_at))
    if ends.replace(tzinfo=None) - starts.replace(tzinfo=None) <= timedelta(days=1):
        yield slot
        return
    cut = midnight(starts.date() + timedelta(days=1))
    yield replace(slot, ends_at=cut)
    yield from _pieces(replace(slot, starts_at=cut))


def _opening(slot: Slot, starts: datetime) -> Opening:
    ends = slot.ends_at.astimezone(TIME_ZONE)
    is_whole_day = starts.time() == ends.time() == MIDNIGHT and ends.date() - starts.date() == timedelta(days=1)
    return Opening(
        starts.time(),
        LAST_MINUTE if is_whole_day else ends.time(),
        starts.utcoffset() or timedelta(),
        ends.utcoffset() or timedelta(),
        slot.status,
        tuple(sorted(slot.note.items())),
    )


def fields_of(row: Row, days: Days) -> Mapping[str, str | int | float]:
    """The fields of HSDS that a program reads. It is valid as long as anything is known; `until` is there where it ends
    before that."""
    opening, rule = row.opening, row.rule
    fields: dict[str, str | int | float] = {
        "valid_from": days.first.isoformat(),
        "valid_to": (days.end - timedelta(days=1)).isoformat(),
        "dtstart": rule.dates[0].isoformat(),
        "timezone": _hours(opening.opens_offset),
        "freq": rule.freq,
        "interval": rule.interval,
        "byday": ",".join(rule.byday),
        "opens_at": _told(opening.opens, opening.opens_offset),
        "closes_at": _told(opening.closes, opening.closes_offset),
    }
    if not rule.goes_on:
        fields["until"] = rule.dates[-1].isoformat()
    if rule.freq == WEEKLY and rule.interval > 1:
        fields["wkst"] = "MO"
    return fields


def _hours(offset: timedelta) -> int | float:
    hours = offset / AN_HOUR
    return int(hours) if hours.is_integer() else hours


def _told(at: time, offset: timedelta) -> str:
    """10:00+01:00; seconds only where a calendar of somebody else has them."""
    sign, minutes = ("-", -offset) if offset < timedelta() else ("+", offset)
    hour, minute = divmod(int(minutes.total_seconds()) // 60, 60)
    return f"{at.isoformat('seconds' if at.second else 'minutes')}{sign}{hour:02}:{minute:02}"
