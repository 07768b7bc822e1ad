"""Looking and trying: nothing here is stored. For the coordinator of the town only, who reads no question."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.accounts import home
from webapp.accounts.access import staff
from webapp.accounts.rules import COORDINATOR
from webapp.areas.current import current_municipality
from webapp.areas.queries import get_outlines
from webapp.coordinating import choices, presenting, town_map, wording
from webapp.coordinating.picture import GAP, OVERLAP, RULE, TEAM, draw
from webapp.coordinating.team_rows import team_rows
from webapp.coordinating.trying import read_trial, try_out
from webapp.core import clock
from webapp.core.words import _
from webapp.maps.page import script_headers
from webapp.taxonomy.rules import known
from webapp.teams.queries import is_reachable

bp = Blueprint("coordinating", __name__, url_prefix="/staff/<slug:town>/teams")
home.add_link("coordinating.teams", lambda: _("Teams and rules for questions"), (COORDINATOR,), icon="users")
bp.add_app_template_filter(wording.hectares)


@bp.get("")
@staff(COORDINATOR)
def teams() -> ResponseReturnValue:
    town = current_municipality()
    return render_template("coordinating/teams.html", rows=team_rows(town), is_reachable=is_reachable(town))


@bp.get("/map")
@staff(COORDINATOR)
def who_serves() -> ResponseReturnValue:
    town, topic = current_municipality(), _topic()
    picture = draw(town, topic)
    return render_template(
        "coordinating/who_serves.html",
        topic=topic,
        topics=choices.topics(),
        served=picture.of(RULE, TEAM),
        gaps=picture.of(GAP),
        overlaps=picture.of(OVERLAP),
        triage=picture.triage,
        resting=picture.resting,
        map=town_map.of_grounds(town, topic),
    )


@bp.get("/grounds.geojson")
@staff(COORDINATOR)
def grounds() -> ResponseReturnValue:
    """What is on the map; the list has the same."""
    return Response(draw(current_municipality(), _topic()).as_geojson(), mimetype="application/geo+json")


@bp.get("/outlines.geojson")
@staff(COORDINATOR)
def outlines() -> ResponseReturnValue:
    """The borders under the map, also of a town that is not open to residents yet."""
    return Response(get_outlines(current_municipality()), mimetype="application/geo+json")


@bp.get("/map/<slug:surface>.<digest>.js")
@staff(COORDINATOR)
def map_script(surface: str, digest: str) -> ResponseReturnValue:
    script = town_map.script(current_municipality(), surface)
    return Response(script.body, headers=script_headers(script, digest))


def _topic() -> str:
    topic = request.args.get("topic", "")
    return topic if known("theme", topic) else ""


@bp.get("/rules")
@staff(COORDINATOR)
def rule_list() -> ResponseReturnValue:
    return render_template("coordinating/rule_list.html", rows=presenting.rule_rows(current_municipality()))


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
        map=town_map.to_pick(town, "point"),
    ), 422 if trial and trial.problems else 200
