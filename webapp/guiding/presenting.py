"""From what was chosen to what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from webapp.areas.models import Municipality
from webapp.core.texts import pick_words
from webapp.finding import presenting
from webapp.finding.cards import Link
from webapp.finding.conditions import Thing
from webapp.finding.presenting import Slots
from webapp.finding.queries import list_coming_slots
from webapp.guiding import queries, wording
from webapp.guiding.cards import Pick, ShownStep
from webapp.guiding.events import LifeEvent, Step
from webapp.guiding.rules import INFORMATION_POINTS, Answers, Candidate, best, in_steps


@dataclass(frozen=True)
class Chosen:
    """The chosen ones, complete, all read at once: the number of queries does not grow with the page."""

    language: str
    moment: datetime
    things: Mapping[UUID, Thing]
    slots: Slots
    answers: Answers = field(default_factory=Answers)

    def picks(self, candidates: Sequence[Candidate]) -> tuple[Pick, ...]:
        return tuple(self._pick(one) for one in candidates if one.id in self.things)

    def _pick(self, one: Candidate) -> Pick:
        slots = self.slots.get(one.id, ())
        card = presenting.card(self.things[one.id], slots, self.language, self.moment, one.distance_m)
        return Pick(card, wording.why(one, card, self.answers, self.moment))


def complete(
    town: Municipality, candidates: Sequence[Candidate], language: str, moment: datetime, answers: Answers | None = None
) -> Chosen:
    things = queries.get_things(town, {one.id for one in candidates})
    slots = list_coming_slots(town, list(things.values()), moment)
    return Chosen(language, moment, things, slots, answers or Answers())


def shown_steps(
    town: Municipality, event: LifeEvent, candidates: Sequence[Candidate], language: str, moment: datetime
) -> tuple[ShownStep, ...]:
    """A step for which the town has nothing leads to its information point."""
    for_each = in_steps(candidates, [step.see for step in event.steps], moment)
    points = best(candidates, [INFORMATION_POINTS], moment)[:1]
    chosen = complete(town, [*points, *(one for found in for_each for one in found)], language, moment)
    return tuple(
        ShownStep(
            title=pick_words(step.title, language),
            words=pick_words(step.words, language),
            picks=chosen.picks(found or points),
            links=_links(step, candidates, found, language),
            is_elsewhere=not found,
        )
        for step, found in zip(event.steps, for_each, strict=True)
    )


def _links(step: Step, candidates: Sequence[Candidate], shown: Sequence[Candidate], language: str) -> tuple[Link, ...]:
    """The lists that hold more than is shown; the first one that holds anything always."""
    sizes = [(look, sum(map(look.holds, candidates)), sum(map(look.holds, shown))) for look in step.see]
    filled = [(look, size, seen) for look, size, seen in sizes if size]
    wanted = [part for number, part in enumerate(filled) if number == 0 or part[1] > part[2]]
    return tuple(wording.list_link(look, size, language) for look, size, _seen in wanted)
