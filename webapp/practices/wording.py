"""Sentences about a practice, and those of the poster in its waiting room."""

from datetime import date

from babel.dates import format_date

from webapp.core.language import current_language
from webapp.core.words import _
from webapp.practices.rules import THRESHOLD, Figure, Telling


def number(figure: Figure) -> str:
    return {
        Telling.EXACT: str(figure.number),
        Telling.FEWER: _("fewer than %(number)s", number=THRESHOLD),
        Telling.MORE: _("%(number)s or more", number=THRESHOLD),
        Telling.TOO_FEW_SHEETS: _("not told"),
    }[figure.telling]


def quarter(first_day: date) -> str:
    """“October to December 2026”, in the language that is spoken."""
    last = first_day.replace(month=first_day.month + 2)
    language = current_language()
    begin, end = (format_date(day, "LLLL", locale=language) for day in (first_day, last))
    return _("%(begin)s to %(end)s %(year)s", begin=begin, end=end, year=first_day.year)


def poster() -> dict[str, str]:
    """In the language that is spoken."""
    return {
        "title": _("What is there close by?"),
        "lead": _("Eating together, help with money, moving, or somebody to talk to: there is more than you think."),
        "scan": _("Scan with your phone, or type:"),
        "free": _("You need no account. Nobody follows you."),
        "call": _("Do you prefer to call?"),
        "demo": _("Made-up example"),
    }
