"""One page of paper: words in letters that become smaller until they fit, and codes. Coordinates in millimetres.

Letters: Fira Sans (Latin, Cyrillic, Greek) and IBM Plex Sans Arabic, both SIL Open Font Licence. Words in a script that
neither has (Ethiopic, for example) cannot stand on it: then the sheet is in Dutch alone; the page prints them all."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

from webapp.core.qr import Drawing

LATIN, ARABIC = "latin", "arabic"
FILES = {
    (LATIN, ""): ("fontpkg_fira_sans", "FiraSans-Regular.ttf"),
    (LATIN, "B"): ("fontpkg_fira_sans", "FiraSans-SemiBold.ttf"),
    (ARABIC, ""): ("fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-Regular.ttf"),
    (ARABIC, "B"): ("fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-SemiBold.ttf"),
}
SCALES = tuple(number / 20 for number in range(10, 29))  # of the letters, 0.5 to 1.4
MM_A_POINT = 0.3528
INK, SOFT = (0, 0, 0), (70, 70, 70)
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
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    found: set[int] = set(UNPRINTED)
    for (_family, style), file in FILES.items():
        if not style:
            with TTFont(font_file(*file), lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(found)


def can_say(words: str) -> bool:
    return all(ord(letter) in _letters() or letter.isspace() for letter in words)


class Page(FPDF):
    """Measured from its upper left corner."""

    def __init__(self, size: tuple[float, float], direction: str) -> None:
        super().__init__(format=size)
        self.set_compression(True)
        self.set_auto_page_break(False)
        self.edge = size[0] / 18
        self.set_margins(self.edge, self.edge, self.edge)
        self.add_page()
        self.from_the_right = direction == "rtl"
        for (family, style), file in FILES.items():
            self.add_font(family, style, font_file(*file))

    def scale_that_fits(self, lines: Sequence[Line], foot: float) -> float:
        """The largest; by halving, as each try measures every word."""
        room = self.h - foot - 2 * self.edge
        too_large = bisect_left(SCALES, True, key=lambda scale: self._height(lines, scale) > room)
        return SCALES[max(0, too_large - 1)]

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
        is_arabic = any("؀" <= letter <= "ۿ" for letter in words)
        family, other = (ARABIC, LATIN) if is_arabic else (LATIN, ARABIC)
        self.set_font(family, "B" if bold else "", size)
        self.set_fallback_fonts([other], exact_match=True)
        self.set_text_shaping(True, direction="rtl" if is_arabic else "ltr", language=language)

    def small(self, words: str, left: float, top: float, width: float) -> None:
        for line in words.split("\n"):
            self.set_xy(left, top)
            self.choose(line, 8 if self.w > 120 else 7, False, "nl")
            self.set_text_color(*INK)
            align = "R" if self.from_the_right else "L"
            self.multi_cell(width, 3.4, line, align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)
            top = self.get_y()

    def draw_code(self, drawing: Drawing, left: float, top: float, size: float) -> None:
        module = size / drawing.size
        self.set_fill_color(*INK)
        for x, y in drawing.dark:
            self.rect(left + x * module, top + y * module, module * 1.02, module * 1.02, style="F")
