"""The hours and series of one item, each part on a small page of its own, with the next dates before it is saved."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from webapp.accounts.access import current_user, staff
from webapp.accounts.forms import Form
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.item_links import add_item_link
from webapp.activities.scope import get_item, scope_of
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import NotFound
from webapp.core.words import _
from webapp.programme import forms, reasons, times_forms, times_pages
from webapp.programme.copying import copy_week, monday_of
from webapp.programme.operations import make_regular
from webapp.programme.rules import read_when
from webapp.programme.shift_forms import read_shift, read_weeks
from webapp.programme.times import Actor, Part, Times, find_part, load, save, with_series, with_week
from webapp.programme.times_pages import NEW
from webapp.programme.wording import times_sentence
from webapp.schedule.checks import ScheduleError, check_schedule
from webapp.schedule.values import Schedule, Series, Weekly

bp = Blueprint(
    "programme_staff", __name__, url_prefix="/staff/<slug:town>/<any(places, activities):what>/<uuid:item_id>"
)
add_item_link("programme_staff.times", lambda: _("Times"), "clock", order=10)


def _times(what: str, item_id: UUID) -> Times:
    town, user = current_municipality(), current_user()
    scope = scope_of(user, town)
    return load(scope, get_item(scope, what, item_id), user.id, locks=request.method == "POST")


def _actor() -> Actor:
    return Actor(current_municipality(), current_user().id, clock.now())


# ---------------------------------------------------------------- all of it


@bp.get("/times")
@staff(EDITOR, COORDINATOR)
def times(what: str, item_id: UUID) -> ResponseReturnValue:
    return times_pages.overview(_times(what, item_id), Form())


@bp.post("/times/rules")
@staff(EDITOR, COORDINATOR)
def rules(what: str, item_id: UUID) -> ResponseReturnValue:
    """Holidays, school breaks, appointments, the hours of the place."""
    found = _times(what, item_id)
    form = forms.read_fields(request.form, "seen", *times_pages.FLAGS)
    ticked: dict[str, Any] = {name: form[name] == "1" for name in times_pages.flags_for(found)}
    wanted = replace(found.own, **ticked)
    if form["seen"] != times_pages.flags_seen(found):
        form.complain("", times_pages.changed_sentence())
    elif wanted.inherits and (wanted.weekly or wanted.series or wanted.expression):
        form.complain("inherits", _("First remove the times of its own. Both do not go together."))
    return _saved(found, wanted, form, lambda: times_pages.overview(_times(what, item_id), form))


@bp.post("/times/changes/remove")
@staff(EDITOR, COORDINATOR)
def remove_change(what: str, item_id: UUID) -> ResponseReturnValue:
    """One changed date is as always again, at once."""
    found = _times(what, item_id)
    when = read_when(request.form.get("when", ""))
    if when is None:
        raise NotFound
    make_regular(_actor(), found.item, when)
    commit()
    return times_pages.to_times(found)


# ---------------------------------------------------------------- a week of hours


@bp.route("/times/week/<key>", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def week(what: str, item_id: UUID, key: str) -> ResponseReturnValue:
    found = _times(what, item_id)
    part = _part(found.own.weekly, key)
    if request.method == "GET":
        _refuse_foreign(part, key, times_forms.is_plain_week)
        return times_pages.week_page(found, key, times_forms.week_form(part))
    form, wanted = times_forms.read_week(request.form)
    if form["do"] == "more":
        form.errors.clear()
        for day in times_forms.DAYS:
            form.values[f"rows-{day}"] = str(times_forms.rows_of(form, day) + 1)
        return times_pages.week_page(found, key, form)
    return _answer(found, key, part, form, wanted, with_week, times_pages.week_page)


# ---------------------------------------------------------------- a series


@bp.route("/times/series/<key>", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def series(what: str, item_id: UUID, key: str) -> ResponseReturnValue:
    found = _times(what, item_id)
    part = _part(found.own.series, key)
    if request.method == "GET":
        _refuse_foreign(part, key, times_forms.is_plain_series)
        return times_pages.series_page(found, key, times_forms.series_form(part, clock.today()))
    form, wanted = times_forms.read_series(request.form)
    if form["do"] == "more":
        form.errors.clear()
        form.values["lines"] = str(times_forms.lines_of(form) + times_forms.SPARE)
        return times_pages.series_page(found, key, form)
    return _answer(found, key, part, form, wanted, with_series, times_pages.series_page)


@bp.post("/times/<any(week, series):kind>/<key>/remove")
@staff(EDITOR, COORDINATOR)
def remove_part(what: str, item_id: UUID, kind: str, key: str) -> ResponseReturnValue:
    """Also what the form cannot say: it goes only when somebody asks for that."""
    found, form = _times(what, item_id), Form()
    wanted = found.own
    if kind == "week":
        old_week = find_part(found.own.weekly, key)
        wanted = with_week(found.own, old_week, None) if isinstance(old_week, Weekly) else wanted
    else:
        old_series = find_part(found.own.series, key)
        wanted = with_series(found.own, old_series, None) if isinstance(old_series, Series) else wanted
    if wanted is found.own:
        form.complain("", times_pages.changed_sentence())
    return _saved(found, wanted, form, lambda: times_pages.overview(_times(what, item_id), form))


# ---------------------------------------------------------------- a series at another time


@bp.route("/times/series/<key>/shift", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def shift_series(what: str, item_id: UUID, key: str) -> ResponseReturnValue:
    found = _times(what, item_id)
    part = find_part(found.own.series, key)
    if not isinstance(part, Series):
        if request.method == "POST":
            form = Form()
            form.complain("", times_pages.changed_sentence())
            return times_pages.overview(found, form)
        raise NotFound
    if request.method == "GET":
        ends = part.starts + timedelta(minutes=part.minutes)
        values = {
            "since": clock.today().isoformat(),
            "from": f"{part.starts:%H:%M}",
            "to": f"{ends:%H:%M}",
            "days": "0",
        }
        return times_pages.shift_page(found, key, part, Form(values))
    form = forms.read_fields(request.form, "do", "since", "from", "to", "days")
    wanted = read_shift(form, found.own, part, clock.today())
    if form["do"] == "preview" and wanted is not None:
        return times_pages.shift_page(found, key, part, form, wanted)
    return _saved(found, wanted, form, lambda: times_pages.shift_page(found, key, part, form))


# ---------------------------------------------------------------- a week onto another


@bp.route("/times/copy", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def copy(what: str, item_id: UUID) -> ResponseReturnValue:
    found = _times(what, item_id)
    monday = monday_of(clock.today())
    if request.method == "GET":
        source, target = monday - timedelta(days=7), monday + timedelta(days=7)
        return times_pages.copy_page(found, Form({"source": source.isoformat(), "target": target.isoformat()}))
    form = forms.read_fields(request.form, "do", "source", "target")
    source_day, target_day = read_weeks(form, monday)
    if form.errors or source_day is None or target_day is None:
        return times_pages.copy_page(found, form)
    wanted = copy_week(found.own, found.regular, source_day, target_day, reasons.OTHER_WEEK)
    if form["do"] == "preview":
        return times_pages.copy_page(found, form, wanted)
    return _saved(found, wanted, form, lambda: times_pages.copy_page(found, form))


# ---------------------------------------------------------------- all parts


def _part(parts: Sequence[Part], key: str) -> Any:
    return None if key == NEW else find_part(parts, key)


def _refuse_foreign(part: Any, key: str, is_plain: Callable[[Any], bool]) -> None:
    """Raises NotFound for what is gone, and for what the form would bend."""
    if key != NEW and (part is None or not is_plain(part)):
        raise NotFound


def _answer(
    found: Times,
    key: str,
    part: Any,
    form: Form,
    wanted: Any,
    put: Callable[[Schedule, Any, Any], Schedule],
    page: Callable[..., ResponseReturnValue],
) -> ResponseReturnValue:
    """Shows the form again, shows what comes of it, or saves."""
    if found.own.inherits and wanted is not None:
        form.complain("", _("This takes the hours of its place. Untick that first, then it can have times of its own."))
    if key != NEW and part is None:
        form.complain("", times_pages.changed_sentence())
        return page(found, NEW, form)
    if wanted is None:
        return page(found, key, form)
    schedule = put(found.own, part, wanted)
    if form["do"] == "preview" and not form.errors:
        sentences = check_schedule(schedule)
        if sentences:
            form.complain("", times_sentence(sentences))
        return page(found, key, form, schedule if not sentences else None)
    return _saved(found, schedule, form, lambda: page(found, key, form))


def _saved(
    found: Times, wanted: Schedule | None, form: Form, page: Callable[[], ResponseReturnValue]
) -> ResponseReturnValue:
    if form.errors or wanted is None:
        return page()
    try:
        save(found, wanted, _actor())
    except ScheduleError as error:
        rollback()
        form.complain("", times_sentence(error.sentences))
        return page()
    commit()
    return times_pages.to_times(found)
