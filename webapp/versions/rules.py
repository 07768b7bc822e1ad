"""What differs between two versions, and how two changes of the same one come together. Pure.

All of it works on names of parts: `published`, `facts.phone`, `texts.nl.name`, `schedule.weekly`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from webapp.versions.document import FORMAT, PHOTOS, TEXT_STATE, Document
from webapp.versions.photos_part import restored_photos

DRAFT, REVIEW, SENT_BACK = OPEN = ("draft", "review", "sent_back")
PUBLISHED, SUPERSEDED, DROPPED = "published", "superseded", "dropped"
STATES = (*OPEN, PUBLISHED, SUPERSEDED, DROPPED)
# How a text was changed: a major change asks the others to follow (or tells what the Dutch text tells now), a minor one
# is a typo; `confirmed` changes no word, `machine` was translated by one and nobody looked at it.
MAJOR, MINOR, CONFIRMED, MACHINE = HOW = ("major", "minor", "confirmed", "machine")
_NOTHING: Final = object()


@dataclass(frozen=True)
class Difference:
    """`before` or `after` is None where that version does not have the part at all."""

    part: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Clash:
    """Two changed the same part differently."""

    part: str
    before: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """Where they clash, the document has what is mine. `theirs` are parts that came from the other."""

    document: Document
    clashes: tuple[Clash, ...] = ()
    theirs: tuple[str, ...] = ()


def flatten(document: Document) -> dict[str, Any]:
    """Every part by its name, in the order in which a reader expects them."""
    parts = {"published": document["published"]}
    parts |= {f"facts.{name}": value for name, value in document["facts"].items()}
    for language, text in document["texts"].items():
        parts |= {f"texts.{language}.{name}": value for name, value in text.items()}
    parts |= {f"schedule.{name}": value for name, value in (document["schedule"] or {}).items()}
    if PHOTOS in document:
        parts[PHOTOS] = document[PHOTOS]
    return parts


def unflatten(parts: Mapping[str, Any]) -> Document:
    texts: dict[str, dict[str, Any]] = {}
    document: Document = {"format": FORMAT, "published": False, "facts": {}, "texts": texts, "schedule": None}
    for part, value in parts.items():
        group, _dot, name = part.partition(".")
        if group == "texts":
            language, _dot, name = name.partition(".")
            texts.setdefault(language, {})[name] = value
        elif group in ("published", PHOTOS):
            document[group] = value
        elif group == "facts":
            document["facts"][name] = value
        else:
            document["schedule"] = {**(document["schedule"] or {}), name: value}
    document["texts"] = {language: texts[language] for language in sorted(texts)}
    return document


def is_state(part: str) -> bool:
    """Whether it follows from how a text was changed, or from the form of a document."""
    return part == "schedule.version" or (part.startswith("texts.") and part.rpartition(".")[2] in TEXT_STATE)


def differences(before: Document | None, after: Document) -> list[Difference]:
    """Of what people wrote; `before` is None for the first version."""
    old, new = flatten(before) if before else {}, flatten(after)
    names = [name for name in dict.fromkeys((*new, *old)) if not is_state(name)]
    return [
        Difference(name, old.get(name), new.get(name))
        for name in names
        if not _same(old.get(name, _NOTHING), new.get(name, _NOTHING))
    ]


def _same(one: Any, other: Any) -> bool:
    """Nothing told and not there are the same to a reader."""
    return bool(_told(one) == _told(other))


def _told(value: Any) -> Any:
    return None if value is _NOTHING or value in (None, "", [], {}) else value


def is_same(one: Document, other: Document) -> bool:
    """With the states of the texts."""
    return bool(flatten(one) == flatten(other))


def merge(base: Document, mine: Document, theirs: Document) -> Merged:
    """What only one side changed is as that side has it, what both changed alike as both have it. The states of texts
    are those of `theirs`: they are made anew by whoever writes the words."""
    old, own, other = flatten(base), flatten(mine), flatten(theirs)
    parts: dict[str, Any] = {}
    clashes: list[Clash] = []
    taken: list[str] = []
    for name in dict.fromkeys((*own, *other, *old)):
        before, here, there = (side.get(name, _NOTHING) for side in (old, own, other))
        chosen = here
        if is_state(name):
            chosen = here if there is _NOTHING else there
        elif _same(here, there) or _same(here, before):
            chosen = there
            if not _same(here, there):
                taken.append(name)
        elif not _same(there, before):
            clashes.append(Clash(name, *(None if side is _NOTHING else side for side in (before, here, there))))
        if chosen is not _NOTHING:
            parts[name] = chosen
    return Merged(unflatten(parts), tuple(clashes), tuple(taken))


def take(document: Document, source: Document, parts: Iterable[str]) -> Document:
    """The document with these parts as the source has them."""
    values, told = flatten(document), flatten(source)
    for part in parts:
        if part in told:
            values[part] = told[part]
        else:
            values.pop(part, None)
    return unflatten(values)


def joined(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """How the texts were changed in two steps: a typo after a major change leaves the whole a major one."""
    kept = {language: how for language, how in before.items() if after.get(language, MINOR) == MINOR}
    return {**after, **kept}


def restored(wanted: Document, now: Document, *, with_times: bool) -> Document:
    """What becomes of the item when an earlier version returns. Whether it is public stays; so do changed dates, texts
    in languages that were not there yet, photos that came since, and without `with_times` all times."""
    document = {**wanted, "published": now["published"], "texts": {**now["texts"], **wanted["texts"]}}
    if PHOTOS in now:
        document[PHOTOS] = restored_photos(wanted.get(PHOTOS), now[PHOTOS])
    if not with_times:
        return {**document, "schedule": now["schedule"]}
    changes = (now["schedule"] or {}).get("changes")
    times = {name: value for name, value in (wanted["schedule"] or {}).items() if name != "changes"}
    if changes:
        times = {"version": 1, **times, "changes": changes}
    return {**document, "schedule": times or None}


def waits_for(open_states: Collection[str]) -> str:
    """Of several drafts of one item, what a list says of it: a review comes before a draft."""
    return next((state for state in (REVIEW, SENT_BACK, DRAFT) if state in open_states), "")
