"""An opening status as a sentence, whole sentences for each case so that every language can say it its own way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask

from webapp.core import clock
from webapp.core.formats import clock_time, day_and_date, day_name, short_date
from webapp.core.language import current_language
from webapp.core.texts import pick_words
from webapp.core.words import _
from webapp.schedule.answers import OpeningStatus
from webapp.schedule.expansion import OTHERWISE, Slot
from webapp.schedule.values import ADDED, CANCELLED

SOON = timedelta(hours=2)
A_WEEK = 6  # days: beyond it the name of a day would be the wrong one
ALWAYS = timedelta(days=7)  # open for longer than this at one go: day and night


@dataclass(frozen=True)
class Opening:
    """`tone`: open, soon, later, closed or unknown; the words never depend on a colour."""

    tone: str
    label: str


def opening(status: OpeningStatus, happens: bool = False, moment: datetime | None = None) -> Opening:
    """A place opens; an activity `happens`."""
    moment = moment or clock.now()
    if status.state == "open" and status.until is not None:
        return Opening("open", _open_label(status.until, moment, happens))
    next_time = _next_label(status.next_start, moment, happens) if status.next_start else ""
    if status.state == "closed":
        if status.moved_to is not None and status.moved_to == status.next_start:
            next_time = ""  # told already
        return Opening("closed", _with_next(_closed_label(status, moment, happens), next_time))
    if status.state == "appointment" and status.until is not None:
        return Opening("later", _with_next(_asking_label(status.until, moment), next_time))
    if status.next_start is not None:
        return Opening("soon" if status.next_start - moment <= SOON else "later", next_time)
    if status.state == "appointment":
        return Opening("later", _("Only by appointment"))
    return Opening("unknown", _("Call or ask for the times"))


def news(slot: Slot) -> str:
    """What is otherwise with this one time: cancelled, moved from or to another, extra. Empty when nothing is."""
    if slot.elsewhere is not None:
        moved = _moved_to if slot.status == CANCELLED else _moved_from
        return moved(slot.elsewhere, is_same_day=_days_between(slot.starts_at, slot.elsewhere) == 0)
    if slot.status == CANCELLED:
        return _("Cancelled")
    if slot.change == ADDED:
        return _("Extra")
    return _("Different than usual") if slot.change == OTHERWISE else ""


def _moved_from(start: datetime, *, is_same_day: bool) -> str:
    if is_same_day:
        return _("Moved from %(time)s", time=clock_time(start))
    return _("Moved from %(date)s", date=day_and_date(start))


def _moved_to(start: datetime, *, is_same_day: bool) -> str:
    """With the time: somebody has to find it there."""
    if is_same_day:
        return _("Moved to %(time)s", time=clock_time(start))
    return _("Moved to %(date)s at %(time)s", date=day_and_date(start), time=clock_time(start))


def _with_next(label: str, next_time: str) -> str:
    return f"{label}. {next_time}" if next_time else label


def _asking_label(until: datetime, moment: datetime) -> str:
    if _is_soon_over(until, moment):
        return _("Now by appointment, until %(time)s", time=clock_time(until))
    return _("Now by appointment")


def _next_label(start: datetime, moment: datetime, happens: bool) -> str:
    return _happens_label(start, moment) if happens else _opens_label(start, moment)


def _closed_label(status: OpeningStatus, moment: datetime, happens: bool) -> str:
    """What opens again today is closed now, and not the whole day. The reason ends without a full stop."""
    reason = pick_words(status.reason, current_language()).words.strip().rstrip(".")
    if status.moved_to is not None:
        moved = _moved_to(status.moved_to, is_same_day=_days_between(moment, status.moved_to) == 0)
        return _("%(news)s: %(reason)s", news=moved, reason=reason) if reason else moved
    opens_today = status.next_start is not None and _days_between(moment, status.next_start) == 0
    if happens and opens_today:
        return _("Cancelled: %(reason)s", reason=reason) if reason else _("Cancelled")
    if happens:
        return _("Not today: %(reason)s", reason=reason) if reason else _("Not today")
    if opens_today:
        return _("Closed now: %(reason)s", reason=reason) if reason else _("Closed now")
    return _("Closed today: %(reason)s", reason=reason) if reason else _("Closed today")


def _open_label(until: datetime, moment: datetime, happens: bool) -> str:
    if until - moment > ALWAYS:
        return _("Open day and night")
    if _is_soon_over(until, moment):
        time = clock_time(until)
        return _("Now, until %(time)s", time=time) if happens else _("Open now until %(time)s", time=time)
    return _("Open now")


def _is_soon_over(until: datetime, moment: datetime) -> bool:
    """So that a time alone says which day is meant."""
    return clock.local(until).date() == clock.local(moment).date() or until - moment < timedelta(hours=12)


def _opens_label(start: datetime, moment: datetime) -> str:
    days, time = _days_between(moment, start), clock_time(start)
    if days == 0:
        return _("Opens today at %(time)s", time=time)
    if days == 1:
        return _("Opens tomorrow at %(time)s", time=time)
    if days <= A_WEEK:
        return _("Opens on %(day)s at %(time)s", day=day_name(clock.local(start).date()), time=time)
    return _("Next time: %(date)s at %(time)s", date=short_date(start), time=time)


def _happens_label(start: datetime, moment: datetime) -> str:
    days, time = _days_between(moment, start), clock_time(start)
    if days == 0:
        return _("Today at %(time)s", time=time)
    if days == 1:
        return _("Tomorrow at %(time)s", time=time)
    if days <= A_WEEK:
        return _("On %(day)s at %(time)s", day=day_name(clock.local(start).date()), time=time)
    return _("Next time: %(date)s at %(time)s", date=short_date(start), time=time)


def _days_between(moment: datetime, start: datetime) -> int:
    return (clock.local(start).date() - clock.local(moment).date()).days


def init_app(app: Flask) -> None:
    app.jinja_env.filters["opening"] = opening
