"""What the pages show, ready to be shown: templates take no decisions."""

from dataclasses import dataclass

from webapp.core.texts import Spoken
from webapp.finding.cards import Card, Link
from webapp.locating.presenting import OriginLine


@dataclass(frozen=True)
class Pick:
    """One of the few, and why it is one of them: a sentence."""

    card: Card
    why: str


@dataclass(frozen=True)
class ShownStep:
    """`is_elsewhere`: this town has nothing of its own here; the picks are who helps further, or nobody."""

    title: Spoken
    words: Spoken
    picks: tuple[Pick, ...]
    links: tuple[Link, ...]
    is_elsewhere: bool


@dataclass(frozen=True)
class Option:
    label: str
    url: str
    icon: str
    theme: str = ""
    lang: str = ""  # where the label is in another language than the page


@dataclass(frozen=True)
class Question:
    name: str
    title: str
    hint: str
    options: tuple[Option, ...]
    skip: Option
    number: int
    total: int
    back_url: str


@dataclass(frozen=True)
class Mending:
    """Where somebody said to be, to be written right: `carried` are the answers that are kept meanwhile."""

    carried: tuple[tuple[str, str], ...]
    where: str
    complaint: str


@dataclass(frozen=True)
class Answered:
    """One answer, with the address where only that question is asked again."""

    label: str
    url: str
    lang: str = ""  # where the label is in another language than the page


@dataclass(frozen=True)
class Result:
    picks: tuple[Pick, ...]
    widened: str  # what we also show and why, else empty
    origin: OriginLine | None
    answered: tuple[Answered, ...]
    carried: tuple[tuple[str, str], ...]  # the answers, for a form that adds where the visitor is
    where: str  # as it was typed
    complaint: str  # about it, else empty
    more: Link
    back_url: str
    again_url: str
    topic: str  # the theme that was chosen, for a question about it; else empty
