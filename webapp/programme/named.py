"""Which date of whose item an address or a form names; what is not there, or not the user's, is not found."""

from datetime import date, datetime
from uuid import UUID

from flask import request

from webapp.activities.item_links import KINDS
from webapp.activities.scope import Scope, get_item
from webapp.core import clock
from webapp.core.errors import NotFound
from webapp.programme.queries import FoundDate, Item, list_dates_of
from webapp.programme.rules import read_when, wall_clock


def named_date(scope: Scope) -> tuple[Item, date | datetime]:
    """Raises NotFound for what is not the user's, and for what is no date."""
    try:
        item_id = UUID(request.form.get("item", ""))
    except ValueError:
        raise NotFound from None
    when = read_when(request.form.get("when", ""))
    what = request.form.get("what", "")
    if when is None or what not in KINDS:
        raise NotFound
    return get_item(scope, what, item_id), when


def find_date(scope: Scope, what: str, item_id: UUID, text: str) -> FoundDate:
    """Raises NotFound."""
    when = read_when(text)
    item = get_item(scope, what, item_id)
    if not isinstance(when, datetime):
        raise NotFound
    found = list_dates_of(scope, item, when.replace(tzinfo=clock.TIME_ZONE))
    if not found:
        raise NotFound
    return found[-1]


def starts_of(found: FoundDate) -> datetime:
    return wall_clock(found.slot.starts_at)
