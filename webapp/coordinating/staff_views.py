"""Changing teams and rules, each by the operations of teams; what is wrong is said beside its field."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import staff
from webapp.accounts.rules import COORDINATOR
from webapp.areas.current import current_municipality
from webapp.coordinating import choices, presenting, rule_forms, team_forms, town_map
from webapp.coordinating.dry_run import compare
from webapp.coordinating.presenting import DryRun
from webapp.coordinating.rule_forms import RuleForm
from webapp.coordinating.rules import moved
from webapp.coordinating.team_forms import TeamForm
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import BadRequest, NotFound
from webapp.core.words import _
from webapp.teams import operations
from webapp.teams.checks import TeamRefused
from webapp.teams.models import Team
from webapp.teams.queries import RuleLine, get_team, list_rules
from webapp.teams.rules import NoTeam
from webapp.teams.wording import flaw_sentence

bp = Blueprint("coordinating_staff", __name__, url_prefix="/staff/<slug:town>/teams")

# ---------------------------------------------------------------- rules


@bp.route("/rules/new", methods=["GET", "POST"])
@staff(COORDINATOR)
def new_rule() -> ResponseReturnValue:
    town = current_municipality()
    if request.method == "GET":
        return _rule_page(rule_forms.empty_form(list_rules(town)))
    return _save_or_try(rule_forms.read_form(request.form, None), None)


@bp.route("/rules/<uuid:rule_id>", methods=["GET", "POST"])
@staff(COORDINATOR)
def rule(rule_id: UUID) -> ResponseReturnValue:
    line = _get_line(rule_id)
    if request.method == "GET":
        return _rule_page(rule_forms.stored_form(line))
    if request.form.get("do") == "try_without":
        town = current_municipality()
        return _tried(rule_forms.stored_form(line), lambda: operations.remove_rule(town, rule_id))
    return _save_or_try(rule_forms.read_form(request.form, line), line)


@bp.post("/rules/<uuid:rule_id>/move")
@staff(COORDINATOR)
def move_rule(rule_id: UUID) -> ResponseReturnValue:
    town = current_municipality()
    operations.hold_teams(town)
    line = _get_line(rule_id)
    place = line.rule.number + (-1 if request.form.get("to") == "up" else 1)
    try:
        operations.order_rules(town, moved([other.rule.id for other in list_rules(town)], rule_id, place))
    except TeamRefused as refused:
        raise BadRequest(flaw_sentence(refused.flaws[0])) from refused
    commit()
    return _to_rules()


@bp.post("/rules/<uuid:rule_id>/remove")
@staff(COORDINATOR)
def remove_rule(rule_id: UUID) -> ResponseReturnValue:
    operations.remove_rule(current_municipality(), _get_line(rule_id).rule.id)
    commit()
    return _to_rules()


def _get_line(rule_id: UUID) -> RuleLine:
    for line in list_rules(current_municipality()):
        if line.rule.id == rule_id:
            return line
    raise NotFound


def _save_or_try(form: RuleForm, line: RuleLine | None) -> ResponseReturnValue:
    town = current_municipality()
    if form.problems:
        return _rule_page(form, status=422)
    if request.form.get("do") == "try":
        return _tried(form, lambda: rule_forms.apply(town, form, line))
    if line is not None:
        operations.hold_teams(town)
        line = _get_line(line.rule.id)
        rule_forms.meet(form, rule_forms.stored_form(line))
        if form.problems:
            rollback()
            return _rule_page(form, status=409)
    try:
        rule_forms.apply(town, form, line)
    except TeamRefused as refused:
        rollback()
        return _refused(form, refused)
    commit()
    return _to_rules()


def _tried(form: RuleForm, change: rule_forms.Change) -> ResponseReturnValue:
    town = current_municipality()
    try:
        comparison = compare(town, change, clock.now())
    except TeamRefused as refused:
        return _refused(form, refused)
    except NoTeam:
        raise BadRequest(_("This town has no team yet.")) from None
    return _rule_page(form, presenting.dry_run(town, comparison))


def _refused(form: RuleForm, refused: TeamRefused) -> ResponseReturnValue:
    rule_forms.complain(form, refused)
    return _rule_page(form, status=422)


def _rule_page(form: RuleForm, tried: DryRun | None = None, status: int = 200) -> ResponseReturnValue:
    town = current_municipality()
    return render_template(
        "coordinating/rule.html",
        form=form,
        tried=tried,
        teams=choices.teams(town),
        topics=choices.topics(),
        languages=choices.languages(),
        neighbourhoods=choices.all_neighbourhoods(town, form.neighbourhoods),
    ), status


def _to_rules() -> ResponseReturnValue:
    return redirect(url_for("coordinating.rule_list"), 303)


# ---------------------------------------------------------------- teams


@bp.route("/new", methods=["GET", "POST"])
@staff(COORDINATOR)
def new_team() -> ResponseReturnValue:
    if request.method == "GET":
        return _team_page(team_forms.empty_form())
    return _save_team(None)


@bp.route("/<uuid:team_id>", methods=["GET", "POST"])
@staff(COORDINATOR)
def team(team_id: UUID) -> ResponseReturnValue:
    town = current_municipality()
    found = get_team(town, team_id)
    if request.method == "GET":
        return _team_page(team_forms.stored_form(town, found), found)
    return _save_team(found)


@bp.post("/<uuid:team_id>/state")
@staff(COORDINATOR)
def team_state(team_id: UUID) -> ResponseReturnValue:
    """Whether it takes questions, and whether it gets what fits nobody else."""
    town = current_municipality()
    found = get_team(town, team_id)
    change = STATES.get(request.form.get("to", ""))
    if change is None:
        raise NotFound
    try:
        change(town, team_id)
    except TeamRefused as refused:
        rollback()
        form = team_forms.stored_form(town, found)
        form.problems[""] = flaw_sentence(refused.flaws[0])
        return _team_page(form, found, 422)
    commit()
    return redirect(url_for(".team", team_id=team_id), 303)


STATES = {
    "active": operations.activate_team,
    "inactive": operations.deactivate_team,
    "triage": operations.make_triage_team,
}


def _save_team(found: Team | None) -> ResponseReturnValue:
    town = current_municipality()
    form = team_forms.read_form(request.form, request.files)
    if found is not None:
        operations.hold_teams(town)
        team_forms.meet(form, team_forms.stored_form(town, found))
        if form.problems:
            rollback()
            return _team_page(form, found, 409)
    try:
        team_forms.save(town, form, found)
    except TeamRefused as refused:
        rollback()
        team_forms.complain(form, refused)
        return _team_page(form, found, 422)
    commit()
    return redirect(url_for("coordinating.teams"), 303)


def _team_page(form: TeamForm, found: Team | None = None, status: int = 200) -> ResponseReturnValue:
    town = current_municipality()
    return render_template(
        "coordinating/team.html",
        form=form,
        team=found,
        teams=[(id_, name) for id_, name in choices.teams(town) if found is None or id_ != str(found.id)],
        topics=choices.topics(),
        neighbourhoods=choices.all_neighbourhoods(town, form.neighbourhoods),
        members=choices.members(town, form.members),
        map=town_map.to_draw(town, "area"),
    ), status
