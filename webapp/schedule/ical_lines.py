"""An iCalendar file as lines with their numbers, checked for form and size before anything in it is believed.

The library's own reader knows no lines and works out the time zones of a stranger's file, rule by rule; so only its
grammar of a single line is used here.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from webapp.core.clock import TIME_ZONE
from webapp.core.errors import ImportRefused
from webapp.schedule.rules import HoursError

MOST_BYTES = 5_000_000
MOST_EVENTS = 2_000
MOST_LINES = 100_000  # of events, those that are looked at
LONGEST_LINE = 100_000  # characters
MOST_DEPTH = 10
MOST_CHANGES = 100  # of the clock, told in one time zone
BEGINNING = b"BEGIN:VCALENDAR"
NAME = re.compile(r"[ \t]*([A-Za-z0-9-]+)[ \t]*[:;]")
ESCAPED = re.compile(r"\\([\\;,nN])")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LOOKED_AT = {
    "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "STATUS", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION",
    "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
}  # fmt: skip
ZONE_NAMES = {"TZID", "X-LIC-LOCATION"}
CHANGE_NAMES = {"TZOFFSETFROM", "TZOFFSETTO", "DTSTART", "RRULE", "RDATE"}
SAYS_NOTHING = ("INTERVAL=1", "WKST=")
OUR_CLOCK = {  # the two changes a year, as Outlook writes them in a zone with a name of its own
    ("DAYLIGHT", "+0100", "+0200", "T020000", frozenset({"FREQ=YEARLY", "BYMONTH=3", "BYDAY=-1SU"})),
    ("STANDARD", "+0200", "+0100", "T030000", frozenset({"FREQ=YEARLY", "BYMONTH=10", "BYDAY=-1SU"})),
}


@dataclass(frozen=True)
class Line:
    """A content line, put together again; `number` counts from 1 as an editor shows it."""

    number: int
    text: str

    def parts(self) -> tuple[dict[str, str], str]:
        """Parameters and value, as they stand. Raises HoursError."""
        if len(self.text) > LONGEST_LINE:
            raise HoursError(f"line {self.number} has more than {LONGEST_LINE:,} characters")
        try:
            _, parameters, value = Contentline(self.text).raw_parts()  # type: ignore[no-untyped-call]  # has no types
        except ValueError as error:
            raise HoursError(f"line {self.number} cannot be read: '{self.text[:60]}'") from error
        return {name.upper(): str(each) for name, each in parameters.items()}, str(value).strip()

    def words(self) -> str:
        value = ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.parts()[1])
        return CONTROL.sub("", value)


@dataclass
class Block:
    """One VEVENT."""

    first_line: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    broken: Line | None = None

    def one(self, name: str) -> Line | None:
        found = self.lines.get(name, [])
        if len(found) > 1:
            raise HoursError(f"line {found[1].number}: {name} for the second time in one event")
        return found[0] if found else None

    def words(self, name: str) -> str:
        found = self.lines.get(name, [])
        return found[0].words() if found else ""


@dataclass
class Zone:
    """One VTIMEZONE: its names, and what it says of each change of the clock."""

    names: dict[str, str] = field(default_factory=dict)
    changes: list[dict[str, str]] = field(default_factory=list)

    def known_as(self) -> str:
        """The well-known name of it, where that is sure."""
        if len(self.changes) == len(OUR_CLOCK) and {_change(change) for change in self.changes} == OUR_CLOCK:
            return str(TIME_ZONE)
        return self.names.get("X-LIC-LOCATION", "")


def _change(said: dict[str, str]) -> tuple[object, ...]:
    parts = said.get("RRULE", "").upper().split(";")
    rule = frozenset(part for part in parts if part and not part.startswith(SAYS_NOTHING))
    begins = said.get("DTSTART", "")[8:] + ("RDATE" if "RDATE" in said else "")
    return said["kind"], said.get("TZOFFSETFROM"), said.get("TZOFFSETTO"), begins, rule


@dataclass
class CalendarFile:
    """`zone_names`: the well-known name of a time zone that the file calls by a name of its own."""

    events: list[Block] = field(default_factory=list)
    zone_names: dict[str, str] = field(default_factory=dict)


def read_lines(data: bytes) -> CalendarFile:
    """Raises ImportRefused for what is no iCalendar file, or one too large: one sentence, nothing is kept."""
    if len(data) > MOST_BYTES:
        raise ImportRefused(f"The file has {len(data):,} bytes; {MOST_BYTES:,} is the most.")
    content = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not content:
        raise ImportRefused("The file is empty.")
    if content[: len(BEGINNING)].upper() != BEGINNING:
        begin = content[:30].decode("ascii", "replace").splitlines()[0]
        raise ImportRefused(f"This is no iCalendar file: it begins with '{begin}', not with BEGIN:VCALENDAR.")
    return _Reader().read(data)


class _Reader:
    def __init__(self) -> None:
        self.file = CalendarFile()
        self.open: list[str] = []
        self.kept = 0
        self.zone = Zone()

    def read(self, data: bytes) -> CalendarFile:
        number = 0
        for line in _unfolded(data.removeprefix(b"\xef\xbb\xbf")):
            number = line.number
            self._take(line)
        if self.open:
            raise ImportRefused(f"The file breaks off after line {number}: END:{self.open[-1]} is missing.")
        return self.file

    def _take(self, line: Line) -> None:
        found = NAME.match(line.text)
        name = found[1].upper() if found else ""
        if found and name == "BEGIN":
            self._begin(line, line.text[found.end() :].strip().upper())
        elif found and name == "END":
            self._end(line, line.text[found.end() :].strip().upper())
        elif not self.open:
            if name.startswith("X-"):  # a server's remark below the calendar
                return
            raise ImportRefused(f"Line {line.number} stands outside the calendar: '{line.text[:60]}'.")
        else:
            self._property(line, name)

    def _property(self, line: Line, name: str) -> None:
        match self.open[1:]:
            case []:
                self._calendar(line, name)
            case ["VEVENT"]:
                self._event(line, name)
            case ["VTIMEZONE"] if name in ZONE_NAMES:
                self.zone.names[name] = _value(line)
            case ["VTIMEZONE", "STANDARD" | "DAYLIGHT"] if name in CHANGE_NAMES:
                self.zone.changes[-1][name] = _value(line)

    def _begin(self, line: Line, name: str) -> None:
        if (name == "VCALENDAR") != (not self.open):
            raise ImportRefused(f"Line {line.number}: BEGIN:{name[:30]} stands in a wrong place.")
        if len(self.open) >= MOST_DEPTH:
            raise ImportRefused(f"Line {line.number}: more than {MOST_DEPTH} parts inside each other.")
        self.open.append(name)
        if self.open[:2] == ["VCALENDAR", "VTIMEZONE"]:
            self._begin_zone(name)
        if self.open == ["VCALENDAR", "VEVENT"]:
            self.file.events.append(Block(line.number))
            if len(self.file.events) > MOST_EVENTS:
                raise ImportRefused(f"Line {line.number}: more than {MOST_EVENTS:,} events in one file.")

    def _end(self, line: Line, name: str) -> None:
        if not self.open or self.open[-1] != name:
            raise ImportRefused(f"Line {line.number}: END:{name[:30]} without its BEGIN.")
        self.open.pop()
        known_as = self.zone.known_as() if name == "VTIMEZONE" else ""
        if known_as:
            self.file.zone_names[self.zone.names.get("TZID", "")] = known_as

    def _begin_zone(self, name: str) -> None:
        if name == "VTIMEZONE":
            self.zone = Zone()
        elif len(self.zone.changes) < MOST_CHANGES:
            self.zone.changes.append({"kind": name})

    def _calendar(self, line: Line, name: str) -> None:
        value = _value(line).upper()
        if name == "METHOD" and value == "CANCEL":
            raise ImportRefused(f"Line {line.number}: METHOD:CANCEL is a message that takes back, no calendar.")
        if name == "CALSCALE" and value != "GREGORIAN":
            raise ImportRefused(f"Line {line.number}: the calendar '{value[:30]}' is not supported.")

    def _event(self, line: Line, name: str) -> None:
        event = self.file.events[-1]
        if not name:
            event.broken = event.broken or line
        elif name in LOOKED_AT:
            self.kept += 1
            if self.kept > MOST_LINES:
                raise ImportRefused(f"Line {line.number}: more than {MOST_LINES:,} lines of events in one file.")
            event.lines.setdefault(name, []).append(line)


def _value(line: Line) -> str:
    try:
        return line.parts()[1]
    except HoursError:
        return ""


def _unfolded(data: bytes) -> Iterator[Line]:
    """Lines that begin with a space go on from the one before; characters may be cut in two there."""
    first, text = 1, bytearray()
    for number, raw in enumerate(io.BytesIO(data), start=1):
        content = raw.rstrip(b"\r\n")
        if content[:1] in (b" ", b"\t") and text:
            text += content[1:]
            continue
        if text.strip():
            yield Line(first, _decoded(first, text))
        first, text = number, bytearray(content)
    if text.strip():
        yield Line(first, _decoded(first, text))


def _decoded(number: int, text: bytearray) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise ImportRefused(f"Line {number} is not in UTF-8: save the calendar as UTF-8 and try again.") from None
