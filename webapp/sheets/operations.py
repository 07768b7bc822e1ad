"""An uploaded table: kept for an hour, looked at, and taken over as it was shown. Nothing here commits."""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.errors import NotFound, RowProblem
from webapp.extensions import db
from webapp.merging.queries import Alike, list_places_like
from webapp.places.csv_file import find_places
from webapp.places.facts import PlaceEntry
from webapp.places.findings import Rejected
from webapp.places.foreseeing import Foreseen, foresee_places
from webapp.places.importing import BATCH, CSV, Tally, area_of, import_places
from webapp.schedule.slots import expect_many_rows, lock_town
from webapp.sheets import stored
from webapp.sheets.models import ImportUpload

KEPT_FOR = timedelta(hours=1)
MAX_BYTES = 5_000_000  # of a file
LONGEST_NAME = 120


class Stale(Exception):
    """The town has changed since the preview: what was shown is not what would happen."""


@dataclass(frozen=True)
class Preview:
    """`rejected` are rows with all that is wrong with each; `alike` what is there already and may be the same, by line
    of a row that would be added. `fingerprint` stands for all of it."""

    foreseen: tuple[Foreseen, ...]
    rejected: tuple[tuple[RowProblem, ...], ...]
    notes: tuple[RowProblem, ...]
    alike: dict[int, list[Alike]]
    fingerprint: bytes

    def of(self, outcome: str) -> list[Foreseen]:
        return [one for one in self.foreseen if one.outcome == outcome]


def line_of(entry: PlaceEntry) -> int:
    return int(entry.where.removeprefix("line "))


def upload(town: Municipality, user_id: UUID, name: str, data: bytes, now: datetime) -> ImportUpload:
    """In place of an earlier one of this user here. Raises ImportRefused."""
    table = stored.read_file(data)
    db.session.execute(
        delete(ImportUpload).where(ImportUpload.municipality_id == town.id, ImportUpload.by_user_id == user_id)
    )
    row = ImportUpload(
        municipality_id=town.id,
        by_user_id=user_id,
        name=name[-LONGEST_NAME:],
        table=stored.pack(table),
        made_at=now,
        shown=preview(town, table).fingerprint,
    )
    db.session.add(row)
    db.session.flush()
    return row


def find_upload(town: Municipality, user_id: UUID, now: datetime) -> ImportUpload | None:
    """Of this user, where one waits for a yes."""
    return db.session.scalar(
        select(ImportUpload).where(
            ImportUpload.municipality_id == town.id,
            ImportUpload.by_user_id == user_id,
            ImportUpload.made_at > now - KEPT_FOR,
        )
    )


def get_upload(town: Municipality, user_id: UUID, upload_id: UUID, now: datetime) -> ImportUpload:
    """Raises NotFound, also for that of somebody else and for one that is over."""
    row = find_upload(town, user_id, now)
    if row is None or row.id != upload_id:
        raise NotFound
    return row


def preview(town: Municipality, table: stored.Table) -> Preview:
    """Nothing is written."""
    area, rejected = area_of(town), _by_line(table.problems)
    entries: list[PlaceEntry] = []
    for finding in find_places(table.columns, table.rows, area=area, today=clock.today()):
        if isinstance(finding, Rejected):
            rejected.append(finding.problems)
        else:
            entries.append(finding)
    foreseen: list[Foreseen] = []
    for start in range(0, len(entries), BATCH):
        foreseen += foresee_places(town, entries[start : start + BATCH], source=CSV)
    for one in foreseen:
        if one.flaws:
            line = line_of(one.entry)
            rejected.append(tuple(RowProblem(line, flaw.column, flaw.reason) for flaw in one.flaws))
    alike = list_places_like(town, [_told(one.entry) for one in foreseen if one.outcome == "added"])
    in_order = tuple(sorted(rejected, key=lambda problems: problems[0].line))
    return Preview(tuple(foreseen), in_order, tuple(table.notes), alike, _fingerprint(foreseen, alike))


def _by_line(problems: list[RowProblem]) -> list[tuple[RowProblem, ...]]:
    lines: dict[int, list[RowProblem]] = {}
    for problem in problems:
        lines.setdefault(problem.line, []).append(problem)
    return [tuple(of_line) for of_line in lines.values()]


def _told(entry: PlaceEntry) -> dict[str, Any]:
    facts = entry.facts
    return {
        "key": line_of(entry),
        "name": entry.texts["nl"].name,
        "lat": facts.position.lat if facts.position else None,
        "lon": facts.position.lon if facts.position else None,
        **{name: getattr(facts, name) for name in ("kind", "postcode", "house_number", "phone", "website", "email")},
    }


def _fingerprint(foreseen: list[Foreseen], alike: dict[int, list[Alike]]) -> bytes:
    told = [
        (
            line_of(one.entry),
            one.outcome,
            [(each.column, str(each.before), str(each.after)) for each in one.differences],
        )
        for one in foreseen
    ]
    same = {line: [str(one.place_id) for one in found] for line, found in alike.items()}
    return hashlib.sha256(json.dumps([told, same], sort_keys=True).encode()).digest()


def confirm(town: Municipality, row: ImportUpload, left_out: Collection[int]) -> Tally:
    """What the preview showed, without these lines. Raises Stale; then `row.shown` is what would happen now."""
    expect_many_rows()
    lock_town(town.id)
    now_foreseen = preview(town, stored.unpack(row.table))
    if now_foreseen.fingerprint != row.shown:
        row.shown = now_foreseen.fingerprint
        db.session.flush()
        raise Stale
    entries = list(_taken(now_foreseen, left_out))
    tally = import_places(town, entries, source=CSV, tell=lambda _sentence: None)
    db.session.delete(row)
    db.session.flush()
    return tally


def _taken(preview_: Preview, left_out: Collection[int]) -> Iterator[PlaceEntry]:
    for one in preview_.foreseen:
        if one.outcome == "changed" or (one.outcome == "added" and line_of(one.entry) not in left_out):
            yield one.entry


def drop(row: ImportUpload) -> None:
    db.session.delete(row)
    db.session.flush()


def forget_old(now: datetime) -> None:
    db.session.execute(delete(ImportUpload).where(ImportUpload.made_at <= now - KEPT_FOR))
