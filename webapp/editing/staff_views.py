"""Changing facts and words, making something new, taking it off the site. What is wrong stands beside its field."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import current_user, staff
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.accounts.sent_forms import makes_nothing
from webapp.activities.scope import scope_of
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import BadRequest
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.core.words import _
from webapp.editing import choosing, fact_forms, new_forms, presenting, saving, text_forms, translator
from webapp.editing.fact_forms import FactsForm
from webapp.editing.fields import groups
from webapp.editing.opening import Desk, open_desk
from webapp.editing.plain_words import meter
from webapp.editing.saving import DRAFT, PUBLISH, Refused
from webapp.editing.text_forms import TextsForm
from webapp.editing.views import WORDS
from webapp.editing.wording import flaw_problems, template_words
from webapp.places.checks import FactsError
from webapp.versions import operations
from webapp.versions.document import ACTIVITY, PLACE
from webapp.versions.models import ItemVersion
from webapp.versions.operations import Proposal, VersionConflict
from webapp.versions.rules import REVIEW as REVIEW_STATE

bp = Blueprint("editing_staff", __name__, url_prefix="/staff/<slug:town>")
bp.context_processor(template_words)


def _desk(what: str, item_id: UUID) -> Desk:
    return open_desk(current_municipality(), current_user(), what, item_id)


def _to_item(desk: Desk, done: str) -> ResponseReturnValue:
    return redirect(url_for("editing.item", what=desk.what, item_id=desk.item.id, done=done), 303)


# ---------------------------------------------------------------- facts


@bp.route(f"/{WORDS}/edit", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def facts(what: str, item_id: UUID) -> ResponseReturnValue:
    desk = _desk(what, item_id)
    if request.method == "GET":
        return _facts_page(desk, fact_forms.stored_form(desk.head.document, desk.head.number, desk.kind))
    base = saving.base_version(desk, request.form.get("base", ""))
    form = fact_forms.read_form(request.form, base.number, desk.kind)
    document = fact_forms.document_of(form, base.document)
    if form.problems:
        return _facts_page(desk, form, 422)
    proposal = Proposal(base.number, document, what="edit", choices=saving.read_choices(request.form))

    def again(problems: dict[str, str]) -> ResponseReturnValue:
        form.problems = problems
        return _facts_page(desk, form, 422)

    def choose(conflict: VersionConflict) -> ResponseReturnValue:
        return _conflict_page(desk, conflict, form.base, form.pairs(), url_for(".facts", what=what, item_id=item_id))

    return _save(desk, proposal, again, choose)


def _facts_page(desk: Desk, form: FactsForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "editing/facts.html",
        desk=desk,
        form=form,
        groups=list(groups(desk.kind)),
        choices=choosing.choices(desk.scope, desk.kind, form.values),
    ), status


def _save(
    desk: Desk,
    proposal: Proposal,
    again: Callable[[dict[str, str]], ResponseReturnValue],
    choose: Callable[[VersionConflict], ResponseReturnValue],
) -> ResponseReturnValue:
    try:
        done = saving.save(desk, proposal, request.form.get("do", DRAFT))
    except Refused as refused:
        rollback()
        return again(dict(refused.problems))
    except VersionConflict as conflict:
        commit()  # nothing but the note of what was there: the next form counts from it
        return choose(conflict)
    commit()
    return _to_item(desk, done)


def _conflict_page(
    desk: Desk, conflict: VersionConflict, base: int, pairs: list[tuple[str, str]], action: str
) -> ResponseReturnValue:
    """Everything that was typed is in it again, what was chosen before too; only the choice is open."""
    earlier = [(name, side) for name, side in request.form.items() if name.startswith("keep.")]
    return render_template(
        "editing/conflict.html",
        desk=desk,
        action=action,
        base=base,
        against=conflict.number,
        pairs=[*pairs, *earlier],
        do=request.form.get("do", DRAFT),
        choices=presenting.clash_choices(desk.scope, desk.kind, conflict.merged.clashes),
    ), 409


# ---------------------------------------------------------------- words


@bp.route(f"/{WORDS}/texts", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def texts(what: str, item_id: UUID) -> ResponseReturnValue:
    desk = _desk(what, item_id)
    if request.method == "GET":
        further = [code for code in request.args.getlist("language") if code in choosing.SPOKEN]
        return _texts_page(desk, text_forms.stored_form(desk.head.document, desk.head.number, desk.kind, further))
    base = saving.base_version(desk, request.form.get("base", ""))
    form = text_forms.read_form(request.form, base.document, base.number, desk.kind)
    do = request.form.get("do", DRAFT)
    if do == "check":
        return _texts_page(desk, form, checks=True)
    if do.startswith("translate-"):
        return _translated(desk, form, do.removeprefix("translate-"))
    document, edits = text_forms.document_of(form, base.document)
    proposal = Proposal(base.number, document, edits, "texts", saving.read_choices(request.form))

    def again(problems: dict[str, str]) -> ResponseReturnValue:
        form.problems = problems
        return _texts_page(desk, form, 422)

    def choose(conflict: VersionConflict) -> ResponseReturnValue:
        return _conflict_page(desk, conflict, form.base, form.pairs(), url_for(".texts", what=what, item_id=item_id))

    return _save(desk, proposal, again, choose)


def _translated(desk: Desk, form: TextsForm, language: str) -> ResponseReturnValue:
    """Into the form only: a person reads it before it is kept."""
    if language not in form.languages or language == FALLBACK_LANGUAGE:
        raise BadRequest(_("Into which language? Go back and choose one."))
    column = form.column(language)
    try:
        column.words |= translator.translate(desk.kind, form.column(FALLBACK_LANGUAGE).words, language)
    except translator.NoTranslation:
        form.problems[""] = _("The machine does not answer now. Translate it yourself, or try again later.")
        return _texts_page(desk, form, 422)
    column.by_machine, column.confirms = True, False
    return _texts_page(desk, form)


def _texts_page(desk: Desk, form: TextsForm, status: int = 200, *, checks: bool = False) -> ResponseReturnValue:
    meters = {
        column.language: meter("\n\n".join(filter(None, column.words.values())), column.language)
        for column in form.columns
        if checks and not column.is_empty
    }
    return render_template(
        "editing/texts.html",
        desk=desk,
        form=form,
        meters=meters,
        can_translate=translator.is_available(),
        further=choosing.further_languages(form.languages),
    ), status


@bp.post("/plain-words")
@staff(EDITOR, COORDINATOR)
@makes_nothing
def plain_words() -> Response:
    """While somebody types: the same as the button says. Nothing of it is kept."""
    return jsonify(meter(request.form.get("text", ""), request.form.get("language", "")).as_json())


# ---------------------------------------------------------------- new, on the site and off


@bp.route("/places/new", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def new_place() -> ResponseReturnValue:
    return _new(PLACE)


@bp.route("/activities/new", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def new_activity() -> ResponseReturnValue:
    return _new(ACTIVITY)


def _new(kind: str) -> ResponseReturnValue:
    town, user = current_municipality(), current_user()
    scope = scope_of(user, town)
    form = new_forms.read_form(request.form, kind) if request.method == "POST" else new_forms.empty_form(
        kind, scope, request.args.get("place", "")
    )  # fmt: skip
    if request.method == "POST":
        try:
            item = new_forms.add(town, scope, form, by=user.id, now=clock.now())
        except Refused as refused:
            rollback()
            form.problems = dict(refused.problems)
        else:
            commit()
            what = "places" if kind == PLACE else "activities"
            return redirect(url_for("editing.item", what=what, item_id=item.id, done="new"), 303)
    return render_template(
        "editing/new.html", form=form, kind=kind, choices=choosing.choices(scope, kind, form.values)
    ), 422 if form.problems else 200


@bp.post(f"/{WORDS}/state")
@staff(EDITOR, COORDINATOR)
def state(what: str, item_id: UUID) -> ResponseReturnValue:
    """Off the site at once, by whoever may edit it: nobody should travel for nothing. Onto it as every other change."""
    desk, to = _desk(what, item_id), request.form.get("to", "")
    if to not in ("show", "hide", "gone"):
        raise BadRequest(_("This cannot be done here. Go back and try again."))
    head = desk.head if to == "show" else desk.public
    proposal = Proposal(head.number, {**head.document, "published": to == "show"}, what=to)
    if to != "show":
        operations.publish_alone(desk.town, desk.item, proposal, by=desk.user.id, now=clock.now())
        commit()
        return _to_item(desk, to)
    try:
        done = saving.save(desk, proposal, PUBLISH)
    except Refused as refused:
        rollback()
        raise BadRequest(" ".join(refused.problems.values())) from refused
    commit()
    return _to_item(desk, done)


@bp.post(f"/{WORDS}/draft")
@staff(EDITOR, COORDINATOR)
def draft(what: str, item_id: UUID) -> ResponseReturnValue:
    """What becomes of the own draft: public, to the coordinator, or given up."""
    desk, do = _desk(what, item_id), request.form.get("do", "")
    if desk.draft is None:
        return _to_item(desk, "none")
    if do == "drop":
        operations.drop(desk.draft)
        commit()
        return _to_item(desk, "dropped")
    if do == PUBLISH and desk.publishes:
        return _publish_draft(desk, desk.draft)
    if desk.draft.state != REVIEW_STATE:
        operations.ask_review(desk.draft)
    commit()
    return _to_item(desk, "review")


def _publish_draft(desk: Desk, mine: ItemVersion) -> ResponseReturnValue:
    choices = saving.read_choices(request.form)
    try:
        operations.publish_draft(desk.town, desk.item, mine, by=desk.user.id, now=clock.now(), choices=choices)
    except FactsError as error:
        rollback()
        raise BadRequest(" ".join(flaw_problems(error.flaws).values())) from error
    except VersionConflict as conflict:
        commit()
        action = url_for(".draft", what=desk.what, item_id=desk.item.id)
        return _conflict_page(desk, conflict, mine.number, [], action)
    commit()
    return _to_item(desk, PUBLISH)
