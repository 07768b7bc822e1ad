"""The page for who is not safe at home, written so that it leaves as little behind as a page can.

No `Clear-Site-Data`: nothing of this page is kept, so it would only erase what else the browser keeps of us (a town for
without signal, a question that waits), and that this is suddenly gone tells more than it hides."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from webapp.core.access import public
from webapp.guiding.events import lines
from webapp.safety.rules import LINES

bp = Blueprint("safety", __name__)


@bp.get("/<lang:lang>/<slug:town>/safe")
@public
def safe() -> ResponseReturnValue:
    """Its address and title say nothing of what it is about, as these are what a browser remembers and shows."""
    first, *others = (lines()[id_] for id_ in LINES)
    response = make_response(render_template("safety/safe.html", first=first, others=others))
    response.headers["Cache-Control"] = "no-store"  # the back button must not bring it up from the memory
    return response
