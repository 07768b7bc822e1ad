"""What a table would do, as the page tells it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from webapp.areas.models import Municipality
from webapp.core.errors import RowProblem
from webapp.core.words import _, translated
from webapp.merging.presenting import names_of
from webapp.merging.queries import Alike
from webapp.merging.wording import how_sure, reasons_of
from webapp.places.foreseeing import Foreseen
from webapp.sheets.operations import Preview, line_of
from webapp.sheets.wording import about_words, value_words

MOST_SHOWN = 200  # lines of one kind


@dataclass(frozen=True)
class Line:
    """`about` is what else there is of a new one; `sentences` are (column or "", what is said of it); `alike` are (how
    sure, name, reasons)."""

    number: int
    name: str
    about: str = ""
    sentences: tuple[tuple[str, str], ...] = ()
    alike: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Report:
    """`numbers` count all, the lists show the first of each kind; `added` begins with what may be there already."""

    numbers: dict[str, int]
    added: Sequence[Line]
    changed: Sequence[Line]
    rejected: Sequence[Line]
    notes: Sequence[Line]
    fingerprint: str

    @property
    def has_work(self) -> bool:
        return bool(self.numbers["added"] or self.numbers["changed"])


def report(town: Municipality, preview: Preview) -> Report:
    added, changed = preview.of("added"), preview.of("changed")
    names = names_of(town, {one.place_id for alike in preview.alike.values() for one in alike[:3]})
    words = {id_: name.words for id_, name in names.items()}
    added.sort(key=lambda one: (line_of(one.entry) not in preview.alike, line_of(one.entry)))
    return Report(
        numbers={
            "added": len(added),
            "changed": len(changed),
            "unchanged": len(preview.of("unchanged")),
            "rejected": len(preview.rejected),
            "alike": len(preview.alike),
        },
        added=[
            Line(
                line_of(one.entry),
                _name(one),
                about_words(one.entry.facts),
                alike=tuple(_alike(preview.alike.get(line_of(one.entry), ()), words)),
            )
            for one in added[:MOST_SHOWN]
        ],
        changed=[
            Line(line_of(one.entry), _name(one), sentences=tuple(_differences(one))) for one in changed[:MOST_SHOWN]
        ],
        rejected=[_problems(problems) for problems in preview.rejected[:MOST_SHOWN]],
        notes=[_problems([note]) for note in preview.notes[:MOST_SHOWN]],
        fingerprint=preview.fingerprint.hex(),
    )


def _name(one: Foreseen) -> str:
    return one.entry.texts["nl"].name


def _differences(one: Foreseen) -> Iterable[tuple[str, str]]:
    for each in one.differences:
        before, after = value_words(each.before), value_words(each.after)
        yield each.column, _("%(before)s becomes %(after)s", before=before, after=after)


def _alike(found: Sequence[Alike], names: dict[UUID, str]) -> Iterable[tuple[str, str, str]]:
    for one in found[:3]:
        yield how_sure(one.score), names.get(one.place_id, ""), ", ".join(reasons_of(one.likeness))


def _problems(problems: Sequence[RowProblem]) -> Line:
    return Line(problems[0].line, "", sentences=tuple((one.column, translated(one.reason)) for one in problems))
