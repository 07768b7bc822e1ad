"""Why something was chosen, in words, and what a list is about."""

from collections.abc import Iterator
from datetime import datetime

from flask import Flask, url_for

from webapp.core.formats import distance
from webapp.core.language import current_language
from webapp.core.texts import Spoken, pick_words
from webapp.core.words import _
from webapp.finding.cards import ACTIVITY, PLACE, Card, Link
from webapp.finding.forms import endpoint_of, kind_axis
from webapp.guiding.events import Words, life_events
from webapp.guiding.rules import ANY, INFORMATION_POINTS, SOON, Answers, Candidate, Look
from webapp.schedule.wording import opening
from webapp.taxonomy.rules import terms


def why(candidate: Candidate, card: Card, answers: Answers, moment: datetime) -> str:
    """A sentence of facts that hold for this one: "Free, no appointment needed, today at 14:00."."""
    facts = ", ".join(_facts(candidate, card, answers, moment))
    return f"{facts[:1].upper()}{facts[1:]}." if facts else ""


def _facts(candidate: Candidate, card: Card, answers: Answers, moment: datetime) -> Iterator[str]:
    if INFORMATION_POINTS.holds(candidate) and answers.about in ("", ANY):
        yield _("they think along with any question")
    if answers.to("who") and answers.to("who") in candidate.groups:
        yield for_whom(answers.to("who"))
    if candidate.free and not candidate.volunteer:
        yield _("free")
    if candidate.easy:
        yield _("no appointment needed")
    elif not candidate.no_referral:
        yield _("ask the municipality first")
    yield from _time(card, moment)
    if candidate.distance_m is not None:
        yield _("%(distance)s away", distance=distance(candidate.distance_m))
    if candidate.is_stale(moment):
        yield _("not checked for over a year, so call before you go")


def _time(card: Card, moment: datetime) -> Iterator[str]:
    """Only a time to go to: what is cancelled or unknown is no reason to choose it."""
    status = card.status
    is_soon = status.next_start is not None and status.next_start < moment + SOON
    if status.state == "open" or (status.state == "later" and is_soon):
        said = opening(status, happens=card.type == ACTIVITY, moment=moment).label
        yield f"{said[:1].lower()}{said[1:]}"
    elif status.state == "appointment":
        yield _("at a time that you agree on")


def for_whom(group: str) -> str:
    phrases = {
        "kinderen-0-4": _("for children from 0 to 4"),
        "kinderen-4-12": _("for children from 4 to 12"),
        "jongeren": _("for young people"),
        "ouders": _("for parents"),
        "ouderen": _("for older people"),
        "mantelzorgers": _("for people who care for someone"),
        "nieuw-in-nederland": _("for people who are new in the Netherlands"),
    }
    return phrases[group]


def list_link(look: Look, count: int, language: str) -> Link:
    type_ = PLACE if look.is_place else ACTIVITY
    axes = {"topic": "topic", "theme": "theme", "kind": kind_axis(type_), "group": "group"}
    chosen = [(axis, getattr(look.filters, name)) for name, axis in axes.items()]
    subject = ", ".join(terms(axis)[id_].label(language) for axis, id_ in chosen if id_)
    url = url_for(endpoint_of(type_), **look.filters.as_arguments())
    if look.is_place:
        return Link(_("All places: %(subject)s", subject=subject), url, count=count, icon="map-pin")
    return Link(_("All activities: %(subject)s", subject=subject), url, count=count, icon="calendar-days")


def spoken(words: Words) -> Spoken:
    """In the language of the page, else in Dutch and marked as such."""
    return pick_words(words, current_language())


def init_app(app: Flask) -> None:
    app.jinja_env.filters["spoken"] = spoken
    app.jinja_env.globals["life_events"] = life_events
