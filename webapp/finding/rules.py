"""The filters of the contract as values. Pure: text from an address in, a decision or a complaint out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import Enum
from typing import Any

from webapp.core.clock import TIME_ZONE
from webapp.core.geo import Position, read_rough
from webapp.locating.rules import POSTCODE, find_postcode_in
from webapp.places.checks import is_language
from webapp.taxonomy.rules import known

PAGE_SIZE = 20
MAX_PAGE = 500
MAX_QUERY = 100  # characters
SWITCHES = ("free", "walkin", "wheelchair", "no_referral", "welcome", "online", "volunteer")
OPEN_VALUES = ("now", "today", "week")
WELCOME = "welkom"  # the attribute behind the filter `welcome`


class Complaint(Enum):
    """What is wrong with a filter; the words for it are the view's."""

    TOO_LONG = "too long"
    UNKNOWN_THEME = "theme"
    UNKNOWN_TOPIC = "topic"
    UNKNOWN_KIND = "kind"
    UNKNOWN_GROUP = "group"
    OPEN = "open"
    NEAR = "near"
    POSTCODE = "postcode"
    SPOKEN = "spoken"
    SWITCH = "switch"
    PAGE = "page"
    CHARACTERS = "characters"
    DAY = "day"
    DAY_OVER = "day over"
    DAY_TOO_FAR = "day too far"
    WEEK = "week"


class FilterError(ValueError):
    def __init__(self, complaint: Complaint, name: str, value: str) -> None:
        super().__init__(f"{name}={value!r}: {complaint.value}")
        self.complaint = complaint
        self.name = name
        self.value = value


@dataclass(frozen=True)
class Filters:
    """Empty means: all of the town. The visitor is at `near` (WGS 84), or in a postcode, street or neighbourhood."""

    q: str = ""
    theme: str = ""
    topic: str = ""
    kind: str = ""
    group: str = ""
    open: str = ""
    near: Position | None = None
    postcode: str = ""
    where: str = ""
    spoken: str = ""
    free: bool = False
    walkin: bool = False
    wheelchair: bool = False
    no_referral: bool = False
    welcome: bool = False
    online: bool = False
    volunteer: bool = False
    page: int = 1

    def as_arguments(self) -> dict[str, Any]:
        """Back to an address, without what is empty; read_filters(as_arguments()) gives the same filters."""
        values = {
            "q": self.q,
            "theme": self.theme,
            "topic": self.topic,
            "kind": self.kind,
            "group": self.group,
            "open": self.open,
            "near": f"{self.near.lat},{self.near.lon}" if self.near else "",
            "postcode": self.postcode,
            "where": self.where,
            "spoken": self.spoken,
            **{name: "1" if getattr(self, name) else "" for name in SWITCHES},
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in values.items() if value}

    def without(self, name: str) -> "Filters":
        """The first page without this filter."""
        empty = getattr(Filters(), name)
        return replace(self, **{name: empty, "page": 1})

    def without_order(self) -> "Filters":
        """What decides which things there are, without what only puts them in order: all that a map needs."""
        return self.at()

    def at(self, *, postcode: str = "", where: str = "") -> "Filters":
        """The first page as seen from there, or from nowhere."""
        return replace(self, near=None, postcode=postcode, where=where, page=1)

    def only_where(self) -> "Filters":
        return Filters(near=self.near, postcode=self.postcode, where=self.where)

    @property
    def tells_where(self) -> bool:
        return bool(self.near or self.postcode or self.where)

    def on_page(self, page: int) -> "Filters":
        return replace(self, page=page)

    @property
    def is_empty(self) -> bool:
        return replace(self, page=1) == Filters()


