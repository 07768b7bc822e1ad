"""Other rules tried over the questions of the last 90 days: who would have got them. Nothing is stored."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from webapp.areas.models import Municipality
from webapp.coordinating.rules import Move
from webapp.core.database import undone
from webapp.questions.past_queries import list_asked_since
from webapp.teams.routing_queries import route_all
from webapp.teams.rules import Asked

DAYS = 90


@dataclass(frozen=True)
class Comparison:
    """`asked` questions, and those of them that would go to another team."""

    asked: int
    moves: tuple[Move, ...]


def compare(town: Municipality, change: Callable[[], object], moment: datetime) -> Comparison:
    """By today's teams, before the change and after it. Raises what the change raises."""
    past = list_asked_since(town.id, moment - timedelta(days=DAYS))
    facts = [asked for asked, _count in past]
    before = _owners(town, facts)
    with undone():
        change()
        after = _owners(town, facts)
    counts: Counter[tuple[str | None, UUID, UUID]] = Counter()
    for (asked, count), one, other in zip(past, before, after, strict=True):
        if one != other:
            counts[asked.topic, one, other] += count
    moves = (Move(topic, one, other, count) for (topic, one, other), count in counts.items())
    return Comparison(sum(count for _asked, count in past), tuple(moves))


def _owners(town: Municipality, facts: Sequence[Asked]) -> list[UUID]:
    return [decision.team_id for decision in route_all(town, facts)]
