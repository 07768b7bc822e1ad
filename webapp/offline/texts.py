"""Texts as the package tells them: [words, language], and what there is to know of them in whole sentences."""

from typing import Any

from webapp.core.texts import Paragraphs, Spoken
from webapp.core.words import _
from webapp.finding.cards import Standing

Json = dict[str, Any]


def filled(told: Json) -> Json:
    """Without what is empty or false: that is most of it."""
    return {name: value for name, value in told.items() if value}


def spoken(told: Spoken) -> list[str] | None:
    return [told.words, told.language] if told else None


def paragraphs(text: Paragraphs) -> list[Any] | None:
    return [list(text.parts), text.language] if text.parts else None


def standing(told: Standing) -> Json:
    """As templates/components/language_notice.html says it; `newer` is the Dutch text that the words do not follow."""
    notices = []
    if told.only_in:
        notices.append(_("This text is only in %(language)s.", language=told.only_in))
    elif told.partly_in:
        notices.append(_("A part of this text is only in %(language)s.", language=told.partly_in))
    if told.by_machine:
        notices.append(_("Translated by a machine. Mistakes are possible."))
    return {"notices": notices, "newer": paragraphs(told.newer) if told.newer else None}
