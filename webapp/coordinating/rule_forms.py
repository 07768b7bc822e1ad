"""A rule as it is filled in: read, made, and shown again as it was typed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from shapely import MultiPolygon
from werkzeug.datastructures import MultiDict

from webapp.areas.models import Municipality
from webapp.coordinating.rules import moved
from webapp.core.editions import FIELD, edition_of, together
from webapp.core.postgis import to_area
from webapp.core.typed import clash_problems
from webapp.core.words import _
from webapp.teams import operations
from webapp.teams.checks import TeamRefused
from webapp.teams.facts import Ground, RuleFacts
from webapp.teams.models import RoutingArea
from webapp.teams.queries import RuleLine, list_rules
from webapp.teams.wording import flaw_sentence

NOBODY = UUID(int=0)  # no team has it
Change = Callable[[], object]
LISTS = ("topics", "languages", "neighbourhoods")


@dataclass
class RuleForm:
    """`place` is the number in the order; `has_drawn` whether the stored rule has an area that was drawn, `keeps_drawn`
    whether it stays. `problems` by name of the field; "" is about the whole rule."""

    team: str = ""
    place: str = ""
    topics: Collection[str] = ()
    languages: Collection[str] = ()
    neighbourhoods: Collection[str] = ()
    has_drawn: bool = False
    keeps_drawn: bool = False
    problems: dict[str, str] = field(default_factory=dict)
    rule_id: UUID | None = None
    edition: str = ""  # as in core/editions


def empty_form(lines: Sequence[RuleLine]) -> RuleForm:
    return RuleForm(place=str(len(lines) + 1))


def stored_form(line: RuleLine) -> RuleForm:
    has_drawn = drawn_shape(line.areas) is not None
    form = RuleForm(
        team=str(line.team.id),
        place=str(line.rule.number),
        topics=line.rule.topics,
        languages=line.rule.languages,
        neighbourhoods=[area.neighbourhood_code for area in line.areas if area.neighbourhood_code],
        has_drawn=has_drawn,
        keeps_drawn=has_drawn,
        rule_id=line.rule.id,
    )
    form.edition = edition_of(_fields(form))
    return form


def meet(form: RuleForm, stored: RuleForm) -> None:
    """What another coordinator changed meanwhile stays; what both changed is asked about."""
    fields = _fields(stored)
    values, clashes = together(_fields(form), fields, form.edition)
    form.team, form.place = values["team"], values["place"]
    form.topics, form.languages, form.neighbourhoods = (values[name].split() for name in LISTS)
    form.keeps_drawn, form.edition = bool(values["drawn"]), stored.edition
    form.problems |= clash_problems(clashes, {name: fields[name] if name == "place" else None for name in fields})


def _fields(form: RuleForm) -> dict[str, str]:
    lists = {name: " ".join(sorted(getattr(form, name))) for name in LISTS}
    return {"team": form.team, "place": form.place, **lists, "drawn": "1" if form.keeps_drawn else ""}


def read_form(typed: MultiDict[str, str], line: RuleLine | None) -> RuleForm:
    form = RuleForm(
        team=typed.get("team", ""),
        place=typed.get("place", "").strip()[:10],
        topics=typed.getlist("topics"),
        languages=typed.getlist("languages"),
        neighbourhoods=typed.getlist("neighbourhoods"),
        has_drawn=line is not None and drawn_shape(line.areas) is not None,
        keeps_drawn="drawn" in typed,
        rule_id=line.rule.id if line else None,
        edition=typed.get(FIELD, ""),
    )
    if not (form.place.isascii() and form.place.isdecimal() and int(form.place) > 0):
        form.problems["place"] = _("Choose a whole number, 1 for the rule that is tried first.")
    return form


def apply(town: Municipality, form: RuleForm, line: RuleLine | None) -> None:
    """Adds or changes the rule and puts it in its place. Raises TeamRefused."""
    shape = drawn_shape(line.areas) if line and form.keeps_drawn else None
    ground = Ground(tuple(form.neighbourhoods), shape)
    facts = RuleFacts(_team_id(form.team), tuple(form.topics), tuple(form.languages), ground)
    rule = operations.change_rule(town, line.rule.id, facts) if line else operations.add_rule(town, facts)
    ids = [other.rule.id for other in list_rules(town)]
    operations.order_rules(town, moved(ids, rule.id, int(form.place)))


def complain(form: RuleForm, refused: TeamRefused) -> None:
    beside = (*LISTS, "team", "place")
    for flaw in refused.flaws:
        form.problems.setdefault(flaw.field if flaw.field in beside else "", flaw_sentence(flaw))


def _team_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return NOBODY


def drawn_shape(areas: Sequence[RoutingArea]) -> MultiPolygon | None:
    """What was drawn of a rule or a team, apart from the wijken and buurten that were chosen."""
    found = [to_area(area.area) for area in areas if area.area is not None]
    return MultiPolygon(found[0].geoms) if found else None
