"""The mails about accounts. Each leaves with the transaction that it belongs to; a link in it works once."""

from contextlib import suppress

from webapp.accounts import library
from webapp.accounts.models import Invitation, StaffUser
from webapp.accounts.queries import find_user
from webapp.accounts.rules import INVITATION_DAYS
from webapp.accounts.wording import role_label
from webapp.core.addresses import link_to
from webapp.core.database import undone
from webapp.core.language import DEFAULT_LANGUAGE, speaking
from webapp.core.mail import MailRefused
from webapp.core.words import _
from webapp.messages.operations import queue_mail


def send_invitation(invitation: Invitation, token: str, language: str, about: str = "") -> None:
    """`about` is the name of what the role is for."""
    town = invitation.municipality
    with speaking(language):
        lines = (
            _("Hello,"),
            _("You are invited to work with Dichtbij in %(town)s.", town=town.name)
            if town
            else _("You are invited to work with Dichtbij."),
            _("Your role: %(role)s for %(about)s.", role=role_label(invitation.role), about=about)
            if about
            else _("Your role: %(role)s.", role=role_label(invitation.role)),
            _("Choose a password with this link. It works once, for %(days)s days:", days=INVITATION_DAYS),
            link_to("accounts.invitation", token=token),
            _("You also need an app on your phone that makes codes. Perhaps you have one for your work already."),
            _("Did you not expect this mail? Then you need to do nothing."),
        )
        _send(invitation.email, _("Invitation for Dichtbij"), lines, "invitation", invitation.municipality_id)


def send_new_password(user: StaffUser, token: str) -> None:
    with speaking(user.language):
        lines = (
            _("Hello %(name)s,", name=user.name),
            _("Choose a new password for Dichtbij with this link. It works once, for one hour:"),
            link_to("accounts.new_password", token=token),
            _("Did you not ask for this? Then you need to do nothing. Your password stays as it is."),
        )
        _send(user.email, _("A new password for Dichtbij"), lines, "new-password", _a_town(user))


def send_new_password_if_known(email: str) -> None:
    """For an address that nobody has the same work is done and taken back: the time must not tell who works here."""
    user = find_user(email)
    if user is not None and user.active:
        send_new_password(user, library.reset_token(user))
        return
    with undone(), suppress(MailRefused):
        nobody = StaffUser(name=email, email=email, language=DEFAULT_LANGUAGE, fs_uniquifier=email)
        send_new_password(nobody, library.reset_token(nobody))


def send_password_changed(user: StaffUser) -> None:
    with speaking(user.language):
        lines = (
            _("Hello %(name)s,", name=user.name),
            _("Your password for Dichtbij was changed just now. You are signed out everywhere."),
            _("Was this not you? Then tell your coordinator at once."),
        )
        _send(user.email, _("Your password was changed"), lines, "password-changed", _a_town(user))


def send_app_changed(user: StaffUser) -> None:
    with speaking(user.language):
        lines = (
            _("Hello %(name)s,", name=user.name),
            _("Your codes for Dichtbij come from another app now."),
            _("Was this not you? Then tell your coordinator at once."),
        )
        _send(user.email, _("Your codes come from another app"), lines, "app-changed", _a_town(user))


def send_passkey_added(user: StaffUser, passkey: str) -> None:
    with speaking(user.language):
        what = _("You can sign in to Dichtbij with a new passkey: %(name)s.", name=passkey)
        _send(user.email, _("A new passkey"), _about_a_change(user, what), "passkey-added", _a_town(user))


def send_passkey_removed(user: StaffUser, passkey: str) -> None:
    with speaking(user.language):
        what = _("A passkey for Dichtbij was removed: %(name)s.", name=passkey)
        _send(user.email, _("A passkey was removed"), _about_a_change(user, what), "passkey-removed", _a_town(user))


def send_passkey_copied(user: StaffUser, passkey: str) -> None:
    with speaking(user.language):
        lines = (
            _("Hello %(name)s,", name=user.name),
            _("There may be a copy of your passkey “%(name)s”. It does not open Dichtbij any more.", name=passkey),
            _("Sign in with your password and a code, and remove the passkey on “My account”."),
            _("Was this not you? Then tell your coordinator at once."),
        )
        _send(user.email, _("A passkey does not work any more"), lines, "passkey-copied", _a_town(user))


def _about_a_change(user: StaffUser, what: str) -> tuple[str, ...]:
    return (
        _("Hello %(name)s,", name=user.name),
        what,
        _("Was this not you? Then tell your coordinator at once."),
    )


def _a_town(user: StaffUser) -> int | None:
    return next((one.municipality_id for one in user.memberships if one.municipality_id is not None), None)


def _send(to: str, subject: str, lines: tuple[str, ...], kind: str, municipality_id: int | None) -> None:
    """The only place that knows how a mail leaves."""
    queue_mail(to, subject, "\n\n".join(lines), kind=kind, municipality_id=municipality_id)
