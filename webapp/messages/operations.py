"""A mail is queued with its job in one transaction; each attempt is recorded before it is made and after it."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import ColumnElement, delete, func, select, text, update

from webapp.config import Settings
from webapp.core import clock, jobs, mail
from webapp.core.crypto import SealError, seal, unseal
from webapp.core.mail import MailError, PermanentMailError
from webapp.core.statements import Made
from webapp.extensions import db
from webapp.messages import queries, rules
from webapp.messages.models import OutgoingMessage
from webapp.messages.queries import DELIVER

_COLUMNS = {
    "id": "uuid", "municipality_id": "integer", "kind": "text", "about": "text", "mail_id": "text",
    "recipient": "bytea", "subject": "bytea", "body": "bytea", "queued_at": "timestamptz",
}  # fmt: skip
# A mail and its job, as a part of a statement of somebody else's that writes in one journey to the database what the
# mail is about; FROM says when. The values are those of new_mail(). `jobs.DEFERRING` has to be read FROM it.
QUEUED = f"""
    queued AS (
        INSERT INTO outgoing_message ({", ".join(_COLUMNS)}, next_attempt_at)
        SELECT {", ".join(f"CAST(:mail_{name} AS {type_})" for name, type_ in _COLUMNS.items())}, :mail_queued_at
        FROM {{FROM}}
        RETURNING id
    )
