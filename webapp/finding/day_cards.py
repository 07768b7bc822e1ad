"""What the day list needs to know, ready to be shown."""

from dataclasses import dataclass
from datetime import date

from webapp.core.texts import Spoken
from webapp.finding.cards import Card, Fact, FilterForm, Link, ShownSlot
from webapp.locating.presenting import OriginLine


@dataclass(frozen=True)
class DateEntry:
    """One time of one activity on the day of the page; `began_on` when that was the day before."""

    card: Card
    slot: ShownSlot
    facts: tuple[Fact, ...]
    began_on: date | None


@dataclass(frozen=True)
class DayPart:
    id: str
    title: str
    entries: tuple[DateEntry, ...]


@dataclass(frozen=True)
class DoorEntry:
    card: Card
    slots: tuple[ShownSlot, ...]
    closed: str  # the word for a door that should have been open, else empty
    words: Spoken  # why it is closed


@dataclass(frozen=True)
class DayChoice:
    """The days to go to, and the field for any other; `hidden` are the filters that stay."""

    days: tuple[Link, ...]
    previous_url: str | None
    next_url: str | None
    action: str
    first: date
    last: date
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DayPage:
    day: date
    title: str
    subtitle: str  # the date, where the title does not say it
    choice: DayChoice
    parts: tuple[DayPart, ...]
    over: tuple[DateEntry, ...]
    doors: tuple[DoorEntry, ...]
    doors_over: tuple[DoorEntry, ...]
    total: int
    ahead: int
    door_total: int
    page: int
    pages: int
    previous_url: str | None
    next_url: str | None
    next_day: Link | None  # where nothing is left on this one
    form: FilterForm
    calendar_url: str
    origin: OriginLine | None
