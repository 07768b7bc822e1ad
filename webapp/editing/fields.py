"""The facts that can be filled in, and how each goes between a document and a form. A form is lists of typed words."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from webapp.core.words import _
from webapp.places.checks import WHEELCHAIR
from webapp.versions.document import ACTIVITY, PLACE

LINE, CHOICE, TICKS, YES, NUMBER, PRICE = "line", "choice", "ticks", "yes", "number", "price"
Typed = dict[str, list[str]]
MOST_CENTS = 1_000_000
PRICE_FORM = re.compile(r"(?:€\s*)?([0-9]{1,6}(?:[.,][0-9]{1,2})?)")


@dataclass(frozen=True)
class Field:
    """`axis` of the taxonomy for what is chosen from it; `group` is the part of the page where it stands."""

    name: str
    widget: str
    label: Callable[[], str]
    group: str
    axis: str = ""
    hint: Callable[[], str] = str
    inputmode: str = ""


WHAT, WHERE, CONTACT, FOR_WHOM, COSTS, REFERRERS = GROUPS = ("what", "where", "contact", "whom", "costs", "referrers")

_KIND = {PLACE: "place_kind", ACTIVITY: "activity_kind"}


def _both(kind: str) -> list[Field]:
    return [
        Field("kind", CHOICE, lambda: _("Kind"), WHAT, _KIND[kind]),
        Field("themes", TICKS, lambda: _("Themes"), WHAT, "theme", lambda: _("People find it by these.")),
        Field("organisation_id", CHOICE, lambda: _("Organisation"), WHAT),
        Field("phone", LINE, lambda: _("Phone"), CONTACT, inputmode="tel"),
        Field("email", LINE, lambda: _("E-mail"), CONTACT, inputmode="email"),
        Field("website", LINE, lambda: _("Website"), CONTACT, hint=lambda: _("Starts with https://"), inputmode="url"),
        Field("groups", TICKS, lambda: _("Meant for"), FOR_WHOM, "group", lambda: _("None chosen: for everyone.")),
        Field("spoken", TICKS, lambda: _("Languages that are spoken"), FOR_WHOM),
        Field("attributes", TICKS, lambda: _("Good to know"), FOR_WHOM, "attribute"),
        Field("free", YES, lambda: _("Free"), COSTS),
        Field("walkin", YES, lambda: _("No appointment needed"), COSTS),
        Field("topics", TICKS, lambda: _("Topics"), REFERRERS, "topic"),
    ]


def _of_place() -> list[Field]:
    return [
        Field("street", LINE, lambda: _("Street"), WHERE),
        Field("house_number", LINE, lambda: _("House number"), WHERE),
        Field("postcode", LINE, lambda: _("Postcode"), WHERE, hint=lambda: _("Such as 2951 AB.")),
        Field("city", LINE, lambda: _("Town or village"), WHERE),
        Field("wheelchair", CHOICE, lambda: _("Can you enter with a wheelchair?"), WHERE),
        Field(
            "opening_hours_note", LINE, lambda: _("Something about the opening hours"), COSTS,
            hint=lambda: _("Such as: ring the bell. The times themselves have their own page."),
        ),
    ]  # fmt: skip


def _of_activity() -> list[Field]:
    return [
        Field("place_id", CHOICE, lambda: _("Held at"), WHERE),
        Field("online", YES, lambda: _("Online or by phone"), WHERE),
        Field("price_cents", PRICE, lambda: _("Price each time, in euros"), COSTS, hint=lambda: _("Such as 2,50.")),
        Field("by_appointment", YES, lambda: _("By appointment only"), COSTS),
        Field("min_age", NUMBER, lambda: _("From which age"), FOR_WHOM, inputmode="numeric"),
        Field("volunteer", YES, lambda: _("This is a volunteer role"), WHAT),
        Field("no_referral", YES, lambda: _("You need no referral"), REFERRERS),
        Field("wor", YES, lambda: _("Fits Welzijn op Recept"), REFERRERS),
        Field("dimensions", TICKS, lambda: _("Dimensions of positive health"), REFERRERS, "dimension"),
        Field("programmes", TICKS, lambda: _("Programmes"), REFERRERS, "programme"),
        Field("laws", TICKS, lambda: _("Laws that pay for it"), REFERRERS, "law"),
    ]


FIELDS: Mapping[str, Sequence[Field]] = {
    PLACE: (*_both(PLACE), *_of_place()),
    ACTIVITY: (*_both(ACTIVITY), *_of_activity()),
}


def find_field(kind: str, name: str) -> Field | None:
    return next((field for field in FIELDS[kind] if field.name == name), None)


def typed_of(document: Mapping[str, Any], kind: str) -> Typed:
    """How the form of this document is filled in."""
    facts = document["facts"]
    return {field.name: _show(field, facts.get(field.name)) for field in FIELDS[kind]}


def _show(field: Field, value: Any) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        return ["1"]
    if isinstance(value, list):
        return list(value)
    if field.widget == PRICE:
        return [f"{value // 100},{value % 100:02}"]
    return [str(value)]


class Slip(ValueError):
    """What was typed has not the form of this field; the message says what would have."""


def facts_from(typed: Typed, before: Mapping[str, Any], kind: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The facts of a document with what was typed, and the slips by field; only the fields of the form change."""
    facts, problems = dict(before), {}
    for field in FIELDS[kind]:
        try:
            facts[field.name] = _read(field, typed.get(field.name, []), before.get(field.name))
        except Slip as slip:
            problems[field.name] = str(slip)
    return facts, problems


def _read(field: Field, typed: Sequence[str], before: Any) -> Any:
    if field.widget == TICKS:  # in the order in which they were: who only saves changes nothing
        return list(dict.fromkeys((*(one for one in before or () if one in typed), *filter(None, typed))))
    word = " ".join(typed[0].split()) if typed else ""
    if field.widget == YES:
        return bool(word)
    if not word:
        return _nothing(field)
    reader = _READERS.get(field.widget if field.name != "postcode" else "postcode")
    return reader(word) if reader else word


def _nothing(field: Field) -> Any:
    if field.name == "kind":
        raise Slip(_("Choose what kind it is."))
    return WHEELCHAIR[-1] if field.name == "wheelchair" else None


def _number(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) <= 3):
        raise Slip(_("Write a whole number."))
    return int(word)


def _cents(word: str) -> int | None:
    found = PRICE_FORM.fullmatch(word)
    if not found:
        raise Slip(_("Write an amount such as 2,50."))
    try:
        cents = int(Decimal(found[1].replace(",", ".")) * 100)
    except InvalidOperation as error:
        raise Slip(_("Write an amount such as 2,50.")) from error
    if cents > MOST_CENTS:
        raise Slip(_("Write an amount such as 2,50."))
    return cents or None


def _postcode(word: str) -> str:
    return re.sub(r"\s", "", word).upper()


_READERS: Mapping[str, Callable[[str], Any]] = {NUMBER: _number, PRICE: _cents, "postcode": _postcode}


def groups(kind: str) -> Iterator[tuple[str, list[Field]]]:
    """In the order of the page, without empty ones."""
    for group in GROUPS:
        fields = [field for field in FIELDS[kind] if field.group == group]
        if fields:
            yield group, fields
