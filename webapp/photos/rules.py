"""What may become a photo, and what has to be said with it. Pure."""

import re
from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from webapp.core.texts import FALLBACK_LANGUAGE

MAX_FILE_BYTES = 25_000_000  # the largest that a phone's camera makes, with room to spare
MAX_REQUEST_BYTES = 80_000_000  # so much is taken in (onto the disk) to be able to say that it is too much
MAX_PHOTOS = 6  # of one place or activity
MAX_ALT_CHARACTERS = 250
MIN_ALT_CHARACTERS = 8
MAX_CREDIT_CHARACTERS = 120
HEAD_BYTES = 32

FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|webp|heic|gif|avif)|(?:IMG|DSC|PXL|DCIM|WA|image|foto|photo)[-_ ]?\d[\d_-]*", re.I
)


class Flaw(StrEnum):
    NO_FILE = "no_file"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    HEIC = "heic"
    NO_PHOTO = "no_photo"  # another kind of file, whatever it is called
    UNREADABLE = "unreadable"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    TOO_NARROW = "too_narrow"
    BUSY = "busy"
    TOO_MANY_PHOTOS = "too_many_photos"
    NO_PERMISSION = "no_permission"
    ALT_MISSING = "alt_missing"
    ALT_SHORT = "alt_short"
    ALT_LONG = "alt_long"
    ALT_FILE_NAME = "alt_file_name"
    CREDIT_LONG = "credit_long"


class PhotoRefused(Exception):
    """`flaws` by name of the field: photo, permission, alt_nl, alt_en, credit."""

    def __init__(self, flaws: Mapping[str, Flaw]) -> None:
        super().__init__(", ".join(f"{field}: {flaw}" for field, flaw in flaws.items()))
        self.flaws = flaws


def kind_of(head: bytes) -> Flaw | None:
    """None for what could be a photo, by its first bytes: names and types are the sender's word."""
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return None
    if head[4:8] == b"ftyp":
        brands = head[8:12]
        if brands in (b"avif", b"avis"):
            return None
        return Flaw.HEIC if brands[:3] in (b"hei", b"hev", b"mif", b"msf") else Flaw.NO_PHOTO
    return Flaw.NO_PHOTO


def check_alt(alt: Mapping[str, str]) -> dict[str, Flaw]:
    """By field: the Dutch words are needed, others asked for."""
    flaws = {f"alt_{language}": flaw for language, words in alt.items() if (flaw := _flaw_of(words)) is not None}
    if not alt.get(FALLBACK_LANGUAGE):
        flaws[f"alt_{FALLBACK_LANGUAGE}"] = Flaw.ALT_MISSING
    return flaws


def _flaw_of(words: str) -> Flaw | None:
    if not words:
        return None
    if FILE_NAME.fullmatch(words):
        return Flaw.ALT_FILE_NAME
    if len(words) < MIN_ALT_CHARACTERS:
        return Flaw.ALT_SHORT
    return Flaw.ALT_LONG if len(words) > MAX_ALT_CHARACTERS else None


def tidy(words: str) -> str:
    """On one line, without characters that nobody sees."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def moved(ids: list[UUID], id_: UUID, to: int) -> list[UUID]:
    """The same, with this one at place `to` (from 0; ends are kept)."""
    rest = [other for other in ids if other != id_]
    place = min(max(to, 0), len(rest))
    return [*rest[:place], id_, *rest[place:]]
