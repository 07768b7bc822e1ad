"""The poster as a PDF: A4, one page. What has no letters of ours stands below, and the other language first."""

from collections.abc import Iterator

from webapp.handouts.printing import Line, Page, can_say
from webapp.practices.poster import Poster, Side

A4_MM = (210.0, 297.0)
CODE_MM = 90.0


def pdf(poster: Poster) -> bytes:
    first, second = poster.sides if can_say(" ".join(poster.first.words.values())) else reversed(poster.sides)
    page = Page(A4_MM, first.direction)
    page.set_title(first.words["title"])
    page.set_lang(first.language)
    page.write_lines(list(_above(first, second)), 1.0)
    top = page.get_y() + 10
    page.draw_code(poster.code, (page.w - CODE_MM) / 2, top, CODE_MM)
    page.set_y(top + CODE_MM + 4)
    page.write_on(list(_below(poster, first, second)), 1.0)
    return bytes(page.output())


def _above(first: Side, second: Side) -> Iterator[Line]:
    yield Line(first.words["title"], 44, bold=True, language=first.language)
    yield Line(second.words["title"], 26, soft=True, gap=1, language=second.language)
    yield Line(first.words["lead"], 20, gap=6, language=first.language)
    yield Line(second.words["lead"], 14, soft=True, gap=2, language=second.language)


def _below(poster: Poster, first: Side, second: Side) -> Iterator[Line]:
    yield Line(first.words["scan"], 20, language=first.language)
    yield Line(second.words["scan"], 14, soft=True, language=second.language)
    yield Line(poster.spoken, 28, bold=True, gap=1, language="en")
    yield Line(first.words["free"], 18, gap=5, language=first.language)
    yield Line(second.words["free"], 13, soft=True, language=second.language)
    if poster.phone:
        yield Line(first.words["call"], 18, gap=5, language=first.language)
        yield Line(second.words["call"], 13, soft=True, language=second.language)
        yield Line(" ".join(filter(None, (poster.team, poster.phone))), 22, bold=True)
    yield Line(poster.practice + (f" – {first.words['demo']}" if poster.is_demo else ""), 12, soft=True, gap=4)
