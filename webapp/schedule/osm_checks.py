"""What the library accepts but reads otherwise than people and other programs do: mended where sure, else refused."""

import re
from datetime import date, timedelta
from functools import lru_cache

from webapp.core.clock import local
from webapp.schedule import rules
from webapp.schedule.osm_dates import check_comes, check_dates
from webapp.schedule.osm_words import DAY, MONTH, is_plain, read_days, split, without_remarks
from webapp.schedule.rules import HoursError

_TIMES = re.compile(r"\d:\d\d|24/7|\b(?:off|closed|open|unknown|sunrise|sunset|dawn|dusk)\b|\"", re.IGNORECASE)
_NIGHT = re.compile(r"(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)")
A_MONDAY = date(2026, 6, 1)  # no holiday and no change of the clock is near
_REFUSED = {
    re.compile(pattern, re.IGNORECASE): sentence
    for pattern, sentence in (
        (r"(?:\d:\d\d|\)|sunrise|sunset|dawn|dusk)\s*\+", "has no end: write until when"),
        (r"\d:\d\d\s*/\s*\d+(?::\d\d)?", "is a row of moments, not hours: write from when until when"),
        (
            rf"\bPH(?:\s*[+-]\s*\d+\s*days?)?\s+(?:{DAY})\b|\b(?:{DAY})\s+PH\b",
            "is read in two ways: write a comma for both, or other words",
        ),
        (
            r"easter(?:\s*[+-]\s*\d+\s*days?)?\s*-(?!\s*\d+\s*days?)|-\s*(?:\d{4}\s*)?easter",
            "is read in two ways: write the dates out",
        ),
        (
            rf"\](?:\s*[+-]\s*\d+\s*days?)?\s*-\s*(?:{MONTH})|(?:{MONTH})\s+\d+[+-](?:{DAY})\b",
            "is read in two ways: write the dates out",
        ),
        (
            r"easter\s*-\s*(?:8[1-9]|9\d|\d{3,})\s*days?"
            r"|\bJan\b[^;]*\[1\]\s*-\s*\d+\s*days?|\b(?:Jan|Feb)\b[^;]*\]\s*-\s*(?:[89]|\d\d+)\s*days?",
            "may count back over New Year, which is not understood: write the dates out",
        ),
    )
}


def checked(text: str) -> str:
    """The text as the library is to read it. Raises HoursError."""
    rules.check_hours(text)
    bare = without_remarks(text)
    for pattern, sentence in _REFUSED.items():
        found = pattern.search(bare)
        if found:
            raise HoursError(f"'{found[0]}' {sentence}")
    mended = _with_whole_lists(text.strip())
    if mended != text.strip():
        rules.check_hours(mended)
    check_dates(mended)
    for _, rule in split(mended):
        check_comes(rule)
    _check_nights(mended)
    return mended


def _with_whole_lists(text: str) -> str:
    """`Su, PH off` is a list; for the library it is all of Sunday, and then what is said of PH."""
    parts: list[str] = []
    is_list = is_mended = False
    for sign, rule in split(text):
        if not without_remarks(rule).strip('" '):  # for the library it stands instead of all times before it
            raise HoursError(f"{rule} stands alone: write a remark beside the times it belongs to")
        goes_on = is_list and sign == ","
        is_mended |= goes_on
        parts += ["," if goes_on else f"{sign} ", rule]
        is_list = not _TIMES.search(rule)
    return "".join(parts[1:]) if is_mended else text


def _check_nights(text: str) -> None:
    """`09:00-23:00; Sa 09:00-02:00`: the library closes at midnight, as the first rule holds on Sunday as well."""
    if not any(_minutes(ends) < _minutes(starts) or _minutes(ends) > 24 * 60 for starts, ends in _NIGHT.findall(text)):
        return
    earlier: set[int] = set()
    for sign, rule in split(text):
        days, nights = _days_and_nights(rule)
        if sign == ";" and earlier & (nights - days):
            raise HoursError(f"what '{rule}' says of after midnight is lost: put a comma before it, no semicolon")
        earlier |= days


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


@lru_cache(maxsize=1024)
def _days_and_nights(rule: str) -> tuple[frozenset[int], frozenset[int]]:
    """The days of the week on which it begins to be open, and those on which it still is from the day before."""
    found = read_days(rule)
    rest = found[1] if found and is_plain(found[1]) else rule
    try:
        slots = list(rules.by_day(rules.expand(rest, A_MONDAY, 8)))
    except HoursError:  # the rest of a rule need not be one
        return frozenset(), frozenset()
    days = {local(slot.starts_at).weekday() for slot in slots}
    nights = {local(slot.ends_at - timedelta(minutes=1)).weekday() for slot in slots if _is_overnight(slot)}
    return frozenset(days), frozenset(nights)


def _is_overnight(slot: rules.SlotTimes) -> bool:
    return local(slot.starts_at).date() != local(slot.ends_at - timedelta(minutes=1)).date()
