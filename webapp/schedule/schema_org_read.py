"""What a page says of its times in the words of schema.org becomes a schedule: exactly, or refused with what and where.

Read are a place with opening hours, single specifications of them, a Schedule, an Event, or a list of Events. What they
say of other things is not looked at; what they say of time and is not understood is refused. Holidays that are not
named are days like others: whoever imports decides what that is worth.
"""

import json
from collections.abc import Callable, Mapping

from webapp.schedule.checks import ScheduleError, check_schedule
from webapp.schedule.reading import Reader, show
from webapp.schedule.rules import HoursError
from webapp.schedule.schema_org_events import read_dates, read_recurring
from webapp.schedule.schema_org_hours import Said, read_short_forms, read_special, read_specifications
from webapp.schedule.schema_org_series import read_series
from webapp.schedule.schema_org_values import Place, each_value, plain_name
from webapp.schedule.schema_org_week import together
from webapp.schedule.values import Schedule

MOST_CHARACTERS = 500_000
HOURS, SPECIAL, SHORT = "openingHoursSpecification", "specialOpeningHoursSpecification", "openingHours"


def read_json(content: str) -> Schedule:
    """JSON-LD as it stands in a page. Raises HoursError."""
    if len(content) > MOST_CHARACTERS:
        raise HoursError(f"the description has {len(content):,} characters; {MOST_CHARACTERS:,} is the most")
    try:
        return read(json.loads(content))
    except HoursError:
        raise
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits, or lists in lists in lists
        raise HoursError(f"the description is no JSON: {show(error)}") from error


def read(described: object) -> Schedule:
    """Raises HoursError."""
    places = each_value(described, "")
    if not places:
        raise HoursError("the list is empty")
    kinds = {_kind(value, where) for value, where in places}
    if len(kinds) > 1 or (len(places) > 1 and kinds & {"place", "recurring"}):
        raise HoursError("a list may hold events, schedules or specifications of hours, one of these")
    schedule = _READERS[kinds.pop()](places)
    sentences = check_schedule(schedule)
    if sentences:
        raise ScheduleError(sentences)
    return schedule


def _kind(value: object, where: str) -> str:
    if not isinstance(value, Mapping):
        raise HoursError(f"{where or 'the description'}: {show(value)} is no thing of schema.org")
    named = {plain_name(one, place) for one, place in each_value(value.get("@type", ""), f"{where}.@type")}
    if "OpeningHoursSpecification" in named:
        return "specification"
    if "Schedule" in named or "repeatFrequency" in value:
        return "schedule"
    is_place, is_event = bool(value.keys() & {HOURS, SPECIAL, SHORT}), "startDate" in value
    if "eventSchedule" in value and not is_place:
        return "recurring"
    if is_place == is_event:
        raise HoursError(f"{where or 'the description'} holds neither opening hours nor the date of an event, or both")
    return "place" if is_place else "event"


def _specifications(places: list[Place]) -> Schedule:
    return together([said for value, where in places for said in read_specifications(value, where)])


def _place(places: list[Place]) -> Schedule:
    (value, where), *_ = places
    reader = Reader(value, where)
    said = reader.optional(HOURS, read_specifications) or []
    short = reader.optional(SHORT, read_short_forms) or []
    if said and short:
        _check_same(said, short)
    special = reader.optional(SPECIAL, read_special) or []
    return together([*(said or short), *special])


def _check_same(said: list[Said], short: list[Said]) -> None:
    usual = [one for one in said if not one.is_dated]
    if _periods(usual) != _periods(short):
        raise HoursError(f"{HOURS} and {SHORT} say different things; which one counts?")


def _periods(said: list[Said]) -> set[tuple[int, tuple[int, int]]]:
    return {(day, one.times) for one in said for day in one.weekdays if one.times}


def _schedules(places: list[Place]) -> Schedule:
    (value, where), *others = places
    if others:
        return read_recurring({"eventSchedule": [one for one, _ in places]}, "")
    series, changes = read_series(value, where)
    return Schedule(series=(series,), changes=changes, closed_on_holidays=False)


def _recurring(places: list[Place]) -> Schedule:
    return read_recurring(*places[0])


_READERS: Mapping[str, Callable[[list[Place]], Schedule]] = {
    "specification": _specifications,
    "place": _place,
    "schedule": _schedules,
    "recurring": _recurring,
    "event": read_dates,
}
