"""A report as the staff see it, and the card of the coordinator's desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from webapp.accounts.desk_cards import DeskCard, DeskLine
from webapp.activities.item_links import ItemLink, item_links
from webapp.activities.scope import Scope
from webapp.areas.models import Municipality
from webapp.core.crypto import SealError, unseal
from webapp.core.texts import Spoken
from webapp.core.words import _
from webapp.freshness.presenting import name_of, what_of
from webapp.reports import queries, wording
from webapp.reports.models import VisitorReport
from webapp.reports.rules import OPEN


@dataclass(frozen=True)
class ShownReport:
    id: UUID
    name: Spoken
    wrong: str
    words: str
    sent_at: datetime
    is_open: bool
    state: str
    wants_answer: bool
    is_answered: bool
    links: tuple[ItemLink, ...]


def shown_reports(town: Municipality, scope: Scope) -> list[ShownReport]:
    return [_shown(town, report) for report in queries.list_reports(scope)]


def _shown(town: Municipality, report: VisitorReport) -> ShownReport:
    item = queries.item_of(report)
    return ShownReport(
        id=report.id,
        name=name_of(item),
        wrong=dict(wording.wrong_choices())[report.wrong],
        words=_words(report),
        sent_at=report.sent_at,
        is_open=report.state == OPEN,
        state=wording.state_label(report.state),
        wants_answer=report.email is not None and report.answered_at is None,
        is_answered=report.answered_at is not None,
        links=tuple(item_links(town.slug, what_of(item), item.id)),
    )


def _words(report: VisitorReport) -> str:
    try:
        return unseal(report.words) if report.words else ""
    except SealError:
        return ""


def desk_card(town: Municipality) -> DeskCard:
    number = queries.count_open(Scope(town.id, True, {}))
    url = url_for("reports_staff.reports", town=town.slug)
    lines = (DeskLine(_("Reports of visitors that are open"), url, number),) if number else ()
    return DeskCard(_("Reports of visitors"), "message-circle", lines, _("No report is open."), url, _("All reports"))