def read_filters(arguments: Mapping[str, str], kind_axes: tuple[str, ...]) -> Filters:
    """Unknown parameters are ignored, empty ones mean "any". Raises FilterError for one that makes no sense."""
    values = {name: value.strip() for name, value in arguments.items()}
    for name, value in values.items():
        if name in Filters.__dataclass_fields__ and any(not character.isprintable() for character in value):
            raise FilterError(Complaint.CHARACTERS, name, value)
    values = _typed_where(values)
    return Filters(
        q=_query(values),
        theme=_term(values, "theme", ("theme",), Complaint.UNKNOWN_THEME),
        topic=_term(values, "topic", ("topic",), Complaint.UNKNOWN_TOPIC),
        kind=_term(values, "kind", kind_axes, Complaint.UNKNOWN_KIND),
        group=_term(values, "group", ("group",), Complaint.UNKNOWN_GROUP),
        open=_one_of(values, "open", OPEN_VALUES, Complaint.OPEN),
        near=_near(values),
        postcode=_postcode(values),
        where=values.get("where", ""),
        spoken=_spoken(values),
        page=_page(values),
        **{name: _switch(values, name) for name in SWITCHES},
    )


def read_what_makes_sense(
    arguments: Mapping[str, str], kind_axes: tuple[str, ...]
) -> tuple[Filters, tuple[FilterError, ...]]:
    """The filters that mean something, and one complaint for each that does not."""
    left, complaints = dict(arguments.items()), list[FilterError]()
    while True:
        try:
            return read_filters(left, kind_axes), tuple(complaints)
        except FilterError as error:
            complaints.append(error)
            del left[error.name]


def _query(values: Mapping[str, str]) -> str:
    text = values.get("q", "")
    if len(text) > MAX_QUERY:
        raise FilterError(Complaint.TOO_LONG, "q", text)
    return " ".join(text.split())


def _term(values: Mapping[str, str], name: str, axes: tuple[str, ...], complaint: Complaint) -> str:
    value = values.get(name, "")
    if value and not any(known(axis, value) for axis in axes):
        raise FilterError(complaint, name, value)
    return value


def _one_of(values: Mapping[str, str], name: str, allowed: tuple[str, ...], complaint: Complaint) -> str:
    value = values.get(name, "")
    if value and value not in allowed:
        raise FilterError(complaint, name, value)
    return value


def _near(values: Mapping[str, str]) -> Position | None:
    value = values.get("near", "")
    if not value:
        return None
    try:
        return read_rough(value)
    except (ValueError, OverflowError) as error:
        raise FilterError(Complaint.NEAR, "near", value) from error


def _typed_where(values: Mapping[str, str]) -> dict[str, str]:
    """What was typed last stands for the spot or postcode that a form carried along; a postcode is one anywhere."""
    where = " ".join(values.get("where", "").split())
    if not where:
        return {**values, "where": ""}
    if len(where) > MAX_QUERY:
        raise FilterError(Complaint.TOO_LONG, "where", where)
    postcode = find_postcode_in(where)
    return {**values, "near": "", "postcode": postcode, "where": "" if postcode else where}


def _postcode(values: Mapping[str, str]) -> str:
    value = values.get("postcode", "")
    if not value:
        return ""
    match = POSTCODE.fullmatch(value)
    if match is None:
        raise FilterError(Complaint.POSTCODE, "postcode", value)
    return match[1] + (match[2] or "").upper()


def _spoken(values: Mapping[str, str]) -> str:
    value = values.get("spoken", "").lower()
    if value and not is_language(value):
        raise FilterError(Complaint.SPOKEN, "spoken", value)
    return value


def _switch(values: Mapping[str, str], name: str) -> bool:
    value = values.get(name, "")
    if value not in ("", "0", "1"):
        raise FilterError(Complaint.SWITCH, name, value)
    return value == "1"


def _page(values: Mapping[str, str]) -> int:
    value = values.get("page", "") or "1"
    if not (value.isascii() and value.isdecimal() and len(value) <= 4 and 1 <= int(value) <= MAX_PAGE):
        raise FilterError(Complaint.PAGE, "page", value)
    return int(value)


def window(opens: str, moment: datetime) -> tuple[datetime, datetime]:
    """Between which moments something must be open for `now`, `today` (what is left of it) or `week` (7 days)."""
    if opens == "now":
        return moment, moment + timedelta(microseconds=1)
    midnight = datetime.combine(moment.astimezone(TIME_ZONE).date(), time.min, TIME_ZONE)
    days = 1 if opens == "today" else 7
    return moment, midnight + timedelta(days=days)
