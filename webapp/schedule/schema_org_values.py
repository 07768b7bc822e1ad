"""Single values of schema.org, read strictly: each refusal says where in the description it stands. Pure."""

import re
from datetime import UTC, date, datetime

from webapp.core.clock import TIME_ZONE
from webapp.schedule.checks import FIRST_DAY, LAST_DAY
from webapp.schedule.ical_time import always_keeps_dutch_time, find_zone
from webapp.schedule.reading import Reader, show, text
from webapp.schedule.reading import read_day as read_any_day
from webapp.schedule.rules import HoursError
from webapp.schedule.values import MINUTES_A_DAY

Place = tuple[object, str]  # a value and where it stands
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PUBLIC_HOLIDAYS = "PublicHolidays"
MOST_VALUES = 500  # in one list
SAYS_NO_TIME = {
    "@context", "@id", "additionalType", "alternateName", "description", "identifier", "name", "sameAs", "url",
}  # fmt: skip
_VOCABULARY = re.compile(r"https?://(?:www\.)?schema\.org/|schema:|https?://purl\.org/goodrelations/v1#")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])(?::00(?:\.0+)?)?")
_MOMENT = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::00(?:\.0+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_LENGTH = re.compile(r"P(?:([0-9]{1,2})W)?(?:([0-9]{1,2})D)?(?:T(?:([0-9]{1,3})H)?(?:([0-9]{1,5})M)?(?:0+S)?)?")
_MINUTES = (7 * MINUTES_A_DAY, MINUTES_A_DAY, 60, 1)
_SHORT_NAMES = {short: number for number, day in enumerate(DAYS) for short in (day, day[:3], day[:2])}


def each_value(value: object, where: str) -> list[Place]:
    """A list, or one value that stands alone."""
    if not isinstance(value, list | tuple):
        return [(value, where)]
    if len(value) > MOST_VALUES:
        raise HoursError(f"{where} has {len(value)} values; {MOST_VALUES} is the most")
    return [(one, f"{where}[{number}]") for number, one in enumerate(value, start=1)]


def values_of(reader: Reader, key: str) -> list[Place]:
    value = reader.value(key)
    return [] if value is None else each_value(value, reader.where(key))


def check_type(reader: Reader, name: str) -> None:
    for value, where in values_of(reader, "@type"):
        if plain_name(value, where) != name:
            raise HoursError(f"{where}: {show(value)} is no {name}")


def finish(reader: Reader) -> None:
    """Nothing else of it speaks of time."""
    for key in SAYS_NO_TIME:
        reader.value(key)
    reader.finish()


def plain_name(value: object, where: str) -> str:
    """`https://schema.org/Monday`, `schema:Monday` and `{"@id": …}` are `Monday`."""
    if isinstance(value, dict) and value.keys() == {"@id"}:
        value = value["@id"]
    return _VOCABULARY.sub("", text(value, where).strip(), count=1)


def read_weekday(value: object, where: str) -> int | None:
    """Monday is 0; None for public holidays."""
    name = plain_name(value, where)
    if name == PUBLIC_HOLIDAYS:
        return None
    if name not in _SHORT_NAMES:
        raise HoursError(f"{where}: {show(name)} is no day like Monday")
    return _SHORT_NAMES[name]


def read_day(value: object, where: str) -> date:
    day = read_any_day(value, where)
    check_year(day.year, where)
    return day


def check_year(year: int, where: str) -> None:
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise HoursError(f"{where}: the year {year} is not between {FIRST_DAY.year} and {LAST_DAY.year}")


def read_clock(value: object, where: str) -> int:
    """Minutes after midnight; a time with seconds or with a zone of its own is no time on our clock."""
    found = _CLOCK.fullmatch(text(value, where))
    minutes = int(found[1]) * 60 + int(found[2]) if found else MINUTES_A_DAY + 1
    if minutes > MINUTES_A_DAY:
        raise HoursError(f"{where}: {show(value)} is not a time like 09:30")
    return minutes


def read_wall_clock(value: object, where: str) -> datetime:
    """A day and a time, on the clock in the Netherlands."""
    found = _MOMENT.fullmatch(text(value, where))
    try:
        if not found:
            raise ValueError
        check_year(int(found[1]), where)
        moment = datetime.fromisoformat(found[0])
    except HoursError:
        raise
    except ValueError:
        raise HoursError(f"{where}: {show(value)} is not a day and a time like 2026-11-03T10:00") from None
    if moment.tzinfo is None:
        return moment
    shown = moment.astimezone(TIME_ZONE).replace(tzinfo=None, fold=0)
    if shown.replace(tzinfo=TIME_ZONE).astimezone(UTC) != moment:
        raise HoursError(f"{where}: {show(value)} is {shown:%H:%M} here for the second time that night")
    return shown


def read_length(value: object, where: str) -> int:
    """Minutes of a duration like PT90M."""
    found = _LENGTH.fullmatch(text(value, where))
    parts = [int(part or 0) for part in found.groups()] if found else []
    minutes = sum(number * unit for number, unit in zip(parts, _MINUTES, strict=False))
    if not minutes:
        raise HoursError(f"{where}: {show(value)} is not a duration in whole minutes like PT90M")
    return minutes


def read_number(value: object, where: str) -> int:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,4}", value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 9999:
        raise HoursError(f"{where}: {show(value)} is not a whole number")
    return value


def check_zone(value: object, where: str, first: int, last: int) -> None:
    """Another clock that always shows what ours shows is fine; these are the years in question."""
    name = text(value, where)
    zone = find_zone(name, {})
    if zone is None:
        raise HoursError(f"{where}: the time zone {show(name)} is not known")
    if not always_keeps_dutch_time(zone, first, last):
        raise HoursError(f"{where}: the clock of {show(name)} is not that of the Netherlands; write the times of here")
