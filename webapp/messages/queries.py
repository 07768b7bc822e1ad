"""What went out, what is still to go, and what did not arrive."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text

from webapp.extensions import db
from webapp.messages.models import OutgoingMessage
from webapp.messages.rules import OVERDUE_AFTER, QUEUED, STATES, UNDELIVERED

DELIVER = "messages.deliver"
HAS_NO_JOB = """
    NOT EXISTS (
        SELECT FROM procrastinate_jobs AS job
        WHERE job.task_name = :deliver AND job.status IN ('todo', 'doing')
          AND job.args ->> 'message_id' = outgoing_message.id::text
    )
"""


def list_undelivered(
    kind: str, since: datetime | None = None, *, municipality_id: int | None = None
) -> Sequence[OutgoingMessage]:
    """Those that failed for good or came back, the first to be known first; `since` is the moment (UTC) from which
    that was known. Without a municipality: of every town."""
    query = select(OutgoingMessage).where(
        OutgoingMessage.kind == kind, OutgoingMessage.state.in_(UNDELIVERED), OutgoingMessage.settled_at.is_not(None)
    )
    if municipality_id is not None:
        query = query.where(OutgoingMessage.municipality_id == municipality_id)
    if since is not None:
        query = query.where(OutgoingMessage.settled_at >= since)
    return db.session.scalars(query.order_by(OutgoingMessage.settled_at, OutgoingMessage.id)).all()


def list_messages(
    *, municipality_id: int | None = None, state: str | None = None, limit: int = 100
) -> Sequence[OutgoingMessage]:
    """The latest first."""
    query = select(OutgoingMessage)
    if municipality_id is not None:
        query = query.where(OutgoingMessage.municipality_id == municipality_id)
    if state is not None:
        query = query.where(OutgoingMessage.state == state)
    return db.session.scalars(query.order_by(OutgoingMessage.queued_at.desc(), OutgoingMessage.id).limit(limit)).all()


def list_about(about: str) -> Sequence[OutgoingMessage]:
    """Every mail about one thing, in the order in which they were queued."""
    query = select(OutgoingMessage).where(OutgoingMessage.about == about)
    return db.session.scalars(query.order_by(OutgoingMessage.queued_at, OutgoingMessage.id)).all()


def find_message(message_id: UUID) -> OutgoingMessage | None:
    return db.session.get(OutgoingMessage, message_id)


def find_by_mail_ids(mail_ids: Sequence[str]) -> OutgoingMessage | None:
    query = select(OutgoingMessage).where(OutgoingMessage.mail_id.in_(mail_ids)).order_by(OutgoingMessage.queued_at)
    return db.session.scalars(query.limit(1)).first()


def list_without_job(moment: datetime, limit: int = 500) -> Sequence[UUID]:
    """Queued mails whose moment passed some minutes ago and for which no job is waiting or running."""
    query = (
        select(OutgoingMessage.id)
        .where(
            OutgoingMessage.state == QUEUED,
            OutgoingMessage.next_attempt_at < moment - OVERDUE_AFTER,
            text(HAS_NO_JOB),
        )
        .order_by(OutgoingMessage.next_attempt_at)
        .limit(limit)
    )
    return db.session.scalars(query, {"deliver": DELIVER}).all()


def count_by_state() -> dict[str, int]:
    """Every state, also one that no mail is in."""
    number = func.count().label("number")
    rows = db.session.execute(select(OutgoingMessage.state, number).group_by(OutgoingMessage.state))
    return dict.fromkeys(STATES, 0) | {row.state: row.number for row in rows}


def count_overdue(moment: datetime) -> int:
    """Queued mails whose moment passed some minutes ago: with a worker that works there are none."""
    query = select(func.count()).where(
        OutgoingMessage.state == QUEUED, OutgoingMessage.next_attempt_at < moment - OVERDUE_AFTER
    )
    return db.session.scalar(query) or 0
