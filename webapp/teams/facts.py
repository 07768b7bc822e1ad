"""What is told of a team and of a rule, as values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from shapely import MultiPolygon

from webapp.schedule.values import Hours
from webapp.teams.working_time import OFFICE_HOURS

ANSWER_DAYS, UNREAD_HOURS = 2, 8


@dataclass(frozen=True)
class TeamFacts:
    """`answer_days` are working days, `unread_hours` working hours; `whatsapp` is a number or None."""

    slug: str
    name: str
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    whatsapp: str | None = None
    hours: Sequence[Hours] = OFFICE_HOURS
    answer_days: int = ANSWER_DAYS
    unread_hours: int = UNREAD_HOURS
    deputy_id: UUID | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class Ground:
    """Chosen wijken and buurten by their CBS codes, and polygons of its own; empty: no area."""

    neighbourhoods: Collection[str] = ()
    shape: MultiPolygon | None = None

    def __bool__(self) -> bool:
        return bool(self.neighbourhoods) or self.shape is not None


EVERYWHERE = Ground()


@dataclass(frozen=True)
class RuleFacts:
    """Empty conditions ask for nothing; one at least has to be there."""

    team_id: UUID
    topics: Collection[str] = ()
    languages: Collection[str] = ()
    ground: Ground = EVERYWHERE
