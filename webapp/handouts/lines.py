"""What stands on a sheet of paper, line by line: first the language of the sheet, and Dutch below each thing. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from webapp.core.texts import Spoken, shortened
from webapp.handouts.printing import Line
from webapp.handouts.sheet import Entry, News, Sheet

DUTCH = 9.5  # points of what stands beside, for who helps


def lines_of(own: Sheet, dutch: Sheet | None, longest: int | None = None) -> list[list[Line]]:
    """Of each thing its lines; the title stands with the first. With at most so many letters of each name, and then
    without reasons."""
    title = own.words["title"] + (f" – {dutch.words['title']}" if dutch else "")
    found = []
    for number, entry in enumerate(own.entries):
        nl = dutch.entries[number] if dutch else None
        sides = [one if longest is None or one is None else _shorter(one, longest) for one in (entry, nl)]
        found.append(list(_entry(own, sides[0] or entry, dutch, sides[1])))
    found[0].insert(0, Line(title, 11, soft=True, language=own.language))
    return found


def all_words(sheet: Sheet) -> str:
    """To know whether there are letters for all of them."""
    lines = (line.words for group in lines_of(sheet, None) for line in group)
    return "".join(lines) + "".join(sheet.words.values()) + sheet.expires


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
            yield Line(nl.gone, DUTCH, soft=True)
    if entry.name:
        yield Line(f"{entry.number}. {entry.name.words}", 18, bold=True, gap=4, language=entry.name.language)
        yield from _news(own, entry, nl)
        yield from _facts(own, entry)
        if nl and dutch:
            yield Line(_in_dutch(entry, dutch, nl), DUTCH, soft=True, gap=1)
        if entry.first_time and len(own.entries) == 1:
            yield Line(entry.first_time.words, 11, gap=1, language=entry.first_time.language)


def _news(own: Sheet, entry: Entry, nl: Entry | None) -> Iterator[Line]:
    for number, news in enumerate(entry.news):
        reason = f" – {news.reason.words}" if news.reason else ""
        yield Line(f"{own.words['news']}: {news.words}{reason}", 11, bold=True, language=own.language)
        if nl:
            yield Line(nl.news[number].words, DUTCH, soft=True)


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
