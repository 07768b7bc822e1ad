"""Times as a source tells them: an opening_hours value, or a schedule as a document. Pure."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from webapp.schedule import osm, osm_checks
from webapp.schedule.checks import check_schedule
from webapp.schedule.document import from_document, to_document
from webapp.schedule.expansion import expand
from webapp.schedule.rules import HoursError, midnight
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Change, Days, Schedule, TownCalendar

A_YEAR = Days(date(2027, 1, 1), 365)


@dataclass(frozen=True)
class Told:
    """None: the source says that there are no times. `anew`: something beside its words has changed, so read again."""

    owner: Owner
    source_text: str | None = None
    schedule: Schedule | None = None
    anew: bool = False


@lru_cache(maxsize=2048)  # a town writes the same hours many times over
def read_opening_hours(text: str) -> Schedule:
    """Raises HoursError. What cannot be taken apart stays an expression.

    Hours that say nothing of public holidays (PH) are those of ordinary days: nearly all of them were written without
    a thought of Easter, and "open" in front of a locked door costs a resident the journey. So they follow what the town
    ticked. Who names PH has thought of it and is taken at his word, and day and night is every day.
    """
    schedule = osm.read(text)
    if check_schedule(schedule):
        schedule = Schedule(expression=osm_checks.checked(text), closed_on_holidays=False)
    if osm.names_holidays(text) or _never_closes(schedule):
        return schedule
    return replace(schedule, closed_on_holidays=True)


def _never_closes(schedule: Schedule) -> bool:
    """A year is looked at, for hours that are day and night in one season only."""
    slots = expand(replace(schedule, changes=()), A_YEAR, TownCalendar())
    if not slots or slots[0].starts_at >= midnight(A_YEAR.first + timedelta(days=1)):
        return False
    return slots[-1].ends_at >= midnight(A_YEAR.end) and all(
        one.ends_at >= other.starts_at for one, other in pairwise(slots)
    )


def source_text_of(schedule: Schedule) -> str:
    """The words of a source that tells a whole schedule."""
    return json.dumps(to_document(schedule), sort_keys=True, ensure_ascii=False)


def schedule_told(source_text: str | None) -> Schedule | None:
    """What these words say; None for words that are no more understood."""
    if not source_text:
        return None
    try:
        if source_text.startswith("{"):
            return from_document(json.loads(source_text))
        return read_opening_hours(source_text)
    except HoursError:
        return None


def changes_told(source_text: str | None) -> tuple[Change, ...]:
    """The changed dates in these words; none in words that are no more understood."""
    told = schedule_told(source_text)
    return told.changes if told else ()


def changes_in(document: object) -> tuple[Change, ...]:
    """None in a document that is no more understood."""
    try:
        return from_document(document).changes
    except HoursError:
        return ()
