"""The sheet as a PDF: A5, or A6 for a pocket. Everything on one page; for what no letters are there, it is in Dutch."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from webapp.core.qr import Drawing
from webapp.core.texts import Spoken, shortened
from webapp.handouts.drawing import Sketch
from webapp.handouts.printing import SOFT, Line, Page, can_say
from webapp.handouts.sheet import Entry, News, Sheet, Whole

SIZES_MM = {"a5": (148.0, 210.0), "a6": (105.0, 148.0)}
READABLE, LEAST = 0.7, 0.5  # scales of the letters: below the first the map gives way, below the other all else
SHORT_LETTERS = 60  # of a name where there is no room for a longer one
DARK, LAND = (11, 63, 55), (244, 241, 234)


def pdf(whole: Whole, sketch: Sketch | None, look: Drawing, contact: Drawing | None, team: str, size: str) -> bytes:
    """`size` is a key of SIZES_MM; `team` the phone number of the team, or empty."""
    own = whole.own if can_say(_all_words(whole.own), whole.own.language) else whole.dutch or whole.own
    dutch = whole.dutch if own is not whole.dutch else None
    paper, lines, shown, scale = _fitting(own, dutch, sketch, size)
    paper.set_title(own.words["title"])
    paper.set_lang(own.language)
    paper.write_lines(lines, scale)
    paper.draw_foot(whole, own, shown, look, contact, team)
    return bytes(paper.output())


def _fitting(
    own: Sheet, dutch: Sheet | None, sketch: Sketch | None, size: str
) -> tuple["_Paper", list[Line], Sketch | None, float]:
    """What gives way to letters that can be read: first the map, then the pocket (A5 instead of A6), then the ends of
    long names and the reasons of what changed, which the code tells."""
    maps = ((sketch, READABLE), (None, LEAST)) if sketch else ((None, LEAST),)
    paper: _Paper | None = None
    for longest in (None, SHORT_LETTERS):
        lines = list(_lines(own, dutch, longest))
        for format_, (shown, least) in product(dict.fromkeys((size, "a5")), maps):
            if paper is not None:
                paper.throw_away()
            paper = _Paper(SIZES_MM[format_], own.direction, own.language)
            scale = paper.scale_that_fits(lines, paper.foot_height(shown is not None))
            if scale >= least:
                return paper, lines, shown, scale
    assert paper is not None  # the last try stands, whatever its scale
    return paper, lines, None, scale


def _all_words(sheet: Sheet) -> str:
    return "".join(line.words for line in _lines(sheet, None, None)) + "".join(sheet.words.values()) + sheet.expires


def _lines(own: Sheet, dutch: Sheet | None, longest: int | None) -> Iterator[Line]:
    """With at most so many letters of each name, and then without reasons."""
    title = own.words["title"] + (f" – {dutch.words['title']}" if dutch else "")
    yield Line(title, 11, soft=True, language=own.language)
    for number, entry in enumerate(own.entries):
        nl = dutch.entries[number] if dutch else None
        sides = [one if longest is None or one is None else _shorter(one, longest) for one in (entry, nl)]
        yield from _entry(own, sides[0] or entry, dutch, sides[1])


def _shorter(entry: Entry, longest: int) -> Entry:
    def cut(said: Spoken) -> Spoken:
        return Spoken(shortened(said.words, longest), said.language)

    return replace(
        entry,
        gone=shortened(entry.gone, 3 * longest),
        name=cut(entry.name),
        place=cut(entry.place),
        address=(shortened(", ".join(entry.address), longest + 20),) if entry.address else (),
        ask_for=cut(entry.ask_for),
        first_time=Spoken("", entry.first_time.language),
        news=tuple(News(shortened(news.words, 2 * longest), Spoken("", "nl")) for news in entry.news),
    )


def _entry(own: Sheet, entry: Entry, dutch: Sheet | None, nl: Entry | None) -> Iterator[Line]:
    words, language = own.words, own.language
    if entry.gone:
        further = words["instead"] if entry.name else words["nothing"]
        yield Line(f"{entry.gone} {further}", 11, bold=True, gap=3, language=language)
        if nl:
            yield Line(nl.gone, 9, soft=True)
    if entry.name:
        yield Line(f"{entry.number}. {entry.name.words}", 18, bold=True, gap=4, language=entry.name.language)
        yield from _news(own, entry, nl)
        yield from _facts(own, entry)
        if nl and dutch:
            yield Line(_in_dutch(entry, dutch, nl), 9.5, soft=True, gap=1)
        if entry.first_time and len(own.entries) == 1:
            yield Line(entry.first_time.words, 11, gap=1, language=entry.first_time.language)


def _news(own: Sheet, entry: Entry, nl: Entry | None) -> Iterator[Line]:
    for number, news in enumerate(entry.news):
        reason = f" – {news.reason.words}" if news.reason else ""
        yield Line(f"{own.words['news']}: {news.words}{reason}", 11, bold=True, language=own.language)
        if nl:
            yield Line(nl.news[number].words, 9, soft=True)


def _facts(own: Sheet, entry: Entry) -> Iterator[Line]:
    words, language = own.words, own.language
    for date in entry.dates:
        yield Line(date, 14, bold=True, gap=1, language=language)
    where = ", ".join(part for part in (entry.place.words, *entry.address) if part)
    if where:
        yield Line(where, 12, gap=1)
    yield Line(f"{words['cost']}: {entry.cost}", 11, gap=1, language=language)
    if entry.ask_for:
        yield Line(f"{words['ask_for']} {entry.ask_for.words}", 12, language=language)
    if entry.phone:
        yield Line(entry.phone, 12)


def _in_dutch(entry: Entry, dutch: Sheet, nl: Entry) -> str:
    """All of it in one paragraph, for who helps the bearer of the sheet."""
    parts = [nl.name.words] if nl.name.words != entry.name.words else []
    parts += [*nl.dates]
    parts += [nl.place.words] if nl.place and nl.place.words != entry.place.words else []
    parts += [f"{dutch.words['cost']}: {nl.cost}"]
    parts += [f"{dutch.words['ask_for']} {nl.ask_for.words}"] if nl.ask_for else []
    return ". ".join(part.rstrip(".") for part in parts) + "."


class _Paper(Page):
    """With codes and a map below."""

    def foot_height(self, has_map: bool) -> float:
        return self._qr_size() + (16.5 if self.from_the_right else 13) + (self._map_height() + 4 if has_map else 0)

    def _qr_size(self) -> float:
        return 24.0 if self.w > 120 else 20.0

    def _map_height(self) -> float:
        return 44.0 if self.w > 120 else 26.0

    def draw_foot(
        self, whole: Whole, own: Sheet, sketch: Sketch | None, look: Drawing, contact: Drawing | None, team: str
    ) -> None:
        top = self.h - self.edge - self.foot_height(sketch is not None)
        if sketch is not None:
            self._draw_map(sketch, top + 2)
            top += self._map_height() + 4
        half = self.epw / 2
        codes = [(look, own.words["scan"])]
        codes += [(contact, own.words["contact"])] if contact else []
        for number, (drawing, words) in enumerate(codes):
            left = self.edge + half * (1 - number if self.from_the_right else number)
            self.draw_code(drawing, left, top, self._qr_size())
            self.small(words, left + self._qr_size() + 1, top + 2, half - self._qr_size() - 2)
        # From the right a number with spaces in it would be laid in pieces, the last one first: it stands by itself.
        call = [own.words["team"], team] if self.from_the_right else [f"{own.words['team']} {team}"]
        last = [*call, own.expires] if team else [own.expires]
        address = f"{whole.spoken_host}{whole.spoken_code}"
        below = top + self._qr_size() + 1
        self.one_line(address, self.edge, below, self.epw, 11 if self.w > 120 else 10)
        self.small("\n".join(last), self.edge, below + 5, self.epw)

    def _draw_map(self, sketch: Sketch, top: float) -> None:
        height = self._map_height()
        width = min(self.epw, height / sketch.height * sketch.width)
        height = width / sketch.width * sketch.height
        left, unit = self.edge + (self.epw - width) / 2, width / sketch.width
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
        self.choose(words, 6.5, False, "nl")
        self.set_text_color(*SOFT)
        width = self.get_string_width(words) + 2
        self.set_xy(min(max(x - width / 2, west), max(east - width, west)), y)
        self.cell(width, 2.4, words, align="C")
