"""What is known of a place and its organisation, as values: the same for a form, a file and the demonstration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from webapp.core.geo import Position
from webapp.schedule.values import Schedule


@dataclass(frozen=True)
class OrganisationFacts:
    slug: str
    name: str
    provider_type: str = "professioneel"
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    quality_label: str | None = None
    quality_label_until: date | None = None
    quality_label_url: str | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class PlaceFacts:
    """Language-neutral. Lists hold ids of the taxonomy, `spoken` codes of ISO 639."""

    kind: str
    position: Position | None = None
    organisation_id: UUID | None = None
    street: str | None = None
    house_number: str | None = None
    postcode: str | None = None
    city: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    opening_hours: str | None = None
    opening_hours_note: str | None = None
    wheelchair: str = "unknown"
    free: bool = False
    walkin: bool = False
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    attribution: str | None = None
    checked_on: date | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class PlaceTexts:
    """In one language."""

    name: str
    summary: str = ""
    description: str = ""
    getting_there: str = ""


@dataclass(frozen=True)
class PlaceEntry:
    """One place as a source tells it.

    `given` names what the source speaks about (`street`, `name_nl`; None: everything): what is stored of the rest
    stays as it is, so that a file with five columns does not empty the others. `where` is how a message points at
    the entry (line 12, node/123). `schedule` is for a source that knows more of the times than opening hours can say.
    `known_attributes` are all attributes that the source can tell (None: every one); others that are stored stay.
    """

    external_id: str
    facts: PlaceFacts
    texts: Mapping[str, PlaceTexts]
    given: frozenset[str] | None = None
    slug: str | None = None
    where: str = ""
    schedule: Schedule | None = None
    known_attributes: frozenset[str] | None = None
