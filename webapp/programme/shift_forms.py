"""From when on a series is at another time, and which week is copied onto which: read and checked."""

from datetime import date

from webapp.accounts.forms import Form
from webapp.core.words import _
from webapp.programme.copying import monday_of
from webapp.programme.rules import minutes_between, read_day, read_time
from webapp.programme.shifting import Shift, ShiftRefused, shift
from webapp.programme.wording import shift_sentence
from webapp.schedule.values import Schedule, Series

WEEKS_BACK, WEEKS_AHEAD = 4, 12


def read_shift(form: Form, own: Schedule, part: Series, today: date) -> Schedule | None:
    """The schedule with the series cut and shifted; None where something is wrong."""
    since, opens, closes = read_day(form["since"]), read_time(form["from"]), read_time(form["to"])
    if since is None or since < today:
        form.complain("since", _("Choose a day from today on."))
    for name, minutes in (("from", opens), ("to", closes)):
        if minutes is None:
            form.complain(name, _("Write a time, such as 14:00."))
    if opens is not None and opens == closes:
        form.complain("to", _("The end is the same as the begin."))
    days = int(form["days"]) if form["days"] in tuple(str(number) for number in range(-6, 7)) else 0
    if form.errors or since is None or opens is None or closes is None:
        return None
    try:
        return shift(own, part, Shift(since, days, opens, minutes_between(opens, closes)))
    except ShiftRefused as refused:
        form.complain("days" if refused.kind != "nothing_left" else "since", shift_sentence(refused.kind))
        return None


def read_weeks(form: Form, this_week: date) -> tuple[date | None, date | None]:
    """Two Mondays; this_week is one too."""
    source, target = read_day(form["source"]), read_day(form["target"])
    for name, day in (("source", source), ("target", target)):
        if day is None or day != monday_of(day) or not -WEEKS_BACK <= (day - this_week).days // 7 <= WEEKS_AHEAD:
            form.complain(name, _("Choose a week."))
    if source is not None and source == target:
        form.complain("target", _("Choose another week than the first one."))
    elif target is not None and target < this_week:
        form.complain("target", _("This week is over. Choose another one."))
    return source, target
