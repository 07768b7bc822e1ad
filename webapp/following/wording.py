"""How a question stands and what happened to it, in sentences for its resident."""

from collections.abc import Mapping
from typing import Any

from webapp.core.words import _
from webapp.questions.values import ANSWERED, CLOSED, NEW, READ, TAKEN, WITHDRAWN


def addition_sentence(*, is_long: bool) -> str:
    if is_long:
        return _("This is longer than 4,000 characters. Please make it shorter. Nothing is lost: it is still here.")
    return _("Write what you would like to add.")


def too_many_sentence() -> str:
    return _("You added a lot in a short time. Nothing is lost: it is still here. Wait an hour, or call us.")


def state_sentence(state: str, team: str) -> str:
    sentences = {
        NEW: _("Your question has arrived at %(team)s.", team=team),
        READ: _("%(team)s has read your question.", team=team),
        TAKEN: _("Somebody of %(team)s is working on your question.", team=team),
        ANSWERED: _("%(team)s has answered.", team=team),
        CLOSED: _("This question is finished."),
        WITHDRAWN: _("You took this question back. What you wrote is gone."),
    }
    return sentences[state]


def step_sentence(kind: str, facts: Mapping[str, Any], team: str) -> str:
    """A step in the life of a question for its resident; empty for what is the team's own business."""
    sentences = {
        "asked": _("You asked your question."),
        "read": _("%(team)s read it.", team=team),
        "taken": _("Somebody of %(team)s is working on it.", team=team),
        "answered": _answered(facts.get("how", ""), team),
        "answer_undelivered": _("That e-mail did not arrive. %(team)s answers you in another way.", team=team),
        "added": _("You added something."),
        "handed_over": _("With your permission, %(team)s took over.", team=team),
        "escalated": _("%(team)s took over, so that you do not wait too long.", team=team),
        "closed": _("The question was finished."),
        "withdrawn": _("You took it back."),
        "merged": _("It goes on together with another question of yours."),
        "forgotten": _("What you wrote has been erased."),
    }
    return sentences.get(kind, "")


def _answered(how: str, team: str) -> str:
    sentences = {
        "phone": _("%(team)s called you.", team=team),
        "visit": _("You talked with %(team)s.", team=team),
        "email": _("%(team)s sent you an e-mail.", team=team),
        "whatsapp": _("%(team)s sent you a message.", team=team),
    }
    return sentences.get(how) or _("%(team)s answered.", team=team)
