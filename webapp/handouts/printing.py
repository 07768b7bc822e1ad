"""One page of paper: words in letters that become smaller until they fit, and codes. Coordinates in millimetres.

Letters: Fira Sans (Latin, Cyrillic, Greek) and IBM Plex Sans Arabic, both SIL Open Font Licence. A language in another
script (Ethiopic, for example) brings its own: `letters.ttf` and, if there is one, `letters-bold.ttf` in its folder.
Without them its words cannot stand on paper: then the sheet is in Dutch alone; the page prints them all."""

import logging
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
LEADING = 1.22  # height of a line by that of its letters
SMALL_MM = 120.0  # columns up to this width
FOOT_POINTS = {True: 10.0, False: 8.0}  # of what stands beside a code on a large page, and on a small one
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
    """Measured from its upper left corner; `language` may bring letters of its own. Of two columns each is as large as
    `size`, and the first one is where reading begins."""

    def __init__(self, size: tuple[float, float], direction: str, language: str, columns: int = 1) -> None:
        super().__init__(format=(size[0] * columns, size[1]))
        self.set_compression(True)
        self.set_auto_page_break(False)
        self.columns, self.column = columns, 0
        self.column_width = size[0]
        self.edge = size[0] / 18
        self._measured: dict[float, list[float]] = {}
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

    @property
    def left(self) -> float:
        """Where words begin in the present column."""
        place = self.columns - 1 - self.column if self.from_the_right else self.column
        return place * self.column_width + self.edge

    @property
    def room(self) -> float:
        """For words, in width."""
        return self.column_width - 2 * self.edge

    @property
    def is_large(self) -> bool:
        return self.column_width > SMALL_MM

    def heights(self, groups: Sequence[Sequence[Line]], scale: float) -> list[float]:
        """Of each group; measured once a scale, as a page is made for one set of lines."""
        if scale not in self._measured:
            self._measured[scale] = [self._height(lines, scale) for lines in groups]
        return self._measured[scale]

    def draw_fold(self) -> None:
        """Where it is folded."""
        self.set_draw_color(*SOFT)
        self.set_line_width(0.1)
        self.set_dash_pattern(dash=1, gap=2)
        self.line(self.w / 2, self.edge, self.w / 2, self.h - self.edge)
        self.set_dash_pattern()

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
        self.set_x(self.left)
        self.choose(line.words, line.size * scale, line.bold, line.language)
        self.set_text_color(*(SOFT if line.soft else INK))
        return self.multi_cell(
            self.room,
            line.size * scale * MM_A_POINT * LEADING,
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
            self.choose(line, FOOT_POINTS[self.is_large], False, "nl")
            self.set_text_color(*INK)
            align = "R" if self.from_the_right else "L"
            self.multi_cell(width, self.small_height, line, align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)
            top = self.get_y()

    @property
    def small_height(self) -> float:
        return FOOT_POINTS[self.is_large] * MM_A_POINT * LEADING

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
