"""Roles, devices and complaints in the words of whoever reads them."""

from flask import Flask

from webapp.accounts import rules
from webapp.accounts.models import SignIn
from webapp.accounts.rules import PasswordComplaint
from webapp.core.words import _


def role_label(role: str) -> str:
    labels = {
        rules.EDITOR: _("editor"),
        rules.TEAM: _("member of a team"),
        rules.COORDINATOR: _("coordinator"),
        rules.ADMIN: _("administrator"),
        rules.PRACTICE: _("member of a practice"),
    }
    return labels[role]


def device(sign_in: SignIn) -> str:
    return device_name(sign_in.browser, sign_in.system)


def device_name(browser: str, system: str) -> str:
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("Unknown device")


def password_sentence(complaint: PasswordComplaint) -> str:
    sentences = {
        PasswordComplaint.TOO_SHORT: _(
            "This password is too short. Use at least %(number)s characters. Four words in a row are easy to remember.",
            number=rules.PASSWORD_MIN,
        ),
        PasswordComplaint.TOO_LONG: _(
            "This password is too long. Use at most %(number)s characters.", number=rules.PASSWORD_MAX
        ),
        PasswordComplaint.IS_YOURS: _("Your name or address is in this password. Choose something else."),
        PasswordComplaint.TRIED_FIRST: _("Many people use these words. Choose words that belong to you only."),
        PasswordComplaint.TOO_SIMPLE: _("This password is easy to guess. Use more different characters."),
    }
    return sentences[complaint]


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(role_label=role_label, device=device)
