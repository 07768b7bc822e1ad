"""One page of paper: words in letters that become smaller until they fit, and codes. Coordinates in millimetres.

Letters: Fira Sans (Latin, Cyrillic, Greek) and IBM Plex Sans Arabic, both SIL Open Font Licence. A language in another
script (Ethiopic, for example) brings its own: `letters.ttf` and, if there is one, `letters-bold.ttf` in its folder.
Without them its words cannot stand on paper: then the sheet is in Dutch alone; the page prints them all."""

import logging
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont

from webapp.core.language import catalogue_folders
from webapp.core.qr import Drawing

LATIN, ARABIC, OWN = "latin", "arabic", "own"
FILES = {
    (LATIN, ""): ("fontpkg_fira_sans", "FiraSans-Regular.ttf"),
    (LATIN, "B"): ("fontpkg_fira_sans", "FiraSans-SemiBold.ttf"),
    (ARABIC, ""): ("fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-Regular.ttf"),
    (ARABIC, "B"): ("fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-SemiBold.ttf"),
}
SCALES = tuple(number / 20 for number in range(10, 29))  # of the letters, 0.5 to 1.4
MM_A_POINT = 0.3528
INK, SOFT = (0, 0, 0), (70, 70, 70)
FROM_THE_RIGHT = {"R", "AL"}  # of a letter, by Unicode
logging.getLogger("fontTools").setLevel(logging.WARNING)  # 170 lines for each page
UNPRINTED = {0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F}


@dataclass(frozen=True)
class Line:
    """Words with their size in points; `gap` in millimetres goes before them."""

    words: str
    size: float
    bold: bool = False
    soft: bool = False
    gap: float = 0.0
    language: str = "nl"


@cache
def font_file(package: str, name: str) -> str:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The letters of {package} are missing; install requirements.txt.")
    return str(Path(spec.origin).with_name("files") / name)


@cache
def _letters_in(file: str) -> frozenset[int]:
    """None in a file that is no letters: whoever runs this finds a line in the log, and the sheet is in Dutch."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with open(file, "rb") as opened, TTFont(opened, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError):
        logging.getLogger(__name__).exception("The letters in %s cannot be read", file)
        return frozenset()


def own_letters(language: str) -> dict[str, str]:
    """The files that this language brought, by style."""
    for folder in catalogue_folders():
        usual = folder / language / "letters.ttf"
        if usual.is_file() and _letters_in(str(usual)):
            bold = usual.with_name("letters-bold.ttf")
            return {"": str(usual), "B": str(bold if bold.is_file() and _letters_in(str(bold)) else usual)}
    return {}


def _files(language: str) -> dict[tuple[str, str], str]:
    own = {(OWN, style): file for style, file in own_letters(language).items()}
    return {key: font_file(*file) for key, file in FILES.items()} | own


def can_say(words: str, language: str) -> bool:
    usual = [file for (_family, style), file in _files(language).items() if not style]
    known = UNPRINTED.union(*map(_letters_in, usual))
    return all(ord(letter) in known or letter.isspace() for letter in words)


class Page(FPDF):
    """Measured from its upper left corner; `language` may bring letters of its own."""

    def __init__(self, size: tuple[float, float], direction: str, language: str) -> None:
        super().__init__(format=size)
        self.set_compression(True)
        self.set_auto_page_break(False)
        self.edge = size[0] / 18
        self.set_margins(self.edge, self.edge, self.edge)
        self.add_page()
        self.from_the_right = direction == "rtl"
        self.files = _files(language)
        for (family, style), file in self.files.items():
            self.add_font(family, style, file)

    def throw_away(self) -> None:
        """A page that is not written out would keep the files of its letters open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def scale_that_fits(self, lines: Sequence[Line], foot: float) -> float:
        """The largest, 0 where even the smallest is too large; by halving, as each try measures every word."""
        room = self.h - foot - 2 * self.edge
        too_large = bisect_left(SCALES, True, key=lambda scale: self._height(lines, scale) > room)
        return SCALES[too_large - 1] if too_large else 0.0

    def _height(self, lines: Sequence[Line], scale: float) -> float:
        return sum(line.gap * scale + float(self._put(line, scale, dry_run=True)) for line in lines)

    def write_lines(self, lines: Sequence[Line], scale: float) -> None:
        self.set_y(self.edge)
        self.write_on(lines, scale)

    def write_on(self, lines: Sequence[Line], scale: float) -> None:
        """Below what stands there."""
        for line in lines:
            self.set_y(self.get_y() + line.gap * scale)
            self._put(line, scale)

    def _put(self, line: Line, scale: float, *, dry_run: bool = False) -> Any:
        self.set_x(self.edge)
        self.choose(line.words, line.size * scale, line.bold, line.language)
        self.set_text_color(*(SOFT if line.soft else INK))
        return self.multi_cell(
            self.epw,
            line.size * scale * MM_A_POINT * 1.22,
            line.words,
            align="R" if self.from_the_right else "L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
            dry_run=dry_run,
            output=MethodReturnValue.HEIGHT if dry_run else MethodReturnValue.PAGE_BREAK,
        )

    def choose(self, words: str, size: float, bold: bool, language: str) -> None:
        """The letters for these words, in the direction of the first that has one."""
        family = self._family(words)
        self.set_font(family, "B" if bold else "", size)
        self.set_fallback_fonts(sorted({other for other, _style in self.files} - {family}), exact_match=True)
        is_from_the_right = any(bidirectional(letter) in FROM_THE_RIGHT for letter in words)
        self.set_text_shaping(True, direction="rtl" if is_from_the_right else "ltr", language=language)

    def _family(self, words: str) -> str:
        """Arabic words in ours; others in those of the language as soon as ours lack one."""
        if any("؀" <= letter <= "ۿ" for letter in words):
            return ARABIC
        known = _letters_in(self.files[LATIN, ""])
        lacks = any(ord(letter) not in known and not letter.isspace() for letter in words)
        return OWN if lacks and (OWN, "") in self.files else LATIN

    def small(self, words: str, left: float, top: float, width: float) -> None:
        for line in words.split("\n"):
            self.set_xy(left, top)
            self.choose(line, 8 if self.w > 120 else 7, False, "nl")
            self.set_text_color(*INK)
            align = "R" if self.from_the_right else "L"
            self.multi_cell(width, 3.4, line, align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)
            top = self.get_y()

    def one_line(self, words: str, left: float, top: float, width: float, size: float) -> None:
        """In letters that become smaller until it is one line: for an address that somebody reads out."""
        self.choose(words, size, True, "en")
        if self.get_string_width(words) > width - 2 * self.c_margin:
            self.set_font_size(size * (width - 2 * self.c_margin) / self.get_string_width(words))
        self.set_text_color(*INK)
        self.set_xy(left, top)
        self.cell(width, 4.4, words, align="R" if self.from_the_right else "L")

    def draw_code(self, drawing: Drawing, left: float, top: float, size: float) -> None:
        module = size / drawing.size
        self.set_fill_color(*INK)
        for x, y in drawing.dark:
            self.rect(left + x * module, top + y * module, module * 1.02, module * 1.02, style="F")
