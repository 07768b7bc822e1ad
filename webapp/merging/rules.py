"""How much two items look like one, and why; what one becomes of two. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

ENOUGH = 55  # points from which a person is asked to look
SURE = 85  # points from which they are shown as nearly certain
UNDO_WITHIN = timedelta(days=30)
SAME_NAME, LIKE_NAME, OTHER_NAME = 0.95, 0.45, 0.25  # likeness by trigrams, 0 to 1
NEAR = ((25, 20), (100, 12), (300, 5))  # metres, points
FAR_M = 1_000

KEPT, GONE, BOTH = "kept", "gone", "both"


@dataclass(frozen=True)
class Likeness:
    """`name` 0 to 1; `metres` between the two, None where one has no point. The rest: whether both tell the same.
    `other_role`: one asks for volunteers and the other does not."""

    name: float
    metres: float | None = None
    address: bool = False
    phone: bool = False
    website: bool = False
    email: bool = False
    kind: bool = False
    times: bool = False
    other_role: bool = False


def score(likeness: Likeness) -> int:
    """Points, from 0. A name weighs most: many share a building and its telephone, and stay two. Who has the same
    address is near anyway."""
    points = _name(likeness.name) + (0 if likeness.address else _nearness(likeness.metres))
    points += 30 * likeness.address + 20 * likeness.phone + 15 * likeness.website + 10 * likeness.email
    points += 5 * likeness.kind + 15 * likeness.times - 40 * likeness.other_role
    return max(0, points)


def _name(likeness: float) -> int:
    if likeness >= SAME_NAME:
        return 50
    if likeness < OTHER_NAME:
        return -30
    return round(45 * likeness)


def _nearness(metres: float | None) -> int:
    if metres is None:
        return 0
    if metres > FAR_M:
        return -20
    return next((points for most, points in NEAR if metres <= most), 0)


def reasons(likeness: Likeness) -> tuple[str, ...]:
    """Words for wording.REASONS, the heaviest first; `near` goes with the distance."""
    told = {
        "same_name": likeness.name >= SAME_NAME,
        "like_name": LIKE_NAME <= likeness.name < SAME_NAME,
        "address": likeness.address,
        "phone": likeness.phone,
        "website": likeness.website,
        "times": likeness.times,
        "email": likeness.email,
        "near": likeness.metres is not None and likeness.metres <= NEAR[-1][0] and not likeness.address,
        "far": likeness.metres is not None and likeness.metres > FAR_M,
    }
    return tuple(word for word, holds in told.items() if holds)


# ---------------------------------------------------------------- one of two


@dataclass(frozen=True)
class Field:
    """What goes together: a street without its number is no address. `is_list`: both can be taken together."""

    name: str
    columns: tuple[str, ...]
    is_list: bool = False


def _line(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, (name,)) for name in names)


def _lists(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, (name,), is_list=True) for name in names)


FIELDS: Mapping[str, tuple[Field, ...]] = {
    "places": (
        *_line("kind", "organisation_id"),
        Field("address", ("street", "house_number", "postcode", "city")),
        *_line("point", "phone", "email", "website", "opening_hours_note", "wheelchair", "free", "walkin"),
        *_lists("themes", "groups", "attributes", "topics", "spoken"),
        *_line("attribution", "checked_on"),
    ),
    "activities": (
        *_line("kind", "organisation_id", "place_id", "online", "point", "by_appointment"),
        Field("price", ("free", "price_cents")),
        *_line("walkin", "no_referral", "volunteer", "wor", "min_age", "phone", "email", "website"),
        *_lists("themes", "groups", "attributes", "topics", "dimensions", "programmes", "laws", "spoken"),
        *_line("checked_on"),
    ),
}
TIMES = "times"  # the choice about the schedule
TEXT_PARTS: Mapping[str, tuple[str, ...]] = {
    "places": ("name", "summary", "description", "getting_there"),
    "activities": ("name", "summary", "description", "first_time", "contact_role"),
}
NOTHING: tuple[object, ...] = (None, "", [], (), "unknown")


def is_nothing(values: Sequence[object]) -> bool:
    return all(value in NOTHING for value in values)


def first_choice(kept: Sequence[object], gone: Sequence[object]) -> str:
    """What is proposed: what the kept one says, unless it says nothing."""
    return GONE if is_nothing(kept) and not is_nothing(gone) else KEPT


def together(kept: Sequence[str], gone: Sequence[str]) -> list[str]:
    """Both lists, each once, in their order."""
    return list(dict.fromkeys((*kept, *gone)))


def undone(before: object, after: object, now: object) -> object:
    """The value of a field once a merge is undone: as before, but what somebody has changed since stays."""
    return before if now == after else now
