"""What is wrong with a field and what to do: sentences for residents."""

from flask import Flask, g

from webapp.areas.models import Municipality
from webapp.core.words import _
from webapp.teams.queries import is_reachable


def takes_questions(town: Municipality) -> bool:
    """Asked once a page: whether a way to the form is shown. Where no team is reachable, only the phone is."""
    if "takes_questions" not in g:
        g.takes_questions = is_reachable(town)
    return bool(g.takes_questions)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["takes_questions"] = takes_questions


def problem_sentences(problems: dict[str, str]) -> dict[str, str]:
    """By field, in the order of the form."""
    return {field: problem_sentence(field, problem) for field, problem in problems.items()}


def problem_sentence(field: str, problem: str) -> str:
    of_field = _of_field(field)
    if problem in of_field:
        return of_field[problem]
    return _general().get(problem) or _general()["unknown"]


def _general() -> dict[str, str]:
    return {
        "too_long": _("This is too long for us. Please make it shorter."),
        "not_text": _("This must be text between quotation marks, or null."),
        "broken": _("Some characters cannot be read. Please type it again."),
        "yes_or_no": _("This must be true or false."),
        "unknown": _("We do not know this. Please choose again, or leave it out."),
    }


def _of_field(field: str) -> dict[str, str]:
    sentences = {
        "question": {
            "missing": _("Write your question, or choose a subject. A few words are enough."),
            "too_little": _("Please write a few words, so that we know how to help."),
            "too_long": _(
                "Your question is longer than 4,000 characters. Please make it shorter. "
                "Nothing is lost: it is still here."
            ),
        },
        "topic": {"unknown": _("We do not know this subject. Choose one from the list, or “I don't know”.")},
        "reply_by": {
            "missing": _("Choose how we may answer. “No answer needed” is fine too."),
            "unknown": _("We cannot answer in this way. Choose one of the ways in the list."),
        },
        "contact": {
            "missing_phone": _("Fill in the number that we may call. Or choose another way to get an answer."),
            "missing_email": _("Fill in the address that we may mail to. Or choose another way to get an answer."),
            "phone": _("This does not look like a phone number. Use digits only, for example 06 12345678."),
            "email": _("This does not look like an e-mail address. It should look like name@example.nl."),
        },
        "postcode": {
            "form": _("This does not look like a postcode. Write it like 2951 AB or 2951, or leave it empty."),
            "unknown": _("We do not know this postcode. Check it, or leave it empty: that is fine too."),
        },
        "neighbourhood": {"unknown": _("We do not know this neighbourhood. Choose one, or leave it empty.")},
        "lat": {"position": _("This is no place on the map. Leave it out, or give lat and lon in degrees.")},
        "place": {"unknown": _("We do not know this place. Leave it out; your question still reaches us.")},
        "activity": {"unknown": _("We do not know this activity. Leave it out; your question still reaches us.")},
    }  # fmt: skip
    return sentences.get(field, {})


def again_sentence(reason: str) -> str:
    """Why the form is shown once more although nothing in it is wrong; one tap sends it."""
    sentences = {
        "quick": _("That went very fast. Please look once more, and press “Send my question” again."),
        "filled": _("Something went wrong on the way. Please look once more, and press “Send my question” again."),
        "foreign": _("Your question came through another website. Is it right? Then press “Send my question” again."),
        "busy": _(
            "Many questions come from where you are now. Nothing is lost: wait a few minutes, then press "
            "“Send my question” again. Or call us."
        ),
    }  # fmt: skip
    return sentences[reason]
