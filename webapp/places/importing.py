"""A file of places into a town: everything that is right goes in, everything that is not is told."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy import select

from webapp.areas.models import Municipality
from webapp.areas.operations import open_municipality
from webapp.core import clock
from webapp.core.errors import ImportRefused
from webapp.core.postgis import to_area
from webapp.extensions import db
from webapp.places import csv_file, osm
from webapp.places.facts import PlaceEntry
from webapp.places.findings import Finding, LeftOut, Rejected, Warned, Why
from webapp.places.operations import save_places
from webapp.places.town_area import TownArea
from webapp.schedule.slots import expect_many_rows, lock_town

MAX_BYTES = 100_000_000
BATCH = 400  # places a round of queries; about 26,000 opening times
CSV, OSM, HSDS = "csv", "osm", "hsds"
HSDS_FILES = ("datapackage.json", "services.csv")  # of which a folder that is a package holds one at least
OSM_ENDINGS = (".geojson", ".json", ".geojson.gz", ".json.gz")
READERS = {CSV: csv_file.read_places, OSM: osm.read_places}

Tell = Callable[[str], None]


class Imported(Protocol):
    left_out: Counter[Why]
    named: dict[Why, list[str]]

    @property
    def kept(self) -> int: ...

    def __str__(self) -> str:
        """What came of it, as the last lines of the report."""


class ImportAbove(Protocol):
    def __call__(self, municipality: Municipality, path: Path, *, words: Path | None, tell: Tell) -> Imported: ...


# Formats that tell of more than places, read by rooms above; they put themselves in.
formats_above: dict[str, ImportAbove] = {}


@dataclass
class Tally:
    outcomes: Counter[str] = field(default_factory=Counter)
    left_out: Counter[Why] = field(default_factory=Counter)
    named: dict[Why, list[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return ", ".join(f"{self.outcomes[word]} {word}" for word in ("added", "changed", "unchanged", "rejected"))

    @property
    def kept(self) -> int:
        return self.outcomes.total() - self.outcomes["rejected"]


def import_file(
    municipality: Municipality, path: Path, *, format_: str | None, tell: Tell, words: Path | None = None
) -> Imported:
    """One transaction, which the caller ends. Raises ImportRefused for a file of which nothing can be used."""
    format_ = format_ or _format_of(path)
    _refuse_no_file(path, may_be_folder=format_ in formats_above)
    if format_ in formats_above:
        return formats_above[format_](municipality, path, words=words, tell=tell)
    if words is not None:
        raise ImportRefused(f"The words in {words} are for a file of the format {HSDS}.")
    area = area_of(municipality)
    expect_many_rows()
    lock_town(municipality.id)
    findings = READERS[format_](path, area=area, today=clock.today())
    tally = import_places(municipality, findings, source=format_, tell=tell)
    end_import(municipality, area, tally, tell)
    return tally


def _format_of(path: Path) -> str:
    if path.name.lower().endswith(".zip") or any((path / name).exists() for name in HSDS_FILES):
        return HSDS
    return OSM if path.name.lower().endswith(OSM_ENDINGS) else CSV


def import_places(municipality: Municipality, findings: Iterable[Finding], *, source: str, tell: Tell) -> Tally:
    tally = Tally()
    batch: list[PlaceEntry] = []
    for finding in findings:
        if isinstance(finding, PlaceEntry):
            batch.append(finding)
        else:
            tell_finding(finding, tally.outcomes, tally, tell)
        if len(batch) >= BATCH:
            _save(municipality, batch, source, tally, tell)
            batch = []
    _save(municipality, batch, source, tally, tell)
    return tally


def tell_finding(finding: Rejected | Warned | LeftOut, outcomes: Counter[str], imported: Imported, tell: Tell) -> None:
    """What is left out is only counted; the end of the report says it."""
    match finding:
        case Rejected(reasons):
            outcomes["rejected"] += 1
            for reason in reasons:
                tell(reason)
        case Warned(sentence):
            tell(f"warning: {sentence}")
        case LeftOut(why, name):
            imported.left_out[why] += 1
            if name:
                imported.named.setdefault(why, []).append(name)


def _save(municipality: Municipality, batch: list[PlaceEntry], source: str, tally: Tally, tell: Tell) -> None:
    if not batch:
        return
    for entry, saved in zip(batch, save_places(municipality, batch, source=source), strict=True):
        tally.outcomes[saved.outcome or "rejected"] += 1
        for flaw in saved.flaws:
            tell(f"{entry.where}, {flaw}")


def end_import(municipality: Municipality, area: TownArea, imported: Imported, tell: Tell) -> None:
    """What was left out is told, and the town is open as soon as anything came in."""
    if not area.is_known:
        tell(f"warning: {municipality.name} has no boundary, so positions were not checked against it")
    for why in Why:
        count = imported.left_out[why]
        if count:
            tell(f"{count} {why.value}{' ' + municipality.name if why is Why.OUTSIDE else ''}")
        for name in imported.named.get(why, ()):
            tell(f"  {name}")
    if imported.kept and open_municipality(municipality, clock.now()):
        tell(f"{municipality.name} is open to residents from now on")


def _refuse_no_file(path: Path, *, may_be_folder: bool) -> None:
    """Before a byte of it is read."""
    if not path.exists():
        raise ImportRefused(f"There is no file {path}.")
    if path.is_dir() and may_be_folder:
        return
    if not path.is_file():
        raise ImportRefused(f"{path} is not a file.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ImportRefused(
            f"{path} has {size / 1_000_000:.0f} MB; {MAX_BYTES // 1_000_000} MB is the most, so cut it in parts."
        )


def area_of(municipality: Municipality) -> TownArea:
    boundary = db.session.scalar(select(Municipality.boundary).where(Municipality.id == municipality.id))
    return TownArea(to_area(boundary) if boundary is not None else None)
