"""What is sent to a translator, and when its answer can be used. Pure.

A machine may choose a clumsy word, but a phone number or an address that it changed would send people to the wrong
door: then nothing of the text is used.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST_LINES, MOST_CHARACTERS = 40, 4000  # of one request; a server may allow less than it takes
LONGEST_GROWTH, ALLOWANCE = 4, 120  # an answer so many times as long, plus so many characters, is no translation
KEPT_AS_IT_IS = {"place": frozenset({"name"})}  # what is on the door
_LINKS = re.compile(r"(?:https?://|www\.)[^\s<>()]+[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBERS = re.compile(r"\+?\d(?:[\d\s().-]*\d)?")
SHORTEST_PHONE = 6  # digits; shorter ones are times and amounts, which other languages write in another way


class Problem(StrEnum):
    OFF = "off"  # no translator is set up
    AWAY = "away"  # it did not answer in time, or not as it should
    REFUSED = "refused"  # the key, or too much at once
    LANGUAGE = "language"  # it does not know this language
    CHANGED = "changed"  # a number or an address came back otherwise, or nothing did
    NOT_PUBLIC = "not_public"
    BY_A_PERSON = "by_a_person"  # there is a text already that a person made
    NO_SOURCE = "no_source"  # there is no Dutch text
    MEANWHILE = "meanwhile"  # the Dutch text changed while the translator was at work


class TranslationFailed(Exception):
    """Why there is no translation. Its words hold nothing of the text."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Line:
    """One line of one part of a text."""

    part: str
    number: int
    words: str


def lines_of(texts: Mapping[str, str]) -> list[Line]:
    """Each line on its own, so that paragraphs stay paragraphs; empty ones stay at home."""
    return [
        Line(part, number, line.strip())
        for part, words in texts.items()
        for number, line in enumerate(words.splitlines())
        if line.strip()
    ]


def batches(lines: Iterable[Line]) -> list[list[Line]]:
    """In order, each small enough for one request; a line that is too long alone goes alone."""
    found: list[list[Line]] = []
    for line in lines:
        last = found[-1] if found else []
        size = sum(len(other.words) for other in last)
        if not last or len(last) >= MOST_LINES or size + len(line.words) > MOST_CHARACTERS:
            found.append([line])
        else:
            last.append(line)
    return found


def put_together(texts: Mapping[str, str], lines: Iterable[Line], answers: Iterable[str]) -> dict[str, str]:
    """The parts with the answers in place of their lines."""
    parts = {part: words.splitlines() for part, words in texts.items()}
    for line, answer in zip(lines, answers, strict=True):
        parts[line.part][line.number] = tidy(answer)
    return {part: "\n".join(words) for part, words in parts.items()}


def tidy(answer: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in answer).split())


def is_usable(source: str, answer: str) -> bool:
    """Of one line."""
    answer = tidy(answer)
    if not answer or len(answer) > LONGEST_GROWTH * len(source) + ALLOWANCE:
        return False
    return all(link in answer for link in _LINKS.findall(source)) and _phones(source) == _phones(answer)


def _phones(words: str) -> list[str]:
    digits = ("".join(sign for sign in number if sign.isdigit()) for number in _NUMBERS.findall(_LINKS.sub(" ", words)))
    return sorted(number for number in digits if len(number) >= SHORTEST_PHONE)
