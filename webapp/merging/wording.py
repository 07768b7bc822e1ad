"""Words for what speaks for two being the same, for the parts that are chosen from, and for refusals."""

from collections.abc import Callable

from webapp.core.formats import distance
from webapp.core.words import _
from webapp.merging.rules import SURE, Likeness, reasons

REASONS: dict[str, Callable[[Likeness], str]] = {
    "same_name": lambda _one: _("the same name"),
    "like_name": lambda _one: _("names that look alike"),
    "address": lambda _one: _("the same address"),
    "phone": lambda _one: _("the same phone number"),
    "website": lambda _one: _("the same website"),
    "email": lambda _one: _("the same e-mail address"),
    "times": lambda _one: _("the same times"),
    "near": lambda one: _("%(distance)s apart", distance=distance(one.metres or 0)),
    "far": lambda one: _("but %(distance)s apart", distance=distance(one.metres or 0)),
}


def reasons_of(likeness: Likeness) -> list[str]:
    return [REASONS[word](likeness) for word in reasons(likeness)]


def how_sure(score: int) -> str:
    return _("Very likely the same") if score >= SURE else _("Maybe the same")


def refusal(word: str) -> str:
    return {
        "texts": _("This cannot be stored in this way. Choose another name, text or address."),
        "times": _("These times cannot be taken over. Choose the other ones."),
        "undone": _("These two were taken apart already."),
        "too_late": _("This was more than 30 days ago. What was before is no longer kept."),
        "merged_on": _("The one that was kept has become one with another. Undo that first."),
        "changed": _("Somebody changed one of the two a moment ago. Look again and choose again."),
    }[word]


def field_label(name: str) -> str:
    labels = {
        "kind": _("Kind"),
        "organisation_id": _("Organisation"),
        "place_id": _("Place"),
        "address": _("Address"),
        "point": _("Point on the map"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "website": _("Website"),
        "opening_hours_note": _("Note about the hours"),
        "wheelchair": _("Wheelchair"),
        "free": _("Free"),
        "price": _("Price"),
        "walkin": _("No appointment"),
        "no_referral": _("No referral needed"),
        "by_appointment": _("By appointment"),
        "online": _("Online"),
        "volunteer": _("Volunteer work"),
        "wor": _("Fits Welzijn op Recept"),
        "min_age": _("From what age"),
        "themes": _("Themes"),
        "groups": _("For whom"),
        "attributes": _("Particulars"),
        "topics": _("Topics"),
        "dimensions": _("Positive health"),
        "programmes": _("Programmes"),
        "laws": _("Laws"),
        "spoken": _("Languages spoken"),
        "attribution": _("Source"),
        "checked_on": _("Last checked"),
        "times": _("Times"),
        "name": _("Name"),
        "summary": _("Summary"),
        "description": _("Description"),
        "getting_there": _("How to get there"),
        "first_time": _("The first time"),
        "contact_role": _("Whom to ask for"),
    }
    return labels[name]


def done_sentence(done: str) -> str:
    """For the list; empty for nothing that it knows."""
    return {
        "one": _("They are one now. Old addresses lead to it. Below you can make them two again, for 30 days."),
        "two": _("Good to know: these are two. We do not ask again."),
        "apart": _("They are two again."),
    }.get(done, "")
