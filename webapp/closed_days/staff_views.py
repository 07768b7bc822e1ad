"""Days on which the whole town is closed, the holidays that count here, and the school breaks."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import staff
from webapp.accounts.rules import COORDINATOR
from webapp.areas.current import current_municipality
from webapp.closed_days.forms import read_days
from webapp.closed_days.queries import get_town_closure, list_town_closures
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.days import read_day
from webapp.core.editions import FIELD, edition_of, together
from webapp.core.errors import NotFound
from webapp.core.language import current_language, languages
from webapp.core.texts import pick_words
from webapp.core.typed import Typed
from webapp.core.words import _
from webapp.schedule.checks import ScheduleError
from webapp.schedule.closing import WHOLE_TOWN, close, reopen, set_school_breaks, tick_holiday
from webapp.schedule.holidays import HOLIDAYS, list_holidays
from webapp.schedule.queries import get_ticks, list_school_breaks
from webapp.schedule.slots import expect_many_rows, lock_town

bp = Blueprint("closed_days_staff", __name__, url_prefix="/staff/<slug:town>/settings/closed-days")


@bp.get("")
@staff(COORDINATOR)
def days() -> ResponseReturnValue:
    return _page(Typed())


@bp.post("/closures")
@staff(COORDINATOR)
def add_closure() -> ResponseReturnValue:
    """Public at once, as nobody may travel for nothing."""
    read = read_days(request.form, "closure")
    if read.closure is None:
        return _page(read.form), 422
    expect_many_rows()
    try:
        close(current_municipality().id, WHOLE_TOWN, read.closure)
    except ScheduleError:
        return _refused(read.form, "closure")
    commit()
    return _back()


@bp.post("/closures/<int:closure_id>/remove")
@staff(COORDINATOR)
def remove_closure(closure_id: int) -> ResponseReturnValue:
    town = current_municipality()
    found = get_town_closure(town, closure_id)
    expect_many_rows()
    reopen(town.id, found.id)
    commit()
    return _back()


@bp.post("/holidays")
@staff(COORDINATOR)
def holidays() -> ResponseReturnValue:
    """All of them at once: ticked is closed. One that stays as it usually is, is not noted. What a colleague ticked
    meanwhile stays; with two states, two who both change one mean the same."""
    town, closed = current_municipality(), set(request.form.getlist("closed"))
    lock_town(town.id)
    before = _ticked(get_ticks(town.id))
    wanted, _none = together(_ticks(closed), _ticks(before), request.form.get(FIELD, ""))
    expect_many_rows()
    for id_ in HOLIDAYS:
        if bool(wanted[id_]) != (id_ in before):
            tick_holiday(town.id, id_, bool(wanted[id_]))
    commit()
    return _back()


@bp.post("/breaks")
@staff(COORDINATOR)
def add_break() -> ResponseReturnValue:
    read = read_days(request.form, "break")
    if read.closure is None:
        return _page(read.form), 422
    town = current_municipality()
    lock_town(town.id)
    expect_many_rows()
    try:
        set_school_breaks(town.id, [*list_school_breaks(town.id), read.closure])
    except ScheduleError:
        return _refused(read.form, "break")
    commit()
    return _back()


@bp.post("/breaks/<first_day>/remove")
@staff(COORDINATOR)
def remove_break(first_day: str) -> ResponseReturnValue:
    town, day = current_municipality(), read_day(first_day)
    lock_town(town.id)
    breaks = list_school_breaks(town.id)
    left = [one for one in breaks if one.first_day != day]
    if len(left) == len(breaks):
        raise NotFound
    expect_many_rows()
    set_school_breaks(town.id, left)
    commit()
    return _back()


def _refused(form: Typed, prefix: str) -> ResponseReturnValue:
    """What the schedule itself does not take: too many days at once, too far away, or one break in another."""
    rollback()
    form.problems[f"{prefix}_first"] = (
        _("These days overlap with another school break, or are too many at once.")
        if prefix == "break"
        else _("These are too many days at once, or too far away.")
    )
    return _page(form), 422


def _page(form: Typed) -> str:
    town, today, language = current_municipality(), clock.today(), current_language()
    ticked = _ticked(get_ticks(town.id))
    years = (today.year + 1, today.year)  # the next time each of them comes, so this year's last
    coming = {holiday.id: day for year in years for day, holiday in list_holidays(year) if day >= today}
    return render_template(
        "closed_days/days.html",
        form=form,
        closures=[(one, pick_words(one.reason, language)) for one in list_town_closures(town, today)],
        holidays=[(one.id, pick_words(one.words, language).words, coming.get(one.id)) for one in HOLIDAYS.values()],
        ticked=ticked,
        edition=edition_of(_ticks(ticked)),
        breaks=[(one, pick_words(one.reason, language)) for one in list_school_breaks(town.id)],
        languages_of_town=languages(),
    )


def _ticked(ticks: dict[str, bool]) -> set[str]:
    return {id_ for id_, holiday in HOLIDAYS.items() if ticks.get(id_, holiday.is_usual)}


def _ticks(closed: set[str]) -> dict[str, str]:
    return {id_: "1" if id_ in closed else "" for id_ in HOLIDAYS}


def _back() -> ResponseReturnValue:
    return redirect(url_for(".days"), 303)
