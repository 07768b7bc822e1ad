"""An opening status as a sentence, whole sentences for each case so that every language can say it its own way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask

from webapp.core import clock
from webapp.core.formats import clock_time, day_name, short_date
from webapp.core.words import _
from webapp.schedule.rules import OpeningStatus

SOON = timedelta(hours=2)
A_WEEK = timedelta(days=6)
ALWAYS = timedelta(days=7)  # open for longer than this at one go: day and night


@dataclass(frozen=True)
class Opening:
    """`tone`: open, soon, later or unknown; the words never depend on a colour."""

    tone: str
    label: str


def opening(status: OpeningStatus, moment: datetime | None = None) -> Opening:
    moment = moment or clock.now()
    if status.state == "open" and status.until is not None:
        return Opening("open", _open_label(status.until, moment))
    if status.state == "later" and status.next_start is not None:
        tone = "soon" if status.next_start - moment <= SOON else "later"
        return Opening(tone, _later_label(status.next_start, moment))
    return Opening("unknown", _("Call or ask for the times"))


def _open_label(until: datetime, moment: datetime) -> str:
    if until - moment > ALWAYS:
        return _("Open day and night")
    if clock.local(until).date() == clock.local(moment).date() or until - moment < timedelta(hours=12):
        return _("Open now until %(time)s", time=clock_time(until))
    return _("Open now")


def _later_label(start: datetime, moment: datetime) -> str:
    days = (clock.local(start).date() - clock.local(moment).date()).days
    time = clock_time(start)
    if days == 0:
        return _("Opens today at %(time)s", time=time)
    if days == 1:
        return _("Opens tomorrow at %(time)s", time=time)
    if timedelta(days=days) <= A_WEEK:
        return _("Opens on %(day)s at %(time)s", day=day_name(clock.local(start).date()), time=time)
    return _("Next time: %(date)s at %(time)s", date=short_date(start), time=time)


def init_app(app: Flask) -> None:
    app.jinja_env.filters["opening"] = opening
