"""The programme of a day: what falls out, moves or is extra, and closures. At once, and never reviewed."""

from collections.abc import Callable
from datetime import date as Date
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import home
from webapp.accounts.access import current_user, staff
from webapp.accounts.forms import Form
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.scope import Scope, get_item, scope_of
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import BadRequest, NotFound
from webapp.core.language import languages
from webapp.core.words import _
from webapp.programme import forms, operations, presenting, reasons
from webapp.programme.closures import list_shown, subjects_of
from webapp.programme.panel import today_panel
from webapp.programme.queries import FoundDate, Item, list_dates, list_dates_of
from webapp.programme.rules import LAST_DAY, planned_at, read_day, read_when, wall_clock
from webapp.programme.wording import refusal_sentence
from webapp.schedule.checks import ScheduleError
from webapp.schedule.rules import midnight

bp = Blueprint("programme", __name__, url_prefix="/staff/<slug:town>")
home.add_panel("programme", today_panel, (EDITOR, COORDINATOR))
home.add_link("programme.today", lambda: _("Programme, day by day"), (EDITOR, COORDINATOR), icon="calendar-days")

ITEM = "/<any(places, activities):what>/<uuid:item_id>"
PAGE = 60  # dates
MOST_PAGES = 50


def _scope() -> Scope:
    return scope_of(current_user(), current_municipality())


def _wall_now() -> datetime:
    return wall_clock(clock.now())


# ---------------------------------------------------------------- a day


@bp.get("/today")
@staff(EDITOR, COORDINATOR)
def today() -> ResponseReturnValue:
    """Any day of which the times are stored."""
    now, first = clock.now(), clock.today()
    day = read_day(request.args.get("day", "") or first.isoformat())
    if day is None or not first <= day <= first + timedelta(days=LAST_DAY):
        raise BadRequest(_("Choose a day from today on, at most three months ahead."))
    page = _page_number()
    start, end = midnight(day), midnight(day + timedelta(days=1))
    found = list_dates(_scope(), start, end, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return render_template(
        "programme/today.html",
        day=day,
        first=first,
        last=first + timedelta(days=LAST_DAY),
        days=[first + timedelta(days=number) for number in range(7)],
        entries=presenting.entries(found[:PAGE], current_municipality().slug, now),
        page=page,
        has_more=len(found) > PAGE and page < MOST_PAGES,
        reasons=presenting.cancel_reasons(),
    )


def _page_number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MOST_PAGES):
        raise BadRequest(_("There is no such page."))
    return int(text)


@bp.post("/today/cancel")
@staff(EDITOR, COORDINATOR)
def cancel() -> ResponseReturnValue:
    """With a usual reason: the second of two taps."""
    item, when = _named_date()
    reason = reasons.CANCELLING.get(request.form.get("reason", ""))
    if reason is None:
        raise BadRequest(_("Say why. Choose a reason, or write one."))
    _refuse_what_is_over(when)
    try:
        operations.cancel(item, when, reason)
    except ScheduleError as error:
        rollback()
        raise BadRequest(refusal_sentence(error)) from None
    commit()
    return _back_to_list(item, when)


@bp.post("/today/put-back")
@staff(EDITOR, COORDINATOR)
def put_back() -> ResponseReturnValue:
    item, when = _named_date()
    operations.put_back(item, when)
    commit()
    return _back_to_list(item, when)


def _named_date() -> tuple[Item, Date | datetime]:
    """Raises NotFound for what is not the user's, and for what is no date."""
    try:
        item_id = UUID(request.form.get("item", ""))
    except ValueError:
        raise NotFound from None
    when = read_when(request.form.get("when", ""))
    what = request.form.get("what", "")
    if when is None or what not in ("places", "activities"):
        raise NotFound
    return get_item(_scope(), what, item_id), when


def _refuse_what_is_over(when: Date | datetime) -> None:
    """What began earlier today may still go on: it can be stopped."""
    day = when.date() if isinstance(when, datetime) else when
    if day < clock.today() - timedelta(days=1):
        raise BadRequest(_("This day is over."))


def _back_to_list(item: Item, when: Date | datetime) -> ResponseReturnValue:
    """To the same line of the same list, which says how it stands now."""
    starts = request.form.get("line", "")
    line = f"date-{item.id}-{starts.replace(':', '')}" if read_when(starts) else None
    if request.form.get("back") == "home":
        return redirect(url_for("accounts_staff.home", _anchor=line), 303)
    day = max(when.date() if isinstance(when, datetime) else when, clock.today())
    return redirect(url_for(".today", day=day.isoformat(), _anchor=line), 303)


# ---------------------------------------------------------------- one date


