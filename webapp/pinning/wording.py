"""What is wrong with a pin, and what to do."""

from collections.abc import Iterable, Mapping

from webapp.core.words import _
from webapp.pinning.rules import Slip
from webapp.places.checks import Flaw


def slip_sentences(slips: Mapping[str, Slip], town: str) -> dict[str, str]:
    said = {
        Slip.MISSING: _("Put the pin on the map, or fill in a number here."),
        Slip.NO_NUMBER: _("This is not a number such as 51.865."),
        Slip.ABROAD: _("This point does not lie in the Netherlands. Were the two numbers swapped?"),
        Slip.OUTSIDE: _("This point lies just outside %(town)s. Is that right? Then say so below.", town=town),
        Slip.FAR: _("This point lies far outside %(town)s. Move the pin into the town.", town=town),
    }
    return {field: said[slip] for field, slip in slips.items()}


def flaw_sentences(flaws: Iterable[Flaw]) -> dict[str, str]:
    """By field; what is no field of this form, above it."""
    said = {
        "street": _("This is too long or holds characters that we cannot keep."),
        "house_number": _("This is too long or holds characters that we cannot keep."),
        "city": _("This is too long or holds characters that we cannot keep."),
        "postcode": _("This is not a postcode. Write it like 2951 AB or 2951."),
        "lat": _("This is by phone or online, so it has no place on the map."),
        "online": _("This is by phone or online, so it has no place on the map."),
        "name_nl": _("This may be a place that must stay secret. It gets no address and no pin."),
    }
    fields = {"lat": "point", "online": "point", "name_nl": ""}
    return {
        fields.get(flaw.column, flaw.column if flaw.column in said else ""): said.get(
            flaw.column, _("This cannot be saved as it is.")
        )
        for flaw in flaws
    }


def own_draft_differs() -> str:
    return _("You moved this pin otherwise in another window, and that waits for the coordinator. Look there first.")


def moved_meanwhile(there: str) -> str:
    """`there` says what is stored now."""
    return _(
        "Somebody else changed this after you opened the page. It is now: %(there)s. Save again if yours is right.",
        there=there,
    )
