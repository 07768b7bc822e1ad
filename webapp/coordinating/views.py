"""Looking and trying: nothing here is stored. For the coordinator of the town only, who reads no question."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.accounts import home
from webapp.accounts.access import staff
from webapp.accounts.rules import COORDINATOR
from webapp.areas.current import current_municipality
from webapp.coordinating import choices
from webapp.coordinating.trying import read_trial, try_out
from webapp.core import clock
from webapp.core.words import _

bp = Blueprint("coordinating", __name__, url_prefix="/staff/<slug:town>/teams")
home.add_link("coordinating.simulator", lambda: _("Where would a question go?"), (COORDINATOR,), icon="compass")


@bp.get("/try")
@staff(COORDINATOR)
def simulator() -> ResponseReturnValue:
    town = current_municipality()
    trial = read_trial(town, request.args) if "try" in request.args else None
    outcome = try_out(town, trial.new, clock.now()) if trial and trial.new else None
    return render_template(
        "coordinating/simulator.html",
        trial=trial,
        outcome=outcome,
        topics=choices.topics(),
        languages=choices.languages(),
        neighbourhoods=choices.neighbourhoods(town),
    ), 422 if trial and trial.problems else 200
