"""The poster as a PDF: A4, one page, in two languages; in Dutch alone where no letters are there for the other."""

from collections.abc import Iterator

from webapp.handouts.printing import Line, Page, can_say
from webapp.practices.poster import Poster, Side

A4_MM = (210.0, 297.0)
CODE_MM = 90.0


def pdf(poster: Poster) -> bytes:
    sides = [side for side in poster.sides if can_say("".join(side.words.values()), side.language)]
    first = sides[0]
    second = sides[1] if len(sides) > 1 else None
    page = Page(A4_MM, first.direction, next((side.language for side in sides if side.language != "nl"), "nl"))
    page.set_title(first.words["title"])
    page.set_lang(first.language)
    page.write_lines(list(_above(first, second)), 1.0)
    top = page.get_y() + 10
    page.draw_code(poster.code, (page.w - CODE_MM) / 2, top, CODE_MM)
    page.set_y(top + CODE_MM + 4)
    page.write_on(list(_below(poster, first, second)), 1.0)
    return bytes(page.output())


def _beside(second: Side | None, key: str, size: float, gap: float = 0.0) -> Iterator[Line]:
    if second is not None:
        yield Line(second.words[key], size, soft=True, gap=gap, language=second.language)


def _above(first: Side, second: Side | None) -> Iterator[Line]:
    yield Line(first.words["title"], 44, bold=True, language=first.language)
    yield from _beside(second, "title", 26, gap=1)
    yield Line(first.words["lead"], 20, gap=6, language=first.language)
    yield from _beside(second, "lead", 14, gap=2)


def _below(poster: Poster, first: Side, second: Side | None) -> Iterator[Line]:
    yield Line(first.words["scan"], 20, language=first.language)
    yield from _beside(second, "scan", 14)
    yield Line(poster.spoken, 28, bold=True, gap=1, language="en")
    yield Line(first.words["free"], 18, gap=5, language=first.language)
    yield from _beside(second, "free", 13)
    if poster.phone:
        yield Line(first.words["call"], 18, gap=5, language=first.language)
        yield from _beside(second, "call", 13)
        yield Line(" ".join(filter(None, (poster.team, poster.phone))), 22, bold=True)
    yield Line(poster.practice + (f" – {first.words['demo']}" if poster.is_demo else ""), 12, soft=True, gap=4)
