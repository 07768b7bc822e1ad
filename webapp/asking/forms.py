"""The form as the page shows it: what was typed, what is wrong beside its field, what can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from flask import request, url_for

from webapp.areas.models import Municipality
from webapp.areas.whereabouts import list_neighbourhood_choices
from webapp.asking import coming
from webapp.core import guards
from webapp.core.language import current_language, languages
from webapp.core.texts import pick_text
from webapp.core.words import _
from webapp.finding.town_map import to_pick
from webapp.guiding.events import Line
from webapp.maps.page import MapOnPage
from webapp.questions.crisis import crisis_words
from webapp.questions.lines import all_lines
from webapp.questions.queries import find_about_texts
from webapp.questions.rules import FIELDS, Known
from webapp.questions.values import ANSWER_LANGUAGES, EMAIL, NONE, PHONE, VISIT, WHATSAPP
from webapp.taxonomy.rules import terms

POINT_ID = "spot"  # of the field that a script and the map share; it is not sent
PREFILLED = ("topic", "place", "activity", "postcode", "neighbourhood")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    icon: str = ""
    hint: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class About:
    """The place or activity beside which is asked."""

    name: str
    language: str
    url: str


@dataclass(frozen=True)
class AskForm:
    values: Mapping[str, str]
    problems: Mapping[str, str]
    again: str
    topics: tuple[Option, ...]
    ways: tuple[Option, ...]
    languages: tuple[Option, ...]
    neighbourhoods: tuple[Option, ...]
    about: About | None
    lines: tuple[Line, ...]
    shown_lines: tuple[str, ...]
    promise: str
    key: str
    stamp: str
    map: MapOnPage | None  # where somebody may point out a spot
    is_again: bool = False
    crisis: Mapping[str, Any] = field(default_factory=dict)  # the whole list, for the browser
    has_more: bool = False  # something of the optional part is filled in or wrong
    through: str = ""  # as in coming.py
    without_through_url: str = ""

    @property
    def needs(self) -> str:
        """Which contact detail the chosen way of answering needs: number, address or nothing."""
        way = self.values.get("reply_by", "")
        return "number" if way in (PHONE, WHATSAPP) else "address" if way == EMAIL else ""


def known(town_has_whatsapp: bool) -> Known:
    codes = frozenset(language.code for language in languages())
    return Known(frozenset(terms("theme")), codes | ANSWER_LANGUAGES, town_has_whatsapp)


def told_in_form() -> dict[str, str]:
    return {name: request.form[name] for name in FIELDS if name in request.form}


def told_in_address() -> dict[str, str]:
    """What a page of a place, an activity or a theme fills in; what makes no sense there is left out in silence."""
    told = {name: request.args.get(name, "").replace("\x00", "") for name in PREFILLED}  # no name has one
    if told["topic"] not in terms("theme"):
        told["topic"] = ""
    return {name: value[:100] for name, value in told.items() if value}


def through() -> str:
    """Through whom the resident came, where the address or the form says so."""
    return coming.tidy(request.values.get("through"))


def _without_through() -> str:
    """The same form for who does not want to say so; of one that was sent already only what an address may hold."""
    told: dict[str, Any] = {name: request.values.get(name, "")[:100] or None for name in PREFILLED}
    return url_for("asking.ask", **told)


def ask_form(
    town: Municipality,
    told: Mapping[str, str],
    promise: str,
    *,
    has_whatsapp: bool,
    problems: Mapping[str, str] | None = None,
    again: str = "",
) -> AskForm:
    """`problems` are sentences by field; `again` says why the form is shown once more."""
    values = {"lang": current_language(), **told}
    wrong = dict(problems or {})
    return AskForm(
        values=values,
        problems=wrong,
        again=again,
        topics=_topics(values.get("topic", "")),
        ways=_ways(values.get("reply_by", ""), has_whatsapp),
        languages=_languages(values["lang"]),
        neighbourhoods=_neighbourhoods(town, values.get("neighbourhood", "")),
        about=_about(town, values),
        lines=all_lines(),
        shown_lines=crisis_words().lines_for(values.get("question", ""), values.get("topic", "")),
        promise=promise,
        key=request.form.get("key") or str(uuid4()),
        stamp=guards.new_stamp(),
        map=to_pick(town, current_language(), POINT_ID),
        is_again=bool(again) or bool(wrong),
        crisis=_crisis_for_browser(),
        has_more=any(values.get(name) or name in wrong for name in _MORE),
        through=through(),
        without_through_url=_without_through(),
    )


_MORE = ("name", "postcode", "neighbourhood", "lat", "best_time", "for_other", "volunteer", "safe_to_call")


def blank_form(town: Municipality, *, has_whatsapp: bool) -> AskForm:
    """For a page that phones keep for days: of no visitor and no moment. A script there makes the key."""
    return replace(ask_form(town, {}, "", has_whatsapp=has_whatsapp), key="", stamp="", map=None)


def _topics(chosen: str) -> tuple[Option, ...]:
    language = current_language()
    found = [
        Option(term.id, term.label(language), icon=term.icon or "map-pin", is_chosen=term.id == chosen)
        for term in terms("theme").values()
        if not term.hidden
    ]
    return (*found, Option("", _("I don't know, or something else"), icon="life-buoy", is_chosen=not chosen))


def _ways(chosen: str, has_whatsapp: bool) -> tuple[Option, ...]:
    ways = [
        Option(PHONE, _("Call me"), icon="phone"),
        Option(EMAIL, _("Send me an e-mail"), icon="mail"),
        Option(WHATSAPP, _("Send me a message on WhatsApp"), icon="message-circle"),
        Option(VISIT, _("I come by"), icon="map-pin", hint=_("You do not have to leave a number.")),
        Option(NONE, _("No answer needed"), icon="check", hint=_("You can read an answer here later, with a code.")),
    ]
    return tuple(
        Option(way.value, way.label, way.icon, way.hint, way.value == chosen)
        for way in ways
        if way.value != WHATSAPP or has_whatsapp
    )


def _languages(chosen: str) -> tuple[Option, ...]:
    """Each in its own words: who reads the page with difficulty finds it all the same."""
    from babel import Locale

    codes = {language.code for language in languages()} | ANSWER_LANGUAGES
    named = [
        (code, Locale.parse(code).get_display_name(code) or code)
        for code in sorted(codes, key=lambda code: (code != "nl", code))
    ]
    return tuple(Option(code, name[:1].upper() + name[1:], is_chosen=code == chosen) for code, name in named)


def _neighbourhoods(town: Municipality, chosen: str) -> tuple[Option, ...]:
    return tuple(Option(code, name, is_chosen=code == chosen) for code, name in list_neighbourhood_choices(town))


def _about(town: Municipality, values: Mapping[str, str]) -> About | None:
    """The place or activity beside which is asked, by its name; one that is gone is no hindrance."""
    for type_, endpoint in (("activity", "finding.activity"), ("place", "finding.place")):
        slug = values.get(type_, "").replace("\x00", "")
        texts = find_about_texts(town, type_, slug) if slug else []
        if texts:
            text = pick_text(texts, current_language())
            return About(text.name, text.language, url_for(endpoint, slug=slug))
    return None


def _crisis_for_browser() -> dict[str, Any]:
    words = crisis_words()
    return {"phrases": {line: list(phrases) for line, phrases in words.phrases.items()}, "themes": dict(words.themes)}
