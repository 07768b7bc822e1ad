"""Sentences of the picker and of the sheet."""

from webapp.activities.models import Activity
from webapp.core.formats import money
from webapp.core.texts import Spoken
from webapp.core.words import _
from webapp.finding.conditions import Thing
from webapp.guiding.forms import label as guiding_label
from webapp.taxonomy.rules import terms


def dimension_hint(id_: str) -> str:
    """A dimension as somebody would say it of oneself."""
    hints = {
        "PG1": _("I feel healthy and fit"),
        "PG2": _("I feel cheerful"),
        "PG3": _("I have confidence in my future"),
        "PG4": _("I enjoy my life"),
        "PG5": _("I have good contact with other people"),
        "PG6": _("I can take good care of myself"),
    }
    return hints.get(id_, "")


def subject(theme: str, dimension: str, language: str) -> Spoken:
    return (terms("theme")[theme] if theme else terms("dimension")[dimension]).spoken(language)


def answer(name: str, value: str, language: str) -> Spoken:
    return guiding_label(name, value, language)


def cost(thing: Thing) -> str:
    if isinstance(thing, Activity) and not thing.free and thing.price_cents:
        return money(thing.price_cents)
    is_free = thing.free or (isinstance(thing, Activity) and thing.volunteer)
    return _("Free") if is_free else _("Ask what it costs")


def complaint(name: str) -> str:
    """About the parameter of this name."""
    sentences = {
        "theme": _("We do not know this subject. Choose one of these."),
        "dimension": _("We do not know this subject. Choose one of these."),
        "collection": _("This collection is not there any more. Choose a subject, or another collection."),
        "area": _("We do not know this neighbourhood. Choose one from the list."),
        "who": _("We do not know this group. Choose one below, if you like."),
        "how": _("We do not know this way. Choose one below, if you like."),
        "when": _("We do not know this time. Choose one below, if you like."),
    }
    return sentences[name]


def labels() -> dict[str, str]:
    """What stands beside the facts on a sheet, in the language that is spoken."""
    return {
        "title": _("Something for you"),
        "when": _("When"),
        "where": _("Where"),
        "cost": _("What it costs"),
        "ask_for": _("Ask for"),
        "first_time": _("The first time"),
        "call": _("Call"),
        "news": _("Changed"),
        "instead": _("This looks like it:"),
        "nothing": _("Call the team: they think along with you."),
        "scan": _("Is it still right? Scan or type"),
        "contact": _("Do you want the team to contact you? Scan here"),
        "team": _("Any question? Call"),
        "map": _("Map with numbers"),
    }


def unknown_practice() -> str:
    return _("We do not know this practice any more. Below is what everyone sees; it works as always.")


def pick_complaint(reason: str) -> str:
    return {
        "none": _("Nothing was chosen. Choose at least one."),
        "many": _("That is too much for one sheet. Choose at most three."),
        "gone": _("One of these cannot be given along any more. Choose again."),
        "busy": _("That was a lot at once. Please try again in a few minutes."),
    }[reason]
