"""What a list, a page and the map need to know of one thing, ready to be shown: templates take no decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from webapp.core.geo import Position
from webapp.core.text_states import TextState
from webapp.core.texts import Paragraphs, Spoken
from webapp.locating.presenting import OriginLine
from webapp.maps.page import MapOnPage
from webapp.photos.presenting import ShownPhoto
from webapp.schedule.answers import OpeningStatus
from webapp.taxonomy.rules import Term

PLACE = "place"
ACTIVITY = "activity"


@dataclass(frozen=True)
class Fact:
    """One thing that is good to know: an icon with a word, never an icon alone. `strong` for what people ask first."""

    icon: str
    label: str
    strong: bool = False
    lang: str = ""  # where the word is in another language than the page


@dataclass(frozen=True)
class Card:
    """`lang` is that of the name: another than the page's means that it is missing and Dutch stands in; `note` says
    so of name and summary, `name_note` of the name alone."""

    id: UUID
    type: str
    slug: str
    url: str
    lang: str
    name: str
    summary: Spoken
    note: str
    name_note: str
    kind: Term
    themes: tuple[Term, ...]
    status: OpeningStatus
    facts: tuple[Fact, ...]
    where: Spoken
    position: Position | None
    distance_m: int | None
    walking_minutes: int | None
    checked_on: date | None
    is_stale: bool  # nobody has looked for far too long
    is_demo: bool


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool = False
    count: int | None = None
    icon: str | None = None
    lang: str = ""  # where the label is in another language than the page


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    selected: bool
    count: int | None = None
    lang: str = ""  # where the label is in another language than the page


@dataclass(frozen=True)
class FilterForm:
    """The filters as form fields; every value comes back as it was typed."""

    action: str
    q: str
    postcode: str
    where: str
    near: str
    topic: str
    themes: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    open: tuple[Choice, ...]
    spoken: tuple[Choice, ...]
    any: Mapping[str, int]  # per select: how many there are without a choice in it
    switches: tuple[Choice, ...]  # value = name of the parameter (free, walkin, …)
    active: tuple[Link, ...]  # filters in force, each with the address without it
    clear_url: str
    complaints: tuple[str, ...] = ()  # what of it makes no sense, in sentences
    day: str = ""  # of the day list


@dataclass(frozen=True)
class ResultPage:
    type: str
    cards: tuple[Card, ...]
    total: int
    on_map: int
    page: int
    pages: int
    previous_url: str | None
    next_url: str | None
    form: FilterForm
    map: MapOnPage
    calendar_url: str  # of activities only, else empty
    news_url: str
    today_url: str  # the same filters hour by hour; of activities only, else empty
    origin: OriginLine | None  # from where distances are measured
    own_url: str
    other: Link  # the same filters over the other type


@dataclass(frozen=True)
class ShownSlot:
    """One time of the calendar; `news` says that it is cancelled, moved or extra, else empty, and `words` why.

    `ends_on` is the day of an end after midnight, `is_whole_day` from midnight to midnight.
    """

    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    by_appointment: bool
    news: str
    is_whole_day: bool
    ends_on: date | None
    words: Spoken


@dataclass(frozen=True)
class HeldSlot:
    """A time of an activity in the week of the place where it is."""

    slot: ShownSlot
    name: str
    lang: str
    note: str
    url: str


@dataclass(frozen=True)
class DayTimes:
    """One day of a week, in Dutch time; no slots means closed, or for an activity that there is none."""

    day: date
    slots: tuple[ShownSlot, ...]
    held: tuple[HeldSlot, ...]
    is_today: bool


@dataclass(frozen=True)
class Week:
    """Seven days from today (`number` 0) or so many weeks later."""

    number: int
    days: tuple[DayTimes, ...]
    has_held: bool  # whether there is a programme to show, perhaps an empty later week of it
    previous_url: str | None
    next_url: str | None


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str | None
    phone_url: str | None
    email: str | None
    website: str | None
    website_label: str | None


@dataclass(frozen=True)
class Standing:
    """What a visitor should know of the words of a page; `newer` is the Dutch text that they do not follow.

    `only_in` and `partly_in` name the language that stands in for all of them or for a part, else they are empty.
    """

    state: TextState
    by_machine: bool
    newer: Paragraphs | None
    only_in: str = ""
    partly_in: str = ""


@dataclass(frozen=True)
class Detail:
    """One place or activity, complete."""

    card: Card
    standing: Standing
    description: Paragraphs
    getting_there: Paragraphs
    first_time: Paragraphs
    contact_role: Spoken
    address: tuple[str, ...]
    route_url: str | None
    week: Week | None  # None without times, or where a list of dates says more
    next_slots: tuple[ShownSlot, ...]
    has_times: bool
    by_appointment: bool
    hours_note: str | None
    groups: tuple[Term, ...]
    topics: tuple[Term, ...]
    accessibility: tuple[Fact, ...]
    languages: tuple[str, ...]  # names of the spoken languages, in the language of the page
    text_languages: tuple[str, ...]  # codes of those in which this page tells about it
    contact: Contact
    organisation: str | None
    provider_type: Term | None
    quality_label: str | None
    quality_label_until: date | None
    quality_label_url: str | None
    attribution: str | None
    place: Card | None  # of an activity: where it is
    activities: tuple[Card, ...]  # of a place: what happens here
    nearby: tuple[Card, ...]  # the closest other places
    map: MapOnPage | None
    photos: tuple[ShownPhoto, ...]


@dataclass(frozen=True)
class ThemeTile:
    term: Term
    count: int
    url: str


@dataclass(frozen=True)
class Home:
    intro: Spoken
    themes: tuple[ThemeTile, ...]
    open_now: tuple[Card, ...]
    later_today: tuple[Card, ...]
    place_count: int
    activity_count: int
    as_of: datetime
    map: MapOnPage
    where: str  # as it was typed
    complaint: str  # about it, else empty
    origin: OriginLine | None
    open_url: str
