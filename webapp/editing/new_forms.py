"""A new place or activity: the little that is needed to begin. It is not public until somebody says so."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from werkzeug.datastructures import MultiDict

from webapp.activities.changing import new_activity
from webapp.activities.facts import ActivityFacts, ActivityTexts
from webapp.activities.scope import Scope
from webapp.areas.models import Municipality
from webapp.core.words import _
from webapp.editing.fields import FIELDS, Typed, facts_from
from webapp.editing.queries import list_own_organisations
from webapp.editing.saving import Refused, check_owner
from webapp.editing.text_forms import clean
from webapp.editing.wording import flaw_problems
from webapp.places.changing import new_place
from webapp.places.checks import FactsError
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.schedule.slots import lock_town
from webapp.versions import operations
from webapp.versions.document import FACTS, PLACE, facts_of, to_document
from webapp.versions.queries import Item

ASKED = ("kind", "organisation_id", "place_id", "street", "house_number", "postcode", "city")
WORDS = ("name", "summary")


@dataclass
class NewForm:
    kind: str
    values: Typed
    words: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        values = self.values.get(name, [])
        return values[0] if values else ""

    def asks(self, name: str) -> bool:
        return name in ASKED and any(one.name == name for one in FIELDS[self.kind])


def empty_form(kind: str, scope: Scope, place: str) -> NewForm:
    """`place` is where an activity begins from; who edits for one organisation need not name it."""
    values: Typed = {"place_id": [place] if place else []}
    own = [] if scope.whole_town else list_own_organisations(scope)
    if len(own) == 1:
        values["organisation_id"] = [str(own[0].id)]
    return NewForm(kind, values, dict.fromkeys(WORDS, ""))


def read_form(typed: MultiDict[str, str], kind: str) -> NewForm:
    values = {name: [typed.get(name, "").strip()[:300]] for name in ASKED}
    return NewForm(kind, values, {name: clean(name, typed.get(f"nl-{name}", "")) for name in WORDS})


def add(town: Municipality, scope: Scope, form: NewForm, *, by: UUID, now: datetime) -> Item:
    """Raises Refused."""
    blank = to_document(form.kind, FACTS[form.kind](kind=""), {}, published=False, schedule=None)
    told, problems = facts_from(form.values, blank["facts"], form.kind)
    if form.kind != PLACE:
        told["no_referral"] = True  # the usual; whoever needs one ticks it off
    if not form.words["name"]:
        problems["nl-name"] = _("Write a name.")
    problems |= check_owner(scope, form.kind, told, None)
    if problems:
        raise Refused(problems)
    facts = facts_of({**blank, "facts": told}, form.kind)
    lock_town(town.id)
    try:
        item = _new(town, facts, form.words)
    except FactsError as error:
        raise Refused(flaw_problems(error.flaws)) from error
    operations.record(town, item, by=by, what="new", now=now)
    return item


def _new(town: Municipality, facts: PlaceFacts | ActivityFacts, words: dict[str, str]) -> Item:
    if isinstance(facts, PlaceFacts):
        return new_place(town.id, facts, {"nl": PlaceTexts(**words)}, published=False)
    return new_activity(town.id, facts, {"nl": ActivityTexts(**words)}, published=False)
