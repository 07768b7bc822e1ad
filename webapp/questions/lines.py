"""The phone lines where somebody answers at once, beside a question that asks for them."""

from webapp.guiding.events import Line, lines
from webapp.questions.crisis import DANGER, crisis_words


def all_lines() -> tuple[Line, ...]:
    """Danger first; the others in the order of the list."""
    return tuple(line(id_) for id_ in crisis_words().phrases)


def lines_beside(words: str, topic: str) -> tuple[Line, ...]:
    return tuple(line(id_) for id_ in crisis_words().lines_for(words, topic))


def line(id_: str) -> Line:
    if id_ == DANGER:
        words = {"nl": "Is er nu gevaar? Bel meteen.", "en": "Is there danger now? Call at once."}
        return Line(DANGER, {"nl": DANGER}, DANGER, words)
    return lines()[id_]
