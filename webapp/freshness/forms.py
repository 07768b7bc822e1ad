"""The coordinator's two forms: how long something counts as right, and who looks around a neighbourhood."""

from collections.abc import Collection, Mapping

from webapp.areas.models import Municipality
from webapp.core.digits import ascii_digits
from webapp.core.editions import FIELD
from webapp.core.language import find_language
from webapp.core.mail import MailRefused, check_address
from webapp.core.typed import Typed, opened, typed_lines
from webapp.core.words import _
from webapp.freshness.rules import FEWEST_DAYS, KINDS, MOST_DAYS

LONGEST = 200


def terms_form(town: Municipality) -> Typed:
    return opened({kind: str(getattr(town, f"{kind}_term_days")) for kind in KINDS})


def read_terms(typed: Mapping[str, str]) -> Typed:
    """Days by kind, whole numbers where no problem was found."""
    form = typed_lines(typed, KINDS, 20)
    form.edition = typed.get(FIELD, "")
    for kind in KINDS:
        digits = ascii_digits(form.values[kind]) if form.values[kind].isdecimal() else ""
        number = int(digits or 0)
        if FEWEST_DAYS <= number <= MOST_DAYS:
            form.values[kind] = str(number)
        else:
            form.problems[kind] = _(
                "Give a number of days from %(fewest)s to %(most)s.", fewest=FEWEST_DAYS, most=MOST_DAYS
            )
    return form


def days_of(form: Typed) -> dict[str, int]:
    return {kind: int(form.values[kind]) for kind in KINDS}


def read_volunteer(typed: Mapping[str, str], areas: Collection[str]) -> Typed:
    form = typed_lines(typed, ("name", "email", "area", "language"), LONGEST)
    if not form.values["name"]:
        form.problems["name"] = _("Fill in a name.")
    try:
        check_address(form.values["email"])
    except MailRefused:
        form.problems["email"] = _("This does not look like an e-mail address. It should look like name@example.nl.")
    if form.values["area"] not in areas:
        form.problems["area"] = _("Choose a neighbourhood from the list.")
    if not find_language(form.values["language"]):
        form.problems["language"] = _("Choose a language from the list.")
    return form
