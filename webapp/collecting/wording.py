"""For other rooms: the collections of a town as links, and a line while somebody types. What is wrong, in sentences."""

from flask import Flask, g, url_for

from webapp.answering.ahead import put_ahead
from webapp.answering.cards import Suggestion
from webapp.areas.current import current_municipality
from webapp.collecting.queries import Brief, list_public
from webapp.collecting.rules import fits_typed
from webapp.core.words import _


def collections_about(theme: str = "") -> tuple[Brief, ...]:
    """Of a theme, else all; of the town in the address."""
    return list_public(current_municipality(), theme)


def way_to_collection(typed: str) -> Suggestion | None:
    """The first whose title somebody types, in the language of the page."""
    for one in list_public(current_municipality()):
        title = one.title(g.language)
        if fits_typed(typed, title.words):
            url = url_for("collecting.collection", lang=g.language, slug=one.slug)
            return Suggestion("page", title.words, title.language, "", url, "book-open")
    return None


def complaint(reason: str) -> str:
    return {
        "many": _("There are 40 collections already. Remove one first."),
        "long": _("There are 60 parts in it already. Take something out first."),
        "twice": _("This is in the collection already."),
        "taken": _("Another collection has or had this address. Choose another one."),
        "empty": _("Put something in it first. Then you can publish it."),
        "gone": _("This is not there any more. Search again."),
    }[reason]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["collections_about"] = collections_about
    put_ahead(way_to_collection)
