"""Which few things a GP can give along, and what was chosen to find them. Pure.

The six dimensions are those of Positieve Gezondheid (iPH); which themes belong to one stands with each theme in
taxonomy/terms.toml. Who refers chooses words from lists: there is no field to type something about a patient in.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf
from typing import Any
from uuid import UUID

from webapp.core.clock import END_OF_TIME
from webapp.core.geo import walking_minutes
from webapp.finding.rules import WELCOME
from webapp.guiding.rules import (
    HOW,
    INFORMATION_POINTS,
    ON_THE_WAY_KINDS,
    VOLUNTEERING,
    WHEN,
    WHO,
    Answers,
    Candidate,
    fits,
)
from webapp.taxonomy.rules import terms

SHOWN = 3
EVERYWHERE = "all"  # the whole town, for who does not want to say which part
ASK = "ask"  # another one than that of the practice
LONGEST_SLUG = 100
SLUG_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
AREA_FORM = re.compile(r"WK[0-9]{6}|BU[0-9]{8}", re.ASCII)
SAFETY = "veilig"  # never on paper: at home it may be found
CHOICES = {"who": WHO, "how": HOW, "when": WHEN}
SWITCHES = ("free", "walkin")
WALKS = (10, 20, 40)  # minutes; within one of them who goes on foot sees little difference
MOST_SKIPPED = 300
PRACTICE_FORM = re.compile(r"[a-z]{8}", re.ASCII)
LANGUAGE_FORM = re.compile(r"[a-z]{2,3}", re.ASCII)


@dataclass(frozen=True)
class Wish:
    """What was chosen, as it stands in the address (docs/gp.md). An empty `area` was not chosen yet. `skip` were seen
    already. `practice` is the code of who gives along, `language` that of the sheet; both may be unknown. Of a
    `collection` only what is in it is looked at."""

    theme: str = ""
    dimension: str = ""
    collection: str = ""
    area: str = ""
    free: bool = False
    walkin: bool = False
    answers: Answers = field(default_factory=Answers)  # who, how and when
    skip: int = 0
    practice: str = ""
    language: str = ""

    @property
    def has_subject(self) -> bool:
        return bool(self.theme or self.dimension or self.collection)

    @property
    def area_code(self) -> str:
        """Of a wijk or buurt, else empty."""
        return "" if self.area in (EVERYWHERE, ASK) else self.area

    @property
    def themes(self) -> tuple[str, ...]:
        return (self.theme,) if self.theme else themes_of(self.dimension)

    def as_arguments(self) -> dict[str, Any]:
        told = {
            name: getattr(self, name) for name in ("theme", "dimension", "collection", "area", "practice", "language")
        }
        told |= {name: "1" for name in SWITCHES if getattr(self, name)}
        told |= self.answers.as_arguments()
        told |= {"skip": str(self.skip)} if self.skip else {}
        return {name: value for name, value in told.items() if value}

    def about(self, *, theme: str = "", dimension: str = "") -> "Wish":
        """Another subject, from where and by whom it was."""
        return Wish(theme, dimension, area=self.area, practice=self.practice, language=self.language)

    def changed(self, **changes: Any) -> "Wish":
        """With other choices, and from the first again."""
        answers = {name: changes.pop(name) for name in CHOICES if name in changes}
        return replace(self, **{"skip": 0, **changes}, answers=replace(self.answers, **answers))


def possible_themes() -> tuple[str, ...]:
    return tuple(term.id for term in terms("theme").values() if not term.hidden and term.id != SAFETY)


def themes_of(dimension: str) -> tuple[str, ...]:
    return tuple(id_ for id_ in possible_themes() if dimension in terms("theme")[id_].dimensions)


def read_wish(told: Mapping[str, str]) -> tuple[Wish, tuple[str, ...]]:
    """With the names of the choices that are not on offer, never with what stood there: it may be about somebody, and a
    slip never costs the rest. Unknown parameters are ignored, empty ones are not chosen. Of a collection, a theme and a
    dimension the first counts: it is the smallest."""
    names = ("collection", "theme", "dimension", "area", "practice", "language", *CHOICES)
    values = {name: told.get(name, "").strip() for name in names}
    slips = tuple(name for name in names if values[name] and not _is_offered(name, values[name]))
    values |= dict.fromkeys(slips, "")
    return _wish_of(values, told), slips


def _is_offered(name: str, value: str) -> bool:
    """Whom we do not know as a practice and what is no language of ours is said elsewhere, or not at all."""
    offered = {"theme": possible_themes(), "dimension": tuple(terms("dimension")), **CHOICES}
    if name == "area":
        return value in (EVERYWHERE, ASK) or bool(AREA_FORM.fullmatch(value))
    if name == "collection":
        return len(value) <= LONGEST_SLUG and bool(SLUG_FORM.fullmatch(value))
    return name not in offered or value in offered[name]


def _wish_of(values: Mapping[str, str], told: Mapping[str, str]) -> Wish:
    collection = values["collection"]
    return Wish(
        theme="" if collection else values["theme"],
        dimension="" if collection or values["theme"] else values["dimension"],
        collection=collection,
        area=values["area"],
        free=told.get("free") == "1",
        walkin=told.get("walkin") == "1",
        answers=Answers(**{name: values[name] for name in CHOICES}),
        skip=_number(told.get("skip", "")),
        practice=values["practice"] if PRACTICE_FORM.fullmatch(values["practice"]) else "",
        language=values["language"] if LANGUAGE_FORM.fullmatch(values["language"]) else "",
    )


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    return min(number - number % SHOWN, MOST_SKIPPED)


def may_be_given(one: Candidate, wish: Wish, moment: datetime) -> bool:
    """What a GP can stand for: checked in time, nothing needed first, nothing that betrays somebody at home."""
    is_help = not one.volunteer or wish.theme == VOLUNTEERING or wish.answers.how == "for-others"
    is_sure = not one.is_stale(moment) and one.no_referral
    return is_sure and is_help and one.kind not in ON_THE_WAY_KINDS and SAFETY not in one.themes


def is_about(one: Candidate, wish: Wish) -> bool:
    """Of a dimension: what its editor says, and where nobody said anything what its themes say. Of a collection all
    that is in it, and nothing else is among the candidates."""
    if wish.collection:
        return True
    if wish.theme:
        return wish.theme in one.themes
    return wish.dimension in one.dimensions if one.dimensions else any(id_ in one.themes for id_ in wish.themes)


def suits(one: Candidate, wish: Wish, moment: datetime) -> bool:
    fitting = fits(one, wish.answers, moment)
    return fitting and (one.free or not wish.free) and (one.walkin or not wish.walkin)


def rank(one: Candidate, wish: Wish, moment: datetime) -> tuple[Any, ...]:
    """Smaller comes first: what it is mainly about, then a date to go to, then how far, then what makes it easy to
    really go (together and free, no appointment, somebody who welcomes), then the metres."""
    return (
        not (one.themes[:1] and one.themes[0] in wish.themes),
        not one.is_soon(moment),
        walk_band(one.distance_m),
        not one.wor,
        2 * (not one.free) + (not one.collective),
        not one.walkin,
        WELCOME not in one.attributes,
        inf if one.distance_m is None else one.distance_m,
        one.is_place,
        one.next_at or END_OF_TIME,
        one.slug,
    )


def walk_band(distance_m: float | None) -> int:
    """0 for at most ten minutes on foot, and so on. By phone or online is good, people to go to close by are better."""
    if distance_m is None:
        return 1
    return sum(walking_minutes(distance_m) > minutes for minutes in WALKS)


@dataclass(frozen=True)
class Choice:
    """At most three; `further` says whether there are more after these, `is_point` that it is only who thinks along."""

    chosen: tuple[Candidate, ...]
    total: int
    further: bool = False
    is_point: bool = False


def choose(
    candidates: Iterable[Candidate], wish: Wish, moment: datetime, favourites: Collection[UUID] = frozenset()
) -> Choice:
    """Three, after those that were seen; favourites of who gives come first, where they fit as well. Where nothing
    suits: the information point, where it may be given along."""
    sure = sorted(
        (one for one in candidates if may_be_given(one, wish, moment)),
        key=lambda one: (one.id not in favourites, rank(one, wish, moment)),
    )
    fitting = [one for one in sure if is_about(one, wish) and suits(one, wish, moment)]
    start = wish.skip if wish.skip < len(fitting) else 0
    if fitting:
        return Choice(tuple(fitting[start : start + SHOWN]), len(fitting), further=start + SHOWN < len(fitting))
    points = [one for one in sure if INFORMATION_POINTS.holds(one)][:1]
    return Choice(tuple(points), 0, is_point=bool(points))


def same_first(candidates: Sequence[Candidate], kind: str, themes: Sequence[str], moment: datetime) -> list[Candidate]:
    """What comes nearest to something that is gone: of its main theme, of the same kind first."""
    wish = Wish(theme=themes[0]) if themes else Wish()
    sure = [one for one in candidates if may_be_given(one, wish, moment) and (not themes or is_about(one, wish))]
    return sorted(sure, key=lambda one: (one.kind != kind, rank(one, wish, moment)))
