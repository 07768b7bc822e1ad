"""The picker as links: every choice is an address, so that back goes back and no script is needed; and what is sent to
be given along."""

from flask import request, url_for

from webapp.areas.whereabouts import Named
from webapp.core.language import current_language, find_language, languages
from webapp.core.words import _
from webapp.finding.cards import Choice as Option
from webapp.finding.cards import Link
from webapp.handouts import wording
from webapp.handouts.cards import Adjustment, Subject
from webapp.handouts.rules import ASK, CHOICES, EVERYWHERE, SHOWN, Choice, Wish, possible_themes, themes_of
from webapp.taxonomy.rules import terms


def address(wish: Wish) -> str:
    return url_for("handouts.refer", **wish.as_arguments())


def themes(wish: Wish) -> tuple[Subject, ...]:
    language, found = current_language(), []
    for id_ in possible_themes():
        label = terms("theme")[id_].spoken(language)
        url = address(wish.about(theme=id_))
        icon = terms("theme")[id_].icon or "map-pin"
        found.append(Subject(label.words, "", url, icon, theme=id_, lang=label.unlike(language)))
    return tuple(found)


def dimensions(wish: Wish) -> tuple[Subject, ...]:
    """Those to which any theme belongs."""
    language, found = current_language(), []
    for id_, term in terms("dimension").items():
        if themes_of(id_):
            label = term.spoken(language)
            url = address(wish.about(dimension=id_))
            found.append(Subject(label.words, wording.dimension_hint(id_), url, lang=label.unlike(language)))
    return tuple(found)


def areas(wish: Wish, choices: list[tuple[str, str]]) -> tuple[Link, ...]:
    found = [Link(name, address(wish.changed(area=code)), is_current=wish.area == code) for code, name in choices]
    return (*found, Link(_("The whole town"), address(wish.changed(area=EVERYWHERE))))


def other_area(wish: Wish) -> str:
    """To choose another one, also where a practice has its own."""
    return address(wish.changed(area=ASK if wish.practice else ""))


def area_name(area: Named | None) -> str:
    return area.name if area else _("The whole town")


def adjustments(wish: Wish) -> tuple[Adjustment, ...]:
    language = current_language()
    switches = {"free": _("Free"), "walkin": _("No appointment needed")}
    found = [
        Adjustment(label, address(wish.changed(**{name: not getattr(wish, name)})), getattr(wish, name))
        for name, label in switches.items()
    ]
    for name in ("how", "when"):
        found += [_adjustment(name, value, wish, language) for value in CHOICES[name]]
    return tuple(found)


def for_whom(wish: Wish) -> tuple[Adjustment, ...]:
    return tuple(_adjustment("who", value, wish, current_language()) for value in CHOICES["who"])


def _adjustment(name: str, value: str, wish: Wish, language: str) -> Adjustment:
    said = wording.answer(name, value, language)
    is_chosen = wish.answers.to(name) == value
    url = address(wish.changed(**{name: "" if is_chosen else value}))
    return Adjustment(said.words, url, is_chosen, said.unlike(language))


def further(wish: Wish, choice: Choice) -> Link | None:
    """The next three; after the last the first again."""
    if choice.further:
        return Link(_("Show three others"), address(wish.changed(skip=wish.skip + SHOWN)))
    if choice.total > SHOWN:
        return Link(_("Show the first three again"), address(wish.changed()))
    return None


class PickError(ValueError):
    """`reason` as in wording.pick_complaint."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_picks() -> list[str]:
    """One by its own button, or all that are named. Raises PickError for none and for more than a sheet holds."""
    only = request.form.get("only", "")
    picks = list(dict.fromkeys([only] if only else request.form.getlist("pick")))
    if not picks:
        raise PickError("none")
    if len(picks) > SHOWN:
        raise PickError("many")
    return picks


def read_language() -> str:
    """Of the sheet; one that we do not have is that of the page."""
    told = request.form.get("language", "")
    return told if find_language(told) else current_language()


def in_other_languages(wish: Wish) -> list[dict[str, object]]:
    """The same page of the picker, with what was understood of its address."""
    return [
        {
            "code": other.code,
            "label": other.name,
            "url": url_for("handouts.refer", lang=other.code, **wish.as_arguments()),
            "is_current": other.code == current_language(),
        }
        for other in languages()
    ]


def sheet_languages(asked: str) -> tuple[Option, ...]:
    """The one that the address asks for stands ready, where we have it."""
    ready = asked if find_language(asked) else current_language()
    return tuple(Option(one.code, one.name, one.code == ready, lang=one.code) for one in languages())
