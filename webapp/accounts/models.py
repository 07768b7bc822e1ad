"""Who may see what is not public, and where they are signed in. Tokens and codes are kept as hashes only."""

from datetime import datetime
from uuid import UUID

from flask_security.core import UserMixin
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.rules import Grant
from webapp.areas.models import Municipality
from webapp.core.crypto import Sealed
from webapp.extensions import Base


class StaffUser(UserMixin, Base):
    """Somebody of the staff. The names of the columns up to `tf_totp_secret` are those of Flask-Security.

    `tf_totp_secret` is encrypted by the library; without one the second step has not been set up yet. Nobody is
    removed while something names them: `active` false shuts them out.
    """

    __tablename__ = "staff_user"

    # The library says `int` and means any key.
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())  # type: ignore[assignment]
    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default="true")
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    tf_totp_secret: Mapped[str | None]
    totp_last_counter: Mapped[int | None]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="nl")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin", order_by="Membership.role"
    )
    passkeys: Mapped[list["Passkey"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="Passkey.created_at"
    )

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_form"),)

    @property
    def grants(self) -> list[Grant]:
        return [Grant(membership.role, membership.municipality_id) for membership in self.memberships]

    @property
    def has_second_step(self) -> bool:
        """Without one nothing is shown, and setting it up comes right after the password."""
        return self.tf_totp_secret is not None or bool(self.passkeys)


class Membership(Base):
    """A role in a town; an admin may have all towns. What exactly (which team, which organisation) is kept where that
    thing is kept."""

    __tablename__ = "membership"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    user: Mapped[StaffUser] = relationship(back_populates="memberships")
    municipality: Mapped[Municipality | None] = relationship(lazy="joined")

    __table_args__ = (
        CheckConstraint("role IN ('editor', 'team', 'coordinator', 'admin', 'practice')", name="role"),
        CheckConstraint("municipality_id IS NOT NULL OR role = 'admin'", name="town"),
        Index("uq_membership_town", "municipality_id", "role", "user_id", unique=True),
        Index("ix_membership_user", "user_id"),
        Index(
            "uq_membership_everywhere",
            "user_id",
            "role",
            unique=True,
            postgresql_where=text("municipality_id IS NULL"),
        ),
    )


class Invitation(Base):
    """Good for one membership, once, for some days. Who has the mail has the token; here is its hash only. `about` is
    the id of what the role is for, where it is for one thing; see joining.py."""

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    email: Mapped[str]
    role: Mapped[str]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    about: Mapped[UUID | None]
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    municipality: Mapped[Municipality | None] = relationship(lazy="joined")

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_form"),
        CheckConstraint("role IN ('editor', 'team', 'coordinator', 'admin', 'practice')", name="role"),
        CheckConstraint("municipality_id IS NOT NULL OR role = 'admin'", name="town"),
        Index("ix_invitation_municipality", "municipality_id", "email"),
    )

    def is_open(self, moment: datetime) -> bool:
        return self.accepted_at is None and self.expires_at > moment


class RecoveryCode(Base):
    """For whoever lost the phone; each works once and is gone then."""

    __tablename__ = "recovery_code"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)


class FreshCodes(Base):
    """That somebody has not said yet to have their recovery codes. `content` is sealed: the codes, while they are
    shown; see fresh_codes.py."""

    __tablename__ = "fresh_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes | None] = mapped_column(Sealed)
    made_at: Mapped[datetime]

    __table_args__ = (Index("ix_fresh_codes_made", "made_at"),)


class SignIn(Base):
    """One browser in which somebody is signed in. `browser` and `system` are to recognise it by."""

    __tablename__ = "sign_in"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    browser: Mapped[str] = mapped_column(server_default="")
    system: Mapped[str] = mapped_column(server_default="")
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_sign_in_user", "user_id", "last_seen_at"),)


class Passkey(Base):
    """A key in a phone, a computer or on a stick; here is its public half. `signed` counts what it says to have signed:
    a number that does not rise is the mark of a copy, noted in `copied_at`, and such a key opens nothing any more."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    signed: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default="{}")  # how a browser can reach it
    name: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    copied_at: Mapped[datetime | None]
    user: Mapped[StaffUser] = relationship(back_populates="passkeys")

    __table_args__ = (Index("ix_passkey_user", "user_id"),)


class StaffDraft(Base):
    """What somebody sent after the sign-in had ended: kept for them alone until they are back. `action` is the path to
    which the form goes, `page` that of the page on which it stands."""

    __tablename__ = "staff_draft"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"), primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[str]
    content: Mapped[bytes] = mapped_column(Sealed)  # sealed: the fields of the form
    kept_at: Mapped[datetime]

    __table_args__ = (Index("ix_staff_draft_kept", "kept_at"),)


class SentForm(Base):
    """A form of staff that arrived and made something: a second one that is all the same makes nothing more. `digest`
    is of its one-time key, its address and all that was filled in; `answer` where it led, None until that is known."""

    __tablename__ = "sent_form"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    answer: Mapped[str | None]
    sent_at: Mapped[datetime]

    __table_args__ = (Index("ix_sent_form_sent", "sent_at"),)
