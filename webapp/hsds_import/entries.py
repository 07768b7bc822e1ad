"""What records of a package become: places, and what is held there. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from webapp.activities.facts import ActivityEntry
from webapp.hsds_import.values import Organisation
from webapp.places.checks import Flaw
from webapp.places.facts import PlaceEntry
from webapp.schedule import hsds_read
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Schedule

DROPPABLE = {"phone": None, "email": None, "website": None, "min_age": None, "spoken": ()}


@dataclass(frozen=True)
class PlaceFound:
    entry: PlaceEntry
    organisation: Organisation | None


@dataclass(frozen=True)
class ActivityFound:
    """`place_id` is the id of the place in the package; None where it is online."""

    entry: ActivityEntry
    label: str
    place_id: str | None
    organisation: Organisation | None


@dataclass
class Times:
    """`schedule` None: there are none. `is_refused`: there are, but they cannot be read, so what is stored stays."""

    schedule: Schedule | None = None
    note: str = ""
    is_refused: bool = False
    warnings: list[str] = field(default_factory=list)


def read_times(sources: Iterable[tuple[str, Any]], *, is_own: bool = False) -> Times:
    """Of the first of these that tells any times. Our export has taken closed holidays out already."""
    note = ""
    for where, rows in sources:
        if rows in (None, [], ""):
            continue
        try:
            schedule = hsds_read.read(rows, where)
        except HoursError as error:
            return Times(is_refused=True, warnings=[f"{error} (the times were left out)"])
        if not schedule.is_empty:
            return Times(schedule if is_own else with_holidays(schedule), note)
        note = note or hsds_read.remarks_in(rows)
    return Times(note=note)


def with_holidays(schedule: Schedule) -> Schedule:
    """As with opening hours that do not name holidays: the days on which the town says that all is closed."""
    return replace(schedule, closed_on_holidays=not _never_closes(schedule))


def _never_closes(schedule: Schedule) -> bool:
    whole = {hours.weekday for one in schedule.weekly for hours in one.hours if hours.closes - hours.opens == 1440}
    return len(whole) == 7


def without_flawed(facts: Any, flaws: Sequence[Flaw]) -> tuple[Any, list[str]]:
    """Without the facts of contact that are not in order, and what was left out."""
    wrong = [flaw for flaw in flaws if flaw.column in DROPPABLE]
    return replace(facts, **{flaw.column: DROPPABLE[flaw.column] for flaw in wrong}), [
        f"{flaw} (left out)" for flaw in wrong
    ]


def paragraphs(parts: Iterable[str]) -> str:
    """Each once: directories repeat themselves."""
    return "\n\n".join(_each_once(parts))


def _each_once(parts: Iterable[str]) -> Iterator[str]:
    seen: list[str] = []
    for part in filter(None, parts):
        if not any(part in earlier for earlier in seen):
            seen.append(part)
            yield part
