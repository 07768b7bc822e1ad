"""The collections of a town, and one of them: a list in an order, with a word on each."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.collecting import presenting, queries
from webapp.collecting.cards import Page
from webapp.core import clock
from webapp.core.access import public
from webapp.core.addresses import absolute
from webapp.core.errors import NotFound
from webapp.core.language import current_language
from webapp.core.words import _
from webapp.finding import structured_parts as parts
from webapp.finding.structured_parts import Described

bp = Blueprint("collecting", __name__)


@bp.get("/<lang:lang>/<slug:town>/collections")
@public
def collections() -> ResponseReturnValue:
    found = queries.list_public(current_municipality())
    language = current_language()
    listed = ((one.title(language).words, _address(one.slug)) for one in found)
    data = parts.graph(_path(), parts.listed(listed, 1))
    return render_template("collecting/collections.html", collections=found, data=data)


@bp.get("/<lang:lang>/<slug:town>/collections/<slug:slug>")
@public
def collection(slug: str) -> ResponseReturnValue:
    """An address that it had before leads on."""
    town = current_municipality()
    try:
        found = queries.get_public(town, slug)
    except NotFound:
        present = queries.find_present_slug(town, slug)
        if present is None:
            raise
        return redirect(url_for("collecting.collection", slug=present), 301)
    page = presenting.page_of(town, found, current_language(), clock.now())
    return render_template("collecting/collection.html", page=page, data=_described(page))


def _described(page: Page) -> Described:
    listed = parts.listed(((item.card.name, absolute(item.card.url)) for item in page.items), 1)
    if listed is not None:
        listed |= {"name": page.title.words, "description": page.intro.words}
    return parts.graph(_path((page.title.words, _address(page.slug))), listed)


def _path(*further: tuple[str, str]) -> Described:
    home = (current_municipality().name, absolute(url_for("finding.home")))
    return parts.breadcrumbs([home, (_("Collections"), absolute(url_for("collecting.collections"))), *further])


def _address(slug: str) -> str:
    return absolute(url_for("collecting.collection", slug=slug))
