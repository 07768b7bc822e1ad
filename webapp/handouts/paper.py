"""The sheet as a PDF: A5, or A6 for a pocket. Everything on one piece of paper, in letters that can be read; for what
no letters are there, it is in Dutch."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from webapp.core.qr import Drawing
from webapp.handouts.drawing import Sketch
from webapp.handouts.lines import all_words, lines_of
from webapp.handouts.printing import SCALES, SOFT, Line, Page, can_say
from webapp.handouts.sheet import Sheet, Whole

SIZES_MM = {"a5": (148.0, 210.0), "a6": (105.0, 148.0)}
# Which size, how many of it beside each other, and how high its map may be, in parts of the usual height. Two of a size
# are one piece of paper, that is folded once: A6 twice is A5, A5 twice is A4.
A5, A6 = ("a5", 1, (1.0, 0.7, 0.0)), ("a6", 1, (1.0, 0.0))
A5_FOLDED, A6_FOLDED = ("a5", 2, (1.5, 1.0, 0.0)), ("a6", 2, (1.5, 1.0, 0.0))
PAPERS = {"a5": (A5, A5_FOLDED), "a6": (A6, A6_FOLDED, A5_FOLDED)}
LEAST = 0.85  # scale of the letters: nothing below 8 points, nothing in the language of the sheet below 9
READABLE = tuple(scale for scale in SCALES if scale >= LEAST)
SHORT_LETTERS = 60  # of a name where there is no room for a longer one
MAP_POINTS = 6.5  # of the names on the map
DARK, LAND = (11, 63, 55), (244, 241, 234)


def pdf(whole: Whole, sketch: Sketch | None, look: Drawing, contact: Drawing | None, team: str, size: str) -> bytes:
    """`size` is a key of SIZES_MM; `team` the phone number of the team, or empty."""
    own = whole.own if can_say(all_words(whole.own), whole.own.language) else whole.dutch or whole.own
    dutch = whole.dutch if own is not whole.dutch else None
    paper, groups, fit = _fitting(own, dutch, sketch, size)
    paper.set_title(own.words["title"])
    paper.set_lang(own.language)
    paper.write_groups(groups, fit)
    paper.draw_foot(whole, own, sketch if fit.map else None, look, contact, team)
    return bytes(paper.output())


@dataclass(frozen=True)
class Fit:
    """`split` things stand in the first column, the others above the codes; `map` is a part of its usual height."""

    scale: float
    split: int
    map: float


def _fitting(
    own: Sheet, dutch: Sheet | None, sketch: Sketch | None, size: str
) -> tuple["_Paper", list[list[Line]], Fit]:
    """What gives way to letters that can be read: first the map, then that it is not folded, then the ends of long
    names and the reasons of what changed, which the code tells."""
    paper: _Paper | None = None
    for longest, (format_, columns, maps) in product((None, SHORT_LETTERS), PAPERS[size]):
        if paper is not None:
            paper.throw_away()
        groups = lines_of(own, dutch, longest)
        paper = _Paper(SIZES_MM[format_], own.direction, own.language, columns)
        for map_ in maps if sketch else (0.0,):
            if paper.has_room(groups, map_):
                return paper, groups, paper.fit(groups)
    assert paper is not None  # the last try stands, whatever its scale
    return paper, groups, paper.fit(groups, SCALES)


class _Paper(Page):
    """With codes and a map below, in its last column."""

    map = 0.0  # part of the usual height

    def has_room(self, groups: Sequence[Sequence[Line]], map_: float) -> bool:
        """For the smallest letters that can be read, beside a map of this height."""
        self.map = map_
        return self._split(groups, LEAST) is not None

    def fit(self, groups: Sequence[Sequence[Line]], scales: Sequence[float] = READABLE) -> Fit:
        """The largest letters, by halving, as each try measures every word. The smallest where even these are too
        large."""
        too_large = bisect_left(scales, True, key=lambda scale: self._split(groups, scale) is None)
        scale = scales[max(too_large - 1, 0)]
        return Fit(scale, self._split(groups, scale) or 0, self.map)

    def _split(self, groups: Sequence[Sequence[Line]], scale: float) -> int | None:
        """How many things stand in the first of two columns, so that both are about as full; None where they do not
        fit."""
        heights = self.heights(groups, scale)
        room = self.h - 2 * self.edge
        found = []
        for split in range(1, len(heights) + 1) if self.columns > 1 else (0,):
            first, last = sum(heights[:split]), sum(heights[split:]) + self.foot_height()
            if max(first, last) <= room:
                found.append((max(first, last), split))
        return min(found)[1] if found else None

    def write_groups(self, groups: Sequence[Sequence[Line]], fit: Fit) -> None:
        before = [line for group in groups[: fit.split] for line in group]
        if self.columns > 1:
            self.write_lines(before, fit.scale)
            self.draw_fold()
            self.column = 1
        self.write_lines([line for group in groups[fit.split :] for line in group], fit.scale)

    def foot_height(self) -> float:
        """Codes, the address, two or three small lines, and the map above them."""
        lines = 3 if self.from_the_right else 2
        below = 6 + lines * self.small_height
        return self._qr_size() + below + (self._map_height() + 4 if self.map else 0)

    def _qr_size(self) -> float:
        return 24.0 if self.is_large else 20.0

    def _map_height(self) -> float:
        return self.map * (44.0 if self.is_large else 26.0)

    def draw_foot(
        self, whole: Whole, own: Sheet, sketch: Sketch | None, look: Drawing, contact: Drawing | None, team: str
    ) -> None:
        top = self.h - self.edge - self.foot_height()
        if sketch is not None:
            self._draw_map(sketch, top + 2)
            top += self._map_height() + 4
        half, beside = self.room / 2, self._qr_size() + 1
        codes = [(look, own.words["scan"])]
        codes += [(contact, own.words["contact"])] if contact else []
        for number, (drawing, words) in enumerate(codes):
            place = 1 - number if self.from_the_right else number
            start = self.left + half * place
            code = start + half - self._qr_size() if self.from_the_right else start
            self.draw_code(drawing, code, top, self._qr_size())
            self.small(words, start if self.from_the_right else start + beside, top + 2, half - beside - 1)
        # From the right a number with spaces in it would be laid in pieces, the last one first: it stands by itself.
        call = [own.words["team"], team] if self.from_the_right else [f"{own.words['team']} {team}"]
        last = [*call, own.expires] if team else [own.expires]
        address = f"{whole.spoken_host}{whole.spoken_code}"
        below = top + self._qr_size() + 1
        self.one_line(address, self.left, below, self.room, 11 if self.is_large else 10)
        self.small("\n".join(last), self.left, below + 5, self.room)

    def _draw_map(self, sketch: Sketch, top: float) -> None:
        height = self._map_height()
        width = min(self.room, height / sketch.height * sketch.width)
        height = width / sketch.width * sketch.height
        left, unit = self.left + (self.room - width) / 2, width / sketch.width
        self.set_fill_color(*LAND)
        self.rect(left, top, width, height, style="F")
        self.set_draw_color(*SOFT)
        self.set_line_width(0.2)
        for line in sketch.lines:
            self.polygon([(left + x * unit, top + y * unit) for x, y in line], style="D")
        for mark in sketch.marks:  # labels keep clear of each other, see drawing.py
            self._dot(left + mark.x * unit, top + mark.y * unit, 0.7, SOFT)
        with self.rect_clip(left, top, width, height):
            for label in (*sketch.names, *sketch.marks):
                self._label(label.label, left + label.x * unit, top + label.y * unit - 2.6, left, left + width)
        for pin in sketch.pins:
            x, y = left + pin.x * unit, top + pin.y * unit
            self._dot(x, y, 2.2 + 0.4 * (len(pin.label) - 1), DARK)
            self.choose(pin.label, 8, True, "nl")
            self.set_text_color(255, 255, 255)
            self.set_xy(x - 2.2, y - 1.7)
            self.cell(4.4, 3.4, pin.label, align="C")

    def _dot(self, x: float, y: float, radius: float, colour: tuple[int, int, int]) -> None:
        self.set_fill_color(*colour)
        self.circle(x, y, radius, style="F")

    def _label(self, words: str, x: float, y: float, west: float, east: float) -> None:
        self.choose(words, MAP_POINTS, False, "nl")
        self.set_text_color(*SOFT)
        width = self.get_string_width(words) + 2
        self.set_xy(min(max(x - width / 2, west), max(east - width, west)), y)
        self.cell(width, 2.4, words, align="C")
