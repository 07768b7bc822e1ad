"""From a filled-in form to a version: checked, then public, waiting for review, or kept as a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from webapp.activities.scope import Scope
from webapp.core import clock
from webapp.core.errors import BadRequest, NotFound
from webapp.core.words import _
from webapp.editing.choosing import read_id
from webapp.editing.opening import Desk
from webapp.editing.queries import list_own_organisations, list_places_to_choose
from webapp.editing.wording import flaw_problems
from webapp.places.checks import FactsError
from webapp.versions import operations
from webapp.versions.document import PLACE, Document
from webapp.versions.models import ItemVersion
from webapp.versions.operations import Proposal
from webapp.versions.queries import get_version
from webapp.versions.writing import flaws_of

PUBLISH, REVIEW, DRAFT = WAYS = ("publish", "review", "draft")


@dataclass
class Refused(Exception):
    """Sentences by field of the form; "" is about the whole."""

    problems: Mapping[str, str] = field(default_factory=dict)


def base_version(desk: Desk, number: str) -> ItemVersion:
    """From which the form was made. Raises BadRequest for what no form of ours says."""
    try:
        return get_version(desk.item, int(number) if number.isascii() and number.isdecimal() else 0)
    except (NotFound, ValueError):
        raise BadRequest(
            _("This page was open for too long. Go back, load the page again and send it once more.")
        ) from None


def way_of(desk: Desk, wanted: str) -> str:
    """Who may not publish asks for a review instead; what nobody offers is kept as a draft."""
    way = wanted if wanted in WAYS else DRAFT
    return REVIEW if way == PUBLISH and not desk.publishes else way


def save(desk: Desk, proposal: Proposal, wanted: str) -> str:
    """The way that was taken; the caller commits. Raises Refused, VersionConflict, NotFound."""
    way, now = way_of(desk, wanted), clock.now()
    before = get_version(desk.item, proposal.base).document["facts"]
    _refuse(check_owner(desk.scope, desk.kind, proposal.document["facts"], before))
    _refuse(flaw_problems(flaws_of(desk.item, proposal.document)))
    if way == PUBLISH:
        try:
            operations.publish(desk.town, desk.item, proposal, by=desk.user.id, now=now)
        except FactsError as error:
            raise Refused(flaw_problems(error.flaws)) from error
        return way
    draft = operations.save_draft(desk.town, desk.item, proposal, by=desk.user.id, now=now)
    if way == REVIEW:
        operations.ask_review(draft)
    return way


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        raise Refused(problems)


def check_owner(scope: Scope, kind: str, facts: Document, before: Document | None) -> dict[str, str]:
    """Nobody gives away to others, or takes from them, what the own organisations do not hold; what was already so
    may stay. Sentences by field."""
    problems = {}
    for name, sentence in (
        ("organisation_id", _("Choose an organisation for which you edit.")),
        ("place_id", _("Choose a place for which you edit.")),
    ):
        value = facts.get(name)
        is_new = before is None or value != before.get(name)
        if is_new and not _may_be(scope, kind, facts, name):
            problems[name] = sentence
    return problems


def _may_be(scope: Scope, kind: str, facts: Document, name: str) -> bool:
    value = facts.get(name)
    if value is not None:
        return read_id(value) in _allowed(scope, name)
    return name == "place_id" or _stays(scope, kind, facts)


def _allowed(scope: Scope, name: str) -> set[UUID]:
    if name == "place_id":
        return {id_ for id_, _name in list_places_to_choose(scope)}
    return {one.id for one in list_own_organisations(scope)}


def _stays(scope: Scope, kind: str, facts: Document) -> bool:
    """An activity without an organisation is that of its place."""
    if scope.whole_town:
        return True
    return kind != PLACE and read_id(facts.get("place_id") or "") in _allowed(scope, "place_id")


def read_choices(typed: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Of the page about a conflict: `keep.<number of the version>.<part>` is mine or theirs."""
    found: dict[int, dict[str, str]] = {}
    for name, side in typed.items():
        word, _dot, rest = name.partition(".")
        number, _dot, part = rest.partition(".")
        if word == "keep" and number.isascii() and number.isdecimal() and len(number) < 10:
            found.setdefault(int(number), {})[part] = side
    return found
