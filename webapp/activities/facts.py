"""What is known of an activity, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from webapp.core.geo import Position
from webapp.schedule.values import Schedule


@dataclass(frozen=True)
class ActivityFacts:
    """`position` only where it happens away from its place; `price_cents` per time, None when free or not known."""

    kind: str
    place_id: UUID | None = None
    organisation_id: UUID | None = None
    online: bool = False
    position: Position | None = None
    opening_hours: str | None = None
    by_appointment: bool = False
    free: bool = False
    price_cents: int | None = None
    walkin: bool = False
    no_referral: bool = True
    volunteer: bool = False
    wor: bool = False
    min_age: int | None = None
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    checked_on: date | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class ActivityTexts:
    """In one language."""

    name: str
    summary: str = ""
    description: str = ""
    first_time: str = ""
    contact_role: str = ""


@dataclass(frozen=True)
class ActivityEntry:
    """What a source says of one activity. `schedule` is for a source that knows more of the times than opening hours
    can say; without `slug` it is made of the name. `keeps_times`: it tells times that cannot be read, so what is stored
    of them stays."""

    external_id: str
    facts: ActivityFacts
    texts: Mapping[str, ActivityTexts]
    slug: str | None = None
    schedule: Schedule | None = None
    keeps_times: bool = False
