"""Sentences for visitors and staff."""

from webapp.core.words import _


def wrong_choices() -> list[tuple[str, str]]:
    return [
        ("closed", _("It is closed, or it does not exist any more")),
        ("times", _("The times are wrong")),
        ("address", _("The address is wrong")),
        ("phone", _("The phone number or website is wrong")),
        ("other", _("Something else")),
    ]


def state_label(state: str) -> str:
    return {"open": _("Open"), "solved": _("Solved"), "no_problem": _("Nothing was wrong")}[state]


def problem_sentences(problems: dict[str, str]) -> dict[str, str]:
    sentences = {
        ("wrong", "missing"): _("Choose what is not right."),
        ("words", "missing"): _("Tell us in a few words what is not right."),
        ("words", "too_long"): _("This is longer than %(most)s characters. Please make it shorter.", most=500),
        ("email", "email"): _("This does not look like an e-mail address. It should look like name@example.nl."),
    }
    return {field: sentences[field, problem] for field, problem in problems.items()}


def again_sentence(reason: str) -> str:
    """Why the form is shown once more although nothing in it is wrong."""
    if reason == "busy":
        return _("Many reports come from where you are now. Nothing is lost: wait a few minutes and send it again.")
    return _("Please look once more, and press “Send” again.")
