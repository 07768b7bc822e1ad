"""Which sites may show the town inside their pages, and what a webmaster has to copy."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import staff
from webapp.accounts.home import add_link
from webapp.accounts.rules import COORDINATOR
from webapp.areas.current import current_municipality
from webapp.core.addresses import absolute
from webapp.core.database import commit, rollback
from webapp.core.language import current_language
from webapp.core.typed import Typed, typed_lines
from webapp.core.words import _
from webapp.embedding import operations, queries
from webapp.embedding.rules import LONGEST, OriginError, read_origin
from webapp.embedding.wording import complaint

bp = Blueprint("embedding_staff", __name__, url_prefix="/staff/<slug:town>/settings/embeds")
add_link("embedding_staff.origins", lambda: _("Sites and screens"), roles=(COORDINATOR,), icon="monitor-smartphone")


@bp.get("")
@staff(COORDINATOR)
def origins() -> ResponseReturnValue:
    return _page(Typed({"address": "", "name": ""}))


@bp.post("")
@staff(COORDINATOR)
def add_origin() -> ResponseReturnValue:
    """From now on the pages of this site may hold ours."""
    form = typed_lines(request.form, ["address", "name"], LONGEST)
    if not form.values["name"]:
        form.problems["name"] = complaint("name")
    try:
        origin = read_origin(form.values["address"])
        if not form.problems:
            operations.allow_origin(current_municipality(), origin, form.values["name"])
    except OriginError as error:
        form.problems["address"] = complaint(error.reason)
    if form.problems:
        rollback()
        return _page(form), 422
    commit()
    return redirect(url_for(".origins"), 303)


@bp.post("/<uuid:origin_id>/remove")
@staff(COORDINATOR)
def remove_origin(origin_id: UUID) -> ResponseReturnValue:
    operations.forbid_origin(queries.get_origin(current_municipality(), origin_id))
    commit()
    return redirect(url_for(".origins"), 303)


def _page(form: Typed) -> str:
    town, language = current_municipality(), current_language()
    return render_template(
        "embedding/origins.html",
        form=form,
        origins=queries.list_origins(town),
        town_slug=town.slug,
        script=absolute(url_for("embedding.script")),
        home=absolute(url_for("finding.home", lang=language)),
        frame=absolute(url_for("embedding.embed", lang=language, show="today")),
        screen=absolute(url_for("screens.screen", lang=language)),
    )
