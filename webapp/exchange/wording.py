"""What is wrong with what a program asks for, in sentences that say what to do."""

from webapp.core.words import _
from webapp.exchange.window import MOST_DEGREES, WindowComplaint


def window_sentence(complaint: WindowComplaint) -> str:
    example = "bbox=4.64,51.85,4.70,51.88"
    return {
        WindowComplaint.MISSING: _(
            "Say which part of the map: west, south, east and north in degrees, for example %(example)s.",
            example=example,
        ),
        WindowComplaint.UNREADABLE: _(
            "We cannot read this part of the map. Give four numbers with commas between them, for example %(example)s.",
            example=example,
        ),
        WindowComplaint.OUTSIDE: _(
            "This part of the map is not on earth. First comes the longitude, then the latitude."
        ),
        WindowComplaint.REVERSED: _(
            "West must be smaller than east, and south smaller than north, for example %(example)s.", example=example
        ),
        WindowComplaint.TOO_LARGE: _(
            "This part of the map is too large. Ask for at most %(degrees)s degree each way, so in pieces.",
            degrees=f"{MOST_DEGREES:g}",
        ),
    }[complaint]


def too_many_sentence(most: int) -> str:
    return _("There are more than %(most)s places here. Ask for a smaller part of the map.", most=most)
