"""A page of a town that stands inside a page of a practice, a library, a church; and the script that puts it there."""

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.core.access import public
from webapp.core.assets import read_asset
from webapp.core.headers import let_frame
from webapp.core.language import current_language
from webapp.embedding import presenting, queries
from webapp.embedding.rules import frame_ancestors
from webapp.finding import forms
from webapp.finding.rules import read_what_makes_sense
from webapp.handouts.drawing import path_of

bp = Blueprint("embedding", __name__)
SCRIPT_LIVES = "public, max-age=3600"  # its address stands in pages of others and never changes


@bp.get("/<lang:lang>/<slug:town>/embed")
@public
def embed() -> ResponseReturnValue:
    """`show=activities` (as without it), `places` or `today`, the filters of the lists, `map=1`. It may stand in pages
    of the origins that the coordinator named, and nowhere else."""
    town = current_municipality()
    show = request.args.get("show", "")
    show = show if show in presenting.SHOWS else "activities"
    filters, slips = read_what_makes_sense(request.args, (forms.kind_axis(presenting.SHOWS[show]),))
    frame = presenting.frame_of(town, show, filters, slips, current_language(), request.args.get("map") == "1")
    allowed = queries.list_allowed(town)
    page = render_template("embedding/embed.html", frame=frame, origins=allowed, path_of=path_of)
    answer = make_response(page, 400 if slips else 200)
    let_frame(answer, frame_ancestors(allowed))
    return answer


@bp.get("/embed.js")
@public
def script() -> ResponseReturnValue:
    """For pages of others. It makes frames and sets their height, and knows nothing about who reads them."""
    answer = Response(read_asset("embed-host.js"), mimetype="text/javascript")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = SCRIPT_LIVES
    answer.add_etag()
    return answer.make_conditional(request)
