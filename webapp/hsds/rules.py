"""The parameters of HSDS as values. Pure: text from an address in, a decision or a complaint out."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from math import isfinite

from webapp.finding.rules import MAX_QUERY
from webapp.locating.rules import POSTCODE

PER_PAGE, MOST_PER_PAGE = 50, 100
MOST_MINIMAL = 10_000  # of nothing but ids: the whole town at once
MOST_METRES = 100_000
LONGEST_NUMBER = 9  # digits
UUID_FORM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
A_PLUS_LOST = re.compile(r" (?=\d\d:?\d\d$)")  # `+` stands for a space in an address
SWITCHES = {"true": True, "1": True, "false": False, "0": False}
PAGED = ("page", "per_page", "format")


class Complaint(Enum):
    """What is wrong with a parameter; the words for it are in wording.py."""

    CHARACTERS = "characters"
    TOO_LONG = "too long"
    PAGE = "page"
    PER_PAGE = "per page"
    FORMAT = "format"
    SWITCH = "switch"
    ID = "id"
    MOMENT = "moment"
    POSTCODE = "postcode"
    UNKNOWN_POSTCODE = "unknown postcode"
    PROXIMITY = "proximity"
    PROXIMITY_ALONE = "proximity alone"
    TOO_MANY = "too many"


class AskedError(ValueError):
    def __init__(self, complaint: Complaint, name: str) -> None:
        super().__init__(f"{name}: {complaint.value}")
        self.complaint = complaint
        self.name = name


@dataclass(frozen=True)
class Asked:
    """Empty means: everything, on its first page."""

    page: int = 1
    per_page: int = PER_PAGE
    search: str = ""
    taxonomy_id: str = ""
    taxonomy_term_id: str = ""
    organization_id: str = ""
    modified_after: datetime | None = None
    postcode: str = ""
    proximity: float | None = None  # metres
    parent_id: str = ""
    top_only: bool = False
    minimal: bool = False
    full: bool = False
    full_service: bool = False

    @property
    def is_personal(self) -> bool:
        """Holds words or a place that somebody typed: an answer to it is kept nowhere."""
        return bool(self.search or self.postcode)

    @property
    def first(self) -> int:
        """How many things stand on the pages before."""
        return (self.page - 1) * self.per_page


@dataclass(frozen=True)
class PageOf:
    """What stands above the contents of a list."""

    total: int
    number: int
    per_page: int
    size: int

    @property
    def pages(self) -> int:
        return -(-self.total // self.per_page)


def read_asked(arguments: Mapping[str, str], names: Collection[str]) -> Asked:
    """Of these parameters and those of paging; others are ignored, empty ones mean "any". Raises AskedError."""
    told = {name: arguments.get(name, "").strip() for name in (*names, *PAGED)}
    for name, value in told.items():
        if any(not character.isprintable() for character in value):
            raise AskedError(Complaint.CHARACTERS, name)
    if told["format"].lower() not in ("", "json"):
        raise AskedError(Complaint.FORMAT, "format")
    is_minimal = _switch(told, "minimal")
    return Asked(
        page=_number(told, "page", 1, None, Complaint.PAGE),
        per_page=_per_page(told, is_minimal=is_minimal),
        search=_search(told),
        modified_after=_moment(told),
        postcode=_postcode(told),
        proximity=_proximity(told),
        taxonomy_id=_id(told, "taxonomy_id"),
        taxonomy_term_id=_id(told, "taxonomy_term_id"),
        organization_id=_id(told, "organization_id"),
        parent_id=_id(told, "parent_id"),
        top_only=_switch(told, "top_only"),
        minimal=is_minimal,
        full=_switch(told, "full"),
        full_service=_switch(told, "full_service"),
    )


def _per_page(told: Mapping[str, str], *, is_minimal: bool) -> int:
    most = MOST_MINIMAL if is_minimal else MOST_PER_PAGE
    return _number(told, "per_page", most if is_minimal else PER_PAGE, most, Complaint.PER_PAGE)


def _number(told: Mapping[str, str], name: str, unsaid: int, most: int | None, complaint: Complaint) -> int:
    value = told.get(name, "")
    if not value:
        return unsaid
    is_number = value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER
    if not is_number or int(value) < 1 or (most is not None and int(value) > most):
        raise AskedError(complaint, name)
    return int(value)


def _search(told: Mapping[str, str]) -> str:
    value = " ".join(told.get("search", "").split())
    if len(value) > MAX_QUERY:
        raise AskedError(Complaint.TOO_LONG, "search")
    return value


def _switch(told: Mapping[str, str], name: str) -> bool:
    value = told.get(name, "").lower()
    if value and value not in SWITCHES:
        raise AskedError(Complaint.SWITCH, name)
    return SWITCHES.get(value, False)


def _id(told: Mapping[str, str], name: str) -> str:
    value = told.get(name, "").lower()
    if value and not UUID_FORM.fullmatch(value):
        raise AskedError(Complaint.ID, name)
    return value


def _moment(told: Mapping[str, str]) -> datetime | None:
    """Without a distance to UTC it is in UTC; a day begins at midnight."""
    value = told.get("modified_after", "")
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(A_PLUS_LOST.sub("+", value))
    except ValueError as error:
        raise AskedError(Complaint.MOMENT, "modified_after") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _postcode(told: Mapping[str, str]) -> str:
    value = told.get("postcode", "")
    match = POSTCODE.fullmatch(value)
    if value and match is None:
        raise AskedError(Complaint.POSTCODE, "postcode")
    return match[1] + (match[2] or "").upper() if match else ""


def _proximity(told: Mapping[str, str]) -> float | None:
    value = told.get("proximity", "")
    if not value:
        return None
    if not told.get("postcode"):
        raise AskedError(Complaint.PROXIMITY_ALONE, "proximity")
    try:
        metres = float(value)
    except ValueError as error:
        raise AskedError(Complaint.PROXIMITY, "proximity") from error
    if not (isfinite(metres) and 0 < metres <= MOST_METRES):
        raise AskedError(Complaint.PROXIMITY, "proximity")
    return metres
