"""Times as a source tells them: an opening_hours value, or a schedule as a document. Pure."""

import json
from dataclasses import dataclass
from functools import lru_cache

from webapp.schedule import osm
from webapp.schedule.checks import check_schedule
from webapp.schedule.document import from_document, to_document
from webapp.schedule.rules import HoursError
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Change, Schedule


@dataclass(frozen=True)
class Told:
    """None: the source says that there are no times. `anew`: something beside its words has changed, so read again."""

    owner: Owner
    source_text: str | None = None
    schedule: Schedule | None = None
    anew: bool = False


@lru_cache(maxsize=2048)  # a town writes the same hours many times over
def read_opening_hours(text: str) -> Schedule:
    """Raises HoursError. What cannot be taken apart stays an expression with its own rules about holidays."""
    schedule = osm.read(text)
    return Schedule(expression=text, closed_on_holidays=False) if check_schedule(schedule) else schedule


def source_text_of(schedule: Schedule) -> str:
    """The words of a source that tells a whole schedule."""
    return json.dumps(to_document(schedule), sort_keys=True, ensure_ascii=False)


def changes_told(source_text: str | None) -> tuple[Change, ...]:
    """The changed dates in these words; none in words that are no more understood."""
    if not source_text:
        return ()
    if source_text.startswith("{"):
        return changes_in(json.loads(source_text))
    try:
        return read_opening_hours(source_text).changes
    except HoursError:
        return ()


def changes_in(document: object) -> tuple[Change, ...]:
    """None in a document that is no more understood."""
    try:
        return from_document(document).changes
    except HoursError:
        return ()
