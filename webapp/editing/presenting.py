"""Lists, differences and histories as pages show them."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from webapp.activities.item_links import ACTIVITIES, PLACES
from webapp.activities.scope import Scope
from webapp.core.formats import money
from webapp.core.language import current_language, language_names
from webapp.core.words import _
from webapp.editing.choosing import read_id, wheelchair
from webapp.editing.fields import find_field, groups
from webapp.editing.opening import name_of
from webapp.editing.queries import map_names
from webapp.editing.wording import TEXT_PARTS, part_label
from webapp.places.models import Place
from webapp.taxonomy.rules import find_terms, terms
from webapp.versions.queries import Item
from webapp.versions.rules import Clash, Difference, waits_for

WORD = re.compile(r"\s+|[^\s]+")
LONGEST_DIFF = 4_000  # words: beyond it both are shown whole
LEAST_STAYED = 0.4  # of the words of the longer one


@dataclass(frozen=True)
class Row:
    """One item of the list."""

    url: str
    name: str
    kind: str
    where: str
    is_public: bool
    waits: str
    checked_on: date | None


def rows(items: Iterable[Item], waiting: Mapping[UUID, set[str]], town: str) -> list[Row]:
    return [_row(item, waits_for(waiting.get(item.id, set())), town) for item in items]


def _row(item: Item, waits: str, town: str) -> Row:
    is_place = isinstance(item, Place)
    kind = terms("place_kind" if is_place else "activity_kind").get(item.kind)
    return Row(
        url_for("editing.item", town=town, what=PLACES if is_place else ACTIVITIES, item_id=item.id),
        name_of(item),
        kind.label(current_language()) if kind else item.kind,
        _where(item),
        item.published,
        waits,
        item.checked_on,
    )


def _where(item: Item) -> str:
    if isinstance(item, Place):
        return " ".join(part for part in (item.street, item.house_number) if part)
    return name_of(item.place) if item.place else ""


# ---------------------------------------------------------------- values and differences


@dataclass(frozen=True)
class Piece:
    """Some words of a text: `sign` is "-" for what went, "+" for what came, "" for what stayed."""

    sign: str
    words: str


@dataclass(frozen=True)
class Shown:
    """A part that differs: both values in words, or for a text what went and came."""

    part: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()
    language: str = ""


class Teller:
    """Says the values of parts; looks up all names of one page at once."""

    def __init__(self, scope: Scope, kind: str, values: Iterable[Any]) -> None:
        ids = [id_ for value in values if isinstance(value, str) and (id_ := read_id(value))]
        self.kind = kind
        self._names = map_names(scope, ids) if ids else {}

    def say(self, part: str, value: Any) -> str:
        name = part.partition(".")[2]
        if part.startswith("schedule."):
            return _say_times(value)
        if value in (None, "", []):
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if part.startswith("texts."):
            return str(value)
        if part == "photos":
            return _say_photos(value)
        return self._say_fact(name, value)

    def _say_fact(self, name: str, value: Any) -> str:
        if name == "position":
            return f"{value[0]:.5f}, {value[1]:.5f}"
        if name == "price_cents":
            return money(value)
        if name == "wheelchair":
            return dict(wheelchair()).get(str(value), "")
        if name == "spoken":
            return ", ".join(language_names(value, current_language()))
        if name.endswith("_id"):
            return self._names.get(value, _("is not there any more"))
        field = find_field(self.kind, name)
        if field and field.axis:
            ids = value if isinstance(value, list) else [value]
            return ", ".join(term.label(current_language()) for term in find_terms(field.axis, ids))
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _say_times(value: Any) -> str:
    """Times have pages of their own; here it is enough to see that they differ."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if not value:
        return ""
    return value if isinstance(value, str) else _("%(number)s lines", number=len(value))


def _say_photos(photos: Sequence[Mapping[str, Any]]) -> str:
    """The words of each in every language, as that is what was written."""
    return " ".join(f"{number}. {_say_photo(photo)}" for number, photo in enumerate(photos, 1))


def _say_photo(photo: Mapping[str, Any]) -> str:
    words = [f"{language}: {said}" for language, said in sorted(photo["alt"].items(), key=lambda one: one[0] != "nl")]
    by = [_("made by %(name)s", name=photo["credit"])] if photo["credit"] else []
    return "; ".join([*words, *by, *([] if photo["public"] else [_("residents do not see it yet")])])


def shown(scope: Scope, kind: str, differences: Sequence[Difference]) -> list[Shown]:
    teller = Teller(scope, kind, [value for one in differences for value in (one.before, one.after)])
    return [_shown(teller, one) for one in sorted(differences, key=lambda one: place_of(one.part, kind))]


def place_of(part: str, kind: str) -> tuple[object, ...]:
    """For sorting: as the forms have them, texts first and Dutch before the others. The database keeps no order."""
    group, _dot, name = part.partition(".")
    if group == "texts":
        language, _dot, name = name.partition(".")
        return 0, language != "nl", language, _index(TEXT_PARTS, name)
    names = [field.name for _group, fields in groups(kind) for field in fields]
    return ("published", "facts", "schedule", "photos").index(group) + 1, False, "", _index(names, name), name


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


def _shown(teller: Teller, one: Difference) -> Shown:
    before, after = teller.say(one.part, one.before), teller.say(one.part, one.after)
    is_text = one.part.startswith("texts.")
    is_words = is_text or one.part == "photos"
    pieces = tuple(word_pieces(before, after)) if is_words and before and after else ()
    language = one.part.split(".")[1] if is_text else ""
    return Shown(one.part, part_label(one.part, teller.kind), before, after, pieces, language)


def word_pieces(before: str, after: str) -> list[Piece]:
    """Nothing where hardly a word stayed: then both are easier to read whole."""
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) + len(new) > LONGEST_DIFF:
        return []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    stayed = sum(len(_only_words(old[part.a : part.a + part.size])) for part in matcher.get_matching_blocks())
    if stayed < LEAST_STAYED * max(len(_only_words(old)), len(_only_words(new))):
        return []
    pieces = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("", "".join(old[a:b])))
        else:
            pieces += [Piece("-", "".join(old[a:b]))] if a < b else []
            pieces += [Piece("+", "".join(new[c:d]))] if c < d else []
    return pieces


def fact_lines(scope: Scope, kind: str, document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is known of an item, in the order of its form, without what nothing tells."""
    teller = Teller(scope, kind, list(document["facts"].values()))
    names = [field.name for _group, fields in groups(kind) for field in fields]
    told = [(name, teller.say(f"facts.{name}", document["facts"].get(name))) for name in (*names, "position")]
    return [(part_label(f"facts.{name}", kind), value) for name, value in told if value]


def _only_words(pieces: Sequence[str]) -> list[str]:
    return [piece for piece in pieces if not piece.isspace()]


@dataclass(frozen=True)
class Choice:
    """A part that two changed."""

    part: str
    label: str
    before: str
    mine: str
    theirs: str
    language: str = ""


def clash_choices(scope: Scope, kind: str, clashes: Sequence[Clash]) -> list[Choice]:
    teller = Teller(scope, kind, [value for one in clashes for value in (one.before, one.mine, one.theirs)])
    return [
        Choice(
            one.part,
            part_label(one.part, kind),
            teller.say(one.part, one.before),
            teller.say(one.part, one.mine),
            teller.say(one.part, one.theirs),
            one.part.split(".")[1] if one.part.startswith("texts.") else "",
        )
        for one in sorted(clashes, key=lambda one: place_of(one.part, kind))
    ]
