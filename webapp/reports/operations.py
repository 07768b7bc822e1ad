"""Taking a report, telling its editor, answering and solving it. None of these commits."""

from datetime import datetime
from uuid import uuid4

from webapp.accounts.models import StaffUser
from webapp.areas.models import Municipality
from webapp.core.addresses import absolute
from webapp.core.crypto import SealError, seal, unseal
from webapp.core.errors import NotFound
from webapp.core.letters import write_letter
from webapp.core.texts import Spoken
from webapp.extensions import db
from webapp.freshness.queries import Item, list_owners
from webapp.messages.operations import forget_about, queue_mail
from webapp.places.models import Place
from webapp.reports import queries
from webapp.reports.models import VisitorReport
from webapp.reports.rules import OPEN, Report

TO_EDITOR, TO_VISITOR = "report", "report_answer"  # kinds of mails
A_HUNDRED = 100


def take(town: Municipality, item: Item, report: Report, language: str, now: datetime) -> VisitorReport:
    """Its editors hear it at once, by a mail with a link and no word of the visitor. Raises NotFound for another
    town's item."""
    if item.municipality_id != town.id:
        raise NotFound
    owner = {"place_id": item.id} if isinstance(item, Place) else {"activity_id": item.id}
    row = VisitorReport(
        municipality_id=town.id,
        id=uuid4(),
        wrong=report.wrong,
        language=language,
        words=seal(report.words) if report.words else None,
        email=seal(report.email) if report.email else None,
        sent_at=now,
        state=OPEN,
        **owner,
    )
    db.session.add(row)
    db.session.flush()
    for person in list_owners(town, item):
        letter = write_letter(
            "report_to_editor", person.language, town=town, link=absolute(f"/staff/{town.slug}/reports")
        )
        queue_mail(
            person.email, letter.subject, letter.body, kind=TO_EDITOR, municipality_id=town.id, about=str(row.id)
        )
    return row


def settle(report: VisitorReport, state: str, *, by: StaffUser, now: datetime) -> bool:
    """Solved, or no problem. False when it was settled before: the first one stands."""
    if report.state != OPEN:
        return False
    report.state, report.solved_at, report.by_user_id = state, now, by.id
    db.session.flush()
    return True


def answer(
    town: Municipality, report: VisitorReport, words: str, name: Spoken, *, by: StaffUser, now: datetime
) -> bool:
    """By mail, once; False where there is no address any more or an answer went before."""
    if report.email is None or report.answered_at is not None:
        return False
    try:
        email = unseal(report.email)
    except SealError:
        return False
    letter = write_letter("report_answer", report.language, town=town, words=words, name=name.words)
    queue_mail(email, letter.subject, letter.body, kind=TO_VISITOR, municipality_id=town.id, about=str(report.id))
    report.answered_at, report.by_user_id = now, by.id
    db.session.flush()
    return True


def forget_solved(moment: datetime) -> int:
    """Words and addresses of what was solved long ago, with their mails. How many."""
    over = queries.list_to_forget(moment, A_HUNDRED)
    for report in over:
        report.words = report.email = None
        forget_about(str(report.id))
    db.session.flush()
    return len(over)
