"""For other rooms: whether what somebody typed asks for the page about safety, and the way there."""

from flask import Flask, g, url_for

from webapp.answering.ahead import put_ahead
from webapp.answering.cards import Suggestion
from webapp.core.words import _
from webapp.safety.rules import speaks_of_danger


def way_to_safety(typed: str) -> Suggestion | None:
    if not speaks_of_danger(typed):
        return None
    name = _("Not safe at home? See who helps you now")
    return Suggestion("page", name, g.language, "", url_for("safety.safe", lang=g.language), "shield")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["speaks_of_danger"] = speaks_of_danger
    put_ahead(way_to_safety)
