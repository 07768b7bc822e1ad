"""What staff fill in about their account: read, checked, and shown again as it was typed, but for passwords."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from webapp.accounts.rules import (
    ADMIN,
    EMAIL_MAX,
    INVITED,
    NAME_MAX,
    PASSKEY_NAME_MAX,
    is_email,
    normal_email,
    password_complaint,
)
from webapp.accounts.wording import password_sentence
from webapp.core.language import find_language
from webapp.core.typed import Typed
from webapp.core.words import _

TYPED_MAX = 200  # characters of anything but a password


@dataclass
class Form:
    """`errors` by name of the field; "" is about the whole form."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def complain(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, sentence)


def read_sign_in(typed: Mapping[str, str]) -> Form:
    form = Form({"email": normal_email(_line(typed, "email")), "password": typed.get("password", "")})
    _check_email(form)
    if not form["password"]:
        form.complain("password", _("Fill in your password."))
    return form


def read_code(typed: Mapping[str, str]) -> Form:
    form = Form({"code": _line(typed, "code")})
    if not form["code"]:
        form.complain("code", _("Fill in the code."))
    return form


def read_email(typed: Mapping[str, str]) -> Form:
    form = Form({"email": normal_email(_line(typed, "email"))})
    _check_email(form)
    return form


def read_invited(typed: Mapping[str, str], there: Collection[str] = (), is_there: str = "") -> Typed:
    """The address of a colleague to be invited; `is_there` is the sentence for who is among the addresses `there`."""
    form = Typed({"invited": normal_email(_line(typed, "invited"))})
    if not form.values["invited"]:
        form.problems["invited"] = _("Fill in an e-mail address.")
    elif not is_email(form.values["invited"]):
        form.problems["invited"] = _("This is not an e-mail address. It looks like name@example.nl.")
    elif form.values["invited"] in there:
        form.problems["invited"] = is_there
    return form


def invited_too_many() -> str:
    return _("You have sent many invitations today. Try again tomorrow.")


def read_new_account(typed: Mapping[str, str], email: str) -> Form:
    language = typed.get("language", "")
    form = Form(
        {
            "name": _line(typed, "name"),
            "language": language if find_language(language) else "nl",
            "password": typed.get("password", ""),
        }
    )
    if not form["name"]:
        form.complain("name", _("Fill in your name. Your colleagues see it."))
    elif len(form["name"]) > NAME_MAX:
        form.complain("name", _("This name is too long. Use at most %(number)s characters.", number=NAME_MAX))
    _check_password(form, form["name"], email)
    return form


def read_new_password(typed: Mapping[str, str], *about: str) -> Form:
    form = Form({"password": typed.get("password", "")})
    _check_password(form, *about)
    return form


def read_changed_password(typed: Mapping[str, str], *about: str) -> Form:
    form = read_new_password(typed, *about)
    form.values["current"] = typed.get("current", "")
    if not form["current"]:
        form.complain("current", _("Fill in the password that you use now."))
    return form


def read_passkey_name(typed: Mapping[str, str]) -> Form:
    form = Form({"name": _line(typed, "name"), "current": typed.get("current", "")})
    if not form["name"]:
        form.complain("name", _("Give the passkey a name by which you know it again."))
    elif len(form["name"]) > PASSKEY_NAME_MAX:
        form.complain("name", _("This name is too long. Use at most %(number)s characters.", number=PASSKEY_NAME_MAX))
    return form


def read_invitation(typed: Mapping[str, str], slugs: Collection[str], *, is_everywhere: bool) -> Form:
    """`town` is one of these, or empty for an admin of all towns, whom only such an admin invites."""
    form = read_email(typed)
    form.values |= {"role": typed.get("role", ""), "town": typed.get("town", "")}
    if form["role"] not in INVITED:
        form.complain("role", _("Choose a role."))
    is_town = form["town"] in slugs
    if not is_town and not (form["town"] == "" and is_everywhere and form["role"] == ADMIN):
        form.complain("town", _("Choose a town. Only an administrator can work for all towns."))
    return form


def _check_email(form: Form) -> None:
    if not form["email"]:
        form.complain("email", _("Fill in your e-mail address."))
    elif not is_email(form["email"]) or len(form["email"]) > EMAIL_MAX:
        form.complain("email", _("This is not an e-mail address. It looks like name@example.nl."))


def _check_password(form: Form, *about: str) -> None:
    complaint = password_complaint(form["password"], *about)
    if complaint is not None:
        form.complain("password", password_sentence(complaint))


def _line(typed: Mapping[str, str], name: str) -> str:
    return "".join(filter(str.isprintable, typed.get(name, ""))).strip()[:TYPED_MAX]
