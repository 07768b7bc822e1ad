"""A logo as we show it: a picture of our own making out of what was sent, which may be anything.

Only PNG, JPEG and WebP are opened; the size is read before the picture is, so that a small file cannot become a huge
picture. What is stored is drawn anew: nothing else of the file is left in it.
"""

import io
import warnings
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP")
WIDEST, HIGHEST = 480, 120  # pixels; shown at half of it, for sharp screens
MOST_BYTES = 900_000
MOST_PIXELS = 20_000_000
SMALLEST = 16  # pixels a side


class LogoComplaint(Enum):
    EMPTY = "nothing was sent"
    DRAWING = "an SVG, which can hold programs"
    NO_PICTURE = "none of our formats, or damaged"
    TOO_LARGE = "too many bytes or pixels"
    TOO_SMALL = "hardly anything to see"


@dataclass(frozen=True)
class Logo:
    """WebP without loss; `width` and `height` in pixels."""

    picture: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return sha256(self.picture).hexdigest()[:16]


def read_logo(sent: bytes) -> Logo | LogoComplaint:
    if not sent:
        return LogoComplaint.EMPTY
    if len(sent) > MOST_BYTES:
        return LogoComplaint.TOO_LARGE
    if b"<svg" in sent[:2000].lower():
        return LogoComplaint.DRAWING
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of a bomb before it refuses one
            return _drawn_anew(sent)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, OverflowError):
        return LogoComplaint.NO_PICTURE
    except (Image.DecompressionBombError, Warning):
        return LogoComplaint.TOO_LARGE


def _drawn_anew(sent: bytes) -> Logo | LogoComplaint:
    with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            return LogoComplaint.TOO_LARGE
        if min(width, height) < SMALLEST:
            return LogoComplaint.TOO_SMALL
        picture = ImageOps.exif_transpose(opened).convert("RGBA")
    picture.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    stored = io.BytesIO()
    clean.save(stored, "WEBP", lossless=True, method=4)
    return Logo(stored.getvalue(), *clean.size)
