"""The hours and series of one item, each part on a small page of its own, with the next dates before it is saved."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
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
from webapp.core.language import current_language, languages
from webapp.core.words import _
from webapp.finding.times import shown
from webapp.programme import forms, presenting, reasons, telling_times, times_forms
from webapp.programme.copying import copy_week, monday_of
from webapp.programme.operations import make_regular
from webapp.programme.rules import read_when
from webapp.programme.shift_forms import read_shift, read_weeks
from webapp.programme.times import Actor, Part, Times, coming, find_part, load, save, with_series, with_week
from webapp.programme.wording import times_sentence
from webapp.schedule.checks import ScheduleError, check_schedule
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Schedule, Series, Weekly

bp = Blueprint(
    "programme_staff", __name__, url_prefix="/staff/<slug:town>/<any(places, activities):what>/<uuid:item_id>"
)
add_item_link("programme_staff.times", lambda: _("Times"), "clock")
NEW = "new"
FLAGS = ("by_appointment", "closed_on_holidays", "closed_in_school_breaks", "inherits")


def _times(what: str, item_id: UUID) -> Times:
    town, user = current_municipality(), current_user()
    scope = scope_of(user, town)
    return load(scope, get_item(scope, what, item_id), user.id)


def _actor() -> Actor:
    return Actor(current_municipality(), current_user().id, clock.now())


# ---------------------------------------------------------------- all of it


@bp.get("/times")
@staff(EDITOR, COORDINATOR)
def times(what: str, item_id: UUID) -> ResponseReturnValue:
    return _overview(_times(what, item_id), Form())


@bp.post("/times/rules")
@staff(EDITOR, COORDINATOR)
def rules(what: str, item_id: UUID) -> ResponseReturnValue:
    """Holidays, school breaks, appointments, the hours of the place."""
    found = _times(what, item_id)
    form = forms.read_fields(request.form, "seen", *FLAGS)
    ticked: dict[str, Any] = {name: form[name] == "1" for name in _flags_for(found)}
    wanted = replace(found.own, **ticked)
    if form["seen"] != _flags_seen(found):
        form.complain("", _changed_sentence())
    elif wanted.inherits and (wanted.weekly or wanted.series or wanted.expression):
        form.complain("inherits", _("First remove the times of its own. Both do not go together."))
    return _saved(found, wanted, form, lambda: _overview(_times(what, item_id), form))


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
    return _to_times(found)


def _flags_for(found: Times) -> tuple[str, ...]:
    """Whether an activity is by appointment is a fact of it; a place has no place to take hours of."""
    if found.timetable.owner.place_id:
        return FLAGS[:3]
    return FLAGS[1:] if found.timetable.at_place or found.own.inherits else FLAGS[1:3]


def _flags_seen(found: Times) -> str:
    return "".join("1" if getattr(found.own, name) else "0" for name in FLAGS)


def _overview(found: Times, form: Form) -> ResponseReturnValue:
    own = found.own
    values = form if form.errors else Form({name: "1" if getattr(own, name) else "" for name in FLAGS})
    return _page(
        "times",
        found,
        form=values,
        flags=_flags_for(found),
        seen=_flags_seen(found),
        weeks=telling_times.told_weeks(own),
        all_series=telling_times.told_series(own),
        changes=telling_times.told_changes(found, clock.today()),
        slots=_shown_dates(found, own),
    ), 422 if form.errors else 200


# ---------------------------------------------------------------- a week of hours


@bp.route("/times/week/<key>", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def week(what: str, item_id: UUID, key: str) -> ResponseReturnValue:
    found = _times(what, item_id)
    part = _part(found.own.weekly, key)
    if request.method == "GET":
        _refuse_foreign(part, key, times_forms.is_plain_week)
        return _week_page(found, key, times_forms.week_form(part))
    form, wanted = times_forms.read_week(request.form)
    if form["do"] == "more":
        form.errors.clear()
        for day in times_forms.DAYS:
            form.values[f"rows-{day}"] = str(times_forms.rows_of(form, day) + 1)
        return _week_page(found, key, form)
    return _answer(found, key, part, form, wanted, with_week, _week_page)


def _week_page(found: Times, key: str, form: Form, preview: Schedule | None = None) -> ResponseReturnValue:
    return _part_page(
        "week",
        found,
        key,
        form,
        preview,
        days=telling_times.day_choices(),
        rows={day: times_forms.rows_of(form, day) for day in times_forms.DAYS},
        months=telling_times.month_choices(),
    )


# ---------------------------------------------------------------- a series


@bp.route("/times/series/<key>", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def series(what: str, item_id: UUID, key: str) -> ResponseReturnValue:
    found = _times(what, item_id)
    part = _part(found.own.series, key)
    if request.method == "GET":
        _refuse_foreign(part, key, times_forms.is_plain_series)
        return _series_page(found, key, times_forms.series_form(part, clock.today()))
    form, wanted = times_forms.read_series(request.form)
    if form["do"] == "more":
        form.errors.clear()
        form.values["lines"] = str(times_forms.lines_of(form) + times_forms.SPARE)
        return _series_page(found, key, form)
    return _answer(found, key, part, form, wanted, with_series, _series_page)


def _series_page(found: Times, key: str, form: Form, preview: Schedule | None = None) -> ResponseReturnValue:
    return _part_page(
        "series",
        found,
        key,
        form,
        preview,
        days=telling_times.day_choices(),
        nth=telling_times.nth_words(),
        lines=times_forms.lines_of(form),
    )


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
        form.complain("", _changed_sentence())
    return _saved(found, wanted, form, lambda: _overview(_times(what, item_id), form))


# ---------------------------------------------------------------- a series at another time


@bp.route("/times/series/<key>/shift", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def shift_series(what: str, item_id: UUID, key: str) -> ResponseReturnValue:
    found = _times(what, item_id)
    part = find_part(found.own.series, key)
    if not isinstance(part, Series):
        if request.method == "POST":
            form = Form()
            form.complain("", _changed_sentence())
            return _overview(found, form)
        raise NotFound
    if request.method == "GET":
        ends = part.starts + timedelta(minutes=part.minutes)
        values = {
            "since": clock.today().isoformat(),
            "from": f"{part.starts:%H:%M}",
            "to": f"{ends:%H:%M}",
            "days": "0",
        }
        return _shift_page(found, key, part, Form(values))
    form = forms.read_fields(request.form, "do", "since", "from", "to", "days")
    wanted = read_shift(form, found.own, part, clock.today())
    if form["do"] == "preview" and wanted is not None:
        return _shift_page(found, key, part, form, wanted)
    return _saved(found, wanted, form, lambda: _shift_page(found, key, part, form))


def _shift_page(
    found: Times, key: str, part: Series, form: Form, preview: Schedule | None = None
) -> ResponseReturnValue:
    return _part_page(
        "shift",
        found,
        key,
        form,
        preview,
        title=telling_times.part_title(part),
        distances=telling_times.distance_choices(part),
    )


# ---------------------------------------------------------------- a week onto another


@bp.route("/times/copy", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def copy(what: str, item_id: UUID) -> ResponseReturnValue:
    found = _times(what, item_id)
    monday = monday_of(clock.today())
    if request.method == "GET":
        source, target = monday - timedelta(days=7), monday + timedelta(days=7)
        return _copy_page(found, Form({"source": source.isoformat(), "target": target.isoformat()}))
    form = forms.read_fields(request.form, "do", "source", "target")
    source_day, target_day = read_weeks(form, monday)
    if form.errors or source_day is None or target_day is None:
        return _copy_page(found, form)
    wanted = copy_week(found.own, found.regular, source_day, target_day, reasons.OTHER_WEEK)
    if form["do"] == "preview":
        return _copy_page(found, form, wanted)
    return _saved(found, wanted, form, lambda: _copy_page(found, form))


def _copy_page(found: Times, form: Form, preview: Schedule | None = None) -> ResponseReturnValue:
    return _part_page("copy", found, NEW, form, preview, weeks=telling_times.week_choices(monday_of(clock.today())))


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
        form.complain("", _changed_sentence())
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
    return _to_times(found)


def _part_page(
    name: str, found: Times, key: str, form: Form, preview: Schedule | None, **values: Any
) -> ResponseReturnValue:
    """With the times as they are now where somebody else changed them, so that nobody has to remember."""
    changed = form.errors.get("") == _changed_sentence()
    return _page(
        name,
        found,
        key=key,
        form=form,
        slots=_shown_dates(found, preview) if preview is not None else None,
        now_weeks=telling_times.told_weeks(found.own) if changed else [],
        now_series=telling_times.told_series(found.own) if changed else [],
        written_in=languages(),
        **values,
    ), 422 if form.errors else 200


def _page(template: str, found: Times, **values: Any) -> str:
    what = presenting.what_is(found.item)
    return render_template(
        f"programme/{template}.html",
        times=found,
        what=what,
        item_id=found.item.id,
        name=presenting.name_of(found.item),
        today=clock.today(),
        **values,
    )


def _shown_dates(found: Times, schedule: Schedule) -> list[Any]:
    try:
        return [shown(slot, current_language()) for slot in coming(found, schedule, clock.now())]
    except HoursError:
        return []


def _to_times(found: Times) -> ResponseReturnValue:
    return redirect(url_for(".times", what=presenting.what_is(found.item), item_id=found.item.id), 303)


def _changed_sentence() -> str:
    return _("Somebody else changed these times meanwhile. Look at how they are now; what you filled in is still here.")
