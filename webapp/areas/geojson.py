"""GeoJSON (RFC 7946), one feature at a time: a whole country needs the memory of its largest feature."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from webapp.core.errors import ImportRefused

SPACE = re.compile(r"[ \t\r\n]*")
LONGEST_LITERAL = len("-Infinity")
MIN_PIECE = 1 << 16  # characters


@dataclass(frozen=True)
class Where:
    """`number` counts the features of a file from 1; `label` names this one for a person."""

    line: int
    number: int
    label: str


@dataclass(frozen=True)
class Feature:
    where: Where
    properties: dict[str, Any]
    geometry: object


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


DECODER = json.JSONDecoder(parse_constant=_no_constant)


class GeoJson:
    """Reads `features()` once; afterwards `members` holds what else the file says."""

    def __init__(self, pieces: Iterable[str], label: str = "feature") -> None:
        self._source = _Source(pieces)
        self._label = label
        self.members: dict[str, Any] = {}

    def features(self) -> Iterator[Feature]:
        """Raises ImportRefused, with line and column, for anything but a FeatureCollection in correct JSON."""
        source = self._source
        if source.peek() != "{":
            source.refuse("the file does not hold a JSON object")
        found = False
        for key in source.names():
            if key == "features":
                found = True
                yield from self._features()
            else:
                self.members[key] = source.value()
        if source.peek():
            source.refuse("there is more after the end")
        if not found or self.members.get("type") != "FeatureCollection":
            raise ImportRefused("It is JSON, but not a GeoJSON FeatureCollection with features.")

    def _features(self) -> Iterator[Feature]:
        if self._source.peek() != "[":
            self._source.refuse("features is not a list")
        for number, _ in enumerate(self._source.items(), start=1):
            line = self._source.line
            value = self._source.value()
            feature = value if isinstance(value, dict) else {}
            properties = feature.get("properties")
            yield Feature(
                Where(line, number, f"{self._label} {number}"),
                properties if isinstance(properties, dict) else {},
                feature.get("geometry"),
            )


class _Source:
    """A window on the text that moves forward and knows its line and column."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._text = ""
        self._at = 0
        self._ended = False
        self.line = 1
        self._column = 1

    def names(self) -> Iterator[str]:
        """Each name in the object that begins here; the caller reads the value."""
        for _ in self._parts("{", "}"):
            if self.peek() != '"':
                self.refuse("a name in double quotes is expected")
            key = str(self.value())
            self._expect(":")
            yield key

    def items(self) -> Iterator[None]:
        """Stops before each item of the list that begins here; the caller reads it."""
        return self._parts("[", "]")

    def _parts(self, opening: str, closing: str) -> Iterator[None]:
        self._expect(opening)
        if self.peek() == closing:
            self._expect(closing)
            return
        while True:
            self.peek()
            yield
            if self.peek() == closing:
                break
            self._expect(",")
        self._expect(closing)

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            match = SPACE.match(self._text, self._at)
            self._move(match.end() if match else self._at)
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._more()

    def value(self) -> Any:
        """The JSON value that begins here."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._ended or self._is_broken(error):
                    self._move(error.pos)
                    self.refuse(error.msg)
            except RecursionError:
                self.refuse("it is nested too deeply")
            except ValueError:
                self.refuse("NaN, Infinity and numbers of thousands of digits are not allowed")
            else:
                if end < len(self._text) or self._ended:
                    self._move(end)
                    return value
            self._more()

    def refuse(self, reason: str) -> NoReturn:
        raise ImportRefused(f"The JSON is broken at line {self.line}, column {self._column}: {reason}.")

    def _expect(self, character: str) -> None:
        if self.peek() != character:
            self.refuse(f"{character} is expected")
        self._move(self._at + 1)

    def _is_broken(self, error: json.JSONDecodeError) -> bool:
        """False when the value may only not be complete yet, because the window ends inside it."""
        near_end = error.pos >= len(self._text) - LONGEST_LITERAL
        return not near_end and not error.msg.startswith("Unterminated string")

    def _move(self, to: int) -> None:
        newlines = self._text.count("\n", self._at, to)
        if newlines:
            self.line += newlines
            self._column = to - self._text.rindex("\n", self._at, to)
        else:
            self._column += to - self._at
        self._at = to

    def _more(self) -> None:
        """Twice as much as is left over, so that one huge feature is not tried again for every small piece."""
        rest = self._text[self._at :]
        wanted = max(MIN_PIECE, len(rest))
        added: list[str] = []
        while wanted > 0:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                break
            added.append(piece)
            wanted -= len(piece)
        self._text = rest + "".join(added)
        self._at = 0
