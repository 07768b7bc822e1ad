"""A third language, written from the right, as whoever adds one would deliver it: a folder and no code."""

import shutil
from pathlib import Path

from babel.messages import mofile, pofile

LANGUAGES = Path(__file__).with_name("languages")


def deliver(folder: Path) -> str:
    """The folder for the setting LANGUAGES_DIR, with the catalogue compiled."""
    shutil.copytree(LANGUAGES, folder, dirs_exist_ok=True)
    source = folder / "ar" / "LC_MESSAGES" / "messages.po"
    with source.open("rb") as read, source.with_suffix(".mo").open("wb") as written:
        mofile.write_mo(written, pofile.read_po(read, locale="ar"))
    return str(folder)
