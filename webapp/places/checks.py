"""What a fact or a text may hold, whoever writes it. Pure: values in, a list of flaws out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from babel import Locale

from webapp.core.sentences import Sentence, say
from webapp.places.facts import OrganisationFacts, PlaceFacts, PlaceTexts
from webapp.places.secrecy import reveals_shelter
from webapp.schedule.rules import HoursError
from webapp.schedule.told import read_opening_hours
from webapp.taxonomy.rules import SECRET_KIND, known, terms

WHEELCHAIR = ("yes", "limited", "no", "unknown")
LONGEST = {"name": 200, "summary": 500, "description": 10_000, "getting_there": 2_000}  # characters
LONGEST_LINE = 200
LONGEST_WEBSITE = 500
SHOWN = 60  # characters of a wrong value in a message
POSTCODE = re.compile(r"[1-9][0-9]{3}(?:(?!SA|SD|SS)[A-Z]{2})?")
PHONE = re.compile(r"\+?[0-9 ()./-]+")
EMAIL = re.compile(r"[^@\s<>\"',;:()\[\]\\]+@[\w-]+(?:\.[\w-]+)+")
LANGUAGE = re.compile(r"[a-z]{2,3}")
# Control characters, marks that turn the reading direction around, and halves of characters.
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
NO_LINE = re.compile(r"[\t\n\r\u2028\u2029]")


@dataclass(frozen=True)
class Flaw:
    """`column` as in the header of a file."""

    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.column}: {self.reason}"


class FactsError(ValueError):
    """Facts or texts that may not be stored; the message names each with the reason."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(map(str, self.flaws)))


def show(value: str) -> str:
    """A wrong value in a message: short, quoted, and without anything a terminal would obey."""
    return repr(value if len(value) <= SHOWN else value[:SHOWN] + "…")


def check_secrecy(facts: PlaceFacts, texts: Mapping[str, PlaceTexts]) -> list[Flaw]:
    """Comes before every other check and stands alone: a message must not repeat what has to stay secret."""
    names = [text.name for text in texts.values()]
    others = [part for text in texts.values() for part in (text.summary, text.description, text.getting_there)]
    if facts.kind == SECRET_KIND:
        return [Flaw("kind", say("secret places are never stored"))]
    if reveals_shelter(names, others, located=_located(facts)):
        return [Flaw("name_nl", say("this looks like a shelter: it may not have an address or a position"))]
    return []


def check_place(facts: PlaceFacts, texts: Mapping[str, PlaceTexts]) -> list[Flaw]:
    return check_secrecy(facts, texts) or [
        *_check_kind(facts),
        *check_ids("theme", "themes", facts.themes),
        *check_ids("group", "groups", facts.groups),
        *check_ids("attribute", "attributes", facts.attributes),
        *check_ids("topic", "topics", facts.topics),
        *check_spoken(facts.spoken),
        *check_contact(facts.phone, facts.email, facts.website),
        *_check_address(facts),
        *check_opening_hours(facts.opening_hours),
        *check_line("opening_hours_note", facts.opening_hours_note),
        *check_texts(_as_columns(texts)),
    ]


def check_location(facts: PlaceFacts, texts: Mapping[str, PlaceTexts]) -> list[Flaw]:
    """Where only the point and the address change: a theme that left the taxonomy must not keep a pin where it is."""
    return check_secrecy(facts, texts) or [*_check_kind(facts), *_check_address(facts)]


def check_place_texts(facts: PlaceFacts, texts: Mapping[str, PlaceTexts]) -> list[Flaw]:
    """Where only words change: a theme that left the taxonomy must not keep somebody from mending a typo."""
    return check_secrecy(facts, texts) or list(check_texts(_as_columns(texts)))


def _as_columns(texts: Mapping[str, PlaceTexts]) -> dict[str, Mapping[str, str]]:
    return {language: vars(text) for language, text in texts.items()}


def check_organisation(facts: OrganisationFacts) -> list[Flaw]:
    flaws = [
        *check_line("name", facts.name),
        *check_contact(facts.phone, facts.email, facts.website),
        *check_line("quality_label", facts.quality_label),
        *_check_website("quality_label_url", facts.quality_label_url),
    ]
    if not facts.name.strip():
        flaws.append(Flaw("name", say("is missing")))
    if not known("provider_type", facts.provider_type):
        flaws.append(Flaw("provider_type", say("%(value)s is not known", value=show(facts.provider_type))))
    return flaws


def _located(facts: PlaceFacts) -> bool:
    return any((facts.position, facts.street, facts.house_number, facts.postcode))


def _check_kind(facts: PlaceFacts) -> Iterator[Flaw]:
    kind = terms("place_kind").get(facts.kind)
    if kind is None:
        yield Flaw("kind", _unknown([facts.kind], "place_kind"))
    elif kind.pinless and facts.position:
        yield Flaw(
            "lat", say("a place of kind %(kind)s is nowhere on the map: leave lat and lon empty", kind=facts.kind)
        )


