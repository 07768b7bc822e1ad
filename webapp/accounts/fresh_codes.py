"""Recovery codes from when they are made until their owner has said to have them.

A second tap, a page that is loaded again and a line that broke off show the same ones. They are sealed, and shown for
half an hour at most: somebody at an open computer must not find them later. None of these commits.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert

from webapp.accounts import library, queries
from webapp.accounts.models import FreshCodes, RecoveryCode, StaffUser
from webapp.accounts.rules import FRESH_MINUTES, RECOVERY_CODES, normal_code
from webapp.core.crypto import SealError, fingerprint, seal, unseal
from webapp.extensions import db


def make(user: StaffUser, moment: datetime) -> list[str]:
    """New ones instead of all earlier ones."""
    codes = library.recovery_codes(RECOVERY_CODES)
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=code_hash(user, normal_code(code))) for code in codes)
    kept = {"content": seal("\n".join(codes)), "made_at": moment}
    statement = insert(FreshCodes).values(user_id=user.id, **kept)
    db.session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=kept))
    db.session.flush()
    return codes


def show(user: StaffUser, moment: datetime) -> list[str]:
    """None of them where the owner has them, or after half an hour."""
    found = queries.find_fresh_codes(user)
    if found is None or found.content is None or found.made_at <= _oldest(moment):
        return []
    try:
        return unseal(found.content).split("\n")
    except SealError:
        return []  # its key is gone; new ones can be made


def say_kept(user: StaffUser) -> None:
    db.session.execute(delete(FreshCodes).where(FreshCodes.user_id == user.id))


def hide_old(moment: datetime) -> None:
    """What stays is that nobody has said to have them, which the first page tells."""
    old = update(FreshCodes).where(FreshCodes.made_at <= _oldest(moment), FreshCodes.content.is_not(None))
    db.session.execute(old.values(content=None))


def code_hash(user: StaffUser, code: str) -> bytes:
    return fingerprint(f"recovery {user.id} {code}")


def _oldest(moment: datetime) -> datetime:
    return moment - timedelta(minutes=FRESH_MINUTES)
