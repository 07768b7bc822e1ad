"""Life events and the four questions for the phone, which chooses by itself: static/js/offline/engine/guiding.js.

{kinds, questions, widened, for_whom, sentences, events}; `kinds` are the ids that decide in guiding/rules.py. Of a life
event that speaks of safety at home there is the name only: no phone keeps its page."""

from typing import Any

from webapp.core.formats import phone_address
from webapp.core.texts import pick_words
from webapp.core.words import _
from webapp.guiding import forms, rules, wording
from webapp.guiding.events import LifeEvent, Line, Step, Words, life_events
from webapp.guiding.rules import QUESTIONS, WHO, Look, possible
from webapp.offline.texts import filled, spoken

Json = dict[str, Any]
# What wording.py says with something to be filled in, or by what holds for one thing only.
SENTENCES = (
    "they think along with any question", "free", "no appointment needed", "ask the municipality first",
    "at a time that you agree on", "%(distance)s away", "not checked for over a year, so call before you go",
    "All places: %(subject)s", "All activities: %(subject)s",
)  # fmt: skip


def guided(language: str) -> Json:
    return {
        "kinds": {
            "individual": sorted(rules.INDIVIDUAL_KINDS),
            "from_home": sorted(rules.FROM_HOME_KINDS),
            "on_the_way": sorted(rules.ON_THE_WAY_KINDS),
            "information_point": rules.INFORMATION_POINT,
            "everyone": rules.EVERYONE,
            "evening": rules.EVENING,
            "volunteering": rules.VOLUNTEERING,
        },
        "questions": [_question(name, language) for name in QUESTIONS],
        "widened": {name: forms.widened_sentence((name,)) for name in QUESTIONS},
        "for_whom": {group: wording.for_whom(group) for group in WHO},
        "sentences": {english: _(english) for english in SENTENCES},
        "events": [_event(event, language) for event in life_events().values()],
    }


def _question(name: str, language: str) -> Json:
    asked = forms.asked(name)
    return {
        "name": name,
        "title": asked.title,
        "hint": asked.hint,
        "skip": {"label": asked.skip, "icon": forms.skip(name, asked.skip, "").icon},
        "options": [_option(name, value, language) for value in possible(name)],
    }


def _option(name: str, value: str, language: str) -> Json:
    said = forms.label(name, value, language)
    return filled(
        {"value": value, "label": said.words, "lang": said.unlike(language), "icon": forms.icon_of(name, value)}
    )


def _event(event: LifeEvent, language: str) -> Json:
    told: Json = {"id": event.id, "icon": event.icon, "label": _words(event.label, language)}
    if event.needs_quick_exit:
        return {**told, "never_kept": True}
    return {
        **told,
        "intro": _words(event.intro, language),
        "steps": [_step(step, language) for step in event.steps],
        "lines": [_line(line, language) for line in event.lines],
    }


def _step(step: Step, language: str) -> Json:
    return {
        "title": _words(step.title, language),
        "words": _words(step.words, language),
        "see": [_look(look) for look in step.see],
    }


def _look(look: Look) -> Json:
    return {"type": "place" if look.is_place else "activity", **look.filters.as_arguments()}


def _line(line: Line, language: str) -> Json:
    return {
        "name": _words(line.name, language),
        "phone": line.phone,
        "phone_url": phone_address(line.phone),
        "words": _words(line.words, language),
    }


def _words(words: Words, language: str) -> list[str] | None:
    return spoken(pick_words(words, language))
