"""Parts of an item, flaws and states in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.core.language import current_language, language_names
from webapp.core.words import _
from webapp.editing.fields import FIELDS
from webapp.places.checks import Flaw
from webapp.versions.models import ItemVersion

TEXT_PARTS = ("name", "summary", "description", "getting_there", "first_time", "contact_role")


def text_label(name: str) -> str:
    return {
        "name": _("Name"),
        "summary": _("In one sentence"),
        "description": _("More about it"),
        "getting_there": _("How to get there"),
        "first_time": _("The first time"),
        "contact_role": _("Whom to ask for"),
    }[name]


def text_hint(name: str) -> str:
    return {
        "summary": _("This stands in lists. What is it, and for whom?"),
        "first_time": _("What happens when somebody comes for the first time?"),
        "contact_role": _("A first name and a role, no surname: Marieke, the hostess."),
    }.get(name, "")


def language_name(code: str) -> str:
    return language_names([code], current_language())[0]


def group_label(group: str) -> str:
    return {
        "what": _("What it is"),
        "where": _("Where"),
        "contact": _("Contact"),
        "whom": _("For whom"),
        "costs": _("Costs and appointments"),
        "referrers": _("For referrers"),
    }[group]


def part_label(part: str, kind: str) -> str:
    """Of `facts.phone`, `texts.nl.name`, `schedule.weekly`, `published`."""
    group, _dot, name = part.partition(".")
    if group == "texts":
        language, _dot, name = name.partition(".")
        label = text_label(name) if name in TEXT_PARTS else name
        return _("%(part)s, in %(language)s", part=label, language=language_name(language))
    if group == "schedule":
        return _("Changed dates") if name == "changes" else _("Times")
    if group == "photos":
        return _("Photos")
    if group == "published":
        return _("Public")
    field = next((field for field in FIELDS[kind] if field.name == name), None)
    return field.label() if field else _OTHERS.get(name, lambda: name)()


_OTHERS: Mapping[str, Any] = {
    "position": lambda: _("Place on the map"),
    "attribution": lambda: _("Source"),
    "is_demo": lambda: _("Demonstration"),
}


def state_label(version: ItemVersion) -> str:
    return {
        "draft": _("Draft"),
        "review": _("Waits for review"),
        "sent_back": _("Sent back"),
        "published": _("Public now"),
        "superseded": _("Was public"),
        "dropped": _("Draft, replaced"),
    }[version.state]


def flaw_problems(flaws: Iterable[Flaw]) -> dict[str, str]:
    """Sentences by field of the form, the first for each. A message never repeats what may have to stay secret."""
    problems: dict[str, str] = {}
    for flaw in flaws:
        name, sentence = _problem(flaw)
        problems.setdefault(name, sentence)
    return problems


def _problem(flaw: Flaw) -> tuple[str, str]:
    if flaw.reason.startswith("this looks like a shelter"):
        return "", _("This looks like a shelter. It may not have an address or a place on the map.")
    text, _dash, language = flaw.column.rpartition("_")
    if text in TEXT_PARTS:
        return f"{language}-{text}", _text_sentence(flaw)
    name = {"lat": "", "opening_hours": "", "schedule": ""}.get(flaw.column, flaw.column)
    return name, _FIELD_SENTENCES.get(flaw.column, lambda: _("This cannot be stored like this."))()


def _text_sentence(flaw: Flaw) -> str:
    if flaw.reason == "is missing":
        return _("Write a name.")
    if flaw.reason.startswith("has "):
        return _("This is too long. Make it shorter.")
    if flaw.reason == "may have one line only":
        return _("Use one line only.")
    return _("There are signs in it that cannot be stored. Type it again.")


_FIELD_SENTENCES: Mapping[str, Any] = {
    "phone": lambda: _("Write a phone number such as 078 - 202 11 11."),
    "email": lambda: _("Write an e-mail address such as info@example.nl."),
    "website": lambda: _("Write an address that starts with https://"),
    "postcode": lambda: _("Write a postcode such as 2951 AB."),
    "price_cents": lambda: _("What is free has no price. Choose one of both."),
    "min_age": lambda: _("Write an age between 0 and 120."),
    "online": lambda: _("What is online has no place on the map."),
    "lat": lambda: _("This kind has no place on the map. Take the pin off the map first."),
    "organisation_id": lambda: _("This organisation is not there any more. Choose another one."),
    "place_id": lambda: _("This place is not there any more. Choose another one."),
    "kind": lambda: _("Choose what kind it is."),
    "schedule": lambda: _("The times do not fit. Look at the page of the times."),
}


def template_words() -> dict[str, Any]:
    """For the templates of a blueprint."""
    return {"say": {"text": text_label, "hint": text_hint, "language": language_name, "group": group_label}}
