"""Which languages are spoken, by the code of ISO 639 or by their name in English or Dutch. Pure."""

from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

from webapp.hsds_import.fields import Fields
from webapp.places.checks import is_language
from webapp.schedule.reading import show


def find_languages(fields: Fields) -> tuple[str, ...]:
    """Each once; a language that is not known is told."""
    return tuple(dict.fromkeys(_each(fields)))


def _each(fields: Fields) -> Iterator[str]:
    for record in fields.records("languages"):
        language = Fields(record)
        words = language.line("code") or language.line("name")
        fields.slips += [f"languages: {slip}" for slip in language.slips]
        code = find_language(words) or find_language(language.line("name"))
        if code:
            yield code
        elif words:
            fields.slips.append(f"languages: {show(words)} is no language that is known")


def find_language(words: str) -> str | None:
    """`urd`, `ur-PK` and `Urdu` are all `ur`."""
    bare = words.strip().casefold()
    short = bare.partition("-")[0].partition("_")[0]
    code = _aliases().get(short, short)
    return code if is_language(code) and len(short) <= 3 else _names().get(bare)


@cache
def _aliases() -> Mapping[str, str]:
    """Three letters for what has two: `eng` is `en`."""
    return {key: value for key, value in get_global("language_aliases").items() if len(key) == 3 and len(value) <= 3}


@cache
def _names() -> Mapping[str, str]:
    return {
        name.casefold(): code
        for own in ("nl", "en")
        for code, name in Locale.parse(own).languages.items()
        if len(code) <= 3
    }
