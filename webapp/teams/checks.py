"""What a team, an area and a rule may hold. Pure: values in, a list of flaws out; `wording` says them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import shapely
from babel import Locale
from shapely import MultiPolygon
from shapely.validation import explain_validity

from webapp.schedule.checks import check_schedule
from webapp.schedule.values import Hours, Schedule, Weekly
from webapp.taxonomy.rules import known, terms
from webapp.teams.facts import RuleFacts, TeamFacts

LONGEST_LINE = 200  # characters
MOST_DAYS, MOST_HOURS = 30, 80  # a promise, and how long a question may lie unread
MOST_POINTS = 20_000  # of one drawn area; the most winding buurt of the country has about 3,000
MOST_RULES = 200
MIN_SIZE = 1e-10  # square degrees, less than 1 m²
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PHONE = re.compile(r"\+?[0-9 ()./-]+")
EMAIL = re.compile(r"[^@\s<>\"',;:()\[\]\\]+@[\w-]+(?:\.[\w-]+)+")
CROSSING = re.compile(r"Self-intersection\[(\S+) (\S+)\]")


@dataclass(frozen=True)
class Flaw:
    """`field` as in a form or a file, `names` fill in the sentence."""

    field: str
    kind: str
    names: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, field: str, kind: str, **names: object) -> "Flaw":
        return cls(field, kind, tuple((key, str(value)) for key, value in names.items()))


class TeamRefused(ValueError):
    """What was told may not be stored; nothing was."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(f"{flaw.field}: {flaw.kind}" for flaw in self.flaws))


def check_team(facts: TeamFacts) -> list[Flaw]:
    return [
        *_check_slug(facts.slug),
        *_check_line("name", facts.name, required=True),
        *_check_line("address", facts.address),
        *_check_email(facts.email),
        *_check_phone("phone", facts.phone),
        *_check_phone("whatsapp", facts.whatsapp),
        *_check_hours(facts.hours),
        *_check_number("answer_days", facts.answer_days, MOST_DAYS),
        *_check_number("unread_hours", facts.unread_hours, MOST_HOURS),
    ]


def _check_slug(slug: str) -> Iterator[Flaw]:
    if not slug:
        yield Flaw.of("slug", "missing")
    elif not SLUG.fullmatch(slug):
        yield Flaw.of("slug", "slug")
    elif len(slug) > LONGEST_LINE:
        yield Flaw.of("slug", "too_long", number=len(slug), most=LONGEST_LINE)


def _check_line(field: str, value: str | None, *, required: bool = False) -> Iterator[Flaw]:
    if required and not (value or "").strip():
        yield Flaw.of(field, "missing")
    elif value and len(value) > LONGEST_LINE:
        yield Flaw.of(field, "too_long", number=len(value), most=LONGEST_LINE)
    elif value and not value.isprintable():
        yield Flaw.of(field, "one_line")


def _check_email(email: str | None) -> Iterator[Flaw]:
    if email is not None and not (EMAIL.fullmatch(email) and email.isprintable() and len(email) <= LONGEST_LINE):
        yield Flaw.of("email", "email")


def _check_phone(field: str, number: str | None) -> Iterator[Flaw]:
    if number is not None and not (PHONE.fullmatch(number) and 3 <= sum(map(str.isdigit, number)) <= 15):
        yield Flaw.of(field, "phone")


def _check_hours(hours: Sequence[Hours]) -> Iterator[Flaw]:
    if not hours:
        yield Flaw.of("hours", "hours_missing")
    for sentence in check_schedule(Schedule(weekly=(Weekly(tuple(hours)),))):
        yield Flaw.of("hours", "hours", reason=sentence)


def _check_number(field: str, number: int, most: int) -> Iterator[Flaw]:
    if not 1 <= number <= most:
        yield Flaw.of(field, "number", least=1, most=most)


def check_topics(topics: Iterable[str]) -> list[Flaw]:
    return [
        Flaw.of("topics", "topic", topic=topic, known=", ".join(terms("theme")))
        for topic in topics
        if not known("theme", topic)
    ]


def check_rule(facts: RuleFacts) -> list[Flaw]:
    """Without its area, which only the database can judge."""
    empty = not (facts.topics or facts.languages or facts.ground)
    languages = [code for code in facts.languages if code not in _languages()]
    return [
        *([Flaw.of("rule", "rule_empty")] if empty else []),
        *check_topics(facts.topics),
        *(Flaw.of("languages", "language", language=code) for code in languages),
    ]


@cache
def _languages() -> frozenset[str]:
    """Codes that Babel has a name for."""
    return frozenset(Locale.parse("en").languages)


def check_shape(shape: MultiPolygon) -> list[Flaw]:
    """A polygon that crosses itself is not mended here: what was meant by it only its maker knows."""
    points = int(shapely.get_num_coordinates(shape))
    if points > MOST_POINTS:
        return [Flaw.of("area", "area_large", number=points, most=MOST_POINTS)]
    said = explain_validity(shape)
    crossing = CROSSING.match(said)
    if crossing:
        lon, lat = (f"{float(number):.5f}" for number in crossing.groups())
        return [Flaw.of("area", "area_crossed", lon=lon, lat=lat)]
    if shape.area < MIN_SIZE:
        return [Flaw.of("area", "area_empty")]
    return [] if shape.is_valid else [Flaw.of("area", "area_invalid", reason=said)]
