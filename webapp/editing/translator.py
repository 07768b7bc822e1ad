"""The translating machine of the town, where one is set up."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

ROOM = "webapp.translating"


class NoTranslation(Exception):
    """It did not come: the machine is away or busy."""


def _room() -> Any:
    return import_module(f"{ROOM}.operations") if find_spec(ROOM) else None


def is_available() -> bool:
    room = _room()
    return bool(room and room.is_available())


def translate(kind: str, words: Mapping[str, str], language: str) -> dict[str, str]:
    """Dutch words in this language. Raises NoTranslation."""
    if not is_available():
        raise NoTranslation
    try:
        return dict(_room().suggest(kind, {name: word for name, word in words.items() if word}, language))
    except import_module(f"{ROOM}.rules").TranslationFailed as error:
        raise NoTranslation from error
