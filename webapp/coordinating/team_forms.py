"""A team as it is filled in: read, saved by the operations of teams, and shown again as it was typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shapely import MultiPolygon
from werkzeug.datastructures import FileStorage, MultiDict

from webapp.accounts.queries import list_users_of_town
from webapp.accounts.rules import TEAM
from webapp.areas.models import Municipality
from webapp.coordinating.drawn_area import read_area, write_area
from webapp.coordinating.hours import hours_text
from webapp.coordinating.rule_forms import NOBODY, drawn_shape
from webapp.core.editions import FIELD, edition_of, together
from webapp.core.typed import clash_problems
from webapp.core.words import _
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Hours
from webapp.teams import operations
from webapp.teams.checks import MOST_DAYS, MOST_HOURS, Flaw, TeamRefused, check_topics
from webapp.teams.facts import ANSWER_DAYS, UNREAD_HOURS, Ground, TeamFacts
from webapp.teams.ground import check_ground
from webapp.teams.models import Team
from webapp.teams.queries import list_areas, list_member_ids
from webapp.teams.team_file import EXAMPLE, read_hours
from webapp.teams.wording import flaw_sentence

LINES = ("name", "slug", "email", "phone", "whatsapp", "address", "hours", "answer_days", "unread_hours", "deputy")
LISTS = ("topics", "neighbourhoods", "members", "area")
LONG_EXAMPLE = "Mo-Th 09:00-17:00; Fr 09:00-12:30"
LONGEST = 300  # characters of a line


@dataclass
class TeamForm:
    """`values` are lines as they were typed, `problems` sentences by name of the field ("": about the whole team)."""

    values: dict[str, str]
    topics: Collection[str] = ()
    neighbourhoods: Collection[str] = ()
    members: Collection[str] = ()
    area: str = ""  # GeoJSON of what was drawn
    problems: dict[str, str] = field(default_factory=dict)
    edition: str = ""  # as in core/editions


def empty_form() -> TeamForm:
    values = dict.fromkeys(LINES, "")
    return TeamForm(
        values | {"hours": EXAMPLE, "answer_days": str(ANSWER_DAYS), "unread_hours": str(UNREAD_HOURS)},
    )


def stored_form(town: Municipality, team: Team) -> TeamForm:
    areas = list_areas(town, team.id)
    values: dict[str, Any] = {name: getattr(team, name, None) or "" for name in LINES}
    values |= {"hours": hours_text(team.working_hours), "deputy": team.deputy_id or ""}
    form = TeamForm(
        {name: str(value) for name, value in values.items()},
        topics=team.topics,
        neighbourhoods=[area.neighbourhood_code for area in areas if area.neighbourhood_code],
        members=[str(id_) for id_ in list_member_ids(town, team.id)],
        area=write_area(drawn_shape(areas)),
    )
    form.edition = edition_of(_fields(form))
    return form


def meet(form: TeamForm, stored: TeamForm) -> None:
    """What another coordinator changed meanwhile stays; what both changed is asked about."""
    fields = _fields(stored)
    values, clashes = together(_fields(form), fields, form.edition)
    form.values = {name: values[name] for name in LINES}
    form.topics, form.neighbourhoods, form.members = (values[name].split() for name in LISTS[:3])
    form.area, form.edition = values["area"], stored.edition
    unread = (*LISTS, "deputy")
    form.problems |= clash_problems(clashes, {name: None if name in unread else fields[name] for name in fields})


def _fields(form: TeamForm) -> dict[str, str]:
    lists = {name: " ".join(sorted(getattr(form, name))) for name in LISTS[:3]}
    return {**form.values, **lists, "area": form.area}


def read_form(typed: MultiDict[str, str], files: Mapping[str, FileStorage]) -> TeamForm:
    """A file that was chosen goes before what stands in the field, and stands there when the form is shown again."""
    file = files["area_file"].read().decode("utf-8-sig", errors="replace") if files.get("area_file") else ""
    return TeamForm(
        {name: typed.get(name, "").strip()[:LONGEST] for name in LINES},
        topics=typed.getlist("topics"),
        neighbourhoods=typed.getlist("neighbourhoods"),
        members=typed.getlist("members"),
        area=file.strip() or typed.get("area", "").strip(),
        edition=typed.get(FIELD, ""),
    )


def save(town: Municipality, form: TeamForm, team: Team | None) -> None:
    """Everything that is wrong at once. Raises TeamRefused."""
    flaws: list[Flaw] = []
    facts = _facts(form.values, team, flaws)
    ground = Ground(tuple(form.neighbourhoods), _shape(town, form.area, team, flaws))
    flaws += [*check_topics(form.topics), *check_ground(town, ground)]
    try:
        if team is None:
            team = operations.create_team(town, facts)
        else:
            operations.change_team(town, team.id, facts)
    except TeamRefused as refused:
        raise TeamRefused([*flaws, *refused.flaws]) from refused
    if flaws:
        raise TeamRefused(flaws)
    operations.set_topics(town, team.id, form.topics)
    operations.set_areas(town, team.id, ground)
    _set_members(town, team, form.members)


def complain(form: TeamForm, refused: TeamRefused) -> None:
    for flaw in refused.flaws:
        sentence = hours_sentence() if flaw.kind == "hours_unreadable" else flaw_sentence(flaw)
        form.problems.setdefault(flaw.field if flaw.field in (*LINES, *LISTS) else "", sentence)


def hours_sentence() -> str:
    return _(
        "We cannot read these hours. Write one week, like %(example)s.", example="Mo-Th 09:00-17:00; Fr 09:00-12:30"
    )


def _facts(values: dict[str, str], team: Team | None, flaws: list[Flaw]) -> TeamFacts:
    """A value that cannot be read becomes one that may be stored, with a flaw, so that the rest is checked too."""
    return TeamFacts(
        slug=values["slug"],
        name=values["name"],
        email=values["email"] or None,
        phone=values["phone"] or None,
        address=values["address"] or None,
        whatsapp=values["whatsapp"] or None,
        hours=_hours(values["hours"], team, flaws),
        answer_days=_number(values, "answer_days", MOST_DAYS, flaws),
        unread_hours=_number(values, "unread_hours", MOST_HOURS, flaws),
        deputy_id=_deputy(values["deputy"]),
        is_demo=team is not None and team.is_demo,
    )


def _hours(text: str, team: Team | None, flaws: list[Flaw]) -> Sequence[Hours]:
    """What stayed as it was shown keeps what a line of hours does not show, such as notes."""
    if team is not None and text == hours_text(team.working_hours):
        return team.working_hours
    if not text:
        return ()
    try:
        return read_hours(text, "hours")
    except HoursError:
        flaws.append(Flaw.of("hours", "hours_unreadable"))
        return read_hours(EXAMPLE, "hours")


def _shape(town: Municipality, text: str, team: Team | None, flaws: list[Flaw]) -> MultiPolygon | None:
    """What stayed as it was shown keeps its exact line, which the field rounds."""
    stored = drawn_shape(list_areas(town, team.id)) if team is not None else None
    if text == write_area(stored):
        return stored
    try:
        return read_area(text)
    except TeamRefused as refused:
        flaws += refused.flaws
        return None


def _number(values: dict[str, str], name: str, most: int, flaws: list[Flaw]) -> int:
    text = values[name]
    if text.isascii() and text.isdecimal() and len(text) <= len(str(most)):
        return int(text)
    flaws.append(Flaw.of(name, "number", least=1, most=most))
    return 1


def _deputy(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return NOBODY


def _set_members(town: Municipality, team: Team, chosen: Collection[str]) -> None:
    """Only who answers questions in this town; who does no longer can be taken out, not put in."""
    before = set(list_member_ids(town, team.id))
    may_be = {user.id for user in list_users_of_town(town.id, TEAM)}
    wanted = {id_ for id_ in may_be | before if str(id_) in chosen}
    for id_ in wanted - before:
        operations.add_member(town, team.id, id_)
    for id_ in before - wanted:
        operations.remove_member(town, team.id, id_)
