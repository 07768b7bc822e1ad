"""Every text of the interface in every language: nothing missing, outdated or differently filled in.

python -m tools.check_translations            says what is wrong, exit code 1
python -m tools.check_translations --update   takes new texts from the code into the catalogues"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

from tools.cluster import ROOT

CATALOGUES = ROOT / "webapp" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%%")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
SHOWN = 60  # characters of a text in a message


def extract(template: Path) -> None:
    """What the code and the templates say now. Line numbers would make every change touch the catalogues."""
    babel("extract", "--mapping-file", "pyproject.toml", "--no-location", "--sort-output", "--omit-header",
          "--keywords", "say", "--add-comments", "i18n:",
          "--output-file", str(template), "webapp", "templates")  # fmt: skip


def babel(command: str, *arguments: str) -> None:
    program = [sys.executable, "-m", "babel.messages.frontend", "--quiet", command, *arguments]
    if subprocess.run(program, cwd=ROOT, check=False).returncode:
        sys.exit(f"pybabel {command} failed; the lines above say why.")


def catalogues() -> list[Path]:
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po"))


def update(template: Path) -> None:
    """Without guesses: a text that only looks like an old one is a new text."""
    for path in catalogues():
        babel("update", "--input-file", str(template), "--output-file", str(path),
              "--locale", locale_of(path), "--no-fuzzy-matching", "--ignore-obsolete",
              "--no-wrap", "--ignore-pot-creation-date")  # fmt: skip
        print(f"{path.relative_to(ROOT)}: {len(polib.pofile(str(path)).untranslated_entries())} to translate")


def locale_of(path: Path) -> str:
    return path.parent.parent.name


def problems_of(path: Path, wanted: polib.POFile) -> Iterator[str]:
    entries = {key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    texts = {key(entry): entry for entry in wanted}
    for missing in texts.keys() - entries.keys():
        yield f"not in the catalogue (make translations): {short(missing[1])}"
    for unused in entries.keys() - texts.keys():
        yield f"no longer used (make translations): {short(unused[1])}"
    for entry in entries.values():
        yield from problems_of_entry(entry)


def key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def short(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= SHOWN else line[: SHOWN - 1] + "…")


def problems_of_entry(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield f"marked as a guess: {short(entry.msgid)}"
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(text.strip() for text in translations):
        yield f"not translated: {short(entry.msgid)}"
        return
    for text in translations:
        yield from differences(entry, text)


def differences(entry: polib.POEntry, translation: str) -> Iterator[str]:
    """A plural form may leave its number out ("one place") but bring in nothing new."""
    for what, pattern in (("placeholders", PLACEHOLDER), ("HTML tags", TAG)):
        source = Counter(pattern.findall(entry.msgid))
        found = Counter(pattern.findall(translation))
        if found != source and not (entry.msgid_plural and found <= source):
            yield f"other {what} than the source: {short(entry.msgid)} -> {short(translation)}"


def check(template: Path) -> int:
    wanted = polib.pofile(str(template))
    found = [f"{locale_of(path)}: {problem}" for path in catalogues() for problem in problems_of(path, wanted)]
    if not catalogues():
        found.append(f"there is no catalogue in {CATALOGUES.relative_to(ROOT)}")
    languages = ", ".join(map(locale_of, catalogues()))
    print("\n".join(sorted(found)) or f"Translations: {len(wanted)} texts, complete in {languages}.")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as directory:
        template = Path(directory, "messages.pot")
        extract(template)
        if arguments == ["--update"]:
            update(template)
            return 0
        return check(template)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
