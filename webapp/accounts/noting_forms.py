"""Notes of forms that staff sent (sent_forms.py says what for). None of these commits."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from webapp.accounts.models import SentForm
from webapp.accounts.rules import SENT_HOURS
from webapp.extensions import db

LOCK_NOT_AVAILABLE = "55P03"  # waited for a lock until lock_timeout


def claim_form(user_id: UUID, digest: bytes, moment: datetime) -> bool:
    """True for the first that sends this form; the note goes with what the form makes, or not at all. Where the first
    is still at work we wait for its end, or for as long as anybody waits for a lock: False as for a form that was."""
    claim = insert(SentForm).values(user_id=user_id, digest=digest, sent_at=moment)
    try:
        return bool(db.session.execute(claim.on_conflict_do_nothing().returning(SentForm.digest)).all())
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        return False


def note_answer(user_id: UUID, digest: bytes, answer: str) -> None:
    """Where a form led that made something; nothing for one that made nothing, and left no note."""
    noted = update(SentForm).where(SentForm.user_id == user_id, SentForm.digest == digest)
    db.session.execute(noted.values(answer=answer))


def let_send_again(user_id: UUID, digest: bytes) -> None:
    """A form whose answer nobody but its sender can see again: a second one is answered by itself."""
    db.session.execute(delete(SentForm).where(SentForm.user_id == user_id, SentForm.digest == digest))


def forget_sent_forms(moment: datetime) -> None:
    db.session.execute(delete(SentForm).where(SentForm.sent_at <= moment - timedelta(hours=SENT_HOURS)))
