"""A coordinator brings in a table of places, after looking at what it would do; and everything goes out as tables."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import home
from webapp.accounts.access import current_user, staff
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.scope import scope_of
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import ImportRefused, NotFound
from webapp.core.uploads import takes
from webapp.core.words import _, translated
from webapp.places.rules import COLUMNS, REQUIRED
from webapp.sheets import operations, presenting, queries, stored
from webapp.sheets.operations import Stale
from webapp.sheets.writing import write_csv, write_xlsx

bp = Blueprint("sheets_staff", __name__, url_prefix="/staff/<slug:town>")
home.add_link("sheets_staff.upload", lambda: _("Bring in a table of places"), (COORDINATOR,), icon="file-up")
home.add_link("sheets_staff.export", lambda: _("Everything as a table"), (COORDINATOR, EDITOR), icon="download")

FORM_BYTES = operations.MAX_BYTES + 100_000  # with what a form has around a file
TABLES = {
    "places": (COLUMNS, queries.place_rows),
    "activities": (queries.ACTIVITY_COLUMNS, queries.activity_rows),
    "organisations": (queries.ORGANISATION_COLUMNS, queries.organisation_rows),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/import", methods=["GET", "POST"])
@staff(COORDINATOR)
@takes(FORM_BYTES)
def upload() -> ResponseReturnValue:
    if request.method == "GET":
        return _upload_page()
    town, file = current_municipality(), request.files.get("file")
    data = b""
    if file is not None:
        with file.stream as stream:
            data = stream.read(operations.MAX_BYTES + 1)
    if not data and (file is None or not file.filename):
        return _upload_page(_("Choose a file first."), 422)
    if len(data) > operations.MAX_BYTES:
        return _upload_page(_("This file has more than 5 MB. Cut it in parts."), 422)
    try:
        row = operations.upload(town, current_user().id, (file.filename if file else "") or "", data, clock.now())
    except ImportRefused as refused:
        rollback()
        return _upload_page(translated(refused.args[0]), 422)
    commit()
    return redirect(url_for(".preview", upload_id=row.id), 303)


def _upload_page(problem: str = "", status: int = 200) -> ResponseReturnValue:
    waiting = operations.find_upload(current_municipality(), current_user().id, clock.now())
    done = {word: request.args.get(word, 0, int) for word in ("added", "changed")} if "done" in request.args else None
    more = [column for column in COLUMNS if column not in REQUIRED]
    return render_template(
        "sheets/upload.html",
        problems={"file": problem} if problem else {},
        waiting=waiting,
        done=done,
        needed=REQUIRED,
        more=more,
    ), status


@bp.route("/import/<uuid:upload_id>", methods=["GET", "POST"])
@staff(COORDINATOR)
def preview(upload_id: UUID) -> ResponseReturnValue:
    """What would happen; and the yes to it."""
    town = current_municipality()
    try:
        row = operations.get_upload(town, current_user().id, upload_id, clock.now())
    except NotFound:
        return _gone_page()
    if request.method == "GET" or request.form.get("shown") != row.shown.hex():
        return _preview_page(upload_id, is_stale=request.method == "POST")
    left_out = {int(line) for line in request.form.getlist("leave") if line.isascii() and line.isdecimal()}
    try:
        tally = operations.confirm(town, row, left_out)
    except Stale:
        commit()
        return _preview_page(upload_id, is_stale=True)
    commit()
    added, changed = tally.outcomes["added"], tally.outcomes["changed"]
    return redirect(url_for(".upload", done=1, added=added, changed=changed), 303)


def _gone_page() -> ResponseReturnValue:
    """After the back button or in another tab, or an hour later."""
    return _upload_page(_("This table waits no more. It was taken over or thrown away, or an hour has gone by."), 404)


def _preview_page(upload_id: UUID, *, is_stale: bool) -> ResponseReturnValue:
    """Worked out anew each time: the town may have changed since the table came."""
    town = current_municipality()
    row = operations.get_upload(town, current_user().id, upload_id, clock.now())
    found = operations.preview(town, stored.unpack(row.table))
    is_other = found.fingerprint != row.shown
    if is_other:
        row.shown = found.fingerprint
    page = render_template(
        "sheets/preview.html",
        upload=row,
        report=presenting.report(town, found),
        is_stale=is_stale,
        left_out=set(request.form.getlist("leave")),
    )
    if is_other:
        commit()
    return page, 409 if is_stale else 200


@bp.post("/import/<uuid:upload_id>/drop")
@staff(COORDINATOR)
def drop(upload_id: UUID) -> ResponseReturnValue:
    operations.drop(operations.get_upload(current_municipality(), current_user().id, upload_id, clock.now()))
    commit()
    return redirect(url_for(".upload"), 303)


# ---------------------------------------------------------------- out


@bp.get("/export")
@staff(COORDINATOR, EDITOR)
def export() -> ResponseReturnValue:
    return render_template("sheets/export.html", scope=scope_of(current_user(), current_municipality()))


@bp.get("/export/<any(places,activities,organisations):table>.csv")
@staff(COORDINATOR, EDITOR)
def export_csv(table: str) -> ResponseReturnValue:
    town = current_municipality()
    columns, rows = TABLES[table]
    pieces: Iterator[str] = write_csv(columns, rows(town, scope_of(current_user(), town)))
    return _file(stream_with_context(pieces), "text/csv; charset=utf-8", f"{town.slug}-{table}.csv")


@bp.get("/export/everything.xlsx")
@staff(COORDINATOR, EDITOR)
def export_xlsx() -> ResponseReturnValue:
    town = current_municipality()
    scope = scope_of(current_user(), town)
    sheets = {name: (columns, rows(town, scope)) for name, (columns, rows) in TABLES.items()}
    return _file(write_xlsx(sheets), XLSX, f"{town.slug}.xlsx")


def _file(content: Iterator[str] | bytes, type_: str, name: str) -> Response:
    return Response(content, content_type=type_, headers={"Content-Disposition": f'attachment; filename="{name}"'})
