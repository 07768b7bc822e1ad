"""The simulator: where a question would go now, why, and by when it is read and answered; nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from webapp.areas.models import Municipality
from webapp.coordinating.choices import neighbourhoods
from webapp.core.geo import Position, read_rough
from webapp.core.words import _
from webapp.locating.rules import find_postcode_in
from webapp.questions.routing import asked_of, is_known_postcode
from webapp.questions.values import ANSWER_LANGUAGES, Content, NewQuestion
from webapp.taxonomy.rules import known
from webapp.teams.models import Team
from webapp.teams.queries import get_deadlines, get_team
from webapp.teams.routing_queries import route
from webapp.teams.rules import NoTeam
from webapp.teams.wording import sentences

FIELDS = ("topic", "postcode", "neighbourhood", "point", "question_language")
LONGEST = 40  # characters of a field


@dataclass(frozen=True)
class Trial:
    """`values` as they were typed; `problems` by name of the field."""

    values: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    new: NewQuestion | None = None


@dataclass(frozen=True)
class Outcome:
    """`read_by` and `answer_by` in UTC; None where the hours of the team say nothing."""

    team: Team
    reasons: tuple[str, ...]
    read_by: datetime | None
    answer_by: datetime | None


def read_trial(town: Municipality, typed: Mapping[str, str]) -> Trial:
    """A point says more than a postcode, and that more than a neighbourhood, as in a question."""
    values = {name: typed.get(name, "").strip()[:LONGEST] for name in FIELDS}
    problems: dict[str, str] = {}
    if values["topic"] and not known("theme", values["topic"]):
        problems["topic"] = _("Choose a topic from the list.")
    language = values["question_language"] or "nl"
    if language not in ANSWER_LANGUAGES:
        problems["question_language"] = _("Choose a language from the list.")
    if values["neighbourhood"] and values["neighbourhood"] not in dict(neighbourhoods(town)):
        problems["neighbourhood"] = _("Choose a neighbourhood from the list.")
    position = _read_point(values["point"], problems)
    postcode = _read_postcode(town, values["postcode"], problems)
    if problems:
        return Trial(values, problems)
    new = NewQuestion(
        Content(postcode=postcode),
        topic=values["topic"],
        language=language,
        neighbourhood=values["neighbourhood"],
        position=position,
    )
    return Trial(values, new=new)


def _read_point(typed: str, problems: dict[str, str]) -> Position | None:
    if not typed:
        return None
    try:
        return read_rough(typed)
    except (ValueError, OverflowError):
        problems["point"] = _("Click on the map, or write two numbers with a comma between them, such as 51.865,4.661.")
        return None


def _read_postcode(town: Municipality, typed: str, problems: dict[str, str]) -> str:
    if not typed:
        return ""
    code = find_postcode_in(typed)
    if not code:
        problems["postcode"] = _("This is not a postcode. Write it like 2951 AB or 2951.")
    elif not is_known_postcode(town, code):
        problems["postcode"] = _("We do not know this postcode. Is there a mistake in it?")
    return code


def try_out(town: Municipality, new: NewQuestion, moment: datetime) -> Outcome | None:
    """By the very steps that a question takes; None where no team of the town can be reached."""
    try:
        decision = route(town, asked_of(town, new))
    except NoTeam:
        return None
    team = get_team(town, decision.team_id)
    if not (team.is_active and team.email):
        return None
    deadlines = get_deadlines(town, team, moment)
    return Outcome(team, tuple(sentences(decision)), deadlines.unread_until, deadlines.answer_by)
