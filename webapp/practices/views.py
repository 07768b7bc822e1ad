"""Where the code in a waiting room leads to."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.queries import get_municipality_of
from webapp.core.access import public
from webapp.core.errors import NotFound
from webapp.core.language import current_language
from webapp.handouts import givers
from webapp.handouts.queries import find_area
from webapp.handouts.rules import PRACTICE_FORM
from webapp.practices import giving
from webapp.practices.queries import find_practice_by_code

bp = Blueprint("practices", __name__)
givers.know(giving.Practices())


@bp.get("/p/<code>")
@public
def waiting_room(code: str) -> ResponseReturnValue:
    """What can be done near the practice, in the language of the telephone. Nothing is counted."""
    tidy = code.lower()
    practice = find_practice_by_code(tidy) if PRACTICE_FORM.fullmatch(tidy) else None
    town = get_municipality_of(practice.municipality_id) if practice else None
    if practice is None or town is None or town.opened_at is None:
        raise NotFound
    area = find_area(town, practice.area or "")
    here: dict[str, Any] = {"lang": current_language(), "town": town.slug}
    near = url_for("finding.activities", where=area.name, **here) if area else url_for("finding.home", **here)
    answer = redirect(near, 302)
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
