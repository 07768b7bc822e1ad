"""A report of a visitor and a volunteer of a neighbourhood, so that a demonstration shows both; added once."""

from datetime import datetime, timedelta

from webapp.activities.scope import Scope
from webapp.areas.models import Municipality
from webapp.areas.queries import list_neighbourhoods
from webapp.core.errors import NotFound
from webapp.freshness.operations import add_volunteer
from webapp.freshness.people_queries import list_volunteers
from webapp.reports.operations import take
from webapp.reports.queries import get_reported, list_reports
from webapp.reports.rules import Report

PLACE = "het-brughuis"
A_DAY = timedelta(days=1)


def keep_checking(town: Municipality, moment: datetime) -> None:
    """Nothing for a town that is real. The caller commits."""
    if not town.is_demo:
        return
    areas = list_neighbourhoods(town)
    if areas and not list_volunteers(town):
        add_volunteer(town, areas[-1][0], "Vera", f"vera@{town.slug}.example", "nl")
    if not list_reports(Scope(town.id, True, {})):
        _report(town, moment - A_DAY)


def _report(town: Municipality, moment: datetime) -> None:
    try:
        place = get_reported(town, "place", PLACE)
    except NotFound:
        return
    take(town, place, Report("times", "Op donderdag was de deur om vier uur al dicht.", ""), "nl", moment)
