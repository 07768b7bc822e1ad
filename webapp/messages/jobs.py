"""The job that delivers one mail."""

import logging
from threading import Event
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from webapp.core import clock
from webapp.core.database import commit, is_away
from webapp.core.jobs import job
from webapp.core.mail import MailError
from webapp.extensions import db
from webapp.messages import operations
from webapp.messages.queries import DELIVER

logger = logging.getLogger(__name__)
# While the database restarts, what became of the mail is kept in mind: forgetting it would send the mail twice.
PAUSES_S = (0.2, 0.5, 1, 2, 4, 8, 15)


@job(DELIVER)
def deliver(message_id: str) -> None:
    """Can be called any number of times: a mail that was sent is not sent again, one that is being sent is left."""
    message = UUID(message_id)
    if not operations.begin_attempt(message, clock.now()):
        db.session.rollback()
        return
    commit()
    letter = operations.claim_letter(message)
    if letter is None:
        db.session.rollback()
        return
    error = letter if isinstance(letter, MailError) else operations.hand_over(message, letter)
    if error is not None:
        logger.warning("mail %s: %s", message, error.cause)
    _record(message, error)


def _record(message: UUID, error: MailError | None) -> None:
    for pause in PAUSES_S:
        try:
            operations.record_outcome(message, error, clock.now())
            commit()
            return
        except DBAPIError as problem:
            db.session.rollback()
            if not is_away(problem):
                raise
            Event().wait(pause)
    operations.record_outcome(message, error, clock.now())
    commit()
