"""What a collection shows, ready to be shown: templates take no decisions."""

from dataclasses import dataclass

from webapp.core.texts import Spoken
from webapp.finding.cards import Card, Contact, Link, ShownSlot, Standing


@dataclass(frozen=True)
class Item:
    """`next` is its next time; None where there is none, or where it is open whenever one likes."""

    card: Card
    why: Spoken
    next: ShownSlot | None
    contact: Contact


@dataclass(frozen=True)
class ShownSection:
    """`title` is empty for what comes before the first heading."""

    title: Spoken
    words: Spoken
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Page:
    slug: str
    title: Spoken
    intro: Spoken
    standing: Standing
    sections: tuple[ShownSection, ...]
    is_ladder: bool
    themes: tuple[Link, ...]
    topic: str  # a theme, for a question about it; else empty

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)
