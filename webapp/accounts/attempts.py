"""How often a password and a code may be tried. Every try counts, also a right one; a right one starts anew."""

from webapp.accounts import devices
from webapp.accounts.models import StaffUser
from webapp.core.limits import forgive, hit, visitor_key

OF_AN_ACCOUNT = "10/15minutes"
OF_A_VISITOR = "300/hour"  # a town hall has one address
OF_CODES = "6/10minutes"  # 1 in 400 a day for somebody who has the password
OF_PASSKEYS = "300/hour"  # nobody guesses one; each answer costs us a signature to check
OF_MAILS = "3/hour"
OF_A_FORM = "1/hour"
OF_A_VISITORS_MAILS = "20/hour"


def may_try_password(email: str) -> bool:
    """In a browser that this address has used before, others' tries do not count."""
    if devices.find_key(email) is not None:
        return hit(_password_key(email), OF_AN_ACCOUNT)
    return hit(visitor_key("sign-in"), OF_A_VISITOR) and hit(_password_key(email), OF_AN_ACCOUNT)


def password_was_right(email: str) -> None:
    forgive(_password_key(email))


def may_try_code(user: StaffUser) -> bool:
    return hit(f"code:{user.id}", OF_CODES)


def code_was_right(user: StaffUser) -> None:
    forgive(f"code:{user.id}")


def may_try_passkey() -> bool:
    return hit(visitor_key("passkey"), OF_PASSKEYS)


def may_ask_for_mail(email: str) -> bool:
    return hit(visitor_key("new-password"), OF_A_VISITORS_MAILS) and hit(f"new-password:{email}", OF_MAILS)


def is_second_tap(form_key: str) -> bool:
    """Whether a form of somebody who is not signed in was sent before, by its one-time key."""
    return bool(form_key) and not hit(f"form:{form_key}", OF_A_FORM)


def _password_key(email: str) -> str:
    return f"password:{email}:{devices.find_key(email) or ''}"