@bp.route(f"{ITEM}/date/<when>", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def date(what: str, item_id: UUID, when: str) -> ResponseReturnValue:
    """One date: cancelled in own words, or as always again."""
    found = _find_date(what, item_id, when)
    if request.method == "GET":
        return _date_page("date", found, Form())
    form, starts = forms.read_fields(request.form, "do", "reason", *forms.words_names("reason")), _starts(found)
    if form["do"] == "regular":
        operations.make_regular(found.item, starts)
    else:
        form.values["do"] = "cancel"
        reason = forms.read_reason(form, reasons.CANCELLING)
        _try(form, lambda: operations.cancel(found.item, starts, reason))
    if form.errors:
        return _date_page("date", _find_date(what, item_id, when), form), 422
    commit()
    return _to_day(starts.date())


@bp.route(f"{ITEM}/date/<when>/move", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def move_date(what: str, item_id: UUID, when: str) -> ResponseReturnValue:
    found = _find_date(what, item_id, when)
    starts = _starts(found)
    if request.method == "GET":
        times = {"from": f"{starts:%H:%M}", "to": f"{wall_clock(found.slot.ends_at):%H:%M}"}
        return _date_page("move_date", found, Form({"day": starts.date().isoformat(), **times}))
    form = forms.read_fields(request.form, *forms.PLANNED, *forms.words_names("reason"))
    planned, reason = forms.read_planned(form, _wall_now(), clock.today()), forms.read_reason(form, reasons.MOVING)
    if planned is not None:
        _try(form, lambda: operations.move(found.item, starts, planned.to, planned.minutes, reason))
    if form.errors or planned is None:
        return _date_page("move_date", _find_date(what, item_id, when), form), 422
    commit()
    return _to_day(planned.to.date())


def _find_date(what: str, item_id: UUID, text: str) -> FoundDate:
    """Raises NotFound."""
    scope, when = _scope(), read_when(text)
    item = get_item(scope, what, item_id)
    if not isinstance(when, datetime):
        raise NotFound
    found = list_dates_of(scope, item, when.replace(tzinfo=clock.TIME_ZONE))
    if not found:
        raise NotFound
    return found[-1]


def _starts(found: FoundDate) -> datetime:
    return wall_clock(found.slot.starts_at)


def _try(form: Form, change: Callable[[], None]) -> None:
    """Nothing is changed where a field is wrong already."""
    if form.errors:
        return
    try:
        change()
    except ScheduleError as error:
        rollback()
        form.complain("", refusal_sentence(error))


def _to_day(day: Date) -> ResponseReturnValue:
    return redirect(url_for(".today", day=max(day, clock.today()).isoformat()), 303)


def _date_page(name: str, found: FoundDate, form: Form) -> str:
    town = current_municipality().slug
    return render_template(
        f"programme/{name}.html",
        entry=presenting.entry(found, town, clock.now()),
        starts=found.slot.starts_at,
        planned=planned_at(found.slot, found.changes),
        form=form,
        moving=presenting.reason_choices(reasons.MOVING),
        reasons=presenting.cancel_reasons(),
        written_in=languages(),
        today=clock.today(),
        public_url=presenting.public_url(found.item, town) if found.item.published else None,
    )


@bp.route(f"{ITEM}/date/new", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def new_date(what: str, item_id: UUID) -> ResponseReturnValue:
    """An extra time."""
    item = get_item(_scope(), what, item_id)
    if request.method == "GET":
        day = read_day(request.args.get("day", "")) or clock.today()
        return _new_date_page(item, Form({"day": day.isoformat()}))
    form = forms.read_fields(request.form, *forms.PLANNED, *forms.words_names("reason"))
    planned, reason = forms.read_planned(form, _wall_now(), clock.today()), forms.read_reason(form, reasons.ADDING)
    if planned is not None:
        _try(form, lambda: operations.add(item, planned.to, planned.minutes, reason))
    if form.errors or planned is None:
        return _new_date_page(get_item(_scope(), what, item_id), form), 422
    commit()
    return _to_day(planned.to.date())


def _new_date_page(item: Item, form: Form) -> str:
    return render_template(
        "programme/new_date.html",
        item=item,
        what=presenting.what_is(item),
        name=presenting.name_of(item),
        form=form,
        adding=presenting.reason_choices(reasons.ADDING),
        written_in=languages(),
        today=clock.today(),
    )


# ---------------------------------------------------------------- closures


@bp.get("/closures")
@staff(EDITOR, COORDINATOR)
def closures() -> ResponseReturnValue:
    scope = _scope()
    return render_template("programme/closures.html", closures=list_shown(scope, subjects_of(scope), clock.today()))


@bp.route("/closures/new", methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def new_closure() -> ResponseReturnValue:
    """A place or an organisation is closed for one or more days, with all that is held there."""
    subjects = subjects_of(_scope())
    if request.method == "GET":
        return _closure_page(Form({"subject": request.args.get("subject", ""), "first": clock.today().isoformat()}))
    form = forms.read_fields(request.form, "subject", "first", "last", "reason", *forms.words_names("reason"))
    subject = next((one for one in subjects if one.value == form["subject"]), None)
    if subject is None:
        form.complain("subject", _("Choose what is closed."))
    closure = forms.read_closure(form, reasons.CLOSING, clock.today())
    if subject is None or closure is None or form.errors:
        return _closure_page(form), 422
    operations.close(current_municipality().id, subject, closure)
    commit()
    return redirect(url_for(".closures"), 303)


@bp.post("/closures/<int:closure_id>/remove")
@staff(EDITOR, COORDINATOR)
def remove_closure(closure_id: int) -> ResponseReturnValue:
    scope = _scope()
    known = {one.id for one in list_shown(scope, subjects_of(scope), clock.today())}
    operations.reopen(scope.municipality_id, closure_id, known)
    commit()
    return redirect(url_for(".closures"), 303)


def _closure_page(form: Form) -> str:
    return render_template(
        "programme/closure.html",
        form=form,
        subjects=subjects_of(_scope()),
        closing=presenting.reason_choices(reasons.CLOSING),
        written_in=languages(),
        today=clock.today(),
    )
