"""What the schedule refuses, said to staff."""

from webapp.core.words import _
from webapp.schedule.checks import MOST_CHANGES, ScheduleError


def refusal_sentence(error: ScheduleError) -> str:
    """Of a change to one date. The forms look at what is typed themselves, so what is left is how things stand."""
    if any(sentence.endswith(f"{MOST_CHANGES} is the most") for sentence in error.sentences):
        return _("There are too many changed dates here. Put some of them into the times themselves.")
    return _("The times of this have changed meanwhile, or it cannot be changed for one day. Look at the times again.")
