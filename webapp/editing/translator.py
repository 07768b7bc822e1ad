"""The translating machine of the town, where one is set up."""

from collections.abc import Mapping

from webapp.translating.operations import is_available, suggest
from webapp.translating.rules import TranslationFailed

__all__ = ["NoTranslation", "is_available", "translate"]


class NoTranslation(Exception):
    """It did not come: the machine is away or busy."""


def translate(kind: str, words: Mapping[str, str], language: str) -> dict[str, str]:
    """Dutch words in this language. Raises NoTranslation."""
    if not is_available():
        raise NoTranslation
    try:
        return dict(suggest(kind, {name: word for name, word in words.items() if word}, language))
    except TranslationFailed as error:
        raise NoTranslation from error
