"""Finding staff, their invitations and their sign-ins."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from webapp.accounts.models import (
    FreshCodes,
    Invitation,
    Membership,
    Passkey,
    RecoveryCode,
    SentForm,
    SignIn,
    StaffDraft,
    StaffUser,
)
from webapp.accounts.rules import DRAFT_HOURS
from webapp.core.crypto import fingerprint
from webapp.core.errors import NotFound
from webapp.extensions import db


def find_user(email: str) -> StaffUser | None:
    """By the address as `normal_email` gives it."""
    return db.session.scalar(select(StaffUser).where(StaffUser.email == email))


def find_user_of_session(uniquifier: str) -> StaffUser | None:
    return db.session.scalar(select(StaffUser).where(StaffUser.fs_uniquifier == uniquifier, StaffUser.active.is_(True)))


def lock_user(user: StaffUser) -> StaffUser:
    """Until the transaction ends: a code that is sent twice at once counts once."""
    statement = select(StaffUser).where(StaffUser.id == user.id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def find_sign_in(token: str) -> SignIn | None:
    """One that has not been ended; whether it is too old is for the rules."""
    statement = select(SignIn).where(SignIn.token_hash == fingerprint(token), SignIn.ended_at.is_(None))
    return db.session.scalar(statement)


def find_draft(user: StaffUser, page: str, moment: datetime) -> StaffDraft | None:
    """The latest that was typed on this page (a path) and is still waiting there."""
    since = moment - timedelta(hours=DRAFT_HOURS)
    return db.session.scalar(
        select(StaffDraft)
        .where(StaffDraft.user_id == user.id, StaffDraft.page == page, StaffDraft.kept_at > since)
        .order_by(StaffDraft.kept_at.desc(), StaffDraft.action)
        .limit(1)
    )


def find_fresh_codes(user: StaffUser) -> FreshCodes | None:
    return db.session.scalar(select(FreshCodes).where(FreshCodes.user_id == user.id))


def find_sent_form(user_id: UUID, digest: bytes) -> SentForm | None:
    statement = select(SentForm).where(SentForm.user_id == user_id, SentForm.digest == digest)
    return db.session.scalar(statement)


def list_sign_ins(user: StaffUser, since: datetime) -> Sequence[SignIn]:
    """Those that still work and were seen since then, the latest first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.user_id == user.id, SignIn.ended_at.is_(None), SignIn.last_seen_at >= since)
        .order_by(SignIn.last_seen_at.desc(), SignIn.id)
    ).all()


def find_own_sign_in(user: StaffUser, id_: UUID) -> SignIn | None:
    return db.session.scalar(select(SignIn).where(SignIn.user_id == user.id, SignIn.id == id_))


def lock_passkey(credential_id: bytes) -> Passkey | None:
    """Of somebody who may sign in; until the transaction ends, so that two answers at once are counted in turn."""
    statement = (
        select(Passkey)
        .join(StaffUser)
        .where(Passkey.credential_id == credential_id, StaffUser.active.is_(True))
        .with_for_update(of=Passkey)
    )
    return db.session.scalar(statement.execution_options(populate_existing=True))


def get_own_passkey(user: StaffUser, id_: UUID) -> Passkey:
    """Raises NotFound."""
    found = db.session.scalar(select(Passkey).where(Passkey.user_id == user.id, Passkey.id == id_))
    if found is None:
        raise NotFound
    return found


def find_invitation(token: str) -> Invitation | None:
    """Also one that is over: used, or too old. None for one that was never sent, withdrawn, or followed by another."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == fingerprint(token)))


def count_recovery_codes(user: StaffUser) -> int:
    statement = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user.id)
    return db.session.scalar(statement) or 0


def list_users() -> Sequence[StaffUser]:
    """Everyone, also who is shut out, by address."""
    return db.session.scalars(select(StaffUser).order_by(StaffUser.email)).all()


def list_members(municipality_ids: Collection[int] | None) -> Sequence[Membership]:
    """Every role in these towns (in all of them and above them without), by address of who has it."""
    statement = select(Membership).join(StaffUser).order_by(StaffUser.email, Membership.role, Membership.id)
    if municipality_ids is not None:
        statement = statement.where(Membership.municipality_id.in_(municipality_ids))
    return db.session.scalars(statement).unique().all()


def get_membership(municipality_ids: Collection[int] | None, id_: UUID) -> Membership:
    """One of those that list_members gives. Raises NotFound."""
    membership = db.session.get(Membership, id_)
    if membership is None or (municipality_ids is not None and membership.municipality_id not in municipality_ids):
        raise NotFound
    return membership


def get_user(id_: UUID) -> StaffUser:
    """Raises NotFound."""
    user = db.session.get(StaffUser, id_)
    if user is None:
        raise NotFound
    return user


def list_users_of_town(municipality_id: int, *roles: str) -> Sequence[StaffUser]:
    """Who may sign in and has one of these roles in this town (any role without), by name. Not who has all towns."""
    statement = (
        select(StaffUser)
        .join(Membership)
        .where(Membership.municipality_id == municipality_id, StaffUser.active.is_(True))
        .order_by(StaffUser.name, StaffUser.id)
        .distinct()
    )
    return db.session.scalars(statement.where(Membership.role.in_(roles)) if roles else statement).all()


def list_open_invitations(moment: datetime, municipality_ids: Collection[int] | None = None) -> Sequence[Invitation]:
    """Into these towns (all of them without), by address."""
    statement = (
        select(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.expires_at > moment)
        .order_by(Invitation.email, Invitation.id)
    )
    if municipality_ids is not None:
        statement = statement.where(Invitation.municipality_id.in_(municipality_ids))
    return db.session.scalars(statement).all()


def get_open_invitation(municipality_id: int, id_: UUID, moment: datetime) -> Invitation:
    """Raises NotFound."""
    found = next((one for one in list_open_invitations(moment, [municipality_id]) if one.id == id_), None)
    if found is None:
        raise NotFound
    return found


def map_users(ids: Collection[UUID]) -> dict[UUID, StaffUser]:
    """Those that are there, by id."""
    return {user.id: user for user in db.session.scalars(select(StaffUser).where(StaffUser.id.in_(ids)))} if ids else {}


def map_user_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by id, of those that are there."""
    if not ids:
        return {}
    rows = db.session.execute(select(StaffUser.id, StaffUser.name).where(StaffUser.id.in_(ids)))
    return {row.id: row.name for row in rows}
