"""For other rooms: what is in danger by the words that somebody typed, and the way to who answers now."""

from flask import Flask, g, url_for

from webapp.answering.ahead import put_ahead
from webapp.answering.cards import Suggestion
from webapp.core.formats import phone_address
from webapp.core.words import _
from webapp.guiding.events import Line
from webapp.questions.lines import line
from webapp.safety.rules import CALLED, HOME, LIFE, LIFE_LINE, dangers_in


def way_to_safety(typed: str) -> Suggestion | None:
    if HOME not in dangers_in(typed):
        return None
    name = _("Not safe at home? See who helps you now")
    return Suggestion("page", name, g.language, "", url_for("safety.safe", lang=g.language), "shield")


def way_to_life_line(typed: str) -> Suggestion | None:
    if LIFE not in dangers_in(typed):
        return None
    phone = line(LIFE_LINE).phone
    name = _("Do you think about suicide? Call %(phone)s, day and night", phone=phone)
    return Suggestion("line", name, g.language, "", phone_address(phone), "phone")


def called_for(danger: str) -> tuple[Line, ...]:
    """The lines for one of the dangers, in the order in which they are shown."""
    return tuple(map(line, CALLED[danger]))


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(dangers_in=dangers_in, called_for=called_for, all_dangers=tuple(CALLED))
    put_ahead(way_to_safety)
    put_ahead(way_to_life_line)
