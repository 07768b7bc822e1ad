"""One record of HSDS, read strictly: what is wrong in it gathers, each with its field and why. Pure.

JSON keeps numbers and texts apart, a table writes all as text: a number may come as text, a text never as a number.
"""

import html
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from webapp.places.checks import LONGEST_LINE, NO_TEXT
from webapp.places.rules import DAY, UNDECODED
from webapp.schedule.reading import show

MOST_VALUES = 500  # in one list
NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,15})?")
A_BREAK = re.compile(r"<\s*(?:br|/p|/li|/div|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
A_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")


class Fields:
    """`flaws` cost the record, `slips` one fact of it."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self.flaws: list[str] = []
        self.slips: list[str] = []

    def has(self, key: str) -> bool:
        return self._values.get(key) not in (None, "", [], {})

    def raw(self, key: str) -> Any:
        return self._values.get(key)

    def required(self, key: str) -> str:
        if not self.has(key):
            self.flaws.append(f"{key}: is missing")
            return ""
        value = self._text(key, self.flaws)
        return " ".join(value.split())

    def line(self, key: str, longest: int = LONGEST_LINE) -> str:
        """On one line; what is too long is cut where ours ends, as a text of a mapper is."""
        value = " ".join(self.prose(key, longest * 4).split())
        return value if len(value) <= longest else value[: longest - 1] + "…"

    def prose(self, key: str, longest: int) -> str:
        """Without the marks of HTML, which HSDS allows in descriptions."""
        if not self.has(key):
            return ""
        value = self._text(key, self.slips)
        plain = html.unescape(A_TAG.sub("", A_BREAK.sub("\n", value))) if "<" in value or "&" in value else value
        plain = NO_TEXT.sub("", plain.replace("\r\n", "\n").replace("\r", "\n")).strip()
        return plain if len(plain) <= longest else plain[: longest - 1] + "…"

    def _text(self, key: str, wrong: list[str]) -> str:
        value = self._values[key]
        if not isinstance(value, str):
            wrong.append(f"{key}: must be text, not {show(value)}")
            return ""
        if UNDECODED.search(value):
            wrong.append(f"{key}: holds characters that are not UTF-8")
            return ""
        if NO_TEXT.search(value):
            wrong.append(f"{key}: holds control characters")
            return ""
        return value.strip()

    def number(self, key: str, least: float, most: float, wrong: list[str] | None = None) -> float | None:
        wrong = self.slips if wrong is None else wrong
        told = self._values.get(key)
        if not self.has(key):
            return None
        value = told
        if isinstance(told, str) and NUMBER.fullmatch(told.strip()):
            value = float(told.strip().replace(",", "."))
        if isinstance(value, bool) or not isinstance(value, int | float):
            wrong.append(f"{key}: must be a number, not {show(told)}")
            return None
        if not least <= value <= most:  # which nothing that is no number does
            wrong.append(f"{key}: {show(told)} must lie between {least:g} and {most:g}")
            return None
        return float(value)

    def day(self, key: str) -> date | None:
        """A day, also of a moment."""
        value = self._values.get(key)
        if not self.has(key):
            return None
        found = value.strip()[:10] if isinstance(value, str) else ""
        try:
            if isinstance(value, str) and DAY.fullmatch(found) and value.strip()[10:11] in ("", "T", " "):
                return date.fromisoformat(found)
        except ValueError:
            pass
        self.slips.append(f"{key}: {show(value)} is not a day like 2026-11-03")
        return None

    def records(self, key: str, wrong: list[str] | None = None) -> list[Mapping[str, Any]]:
        wrong = self.slips if wrong is None else wrong
        values = self._values.get(key)
        if not self.has(key):
            return []
        if not isinstance(values, list):
            wrong.append(f"{key}: must be a list, not {show(values)}")
            return []
        if len(values) > MOST_VALUES:
            wrong.append(f"{key}: has {len(values):,} values; {MOST_VALUES} is the most")
            return []
        for number, value in enumerate(values, start=1):
            if not isinstance(value, Mapping):
                wrong.append(f"{key}[{number}]: must hold keys with values, not {show(value)}")
        return [value for value in values if isinstance(value, Mapping)]

    def record(self, key: str, wrong: list[str] | None = None) -> Mapping[str, Any]:
        value = self._values.get(key)
        if not self.has(key):
            return {}
        if not isinstance(value, Mapping):
            (self.slips if wrong is None else wrong).append(f"{key}: must hold keys with values, not {show(value)}")
            return {}
        return value
