"""A file of teams (TOML) and one of drawn areas (GeoJSON) become entries; what is wrong is told by line and name. Pure.

[[team]]
slug = "noord"              # also: name email phone address whatsapp answer_days unread_hours
hours = "Mo-Fr 09:00-17:00"
deputy = "zuid"
triage = true               # gets what fits nobody else
active = true
topics = ["geld"]
neighbourhoods = ["WK048201"]
area = "langs de dijk"      # the `name` of features in the file of areas

[[rule]]                    # in the order of trying
team = "noord"
topics = []
languages = ["ar"]
neighbourhoods = []
area = ""
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import shapely
from shapely import MultiPolygon

from webapp.areas.geojson import Feature
from webapp.areas.rules import Rejected
from webapp.areas.shapes import polygon_parts, read_outline
from webapp.core.errors import ImportRefused, RowProblem
from webapp.schedule.reading import Reader, show, text
from webapp.schedule.rules import HoursError
from webapp.schedule.told import read_opening_hours
from webapp.schedule.values import Hours, Schedule, Weekly
from webapp.teams.facts import ANSWER_DAYS, UNREAD_HOURS, Ground, TeamFacts
from webapp.teams.working_time import OFFICE_HOURS

TABLES = ("team", "rule")
HEADER = re.compile(r"^[ \t]*\[\[\s*(team|rule)\s*\]\]", re.MULTILINE)
EXAMPLE = "Mo-Fr 09:00-17:00"


@dataclass(frozen=True)
class TeamEntry:
    """`deputy` by slug; an empty one is none."""

    line: int
    label: str
    facts: TeamFacts
    topics: tuple[str, ...] = ()
    ground: Ground = field(default_factory=Ground)
    deputy: str = ""
    is_triage: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class RuleEntry:
    line: int
    label: str
    team: str
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    ground: Ground = field(default_factory=Ground)


@dataclass
class Entries:
    teams: list[TeamEntry] = field(default_factory=list)
    rules: list[RuleEntry] | None = None  # None: the file says nothing about rules
    problems: list[RowProblem] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)  # names of areas


Areas = Mapping[str, MultiPolygon]
Entry = TypeVar("Entry", TeamEntry, RuleEntry)


def read_areas(features: Iterable[Feature]) -> tuple[dict[str, MultiPolygon], list[RowProblem]]:
    """By name; features of one name are one area."""
    areas: dict[str, MultiPolygon] = {}
    problems: list[RowProblem] = []
    for feature in features:
        try:
            name = feature.properties.get("name")
            if not isinstance(name, str) or not name.strip():
                raise Rejected("name", "is missing: teams and rules refer to it")
            shape = _read_shape(feature.geometry)
            known = areas.get(name)
            areas[name] = shape if known is None else polygon_parts(shapely.union(known, shape))
        except Rejected as error:
            column = f"{feature.where.label}, {error.column}"
            problems.append(RowProblem(feature.where.line, column, error.reason))
    return areas, problems


def _read_shape(geometry: object) -> MultiPolygon:
    outline = read_outline(geometry)
    if outline.is_repaired:
        raise Rejected("geometry", "crosses or covers itself; draw it anew")
    return outline.shape


def read_entries(content: str, areas: Areas) -> Entries:
    """Raises ImportRefused for what is no TOML at all."""
    values = _parse(content)
    lines = _lines_of(content)
    entries = Entries()
    for unknown in sorted(values.keys() - set(TABLES)):
        entries.problems.append(RowProblem(1, unknown, "is not known; a file holds [[team]] and [[rule]]"))
    entries.teams = _each(values, "team", lines, areas, _read_team, entries.problems)
    if "rule" in values:
        entries.rules = _each(values, "rule", lines, areas, _read_rule, entries.problems)
    entries.problems += _doubles(entries.teams)
    used = {table.get("area") for name in TABLES for table in _tables(values, name) if isinstance(table, dict)}
    entries.unused = sorted(areas.keys() - used)
    return entries


def _parse(content: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ImportRefused(f"The file is not in the form of TOML: {error}.") from error
    except RecursionError as error:
        raise ImportRefused(
            "The file is not in the form of TOML: it is nested too deeply or holds no number."
        ) from error


def _lines_of(content: str) -> dict[str, list[int]]:
    """Where each table begins: TOML itself forgets it."""
    lines: dict[str, list[int]] = {name: [] for name in TABLES}
    for match in HEADER.finditer(content):
        lines[match[1]].append(content.count("\n", 0, match.start()) + 1)
    return lines


def _tables(values: Mapping[str, Any], name: str) -> Sequence[Any]:
    tables = values.get(name, [])
    return tables if isinstance(tables, list) else [tables]


def _each(
    values: Mapping[str, Any],
    name: str,
    lines: Mapping[str, list[int]],
    areas: Areas,
    read: Callable[[Reader, int, str, Areas], Entry],
    problems: list[RowProblem],
) -> list[Entry]:
    found: list[Entry] = []
    for number, table in enumerate(_tables(values, name), start=1):
        line = lines[name][number - 1] if number <= len(lines[name]) else 1
        slug = table.get("slug") if isinstance(table, dict) else None
        label = f"{name} {show(slug)}" if isinstance(slug, str) else f"{name} {number}"
        try:
            reader = Reader(table, "", whole=f"a {name}")
            found.append(read(reader, line, label, areas))
            reader.finish()
        except HoursError as error:
            problems.append(RowProblem(line, label, str(error)))
    return found


def _read_team(reader: Reader, line: int, label: str, areas: Areas) -> TeamEntry:
    facts = TeamFacts(
        slug=reader.required("slug", text),
        name=reader.required("name", text),
        email=reader.optional("email", text),
        phone=reader.optional("phone", text),
        address=reader.optional("address", text),
        whatsapp=reader.optional("whatsapp", text),
        hours=reader.optional("hours", read_hours) or OFFICE_HOURS,
        answer_days=reader.optional("answer_days", _number) or ANSWER_DAYS,
        unread_hours=reader.optional("unread_hours", _number) or UNREAD_HOURS,
    )
    return TeamEntry(
        line,
        label,
        facts,
        topics=reader.each("topics", text),
        ground=_ground(reader, areas),
        deputy=reader.optional("deputy", text) or "",
        is_triage=reader.flag("triage"),
        is_active=reader.flag("active", True),
    )


def _read_rule(reader: Reader, line: int, label: str, areas: Areas) -> RuleEntry:
    team = reader.required("team", text)
    topics, languages = reader.each("topics", text), reader.each("languages", text)
    return RuleEntry(line, label, team, topics, languages, _ground(reader, areas))


def _ground(reader: Reader, areas: Areas) -> Ground:
    name = reader.optional("area", text)
    if name and name not in areas:
        raise HoursError(f"area: there is no {show(name)} in the file of areas")
    return Ground(reader.each("neighbourhoods", text), areas[name] if name else None)


def _number(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise HoursError(f"{where}: {show(value)} is not a whole number above zero")
    return value


def read_hours(value: Any, where: str) -> tuple[Hours, ...]:
    """Periods of one week that is always the same, from an opening_hours value. Raises HoursError."""
    schedule = read_opening_hours(text(value, where))
    hours = tuple(hours for weekly in schedule.weekly for hours in weekly.hours)
    plain = Schedule(weekly=(Weekly(hours),), closed_on_holidays=schedule.closed_on_holidays)
    if not hours or schedule != plain:
        raise HoursError(f"{where}: {show(value)} is not one week with its periods, like {EXAMPLE}")
    return hours


def _doubles(teams: Sequence[TeamEntry]) -> Iterator[RowProblem]:
    seen: set[str] = set()
    for entry in teams:
        if entry.facts.slug in seen:
            yield RowProblem(entry.line, f"{entry.label}, slug", "is in the file twice")
        seen.add(entry.facts.slug)
    for entry in [entry for entry in teams if entry.is_triage][1:]:
        yield RowProblem(entry.line, f"{entry.label}, triage", "one team of a town only can be the triage team")
