"""The coordinator's desk, and the texts that a language still lacks."""

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import staff
from webapp.accounts.desk_cards import desk_cards
from webapp.accounts.home import add_link
from webapp.accounts.rules import COORDINATOR
from webapp.activities.item_links import item_links
from webapp.areas.current import current_municipality
from webapp.core.errors import NotFound
from webapp.core.language import find_language
from webapp.core.text_states import TextState
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.core.words import _
from webapp.desk import cards
from webapp.desk.queries import MOST_LISTED, TextLine, list_texts
from webapp.desk.wording import state_line

bp = Blueprint("desk_staff", __name__, url_prefix="/staff/<slug:town>/desk")
add_link("desk_staff.desk", lambda: _("What needs doing"), roles=(COORDINATOR,), icon="list-checks")
# Where a text is written, if that room is there; else any page about the thing.
TEXTS_PAGES = ("editing_staff.texts", "editing.texts")


@bp.get("")
@staff(COORDINATOR)
def desk() -> ResponseReturnValue:
    return render_template("desk/desk.html", cards=desk_cards(current_municipality()))


@bp.get("/texts/<code>/<state>")
@staff(COORDINATOR)
def texts(code: str, state: str) -> ResponseReturnValue:
    language = find_language(code)
    if language is None or code == FALLBACK_LANGUAGE or not cards.is_text_state(state):
        raise NotFound
    town, wanted = current_municipality(), TextState(state)
    lines = [(line, _url(line)) for line in list_texts(town, code, wanted)]
    return render_template(
        "desk/texts.html", title=state_line(wanted, language.name), lines=lines, is_cut=len(lines) == MOST_LISTED
    )


def _url(line: TextLine) -> str:
    for endpoint in TEXTS_PAGES:
        if endpoint in current_app.view_functions:
            return url_for(endpoint, what=line.what, item_id=line.item_id)
    links = item_links(current_municipality().slug, line.what, line.item_id)
    return links[0].url if links else ""
