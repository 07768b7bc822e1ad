"""What the picker shows, ready to be shown: templates take no decisions."""

from dataclasses import dataclass

from webapp.core.texts import Spoken
from webapp.finding.cards import Card, Choice, Contact, Link, ShownSlot


@dataclass(frozen=True)
class Subject:
    """A theme or a dimension to begin with."""

    label: str
    hint: str
    url: str
    icon: str = ""
    theme: str = ""
    lang: str = ""  # where the label is in another language than the page


@dataclass(frozen=True)
class Offer:
    """One of the three. `pick` names it in the form."""

    card: Card
    pick: str
    next: ShownSlot | None
    cost: str
    needs_no_referral: bool
    ask_for: Spoken
    contact: Contact
    is_favourite: bool = False  # of the practice that gives it


@dataclass(frozen=True)
class Adjustment:
    """One tap: the same three with or without this."""

    label: str
    url: str
    is_chosen: bool
    lang: str = ""


@dataclass(frozen=True)
class Picked:
    subject: str
    subject_lang: str
    subject_url: str
    area: str
    area_url: str
    offers: tuple[Offer, ...]
    is_point: bool  # nothing fits; the one offer is who thinks along
    adjustments: tuple[Adjustment, ...]
    for_whom: tuple[Adjustment, ...]
    further: Link | None
    carried: tuple[tuple[str, str], ...]
    languages: tuple[Choice, ...]  # of the sheet
