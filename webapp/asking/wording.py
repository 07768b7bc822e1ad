"""What is wrong with a field and what to do, and how a question stands: sentences for residents."""

from datetime import datetime

from webapp.core.words import _
from webapp.questions.values import ANSWERED, CLOSED, NEW, READ, TAKEN, WITHDRAWN


def problem_sentences(problems: dict[str, str]) -> dict[str, str]:
    """By field, in the order of the form."""
    return {field: problem_sentence(field, problem) for field, problem in problems.items()}


def problem_sentence(field: str, problem: str) -> str:
    said = _of_field(field).get(problem)
    return said or _GENERAL[problem]() if problem in _GENERAL else said or _of_field(field)["unknown"]


_GENERAL = {
    "too_long": lambda: _("This is too long for us. Please make it shorter."),
    "not_text": lambda: _("This must be text between quotation marks, or null."),
    "broken": lambda: _("Some characters cannot be read. Please type it again."),
    "yes_or_no": lambda: _("This must be true or false."),
    "unknown": lambda: _("We do not know this. Please choose again, or leave it out."),
}


def _of_field(field: str) -> dict[str, str]:
    sentences = {
        "question": {
            "missing": _("Write your question, or choose a subject. A few words are enough."),
            "too_little": _("Please write a few words, so that we know how to help."),
            "too_long": _("Your question is very long. Please make it shorter than 4,000 characters. Nothing is lost: it is still here."),
        },
        "topic": {"unknown": _("We do not know this subject. Choose one from the list, or “I don't know”.")},
        "reply_by": {
            "missing": _("Choose how we may answer. “No answer needed” is fine too."),
            "unknown": _("We cannot answer in this way. Choose one of the ways in the list."),
        },
        "contact": {
            "missing_phone": _("Fill in the number at which we can reach you. Or choose another way to get an answer."),
            "missing_email": _("Fill in the e-mail address that we may write to. Or choose another way to get an answer."),
            "phone": _("This does not look like a phone number. Use digits only, for example 06 12345678."),
            "email": _("This does not look like an e-mail address. It should look like name@example.nl."),
        },
        "postcode": {
            "form": _("This does not look like a postcode. Write it like 2951 AB or 2951, or leave it empty."),
            "unknown": _("We do not know this postcode. Check it, or leave it empty: that is fine too."),
        },
        "neighbourhood": {"unknown": _("We do not know this neighbourhood. Choose one from the list, or leave it empty.")},
        "lat": {"position": _("This is no place on the map. Leave it out, or give lat and lon in degrees.")},
        "place": {"unknown": _("We do not know this place. Leave it out; your question still reaches us.")},
        "activity": {"unknown": _("We do not know this activity. Leave it out; your question still reaches us.")},
    }  # fmt: skip
    return sentences.get(field, {})


def again_sentence(reason: str) -> str:
    """Why the form is shown once more although nothing in it is wrong; one tap sends it."""
    sentences = {
        "quick": _("That went very fast. Please look once more, and press “Send my question” again."),
        "filled": _("A field was filled in that people do not see. Press “Send my question” again and we take care of it."),
        "foreign": _("Your question came in through another website. Please look if it is right, and press “Send my question” again."),
        "busy": _("Many questions come from where you are now. Nothing is lost: wait a few minutes and press “Send my question” again. Or call us."),
        "down": _("Sending did not work just now. Nothing is lost: your text is still here. Try again in a minute, or call us."),
    }  # fmt: skip
    return sentences[reason]


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


def promise_sentence(reply_by: str, team: str, day: str) -> str:
    """`day` is the day by which the team answers, like "Monday 30 November"."""
    if reply_by == "none":
        return _("%(team)s reads your question. You will get no answer, as you asked.", team=team)
    if reply_by == "visit":
        return _("You can walk in at %(team)s. They know your question by %(day)s at the latest.", team=team, day=day)
    return _("You get an answer from %(team)s by %(day)s at the latest.", team=team, day=day)


def step_sentence(kind: str, facts: dict[str, str], team: str) -> str:
    """A step in the life of a question for its resident; empty for what is the team's own business."""
    sentences = {
        "asked": _("You asked your question."),
        "read": _("%(team)s read it.", team=team),
        "taken": _("Somebody of %(team)s is working on it.", team=team),
        "answered": _answered(facts.get("how", ""), team),
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


def is_late(answer_by: datetime | None, moment: datetime) -> bool:
    return answer_by is not None and moment > answer_by
