"""An organisation and an invitation as they are filled in: read, checked, and shown again as they were typed."""

from collections.abc import Mapping
from datetime import date

from webapp.accounts.forms import read_invited
from webapp.accounts.rules import COORDINATOR, EDITOR, TEAM
from webapp.core.days import read_day
from webapp.core.editions import FIELD
from webapp.core.typed import Typed, opened
from webapp.core.words import _
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Organisation

LABEL = ("quality_label", "quality_label_until", "quality_label_url")
FACTS = ("name", "provider_type", "phone", "email", "website", *LABEL)
ROLES = (TEAM, EDITOR, COORDINATOR)  # of a town: an administrator is invited by administrators only
LONGEST = 300  # characters of a line


def stored_facts(organisation: Organisation) -> Typed:
    return opened({name: str(getattr(organisation, name) or "") for name in FACTS})


def read_facts(typed: Mapping[str, str]) -> Typed:
    form = Typed({name: typed.get(name, "").strip()[:LONGEST] for name in FACTS}, edition=typed.get(FIELD, ""))
    if _day(form) is None and form.values["quality_label_until"]:
        form.problems["quality_label_until"] = _("Write the day as in the example: 31-12-2027.")
    return form


def facts_of(form: Typed, slug: str, *, is_demo: bool) -> OrganisationFacts:
    values = {name: form.values[name] or None for name in FACTS if name != "quality_label_until"}
    values |= {"name": form.values["name"], "provider_type": form.values["provider_type"]}
    return OrganisationFacts(slug=slug, quality_label_until=_day(form), is_demo=is_demo, **values)  # type: ignore[arg-type]


def complain(form: Typed, fields: list[str]) -> None:
    """One sentence a field in which something is wrong."""
    sentences = {
        "name": _("Fill in a name of one line."),
        "provider_type": _("Choose one of these."),
        "phone": _("This is not a phone number. It looks like 078 123 45 67."),
        "email": _("This is not an e-mail address. It looks like name@example.nl."),
        "website": _("This is not the address of a website. It begins with https://."),
        "quality_label": _("Write the label on one line."),
        "quality_label_url": _("This is not the address of a website. It begins with https://."),
    }
    for name in fields:
        form.problems.setdefault(name, sentences.get(name, _("Something is wrong here.")))


def read_invitation(typed: Mapping[str, str], roles: tuple[str, ...] = (EDITOR,)) -> Typed:
    """With one role there is nothing to choose."""
    role = roles[0] if len(roles) == 1 else typed.get("role", "")
    form = read_invited(typed)
    form.values |= {"role": role, "organisation": typed.get("organisation", "")}
    if role not in roles:
        form.problems["role"] = _("Choose a role.")
    return form


def _day(form: Typed) -> date | None:
    return read_day(form.values["quality_label_until"])
