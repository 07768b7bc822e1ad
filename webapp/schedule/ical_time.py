"""Times of an iCalendar file on the wall clock of the Netherlands: exactly, or refused with a HoursError."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar import vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from webapp.core.clock import TIME_ZONE
from webapp.schedule.ical_lines import Line
from webapp.schedule.recurrence import FIRST_YEAR, LAST_YEAR
from webapp.schedule.rules import HoursError

FORM = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?", re.ASCII)
A_MINUTE = timedelta(minutes=1)
SETTLED_YEAR = 2040  # from here on the zones only repeat their rule
UTC_ZONE = ZoneInfo("UTC")
TEN_YEARS = timedelta(days=3660)  # longer is no duration of anything


def find_zone(name: str, names_in_file: Mapping[str, str]) -> ZoneInfo | None:
    """By its name, its Windows name, or a well-known name behind a prefix (/example.org/Europe/Berlin)."""
    bare = name.strip("/")
    tails = (bare.split("/", number)[-1] for number in range(1, bare.count("/") + 1)) if name.startswith("/") else ()
    for each in (bare, WINDOWS_TO_OLSON.get(bare), *tails, names_in_file.get(name)):
        if each in _known_zones():
            return ZoneInfo(each)
    return None


@cache
def _known_zones() -> frozenset[str | None]:
    return frozenset(available_timezones())


def read_times(line: Line, zones: Mapping[str, str]) -> list[date | datetime]:
    """Days, or times: floating ones without a zone, the others with theirs."""
    parameters, text = line.parts()
    if parameters.get("VALUE", "").upper() == "PERIOD" or "/" in text:
        raise HoursError(f"line {line.number}: dates with an end of their own (PERIOD) are not supported")
    return [_read_time(each.strip(), line, parameters.get("TZID", ""), zones) for each in text.split(",")]


def read_time(line: Line, zones: Mapping[str, str]) -> date | datetime:
    times = read_times(line, zones)
    if len(times) != 1:
        raise HoursError(f"line {line.number}: one time is expected, not {len(times)}")
    return times[0]


def _read_time(text: str, line: Line, zone_name: str, zones: Mapping[str, str]) -> date | datetime:
    found = FORM.fullmatch(text)
    try:
        if not found:
            raise ValueError
        day = datetime.strptime(found[1], "%Y%m%d").date()
        moment = datetime.strptime("".join(found.group(1, 2)), "%Y%m%d%H%M%S") if found[2] else None
    except ValueError:
        raise HoursError(f"line {line.number}: '{text[:40]}' is no day or time") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise HoursError(f"line {line.number}: the year {day.year} does not lie between {FIRST_YEAR} and {LAST_YEAR}")
    if moment is None:
        return day
    if moment.second:
        raise HoursError(f"line {line.number}: '{text}' is no whole minute")
    if found[3]:
        return moment.replace(tzinfo=UTC_ZONE)
    if not zone_name:
        return moment
    zone = find_zone(zone_name, zones)
    if zone is None:
        raise HoursError(f"line {line.number}: the time zone '{zone_name[:60]}' is not known")
    return moment.replace(tzinfo=zone)


def read_length(line: Line) -> timedelta:
    try:
        length = vDuration.from_ical(line.parts()[1])  # type: ignore[no-untyped-call]  # has no types
    except ValueError:
        length = None
    if not isinstance(length, timedelta) or abs(length) > TEN_YEARS:
        raise HoursError(f"line {line.number}: '{line.parts()[1][:40]}' is no duration")
    return length


def zone_of(value: date | datetime) -> ZoneInfo:
    """Floating times are those of whoever reads: here the Netherlands."""
    zone = value.tzinfo if isinstance(value, datetime) else None
    return zone if isinstance(zone, ZoneInfo) else TIME_ZONE


def bare(value: date | datetime) -> datetime:
    """As it stands on the clock of its own zone; a day begins at midnight."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else datetime.combine(value, time.min)


def wall_clock(value: date | datetime) -> datetime:
    """The same moment on the clock in the Netherlands. Raises HoursError where that clock shows it twice."""
    zone = zone_of(value)
    if keeps_dutch_time(zone.key, value.year):
        return bare(value)
    moment = bare(value).replace(tzinfo=zone).astimezone(UTC)
    shown = moment.astimezone(TIME_ZONE).replace(tzinfo=None, fold=0)
    if shown.replace(tzinfo=TIME_ZONE).astimezone(UTC) != moment:
        raise HoursError(f"{moment:%Y-%m-%d %H:%M} UTC is {shown:%H:%M} here for the second time that night")
    return shown


def always_keeps_dutch_time(zone: ZoneInfo, first: int, last: int) -> bool:
    return all(keeps_dutch_time(zone.key, year) for year in range(first, min(last, SETTLED_YEAR) + 1))


@lru_cache(maxsize=4096)
def keeps_dutch_time(zone_name: str, year: int) -> bool:
    """Berlin and Brussels do, London and UTC do not. Looked at before and after 01:00 UTC, when the clock changes."""
    zone = ZoneInfo(zone_name)
    if zone == TIME_ZONE:
        return True
    start = datetime(min(year, SETTLED_YEAR), 1, 1, 0, 30, tzinfo=UTC)
    moments = (start + timedelta(days=day, hours=hour) for day in range(-1, 367) for hour in (0, 1))
    return all(moment.astimezone(zone).utcoffset() == moment.astimezone(TIME_ZONE).utcoffset() for moment in moments)


def whole_minutes(length: timedelta, line: int) -> int:
    minutes, rest = divmod(length, A_MINUTE)
    if rest:
        raise HoursError(f"line {line}: the event does not last whole minutes")
    if minutes <= 0:
        raise HoursError(f"line {line}: the end is not after the begin")
    return minutes
