"""What is the matter with texts, in the words of a coordinator."""

from webapp.core.text_states import TextState
from webapp.core.words import _


def state_line(state: TextState, language: str) -> str:
    """The language by its own name."""
    sentences = {
        TextState.MISSING: _("%(language)s: no text yet", language=language),
        TextState.OUTDATED: _("%(language)s: older than the Dutch text", language=language),
        TextState.MACHINE: _("%(language)s: made by a machine, not looked at", language=language),
    }
    return sentences[state]
