"""Through whom a resident came to the form. With the question stands that it was a practice, never which: rooms above
may count it, in the same transaction."""

import re
from collections.abc import Callable
from datetime import datetime

from webapp.areas.models import Municipality

PRACTICE = "practice"  # the source of a question from a sheet of a GP practice
CODE_LENGTH = 8  # letters of the code of a practice
FORM = re.compile(rf"{PRACTICE}(?:-([a-z]{{{CODE_LENGTH}}}))?", re.ASCII)

Count = Callable[[Municipality, str, datetime], None]
_counts: list[Count] = []


def on_asked(count: Count) -> None:
    """For each question that is new and says through which practice: its town, the code of the practice, the moment."""
    _counts.append(count)


def tidy(told: object) -> str:
    """As it goes along in an address and a form: `practice`, or `practice-` and its code. Anything else is empty."""
    return told if isinstance(told, str) and FORM.fullmatch(told) else ""


def through_code(code: str) -> str:
    """The same for a practice with this code, or one without."""
    return f"{PRACTICE}-{code}" if code else PRACTICE


def count(town: Municipality, through: str, moment: datetime) -> None:
    found = FORM.fullmatch(through)
    if found and found[1]:
        for step in _counts:
            step(town, found[1], moment)
