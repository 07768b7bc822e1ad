"""Which few things come first for somebody who does not know what to look for. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import inf
from typing import Any
from uuid import UUID

from webapp.core.clock import END_OF_TIME, TIME_ZONE
from webapp.finding.rules import Filters, window
from webapp.taxonomy.rules import terms

SHOWN = 3  # more is a list, and there are lists already
SOON = timedelta(days=14)
FRESH = timedelta(days=365)  # since somebody confirmed that it is right
INFORMATION_POINT = "informatiepunt"
# Kinds of place and activity where one person is helped at a time; all others are for people together.
INDIVIDUAL_KINDS = frozenset(
    {
        INFORMATION_POINT, "voedselbank", "kledingbank", "gezondheidscentrum", "online", "telefoon",
        "spreekuur", "maatje", "hulp", "informatie",
    }
)  # fmt: skip
FROM_HOME_KINDS = frozenset({"online", "telefoon"})
ON_THE_WAY_KINDS = frozenset({"halte"})  # good to find on a map, no answer to a question
VOLUNTEERING = "vrijwilligerswerk"
EVERYONE = "iedereen"
EVENING = "avond-weekend"

QUESTIONS = ("about", "who", "how", "when")
ANY = "any"  # I don't know, or it makes no difference
# For whom somebody looks, not who they are: women, men, money and health are not asked after.
WHO = ("kinderen-0-4", "kinderen-4-12", "jongeren", "ouders", "ouderen", "mantelzorgers", "nieuw-in-nederland")
HOW = ("together", "one-to-one", "from-home", "for-others")
WHEN = ("today", "week", "evening")
WIDENING = (("when",), ("when", "how"), ("when", "how", "who"), QUESTIONS)  # what no longer counts, step by step


@dataclass(frozen=True)
class Candidate:
    """What decides about one place or activity; `next_at` is when its present or next opening began or begins."""

    id: UUID
    is_place: bool
    slug: str
    kind: str
    themes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()  # of positive health; none of a place
    wor: bool = False  # fits Welzijn op Recept
    free: bool = False
    no_referral: bool = True
    walkin: bool = False
    volunteer: bool = False
    online: bool = False
    checked_on: date | None = None
    next_at: datetime | None = None
    distance_m: float | None = None

    @property
    def collective(self) -> bool:
        return self.kind not in INDIVIDUAL_KINDS

    @property
    def easy(self) -> bool:
        """Nothing stands between the visitor and the door."""
        return self.no_referral and self.walkin

    @property
    def from_home(self) -> bool:
        return self.online or self.kind in FROM_HOME_KINDS

    def is_stale(self, moment: datetime) -> bool:
        return self.checked_on is None or moment.astimezone(TIME_ZONE).date() - self.checked_on > FRESH

    def is_soon(self, moment: datetime) -> bool:
        return self.next_at is not None and self.next_at < moment + SOON


@dataclass(frozen=True)
class Look:
    """A list of this town: places or activities, by theme, topic, kind and group."""

    is_place: bool
    filters: Filters

    def holds(self, candidate: Candidate) -> bool:
        """As the list itself decides in SQL; a test keeps the two together."""
        wanted = (
            (self.filters.theme, candidate.themes),
            (self.filters.topic, candidate.topics),
            (self.filters.group, candidate.groups),
            (self.filters.kind, (candidate.kind,)),
        )
        return candidate.is_place == self.is_place and all(not value or value in found for value, found in wanted)


INFORMATION_POINTS = Look(is_place=True, filters=Filters(kind=INFORMATION_POINT))


class AnswerError(ValueError):
    """An answer that no question offers."""

    def __init__(self, question: str, value: str) -> None:
        super().__init__(f"{question}={value!r}")
        self.question = question


@dataclass(frozen=True)
class Answers:
    """Empty means not asked yet, ANY that it does not count."""

    about: str = ""
    who: str = ""
    how: str = ""
    when: str = ""

    def to(self, question: str) -> str:
        """What was answered, else an empty text: ANY is no answer."""
        value = str(getattr(self, question))
        return "" if value == ANY else value

    def without(self, *questions: str) -> "Answers":
        return replace(self, **dict.fromkeys(questions, ""))

    @property
    def open_question(self) -> str | None:
        return next((name for name in QUESTIONS if not getattr(self, name)), None)

    def as_arguments(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in QUESTIONS if getattr(self, name)}


def possible(question: str) -> Collection[str]:
    themes = [term.id for term in terms("theme").values() if not term.hidden]
    return {"about": themes, "who": WHO, "how": HOW, "when": WHEN}[question]


def read_answers(arguments: Mapping[str, str]) -> Answers:
    """Unknown parameters are ignored, empty ones are not answered yet. Raises AnswerError for any other value."""
    values = {name: arguments.get(name, "").strip() for name in QUESTIONS}
    for name, value in values.items():
        if value and value != ANY and value not in possible(name):
            raise AnswerError(name, value)
    return Answers(**values)


def fits(candidate: Candidate, answers: Answers, moment: datetime) -> bool:
    about, who = answers.to("about"), answers.to("who")
    return (
        (not about or about in candidate.themes)
        and (not who or who in candidate.groups or EVERYONE in candidate.groups or not candidate.groups)
        and _fits_how(candidate, answers.to("how"))
        and _fits_when(candidate, answers.to("when"), moment)
    )


def _fits_how(candidate: Candidate, how: str) -> bool:
    comes_for_itself = not candidate.volunteer
    fitting = {
        "": True,
        "together": candidate.collective and not candidate.from_home and comes_for_itself,
        "one-to-one": not candidate.collective and comes_for_itself,
        "from-home": candidate.from_home,
        "for-others": candidate.volunteer or VOLUNTEERING in candidate.themes,
    }
    return fitting[how]


def _fits_when(candidate: Candidate, when: str, moment: datetime) -> bool:
    if when == "evening":
        return EVENING in candidate.attributes
    return not when or (candidate.next_at is not None and candidate.next_at < window(when, moment)[1])


def rank(candidate: Candidate, answers: Answers, moment: datetime) -> tuple[Any, ...]:
    """Smaller comes first. What may no longer be true comes last, whatever else it promises."""
    return (
        candidate.is_stale(moment),
        _beside_the_question(candidate, answers),
        _effort(candidate),
        not candidate.easy,
        not candidate.is_soon(moment),
        bool(answers.to("who")) and answers.to("who") not in candidate.groups,
        bool(answers.to("about")) and candidate.themes[:1] != (answers.to("about"),),
        inf if candidate.distance_m is None else candidate.distance_m,
        candidate.is_place,  # what happens says more than where
        candidate.next_at or END_OF_TIME,
        candidate.slug,
    )


def _effort(candidate: Candidate) -> int:
    """Together and free first, then free help for one person, then what costs money."""
    return 2 * (not candidate.free) + (not candidate.collective)


def _beside_the_question(candidate: Candidate, answers: Answers) -> bool:
    """Who looks for help is not sent to give it, unless they want to."""
    wants_to_help = answers.how == "for-others" or answers.about == VOLUNTEERING
    return candidate.kind in ON_THE_WAY_KINDS or (candidate.volunteer and not wants_to_help)


@dataclass(frozen=True)
class Picked:
    """`dropped` are the questions whose answers had to give way to have enough to show."""

    chosen: tuple[Candidate, ...]
    dropped: tuple[str, ...] = ()


def pick(candidates: Iterable[Candidate], answers: Answers, moment: datetime) -> Picked:
    """Three, or all that the town has. Who does not know what it is about always gets an information point."""
    ordered = sorted(candidates, key=lambda candidate: rank(candidate, answers, moment))
    chosen = [one for one in ordered if answers.about == ANY and INFORMATION_POINTS.holds(one)][:1]
    dropped: tuple[str, ...] = ()
    for ignored in ((), *WIDENING):
        before = len(chosen)
        kept = answers.without(*ignored)
        chosen += [one for one in ordered if one not in chosen and fits(one, kept, moment)][: SHOWN - before]
        if len(chosen) > before:
            dropped = tuple(name for name in ignored if answers.to(name))
    return Picked(tuple(chosen), dropped)


def best(candidates: Iterable[Candidate], looks: Sequence[Look], moment: datetime) -> list[Candidate]:
    """All that these lists hold: fresh before stale, then in the order of the lists, then as everywhere here."""

    def order(candidate: Candidate) -> tuple[Any, ...]:
        place_in_line = [look.holds(candidate) for look in looks].index(True)
        return candidate.is_stale(moment), place_in_line, rank(candidate, Answers(), moment)

    return sorted((one for one in candidates if any(look.holds(one) for look in looks)), key=order)


def in_steps(
    candidates: Sequence[Candidate], steps: Sequence[Sequence[Look]], moment: datetime
) -> list[list[Candidate]]:
    """The best of each step; what an earlier step showed comes again only where there is nothing else."""
    shown: set[UUID] = set()
    chosen = []
    for looks in steps:
        found = best(candidates, looks, moment)
        chosen.append(([one for one in found if one.id not in shown] or found)[:SHOWN])
        shown.update(one.id for one in chosen[-1])
    return chosen
