"""What the worker does for questions each minute, in small transactions."""

from collections.abc import Iterator
from datetime import datetime

from webapp.core.rounds import each_minute
from webapp.questions import rounds

STEPS = (
    rounds.escalate,
    rounds.pass_undelivered,
    rounds.take_up_unanswered,
    rounds.close_answered,
    rounds.forget_ended,
)


@each_minute
def look_after_questions(moment: datetime) -> Iterator[None]:
    """Each again while it finds something: a hundred at a time."""
    for step in STEPS:
        while step(moment):
            yield
