"""The programme of today on the first page of staff: what goes on, cancelled in two taps, right there."""

from datetime import timedelta

from flask import render_template
from markupsafe import Markup

from webapp.accounts.models import StaffUser
from webapp.activities.scope import scope_of
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.programme.presenting import cancel_reasons, entries
from webapp.programme.queries import list_dates
from webapp.schedule.rules import midnight

TODAY_ENTRIES, TOMORROW_ENTRIES = 12, 5  # a phone shows five; who has more goes on to the whole day


def today_panel(user: StaffUser, town: Municipality) -> Markup | None:
    """None for who may change nothing in this town that has a time."""
    scope, moment, today = scope_of(user, town), clock.now(), clock.today()
    start, end = midnight(today), midnight(today + timedelta(days=1))
    after = midnight(today + timedelta(days=2))
    found = list_dates(scope, start, end, ahead_of=moment, limit=TODAY_ENTRIES + 1, day_and_night=False)
    tomorrow = list_dates(scope, end, after, limit=TOMORROW_ENTRIES + 1, day_and_night=False)
    if not scope.whole_town and not scope.organisations:
        return None
    return Markup(
        render_template(
            "programme/panel.html",
            panel_town=town,
            today=today,
            tomorrow=today + timedelta(days=1),
            entries_today=entries(found[:TODAY_ENTRIES], town.slug, moment),
            entries_tomorrow=entries(tomorrow[:TOMORROW_ENTRIES], town.slug, moment),
            reasons=cancel_reasons(),
        )
    )
