"""The calendar of one place or activity: tried first, then kept up to date by the worker."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import current_user, staff
from webapp.accounts.desk_cards import add_desk_card
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.item_links import PLACES, add_item_link
from webapp.activities.scope import get_item, scope_of
from webapp.areas.current import current_municipality
from webapp.calendar_feeds import operations, presenting, queries, rules
from webapp.calendar_feeds.asking import NoCalendar, ask
from webapp.calendar_feeds.models import CalendarFeed
from webapp.calendar_feeds.presenting import FeedForm
from webapp.calendar_feeds.wording import problem_sentence
from webapp.core import clock
from webapp.core.crypto import SealError, unseal
from webapp.core.database import commit, rollback
from webapp.core.limits import hit
from webapp.core.words import _

bp = Blueprint("calendar_feeds_staff", __name__, url_prefix="/staff/<slug:town>")
add_item_link("calendar_feeds_staff.calendar", lambda: _("Times from another calendar"), "calendar-plus", order=70)
add_desk_card("calendar_feeds", presenting.desk_card)
ITEM = "/<any(places,activities):what>/<uuid:item_id>/calendar"
RATE = "60/hour"  # by one member of staff: nobody is asked for anything in a storm by our hand
SAVE, REFRESH, CONFIRM, REMOVE = "save", "refresh", "confirm", "remove"


@bp.route(ITEM, methods=["GET", "POST"])
@staff(COORDINATOR, EDITOR)
def calendar(what: str, item_id: UUID) -> ResponseReturnValue:
    """`do` says whether to look, to use it, to ask again now, that what is missing falls out, or to give it up."""
    item = _get_item(what, item_id)
    feed = queries.find_feed(item)
    if request.method == "GET":
        return _page(what, item, FeedForm.of(feed))
    do = request.form.get("do", "")
    if do == REMOVE and feed is not None:
        operations.remove_feed(feed)
        commit()
        return _again(what, item_id)
    is_known = do in (REFRESH, CONFIRM) and feed is not None
    form = FeedForm.of(feed) if is_known else FeedForm.typed(request.form)
    return _try(what, item_id, form, feed, do if do != CONFIRM or is_known else SAVE)


def _get_item(what: str, item_id: UUID) -> queries.Item:
    return get_item(scope_of(current_user(), current_municipality()), what, item_id)


def _try(what: str, item_id: UUID, form: FeedForm, feed: CalendarFeed | None, do: str) -> ResponseReturnValue:
    """The other program is asked while no transaction is open; then the item is looked up anew."""
    try:
        address = _address(form, feed)
        if not hit(f"calendar:{current_user().id}", RATE):
            raise NoCalendar("too_often")
        rollback()
        answer = ask(address)
        item = _get_item(what, item_id)
        if do not in (SAVE, REFRESH, CONFIRM):
            before = operations.before_of(queries.find_feed(item), item, address, form.picks)
            form.look = operations.look(item, answer.body or b"", form.picks, clock.now(), before)
            return _page(what, item, form)
        operations.save_feed(
            item,
            address,
            answer,
            picks=form.picks,
            skips_refused=form.skips_refused,
            by=current_user().id,
            now=clock.now(),
            is_sure=do == CONFIRM,
        )
    except NoCalendar as problem:
        rollback()
        form.is_doubted = problem.word in rules.DOUBTS
        form.problem, form.details = problem_sentence(problem.word), problem.sentences
        return _page(what, _get_item(what, item_id), form, 422)
    commit()
    return _again(what, item_id)


def _address(form: FeedForm, feed: CalendarFeed | None) -> str:
    """What was typed; without it that of the calendar that is there. Raises NoCalendar."""
    if not form.address and feed is not None:
        try:
            return unseal(feed.address)
        except SealError:
            raise NoCalendar("sealed") from None
    try:
        return rules.read_address(form.address)
    except ValueError:
        raise NoCalendar("no_address") from None


def _page(what: str, item: queries.Item, form: FeedForm, status: int = 200) -> ResponseReturnValue:
    feed = queries.find_feed(item)
    return render_template(
        "calendar_feeds/calendar.html",
        what=what,
        item_id=item.id,
        name=presenting.name_of(item),
        state=presenting.state_of(item, feed) if feed else None,
        form=form,
        dates=presenting.dates(form.look.dates) if form.look else (),
        doubt=problem_sentence(form.look.doubt) if form.look and form.look.doubt else "",
        is_place=what == PLACES,
    ), status


def _again(what: str, item_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".calendar", what=what, item_id=item_id), 303)
