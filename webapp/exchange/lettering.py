"""Letters for pictures: which font can say a text, how large it fits, and where its lines break."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont, features
from PIL.ImageFont import FreeTypeFont

# Variable fonts with the values of their axes for a weight. The first that has all the letters is used.
LATIN = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
ARABIC = ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf")
WIDTH_OF_ARABIC = 100
NO_LETTER = "\U000fffff"  # no font has it: what is drawn for it is the empty box
ELLIPSIS = "…"
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
Font = FreeTypeFont


@dataclass(frozen=True)
class Laid:
    """A text that fits: its lines, in this font."""

    lines: tuple[str, ...]
    font: Font
    height: int  # of one line, pixels

    @property
    def width(self) -> float:
        return max((self.font.getlength(line) for line in self.lines), default=0)


@cache
def _file(package: str, name: str) -> str:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The letters of {package} are missing; install requirements.txt.")
    return str(Path(spec.origin).with_name("files") / name)


@cache
def _font(family: tuple[str, str], size: int, weight: int) -> Font:
    font = ImageFont.truetype(_file(*family), size, layout_engine=_engine())
    font.set_variation_by_axes([weight, WIDTH_OF_ARABIC] if family == ARABIC else [weight])
    return font


def _engine() -> ImageFont.Layout:
    """Without Raqm Arabic letters stand apart and from left to right; Latin looks the same."""
    return ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC


@cache
def _empty_box(family: tuple[str, str]) -> bytes:
    return bytes(_font(family, 24, REGULAR).getmask(NO_LETTER))


def _lacks(family: tuple[str, str], letter: str) -> bool:
    return bytes(_font(family, 24, REGULAR).getmask(letter)) == _empty_box(family)


def is_from_the_right(text: str) -> bool:
    """By its first letter with a direction, as `dir="auto"` decides."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((side != "L" for side in strong if side in ("L", "R", "AL")), False)


def direction_of(text: str) -> str | None:
    """None where Pillow has no Raqm: it refuses to be told a direction then."""
    if not features.check("raqm"):
        return None
    return "rtl" if is_from_the_right(text) else "ltr"


def sayable(text: str) -> tuple[str, tuple[str, str]]:
    """The text without what no font of ours can draw (emoji, scripts that we lack), and the font for all of it."""
    shown = {letter for letter in text if letter.isprintable() and not letter.isspace()}
    lacking = {family: {letter for letter in shown if _lacks(family, letter)} for family in (LATIN, ARABIC)}
    family = min(lacking, key=lambda one: len(lacking[one]))
    kept = "".join(letter if letter in shown - lacking[family] else " " for letter in text)
    return " ".join(kept.split()), family


def lay(text: str, width: int, lines: int, sizes: tuple[int, ...], weight: int) -> Laid:
    """In the largest of these sizes in which it fits; in the smallest what does not fit ends in an ellipsis."""
    said, family = sayable(text)
    for size in sizes:
        font = _font(family, size, weight)
        laid = _lines(said, font, width)
        if len(laid) <= lines and all(font.getlength(line) <= width for line in laid):
            return Laid(tuple(laid), font, _line_height(size))
    cut = [_cut(line, font, width) for line in laid[:lines]]
    if len(laid) > lines:
        cut[-1] = _cut(f"{cut[-1].rstrip(ELLIPSIS)}{ELLIPSIS}", font, width)
    return Laid(tuple(cut), font, _line_height(sizes[-1]))


def _line_height(size: int) -> int:
    return round(size * 1.18)


def _lines(text: str, font: Font, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, font: Font, width: int) -> str:
    """Halving finds the longest beginning that fits: a line of any length costs a few measurements."""
    if font.getlength(line) <= width:
        return line
    least, most = 0, len(line)
    while least < most:
        middle = (least + most + 1) // 2
        if font.getlength(f"{line[:middle]}{ELLIPSIS}") <= width:
            least = middle
        else:
            most = middle - 1
    return f"{line[:least].rstrip()}{ELLIPSIS}"
