"""What the product wants to tell by mail: every mail that was queued, opened, in the order in which it was queued."""

from dataclasses import dataclass

from sqlalchemy import select, text

from webapp.core.crypto import unseal
from webapp.extensions import db
from webapp.messages.models import OutgoingMessage

# Where the clock stands still, the jobs tell the order.
FIRST_JOB = """(
    SELECT min(job.id) FROM procrastinate_jobs AS job WHERE job.args ->> 'message_id' = outgoing_message.id::text
)"""


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str
    kind: str
    about: str | None = None
    municipality_id: int | None = None


def queued_mails(kind: str | None = None) -> list[Mail]:
    """Of one kind, or all; not those whose text was forgotten."""
    query = select(OutgoingMessage).where(OutgoingMessage.body.is_not(None))
    if kind is not None:
        query = query.where(OutgoingMessage.kind == kind)
    messages = db.session.scalars(query.order_by(OutgoingMessage.queued_at, text(FIRST_JOB)))
    return [
        Mail(
            unseal(message.recipient or b""),
            unseal(message.subject or b""),
            unseal(message.body or b""),
            message.kind,
            message.about,
            message.municipality_id,
        )
        for message in messages
    ]
