"""When a demonstration town is closed: its holidays, its school breaks and its closures. Reads content; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.schedule.holidays import closed_days
from webapp.schedule.reading import Reader, read_day, read_month_day, read_words
from webapp.schedule.values import Closure, TownCalendar

YEARS = 2  # from the first one on


@dataclass(frozen=True)
class ToldClosure:
    """Of a place or an organisation by its slug, of the whole town without."""

    closure: Closure
    place: str | None = None
    organisation: str | None = None


def read_closures(content: Mapping[str, Any], first: date) -> list[ToldClosure]:
    """Raises ValueError. `first_day` and `last_day` are days; `from` and `to` days of each year, as 12-31."""
    return [
        ToldClosure(closure, one.get("place"), one.get("organisation"))
        for one in content.get("closure", [])
        for closure in _closures(one, first)
    ]


def _closures(one: Mapping[str, Any], first: date) -> Iterator[Closure]:
    reader = Reader({key: value for key, value in one.items() if key not in ("place", "organisation")}, "closure")
    reason = reader.required("reason", read_words)
    if reader.value("from"):
        begins, ends = (reader.required(key, read_month_day) for key in ("from", "to"))
        for year in range(first.year, first.year + YEARS):
            yield Closure(date(year, *begins), date(year, *ends), reason)
    else:
        yield Closure(reader.required("first_day", read_day), reader.required("last_day", read_day), reason)
    reader.finish()


def calendar_of(ticks: Mapping[str, bool], breaks: list[Closure], first: date) -> TownCalendar:
    """Of the years in which changes are planned."""
    return TownCalendar(closed_days(range(first.year, first.year + YEARS + 1), ticks), tuple(breaks))
