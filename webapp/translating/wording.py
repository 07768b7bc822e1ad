"""Why there is no translation, said to staff; and that a text is a machine's."""

from webapp.core.words import _
from webapp.translating.rules import Problem


def problem_sentence(problem: Problem) -> str:
    return {
        Problem.OFF: _("No translator is set up here. You can write the text yourself."),
        Problem.AWAY: _("The translator does not answer now. Try again later, or write the text yourself."),
        Problem.REFUSED: _("The translator takes no more for now. Try again later, or write the text yourself."),
        Problem.LANGUAGE: _("The translator does not know this language."),
        Problem.CHANGED: _(
            "The translator changed a phone number or a web address, so we use nothing of it. Write the text yourself."
        ),
        Problem.NOT_PUBLIC: _("Only what residents can read is sent to the translator. Publish the Dutch text first."),
        Problem.BY_A_PERSON: _("A person wrote this text. A machine does not replace it."),
        Problem.MEANWHILE: _("Somebody changed the Dutch text meanwhile. Translate it once more."),
        Problem.NO_SOURCE: _("There is no Dutch text to translate."),
    }[problem]


def machine_label() -> str:
    """Beside a text in the staff pages."""
    return _("Made by a machine. Read it, mend it, and say that it is right.")
