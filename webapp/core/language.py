"""Languages are data: the source language of the texts plus every catalogue that is there.

A catalogue lies in `translations/` of the release or in the folder of the setting LANGUAGES_DIR.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from flask import current_app, g, has_app_context
from flask_babel import force_locale
from werkzeug.datastructures import LanguageAccept

SOURCE_LANGUAGE = "en"  # of the message ids
DEFAULT_LANGUAGE = "nl"
CATALOGUES = Path(__file__).parent.parent / "translations"


@dataclass(frozen=True)
class Language:
    code: str
    name: str  # in the language itself
    direction: str  # ltr or rtl


def catalogue_folders() -> tuple[Path, ...]:
    further = current_app.config["SETTINGS"].languages_dir if has_app_context() else None
    return (CATALOGUES, Path(further)) if further else (CATALOGUES,)


def languages() -> tuple[Language, ...]:
    """Dutch first, then the others by code; a catalogue is all that a language needs."""
    return _languages_in(catalogue_folders())


@cache
def _languages_in(folders: tuple[Path, ...]) -> tuple[Language, ...]:
    catalogues = [path for folder in folders for path in folder.glob("*/LC_MESSAGES/*.po")]
    codes = {SOURCE_LANGUAGE, DEFAULT_LANGUAGE} | {path.parent.parent.name for path in catalogues}
    return tuple(_language(code) for code in sorted(codes, key=lambda code: (code != DEFAULT_LANGUAGE, code)))


def _language(code: str) -> Language:
    locale = Locale.parse(code)
    return Language(code, (locale.get_display_name(code) or code).capitalize(), locale.text_direction)


def find_language(code: str) -> Language | None:
    return next((language for language in languages() if language.code == code), None)


def language_names(codes: Iterable[str], in_language: str) -> tuple[str, ...]:
    """Names of languages (ISO 639-1) for a reader; a code that Babel does not know stays as it is."""
    names = Locale.parse(in_language).languages
    return tuple(str(names.get(code, code)) for code in codes)


def best_language(accepted: LanguageAccept) -> str:
    return accepted.best_match([language.code for language in languages()], DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE


def current_language() -> str:
    """The language in the address of this request, that of a member of staff, or that of `speaking`; else Dutch."""
    if not has_app_context():
        return DEFAULT_LANGUAGE
    code: str = g.get("language", DEFAULT_LANGUAGE)
    return code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Texts in another language than that of the request: a mail to somebody."""
    before = g.get("language")
    g.language = code
    try:
        with force_locale(code):
            yield
    finally:
        g.language = before or DEFAULT_LANGUAGE