"""
_QUEUE = Made(text(f"WITH {QUEUED.format(FROM='(SELECT) AS always')} SELECT {jobs.DEFERRING} FROM queued"))


def queue_mail(
    to: str,
    subject: str,
    body: str,
    *,
    kind: str,
    municipality_id: int | None,
    about: str | None = None,
) -> UUID:
    """Stores a mail to one address, sealed, and its job; both exist when the caller commits, and neither does when it
    does not. `about` is an id. Raises MailRefused when `to` is not one address. The id of the mail."""
    values = new_mail(to, subject, body, kind=kind, municipality_id=municipality_id, about=about)
    _QUEUE.ask(values)
    message_id: UUID = values["mail_id"]
    return message_id


def new_mail(
    to: str, subject: str, body: str, *, kind: str, municipality_id: int | None, about: str | None = None
) -> dict[str, Any]:
    """The same for a statement with QUEUED. Raises MailRefused."""
    message_id = uuid4()
    row = {
        "id": message_id,
        "municipality_id": municipality_id,
        "kind": kind,
        "about": about,
        "mail_id": f"{message_id.hex}@{mail.domain_of(_settings().mail_from)}",
        "recipient": seal(mail.check_address(to)),
        "subject": seal(subject),
        "body": seal(body),
        "queued_at": clock.now(),
    }
    values = {f"mail_{name}": value for name, value in row.items()}
    return values | jobs.values_of(DELIVER, message_id=str(message_id))


def begin_attempt(message_id: UUID, moment: datetime) -> bool:
    """Records that an attempt is made. False when there is nothing to do: sent already, forgotten, not yet due, or
    somebody else is at it. The caller commits before the mail leaves."""
    if not _claim(message_id):
        return False
    message = queries.find_message(message_id)
    if message is None or message.next_attempt_at is None or message.next_attempt_at > moment:
        return False
    message.attempts += 1
    message.attempted_at = moment
    return True


def claim_letter(message_id: UUID) -> EmailMessage | PermanentMailError | None:
    """The mail to hand over, or why it can never be sent; None when somebody else is at it or it is settled. The claim
    lasts until the caller ends the transaction; a worker that is killed loses it at once."""
    if not _claim(message_id):
        return None
    message = queries.find_message(message_id)
    if message is None or message.state != rules.QUEUED:
        return None
    try:
        return _letter(message)
    except (SealError, mail.MailRefused) as error:
        return PermanentMailError(type(error).__name__)


def hand_over(message_id: UUID, letter: EmailMessage) -> MailError | None:
    """To the mail server; gives what went wrong, if anything did. Asks the database nothing."""
    try:
        mail.send(letter, _settings().mail_server, envelope_id=message_id.hex)
    except MailError as error:
        return error
    return None


def record_outcome(message_id: UUID, error: MailError | None, moment: datetime) -> None:
    """Sent; or the next try with its job; or given up, when the server refused for good or a day has passed."""
    if error is None:
        _settle(message_id, rules.SENT, None, moment)
        return
    message = queries.find_message(message_id)
    if message is None or message.state != rules.QUEUED:
        return
    following = rules.next_attempt(message.attempts, message.queued_at, moment)
    if isinstance(error, PermanentMailError) or following is None:
        _settle(message_id, rules.FAILED, error.cause, moment)
        return
    message.error = error.cause
    message.next_attempt_at = following
    jobs.defer(DELIVER, at=following, message_id=str(message_id))


def mark_bounced(message: OutgoingMessage, status: str, moment: datetime) -> bool:
    """A mail that came back; `status` is its code (5.1.1). False when that was known, or it had failed before."""
    if message.state in rules.UNDELIVERED:
        return False
    message.state = rules.BOUNCED
    message.error = f"bounced {status}"
    message.next_attempt_at = None
    message.settled_at = moment
    return True


def queue_again(message: OutgoingMessage, moment: datetime) -> bool:
    """For a mail that failed, once what was wrong is mended; it gets a day again. False when its text is gone or it
    is under way."""
    if message.state == rules.QUEUED or message.body is None:
        return False
    message.state = rules.QUEUED
    message.error = message.settled_at = None
    message.attempts = 0
    message.queued_at = message.next_attempt_at = moment
    db.session.flush()
    jobs.defer(DELIVER, message_id=str(message.id))
    return True


def give_lost_ones_a_job(moment: datetime) -> int:
    """Queued mails that no job is waiting for: a job was thrown away by hand, or failed for a day."""
    lost = queries.list_without_job(moment)
    for message_id in lost:
        jobs.defer(DELIVER, message_id=str(message_id))
    return len(lost)


def forget_old(moment: datetime) -> int:
    """Recipient, subject and text of mails that were settled long ago; that there was a mail stays."""
    settled = OutgoingMessage.settled_at < moment - rules.FORGET_AFTER
    return _forget(settled)


def forget_about(about: str) -> int:
    """At once, for whoever asks to be forgotten. A mail that is still to go is gone altogether."""
    db.session.execute(
        delete(OutgoingMessage).where(OutgoingMessage.about == about, OutgoingMessage.state == rules.QUEUED)
    )
    return _forget(OutgoingMessage.about == about)


def _forget(which: ColumnElement[bool]) -> int:
    result = db.session.execute(
        update(OutgoingMessage)
        .where(which, OutgoingMessage.body.is_not(None))
        .values(recipient=None, subject=None, body=None)
        .returning(OutgoingMessage.id)
    )
    return len(result.all())


def _claim(message_id: UUID) -> bool:
    """Until the transaction ends nobody else delivers this mail. Not a lock on its row: who erases or marks the mail
    meanwhile must not wait for a mail server."""
    key = int.from_bytes(message_id.bytes[:8], signed=True)
    return bool(db.session.scalar(select(func.pg_try_advisory_xact_lock(key))))


def _letter(message: OutgoingMessage) -> EmailMessage:
    if message.recipient is None or message.subject is None or message.body is None:
        raise SealError
    return mail.compose(
        sender=_settings().mail_from,
        to=unseal(message.recipient),
        subject=unseal(message.subject),
        body=unseal(message.body),
        message_id=message.mail_id,
        moment=message.queued_at,
    )


def _settle(message_id: UUID, state: str, error: str | None, moment: datetime) -> None:
    """Only what is queued: a bounce that was faster stays a bounce."""
    db.session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.id == message_id, OutgoingMessage.state == rules.QUEUED)
        .values(state=state, error=error, next_attempt_at=None, settled_at=moment)
    )


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
