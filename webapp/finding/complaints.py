"""What is wrong in an address or a form, in words, and beside which field they belong."""

from collections.abc import Mapping, Sequence

from webapp.core.errors import BadRequest
from webapp.core.words import _
from webapp.finding.days import LAST_WEEK
from webapp.finding.rules import Complaint, FilterError, Filters, read_what_makes_sense
from webapp.schedule.rules import HORIZON_DAYS

WHERE = ("near", "postcode", "where")  # three parameters, one field
FIELDS = {"q": "q", **dict.fromkeys(WHERE, "where")}


def typed(errors: Sequence[FilterError]) -> dict[str, str]:
    """By parameter, what makes no sense, without characters that no page can hold."""
    return {error.name: "".join(filter(str.isprintable, error.value)) for error in errors}


def typed_where(errors: Sequence[FilterError]) -> str:
    """What stood in the field, which a position that a device told never did."""
    values = typed(errors)
    return values.get("where") or values.get("postcode") or ""


def sentences(errors: Sequence[FilterError]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(sentence, errors)))


def by_field(errors: Sequence[FilterError]) -> Mapping[str, str]:
    """Of the search: `q` and `where`, each with all there is to say about it."""
    found: dict[str, list[FilterError]] = {}
    for error in errors:
        found.setdefault(FIELDS[error.name], []).append(error)
    return {field: " ".join(sentences(those)) for field, those in found.items()}


def read_or_refuse(arguments: Mapping[str, str], kind_axes: tuple[str, ...]) -> Filters:
    """For programs, which cannot mend a form. Raises BadRequest that names everything that is wrong."""
    filters, errors = read_what_makes_sense(arguments, kind_axes)
    if errors:
        raise BadRequest(" ".join(sentences(errors)))
    return filters


def sentence(error: FilterError) -> str:
    """What is wrong with a filter, and what to do, in the visitor's language."""
    words = {
        Complaint.TOO_LONG: _("Your search is too long. Use a few words."),
        Complaint.UNKNOWN_THEME: _("We do not know this theme. Choose one from the list."),
        Complaint.UNKNOWN_TOPIC: _("We do not know this topic. Choose a theme from the list."),
        Complaint.UNKNOWN_KIND: _("We do not know this kind. Choose one from the list."),
        Complaint.UNKNOWN_GROUP: _("We do not know this group. Choose one from the list."),
        Complaint.OPEN: _("We do not know this time. Choose open now, open today or this week."),
        Complaint.NEAR: _("We cannot read this position. Type your postcode instead."),
        Complaint.POSTCODE: _("This is not a postcode. Type for example 2951 or 2951 AB."),
        Complaint.SPOKEN: _("We do not know this language. Choose one from the list."),
        Complaint.SWITCH: _("This filter can be on (1) or off."),
        Complaint.PAGE: _("There is no such page. Go back to the first page."),
        Complaint.CHARACTERS: _("Your search holds characters that we cannot read. Please type it again."),
        Complaint.DAY: _("We cannot read this day. Write it like 2026-11-24, or choose a day from the list."),
        Complaint.DAY_OVER: _("This day is over. Choose today or a later day."),
        Complaint.DAY_TOO_FAR: _(
            "We do not know yet what there is on this day. Choose a day in the coming %(days)s days.", days=HORIZON_DAYS
        ),
        Complaint.WEEK: _("We do not know the times of this week. Choose a week from 1 to %(last)s.", last=LAST_WEEK),
    }
    return words[error.complaint]
