"""Reading a plain dictionary strictly: every message says where in it something is wrong. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from webapp.schedule.rules import HoursError
from webapp.schedule.values import Words

TIME = re.compile(r"([0-9]{2,3}):([0-5][0-9])")
MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
LANGUAGE = re.compile(r"[a-z]{2,3}")
MOST_MINUTES = 1_000_000
SHOWN = 60  # characters of a wrong value in a message

T = TypeVar("T")


class Reader:
    """A dictionary that tells where in the document something is wrong, and that nothing of it was left unread."""

    def __init__(self, value: object, where: str, whole: str = "a schedule") -> None:
        """`whole` is what the document tells of, for a message about all of it."""
        if not isinstance(value, Mapping):
            raise HoursError(f"{where or whole} must hold keys with values")
        self._values = value
        self._where = where
        self._whole = whole
        self._read: set[str] = set()

    def where(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key

    def value(self, key: str) -> Any:
        self._read.add(key)
        return self._values.get(key)

    def optional(self, key: str, read: Callable[[Any, str], T]) -> T | None:
        value = self.value(key)
        return None if value is None else read(value, self.where(key))

    def required(self, key: str, read: Callable[[Any, str], T]) -> T:
        found = self.optional(key, read)
        if found is None:
            raise HoursError(f"{self.where(key)} is missing")
        return found

    def each(self, key: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
        values = self.value(key)
        if values is None:
            return ()
        if not isinstance(values, list | tuple):
            raise HoursError(f"{self.where(key)} must be a list")
        return tuple(read(value, f"{self.where(key)}[{number}]") for number, value in enumerate(values, start=1))

    def flag(self, key: str, otherwise: bool = False) -> bool:
        value = self.value(key)
        if value is None:
            return otherwise
        if not isinstance(value, bool):
            raise HoursError(f"{self.where(key)} must be true or false")
        return value

    def finish(self) -> None:
        unknown = sorted(map(str, self._values.keys() - self._read))
        if unknown:
            raise HoursError(f"{self._where or self._whole}: unknown key {show(', '.join(unknown))}")


def text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise HoursError(f"{where} must be text, not {show(value)}")
    return value


def one_of(value: Any, where: str, known: Iterable[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise HoursError(f"{where}: {show(value)} is not one of {', '.join(known)}")
    return value


def read_time(value: Any, where: str) -> int:
    match = _matching(TIME, value, where, "a time like 09:30")
    return int(match[1]) * 60 + int(match[2])


def read_month_day(value: Any, where: str) -> tuple[int, int]:
    match = _matching(MONTH_DAY, value, where, "a month and a day like 06-01")
    return int(match[1]), int(match[2])


def read_day(value: Any, where: str) -> date:
    what = "a day like 2026-11-03"
    return _valid(date.fromisoformat, _matching(DAY, value, where, what)[0], where, what)


def read_moment(value: Any, where: str) -> datetime:
    what = "a day and a time like 2026-11-03T10:00"
    return _valid(datetime.fromisoformat, _matching(MOMENT, value, where, what)[0], where, what)


def read_minutes(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MOST_MINUTES:
        raise HoursError(f"{where}: {show(value)} is not a number of minutes")
    return value


def read_words(value: Any, where: str) -> Words:
    """A text per language code."""
    if not isinstance(value, Mapping):
        raise HoursError(f"{where} must hold a text per language, like {{nl = …, en = …}}")
    for language, words in value.items():
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language) or not isinstance(words, str):
            raise HoursError(f"{where}: {show(language)} is not a language code with a text")
    return dict(value)


def _matching(pattern: re.Pattern[str], value: Any, where: str, what: str) -> re.Match[str]:
    match = pattern.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise HoursError(f"{where}: {show(value)} is not {what}")
    return match


def _valid(read: Callable[[str], T], text: str, where: str, what: str) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise HoursError(f"{where}: {show(text)} is not {what}") from error


def show(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "…")
