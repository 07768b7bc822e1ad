"""What a text in one language is worth: does it follow the Dutch text, and did a person look at it. Pure.

The version of a text says which content it tells: of the Dutch text it counts the changes that matter, of a
translation it is the version that was translated. So a change of the Dutch text touches no other row.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from webapp.core.texts import FALLBACK_LANGUAGE

FIRST_VERSION = 1
BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w\s]+(?=\d)")  # 1-2 is not 12


class Maker(StrEnum):
    PERSON = "person"
    MACHINE = "machine"


class TextState(StrEnum):
    """The first that holds, in this order."""

    MISSING = "missing"
    OUTDATED = "outdated"
    MACHINE = "machine"
    CHECKED = "checked"


class Text(Protocol):
    @property
    def language(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def made_by(self) -> str: ...


def state_of(text: Text | None, source: Text | None) -> TextState:
    """`source` is the Dutch text of the same thing."""
    if text is None:
        return TextState.MISSING
    if source is not None and text.version < source.version:
        return TextState.OUTDATED
    return TextState.MACHINE if is_by_machine(text) else TextState.CHECKED


def is_by_machine(text: Text) -> bool:
    """An outdated text may be a machine's as well."""
    return text.made_by == Maker.MACHINE and text.language != FALLBACK_LANGUAGE


def is_major(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether a reader of a translation would miss something: more than white space, capitals or punctuation."""
    names = before.keys() | after.keys()
    return any(_letters(before.get(name, "")) != _letters(after.get(name, "")) for name in names)


def _letters(text: str) -> str:
    told = BETWEEN_DIGITS.sub("|", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in told if sign == "|" or unicodedata.category(sign)[0] not in "PZC")
