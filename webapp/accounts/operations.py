"""Inviting, signing in and out, passwords and codes. None of these commits."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlalchemy.dialects.postgresql import insert

from webapp.accounts import joining, library, queries
from webapp.accounts.authenticators import NewKey
from webapp.accounts.fresh_codes import code_hash
from webapp.accounts.models import Invitation, Membership, Passkey, RecoveryCode, SignIn, StaffDraft, StaffUser
from webapp.accounts.rules import (
    DRAFT_HOURS,
    INVITATION_DAYS,
    KEEP_ENDED_DAYS,
    device_words,
    is_copy,
    normal_code,
    normal_email,
)
from webapp.areas.models import Municipality
from webapp.core.crypto import fingerprint, seal
from webapp.extensions import db


def invite(
    email: str,
    role: str,
    municipality: Municipality | None,
    moment: datetime,
    *,
    by: StaffUser | None = None,
    about: UUID | None = None,
) -> tuple[Invitation, str]:
    """The invitation and its token, which is kept nowhere: it goes into the mail. An earlier invitation of the same
    person for the same ends. `about` is the id of what the role is for; see joining.py."""
    municipality_id = municipality.id if municipality else None
    db.session.execute(
        delete(Invitation).where(
            Invitation.email == normal_email(email),
            Invitation.role == role,
            Invitation.municipality_id == municipality_id
            if municipality_id is not None
            else Invitation.municipality_id.is_(None),
            Invitation.about == about if about is not None else Invitation.about.is_(None),
            Invitation.accepted_at.is_(None),
        )
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=fingerprint(token),
        email=normal_email(email),
        role=role,
        municipality_id=municipality_id,
        about=about,
        invited_by=by.id if by else None,
        expires_at=moment + timedelta(days=INVITATION_DAYS),
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation, token


def accept(invitation: Invitation, user: StaffUser | None, moment: datetime, **new: str) -> StaffUser | None:
    """The role for who was invited; `new` (name, password, language) for somebody who has no account yet. None when
    somebody else was faster with the same invitation."""
    claim = update(Invitation).where(Invitation.id == invitation.id, Invitation.accepted_at.is_(None))
    if not db.session.execute(claim.values(accepted_at=moment).returning(Invitation.id)).all():
        return None
    if user is None:
        user = create_user(invitation.email, new["name"], new["password"], new["language"])
    grant(user, invitation.role, invitation.municipality_id)
    if invitation.about is not None and invitation.municipality_id is not None:
        joining.join(user, invitation.role, invitation.municipality_id, invitation.about)
    return user


def create_user(email: str, name: str, password: str, language: str) -> StaffUser:
    user = StaffUser(
        email=normal_email(email),
        name=name,
        password=library.hashed(password),
        language=language,
        active=True,
        fs_uniquifier=secrets.token_hex(16),
    )
    db.session.add(user)
    db.session.flush()
    return user


def grant(user: StaffUser, role: str, municipality_id: int | None) -> None:
    values = {"user_id": user.id, "role": role, "municipality_id": municipality_id}
    db.session.execute(insert(Membership).values(values).on_conflict_do_nothing())
    db.session.expire(user, ["memberships"])


def take_away(membership: Membership, moment: datetime) -> None:
    """The role ends at once, with all that came with it; the account stays, and what was done with it. With the last
    role every sign-in ends."""
    user, role, municipality_id = membership.user, membership.role, membership.municipality_id
    db.session.delete(membership)
    db.session.flush()
    db.session.expire(user, ["memberships"])
    if municipality_id is not None:
        joining.leave(user, role, municipality_id)
    if not user.memberships:
        end_all_sign_ins(user, moment)


def withdraw(invitation: Invitation) -> None:
    """The mail that went out opens nothing any more."""
    db.session.delete(invitation)
    db.session.flush()


def check_password(email: str, password: str) -> StaffUser | None:
    """Who that is, if the password is right and the account may be used. As much work for an unknown address."""
    user = queries.find_user(normal_email(email))
    is_right = library.is_password(password, user.password if user else None)
    return user if user is not None and is_right and user.active else None


def set_password(user: StaffUser, password: str, moment: datetime) -> None:
    """Ends every sign-in, and every mail about a new password that is still on its way."""
    user.password = library.hashed(password)
    end_all_sign_ins(user, moment)


def use_code(user: StaffUser, code: str) -> bool:
    """A one-time code of the app, or a recovery code, which is gone then."""
    user = queries.lock_user(user)
    meant = normal_code(code)
    if meant.isdecimal() and len(meant) == 6:
        return user.tf_totp_secret is not None and library.is_code(meant, user.tf_totp_secret, user)
    used = delete(RecoveryCode).where(RecoveryCode.user_id == user.id, RecoveryCode.code_hash == code_hash(user, meant))
    return bool(db.session.execute(used.returning(RecoveryCode.user_id)).all())


def set_up_codes(user: StaffUser, secret: str, code: str) -> bool:
    """The app of this secret becomes the one of this user, once it has shown that it makes the right codes."""
    user = queries.lock_user(user)
    before, user.totp_last_counter = user.totp_last_counter, None
    if not library.is_code(normal_code(code), secret, user):
        user.totp_last_counter = before
        return False
    user.tf_totp_secret = secret
    return True


def add_passkey(user: StaffUser, key: NewKey, name: str, moment: datetime) -> bool:
    """False where this key is there already, with whomever."""
    facts = {"user_id": user.id, "name": name, "created_at": moment, **vars(key)}
    added = db.session.execute(insert(Passkey).values(facts).on_conflict_do_nothing().returning(Passkey.id)).all()
    db.session.expire(user, ["passkeys"])
    return bool(added)


def use_passkey(passkey: Passkey, signed: int, moment: datetime) -> bool:
    """After a right answer. False for a key that may have been copied: it is marked, and works no more."""
    if passkey.copied_at is None and is_copy(passkey.signed, signed):
        passkey.copied_at = moment
    if passkey.copied_at is None:
        passkey.signed, passkey.used_at = signed, moment
    db.session.flush()
    return passkey.copied_at is None


def remove_passkey(passkey: Passkey) -> bool:
    """False for the last one of somebody who has no app for codes: without a second step nobody comes in."""
    user = queries.lock_user(passkey.user)
    if user.tf_totp_secret is None and len(user.passkeys) == 1:
        return False
    db.session.delete(passkey)
    db.session.flush()
    db.session.expire(user, ["passkeys"])
    return True


def start_sign_in(user: StaffUser, user_agent: str, moment: datetime) -> str:
    """The token for the cookie; here is its hash only."""
    token = secrets.token_urlsafe(32)
    browser, system = device_words(user_agent)
    db.session.add(
        SignIn(
            user_id=user.id,
            token_hash=fingerprint(token),
            browser=browser,
            system=system,
            started_at=moment,
            last_seen_at=moment,
        )
    )
    db.session.flush()
    return token


def see(sign_in: SignIn, moment: datetime) -> None:
    sign_in.last_seen_at = moment
    db.session.flush()


def end_sign_in(sign_in: SignIn, moment: datetime) -> None:
    sign_in.ended_at = moment
    db.session.flush()


def end_all_sign_ins(user: StaffUser, moment: datetime) -> None:
    """In every browser; also one that has only given the password so far."""
    user.fs_uniquifier = secrets.token_hex(16)
    _end(user.id, moment)


def _end(user_id: UUID, moment: datetime) -> None:
    ended = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None)).values(ended_at=moment)
    db.session.execute(ended.execution_options(synchronize_session="fetch"))
    db.session.flush()


def disable(user: StaffUser, moment: datetime) -> None:
    """Shut out at once, in every browser."""
    user.active = False
    end_all_sign_ins(user, moment)


def enable(user: StaffUser) -> None:
    user.active = True
    db.session.flush()


def keep_draft(user: StaffUser, action: str, page: str, content: str, moment: datetime) -> None:
    """Sealed; a later one of the same form takes its place."""
    kept = {"page": page, "content": seal(content), "kept_at": moment}
    statement = insert(StaffDraft).values(user_id=user.id, action=action, **kept)
    db.session.execute(statement.on_conflict_do_update(index_elements=["user_id", "action"], set_=kept))


def drop_draft(user: StaffUser, action: str) -> bool:
    """False where there was none."""
    gone = delete(StaffDraft).where(StaffDraft.user_id == user.id, StaffDraft.action == action)
    return bool(db.session.execute(gone.returning(StaffDraft.action)).all())


def forget_old_drafts(moment: datetime) -> None:
    db.session.execute(delete(StaffDraft).where(StaffDraft.kept_at <= moment - timedelta(hours=DRAFT_HOURS)))


def forget_old(moment: datetime) -> int:
    """Sign-ins that ended, and invitations that nobody accepted, go after a month. The number of rows."""
    before = moment - timedelta(days=KEEP_ENDED_DAYS)
    sign_ins = delete(SignIn).where(or_(SignIn.ended_at < before, SignIn.last_seen_at < before))
    invitations = delete(Invitation).where(Invitation.expires_at < before)
    gone = [
        *db.session.execute(sign_ins.returning(SignIn.id)).all(),
        *db.session.execute(invitations.returning(Invitation.id)).all(),
    ]
    return len(gone)
