"""A question as values: what was told, what is wrong with it, and what the resident gets in return."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from webapp.core.geo import Position

# How a resident may be answered, and which contact detail that needs.
VISIT, PHONE, EMAIL, WHATSAPP, NONE = "visit", "phone", "email", "whatsapp", "none"
REPLY_BY = (VISIT, PHONE, EMAIL, WHATSAPP, NONE)
NEEDS_NUMBER = (PHONE, WHATSAPP)

# The states of a question, in the order in which it passes them.
NEW, READ, TAKEN, ANSWERED, CLOSED, WITHDRAWN = "new", "read", "taken", "answered", "closed", "withdrawn"
STATES = (NEW, READ, TAKEN, ANSWERED, CLOSED, WITHDRAWN)
OPEN = (NEW, READ, TAKEN, ANSWERED)
WAITING = (NEW, READ, TAKEN)  # nobody has answered yet
# In which a resident may like to be answered; more than the interface has.
ANSWER_LANGUAGES = frozenset(["ar", "de", "en", "es", "fa", "fr", "nl", "pl", "ro", "ru", "so", "ti", "tr", "uk"])
OUTCOMES = ("helped", "told", "went_along", "other_help", "no_contact", "not_needed")


@dataclass(frozen=True)
class Content:
    """All that can lead to a person, kept sealed. Empty strings where nothing was told."""

    question: str = ""
    name: str = ""
    contact: str = ""
    postcode: str = ""
    best_time: str = ""

    def as_document(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class NewQuestion:
    """What a resident told, read and checked. `neighbourhood` is a CBS code; `position` is rounded to 100 m."""

    content: Content
    topic: str = ""
    reply_by: str = NONE
    language: str = "nl"
    neighbourhood: str = ""
    position: Position | None = None
    for_other: bool = False
    volunteer: bool = False
    safe_to_call: bool | None = None
    place: str = ""
    activity: str = ""
    masked: int = 0


@dataclass(frozen=True)
class Reading:
    """`problems` maps the name of a field to what is wrong with it; without any there is a question."""

    new: NewQuestion | None
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What a resident needs to follow the question. `is_repeated`: the same was asked before with the same key."""

    question_id: UUID
    code: str
    pass_code: str
    team_name: str
    received_at: datetime
    answer_by: datetime | None
    is_repeated: bool = False


class OtherContent(Exception):
    """The key of an earlier question came with other words."""


class Unreachable(Exception):
    """This town has no team that can be reached by a question; it has a phone number."""


@dataclass(frozen=True)
class Told:
    """One step in the life of a question, as its team or its resident may read it."""

    at: datetime
    kind: str
    words: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    by: UUID | None = None
    team_id: UUID | None = None
