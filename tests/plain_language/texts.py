"""Every text that we wrote ourselves: the interface in both languages and the demonstration town."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib

from webapp.app import ROOT

LANGUAGES = ("nl", "en")
CATALOGUE = ROOT / "webapp" / "translations" / "nl" / "LC_MESSAGES" / "messages.po"
CONTENT = ROOT / "webapp" / "demo" / "content"
HERE = Path(__file__).parent


def interface_texts() -> Iterator[tuple[str, str]]:
    """(language, text): ids are English, a number or a name stands where one will be."""
    for entry in polib.pofile(str(CATALOGUE)):
        yield from (("en", _filled(text)) for text in (entry.msgid, entry.msgid_plural) if text)
        yield from (("nl", _filled(text)) for text in (entry.msgstr, *entry.msgstr_plural.values()) if text)


def _filled(text: str) -> str:
    return re.sub(r"%\(\w+\)\w", "Brughuis", re.sub(r"%\(num\)\w", "12", text))


def demo_texts() -> Iterator[tuple[str, str]]:
    for path in sorted(CONTENT.glob("*/*.toml")):
        for entries in tomllib.loads(path.read_text(encoding="utf-8")).values():
            if isinstance(entries, list):
                yield from _texts_of(entries)


def _texts_of(entries: list[Any]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        told = entry if isinstance(entry, dict) else {}
        for language in LANGUAGES:
            texts = told.get(language, {})
            yield from ((language, text) for text in (texts.values() if isinstance(texts, dict) else [texts]))


def labelled(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
