"""One row of a CSV file becomes an entry, or a list of everything that is wrong with it. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from webapp.core.cells import plain
from webapp.core.geo import Position
from webapp.core.sentences import say
from webapp.places.checks import Flaw, check_line, check_place, check_secrecy, show
from webapp.places.facts import PlaceEntry, PlaceFacts, PlaceTexts
from webapp.places.town_area import TownArea

COLUMNS = (
    "external_id", "kind", "name_nl", "name_en", "description_nl", "description_en", "street", "house_number",
    "postcode", "city", "lat", "lon", "phone", "email", "website", "opening_hours", "themes", "groups",
    "attributes", "wheelchair", "free", "walkin", "spoken", "checked_on",
)  # fmt: skip
KEEP = "keep"  # in place of hours that this syntax cannot say: they stay as they are
OWN = "dichtbij:"  # before our own id of a place, in place of the id that a source gave it
REQUIRED = ("external_id", "kind", "name_nl")
YES = {"1", "yes", "ja", "true", "waar"}
NO = {"", "0", "no", "nee", "false", "onwaar"}
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UNDECODED = re.compile(r"[\udc80-\udcff]")  # how Python keeps bytes that are not UTF-8


class Cells:
    """The cells of one row by column; what is wrong with them gathers in `flaws`, one for a column."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.flaws: list[Flaw] = []
        self._cells = {column: self._decoded(column, cell) for column, cell in cells.items()}

    def _decoded(self, column: str, cell: str) -> str:
        if UNDECODED.search(cell):
            self.add(Flaw(column, say("holds characters that are not UTF-8; save the file as UTF-8")))
            return ""
        return unicodedata.normalize("NFC", plain(cell).replace("\r\n", "\n").replace("\r", "\n")).strip(" \t\n\xa0")

    def add(self, *flaws: Flaw) -> None:
        for flaw in flaws:
            if all(flaw.column != earlier.column for earlier in self.flaws):
                self.flaws.append(flaw)

    def text(self, column: str) -> str:
        return self._cells.get(column, "")

    def optional(self, column: str) -> str | None:
        return self.text(column) or None

    def required(self, column: str) -> str:
        if not self.text(column):
            self.add(Flaw(column, say("is missing")))
        return self.text(column)

    def ids(self, column: str) -> tuple[str, ...]:
        """Separated by a bar, a comma, a semicolon or a space; each once."""
        return tuple(dict.fromkeys(filter(None, re.split(r"[|,;\s]+", self.text(column).lower()))))

    def yes(self, column: str) -> bool:
        value = self.text(column).lower()
        if value not in YES | NO:
            self.add(Flaw(column, say("%(value)s is not yes or no", value=show(value))))
        return value in YES

    def degrees(self, column: str, most: int) -> float | None:
        """A decimal point or a Dutch decimal comma."""
        value = self.text(column)
        if not value:
            return None
        if not DEGREES.fullmatch(value):
            self.add(Flaw(column, say("%(value)s is not a number of degrees like 51.8648", value=show(value))))
            return None
        degrees = float(value.replace(",", "."))
        if abs(degrees) > most:
            self.add(
                Flaw(column, say("%(value)s must lie between -%(most)s and %(most)s", value=show(value), most=most))
            )
            return None
        return degrees

    def day(self, column: str, today: date) -> date | None:
        value = self.text(column)
        if not value:
            return None
        try:
            day = date.fromisoformat(value) if DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None:
            self.add(Flaw(column, say("%(value)s is not a day like 2026-11-03", value=show(value))))
        elif day > today:
            self.add(Flaw(column, say("%(value)s lies in the future", value=value)))
        return day


def read_row(
    row: Mapping[str, str], *, line: int, area: TownArea, today: date
) -> tuple[PlaceEntry | None, Sequence[Flaw]]:
    """The entry, or None and all that is wrong. Only the columns in `row` count as told by the file."""
    cells = Cells(row)
    external_id = cells.required("external_id")
    cells.add(*check_line("external_id", external_id))
    facts, texts = _read_facts(cells, today), _read_texts(cells)
    if (facts.opening_hours or "").lower() == KEEP:
        facts = replace(facts, opening_hours=None)
    if secret := check_secrecy(facts, texts):
        return None, secret
    cells.add(*check_place(facts, texts))
    cells.add(*check_reach(facts.position, area))
    if cells.flaws:
        return None, cells.flaws
    given = _given(row)
    if cells.text("opening_hours").lower() == KEEP:
        given -= {"opening_hours"}
    return PlaceEntry(external_id, facts, texts, given, where=f"line {line}"), ()


def own_id(external_id: str) -> UUID | None:
    """Our own id in what an export of ours put in place of a source's. None for an id of a source."""
    try:
        return UUID(external_id.removeprefix(OWN)) if external_id.startswith(OWN) else None
    except ValueError:
        return None


def check_reach(position: Position | None, area: TownArea) -> list[Flaw]:
    if position is None or area.holds(position):
        return []
    if area.holds_swapped(position):
        return [Flaw("lat", say("lat and lon look swapped"))]
    sentence = say(
        "the point %(lat)s, %(lon)s (lat, lon) lies outside the municipality", lat=position.lat, lon=position.lon
    )
    return [Flaw("lat", sentence)]


def _read_facts(cells: Cells, today: date) -> PlaceFacts:
    return PlaceFacts(
        kind=cells.required("kind").lower(),
        position=_read_position(cells),
        street=cells.optional("street"),
        house_number=cells.optional("house_number"),
        postcode=re.sub(r"\s", "", cells.text("postcode")).upper() or None,
        city=cells.optional("city"),
        phone=cells.optional("phone"),
        email=cells.optional("email"),
        website=cells.optional("website"),
        opening_hours=cells.optional("opening_hours"),
        themes=cells.ids("themes"),
        groups=cells.ids("groups"),
        attributes=cells.ids("attributes"),
        wheelchair=cells.text("wheelchair").lower() or "unknown",
        free=cells.yes("free"),
        walkin=cells.yes("walkin"),
        spoken=cells.ids("spoken"),
        checked_on=cells.day("checked_on", today),
    )


def _read_position(cells: Cells) -> Position | None:
    lat, lon = cells.degrees("lat", 90), cells.degrees("lon", 180)
    for here, there in (("lat", "lon"), ("lon", "lat")):
        if cells.text(there) and not cells.text(here):
            cells.add(Flaw(here, say("is missing while %(other)s is there", other=there)))
    return Position(lat, lon) if lat is not None and lon is not None else None


def _read_texts(cells: Cells) -> dict[str, PlaceTexts]:
    """A description without a name in its language stands below the Dutch name."""
    name = cells.required("name_nl")
    texts = {"nl": PlaceTexts(name, description=cells.text("description_nl"))}
    if cells.text("name_en") or cells.text("description_en"):
        texts["en"] = PlaceTexts(cells.text("name_en") or name, description=cells.text("description_en"))
    return texts


def _given(columns: Mapping[str, str]) -> frozenset[str]:
    """Which facts and texts these columns speak about."""
    names = set(columns) - {"external_id", "lat", "lon"}
    return frozenset(names | ({"position"} if "lat" in columns else set()))