def _check_address(facts: PlaceFacts) -> Iterator[Flaw]:
    yield from check_line("street", facts.street)
    yield from check_line("house_number", facts.house_number, longest=30)
    yield from check_line("city", facts.city)
    if facts.postcode and not POSTCODE.fullmatch(facts.postcode):
        yield Flaw("postcode", say("%(value)s is not a postcode like 2951 AB or 2951", value=show(facts.postcode)))
    if facts.wheelchair not in WHEELCHAIR:
        choices = ", ".join(WHEELCHAIR)
        yield Flaw(
            "wheelchair", say("%(value)s is not one of %(choices)s", value=show(facts.wheelchair), choices=choices)
        )


def check_ids(axis: str, column: str, ids: Iterable[str]) -> Iterator[Flaw]:
    unknown = [id_ for id_ in ids if not known(axis, id_)]
    if unknown:
        yield Flaw(column, _unknown(unknown, axis))


def _unknown(values: Iterable[str], axis: str) -> Sentence:
    choices = ", ".join(terms(axis))
    return say("%(value)s is not known; use %(choices)s", value=", ".join(map(show, values)), choices=choices)


def _hours_sentence(error: HoursError) -> Sentence:
    """Why, in English, for who knows the syntax; translated it says how it is written."""
    pattern = say("these hours cannot be read; write them like Mo-Fr 09:00-17:00")
    sentence = Sentence(str(error))
    sentence.pattern, sentence.values = pattern.pattern, pattern.values
    return sentence


@cache
def _languages() -> frozenset[str]:
    return frozenset(Locale.parse("en").languages)


def check_spoken(codes: Iterable[str]) -> Iterator[Flaw]:
    unknown = [code for code in codes if not is_language(code)]
    if unknown:
        yield Flaw(
            "spoken", say("%(value)s is not a language code like nl, en or ar", value=", ".join(map(show, unknown)))
        )


def is_language(code: str) -> bool:
    """A code of ISO 639 that Babel has a name for."""
    return LANGUAGE.fullmatch(code) is not None and code in _languages()


def check_opening_hours(text: str | None) -> Iterator[Flaw]:
    if text is not None:
        try:
            read_opening_hours(text)
        except HoursError as error:
            yield Flaw("opening_hours", _hours_sentence(error))


def check_contact(phone: str | None, email: str | None, website: str | None) -> Iterator[Flaw]:
    if phone and not (PHONE.fullmatch(phone) and 3 <= sum(map(str.isdigit, phone)) <= 15):
        yield Flaw("phone", say("%(value)s is not a phone number", value=show(phone)))
    if email and not (EMAIL.fullmatch(email) and len(email) <= LONGEST_LINE):
        yield Flaw("email", say("%(value)s is not an e-mail address", value=show(email)))
    yield from _check_website("website", website)


def _check_website(column: str, url: str | None) -> Iterator[Flaw]:
    if url and not _is_website(url):
        yield Flaw(column, say("%(value)s is not an address that starts with https:// or http://", value=show(url)))


def _is_website(url: str) -> bool:
    if len(url) > LONGEST_WEBSITE or NO_TEXT.search(url) or re.search(r"[\s<>\"\\]", url):
        return False
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and "." in (parts.hostname or "").strip(".")
            and parts.username is None
            and parts.port != 0
        )
    except ValueError:
        return False


def check_texts(texts: Mapping[str, Mapping[str, str]]) -> Iterator[Flaw]:
    """A text per language, each with a name; Dutch is always there because it stands in for the others."""
    if "nl" not in texts:
        yield Flaw("name_nl", say("is missing"))
    for language, values in texts.items():
        if not is_language(language):
            yield Flaw(f"name_{language}", say("is not in a known language"))
        if not values["name"].strip():
            yield Flaw(f"name_{language}", say("is missing"))
        for name, value in values.items():
            check = check_line if name == "name" else check_prose
            yield from check(f"{name}_{language}", value, longest=LONGEST.get(name, 1_000))


def check_line(column: str, value: str | None, *, longest: int = LONGEST_LINE) -> Iterator[Flaw]:
    yield from check_prose(column, value, longest=longest)
    if value and NO_LINE.search(value):
        yield Flaw(column, say("may have one line only"))


def check_prose(column: str, value: str | None, *, longest: int) -> Iterator[Flaw]:
    if value and NO_TEXT.search(value):
        yield Flaw(column, say("holds control characters"))
    if value and len(value) > longest:
        yield Flaw(
            column,
            say("has %(number)s characters; %(most)s is the most", number=f"{len(value):,}", most=f"{longest:,}"),
        )
