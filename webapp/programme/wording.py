"""What the schedule refuses, said to staff."""

from collections.abc import Sequence

from webapp.core.words import _
from webapp.schedule.checks import MOST_CHANGES, ScheduleError


def refusal_sentence(error: ScheduleError) -> str:
    """Of a change to one date. The forms look at what is typed themselves, so what is left is how things stand."""
    if any(sentence.endswith(f"{MOST_CHANGES} is the most") for sentence in error.sentences):
        return _("There are too many changed dates here. Put some of them into the times themselves.")
    return _("The times of this have changed meanwhile, or it cannot be changed for one day. Look at the times again.")


def times_sentence(sentences: Sequence[str]) -> str:
    """Of hours and series. What one field says wrongly stands beside it already; here is what only shows together."""
    if any("overlap" in sentence for sentence in sentences):
        return _("Two of the times overlap. Look also at the other hours of this place or activity.")
    if any(sentence.endswith("is the most") for sentence in sentences):
        return _("These are too many times to keep. Take some out.")
    if any("may never" in sentence for sentence in sentences):
        return _("There are months or years without this day. Choose another day.")
    return _("These times cannot be kept like this. Look at the days and times once more.")


def shift_sentence(kind: str) -> str:
    if kind == "nothing_left":
        return _("There are no dates any more from this day on.")
    if kind == "only_time":
        return _("This repeats by the date, so it has no other weekday. Its time can be changed.")
    return _("This cannot move to another weekday in one go. End it, and add it anew.")
