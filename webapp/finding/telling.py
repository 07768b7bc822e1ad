"""The words of one place or activity for the reader of a page: part by part, as somebody may have translated only the
name. What nobody has translated is Dutch, with its language, so that a page can mark it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from webapp.activities.models import ActivityText
from webapp.core.language import language_names
from webapp.core.text_states import TextState, is_by_machine, state_of
from webapp.core.texts import FALLBACK_LANGUAGE, InLanguage, Paragraphs, Spoken, in_order, pick_field
from webapp.core.words import _
from webapp.finding.cards import Standing
from webapp.finding.conditions import Thing
from webapp.places.models import PlaceText

PARTS = ("name", "summary", "description", "getting_there", "first_time", "contact_role")
SUMMARY_CHARACTERS = 160

Text = PlaceText | ActivityText


@dataclass(frozen=True)
class Telling:
    """`texts` are in the order in which they are asked; a part that no text has is empty."""

    texts: Sequence[InLanguage]
    page_language: str

    def part(self, name: str) -> Spoken:
        return pick_field(self.texts, name)

    def first(self, *names: str) -> Spoken:
        """The first of these parts that a text has, before one in another language is asked."""
        found = (pick_field([text], name) for text in self.texts for name in names)
        return next(filter(None, found), Spoken("", self.page_language))

    @property
    def name(self) -> Spoken:
        return self.part("name")

    @property
    def summary(self) -> Spoken:
        """Of an imported text without one: the beginning of its description, before a summary in another language."""
        for text in self.texts:
            found = pick_field([text], "summary") or _beginning(pick_field([text], "description"))
            if found:
                return found
        return Spoken("", self.page_language)

    @property
    def is_own(self) -> bool:
        """Whether there is a text in the language of the page at all."""
        return self.texts[0].language == self.page_language

    @property
    def languages(self) -> tuple[str, ...]:
        """Of all that is shown, that of the page first."""
        shown = {found.language for found in (self.summary, *map(self.part, PARTS)) if found}
        return tuple(sorted(shown, key=lambda code: (code != self.page_language, code)))

    def note_on(self, shown: Iterable[Spoken]) -> str:
        """For a list, which shows only some parts: the language of the first that is not in that of the page."""
        other = next((one.language for one in shown if one and one.language != self.page_language), None)
        if other is None:
            return ""
        sentence = _("Partly in %(language)s") if self.is_own else _("Only in %(language)s")
        return sentence % {"language": self._name_of(other)}

    def standing(self, texts: Sequence[Text]) -> Standing:
        """Of the text in the language of the page."""
        by_language = {text.language: text for text in texts}
        text, dutch = by_language.get(self.page_language), by_language.get(FALLBACK_LANGUAGE)
        state = state_of(text, dutch)
        newer = _all_words(dutch) if dutch and state == TextState.OUTDATED else None
        by_machine = text is not None and is_by_machine(text)
        return Standing(state, by_machine, newer, self._only_in(), self._partly_in())

    def _only_in(self) -> str:
        return "" if self.is_own else self._name_of(self.texts[0].language)

    def _partly_in(self) -> str:
        others = [code for code in self.languages if code != self.page_language]
        return self._name_of(others[0]) if others and self.is_own else ""

    def _name_of(self, code: str) -> str:
        return language_names([code], self.page_language)[0]


def telling(thing: Thing, language: str) -> Telling:
    texts: Sequence[Text] = thing.texts
    return Telling(in_order(texts, language), language)


def _beginning(description: Spoken) -> Spoken:
    """Its first sentence or, where that is long, its first words."""
    first = re.split(r"(?<=[.!?])\s", description.words.strip(), maxsplit=1)[0]
    return Spoken(shorten(first, SUMMARY_CHARACTERS, placeholder="…"), description.language)


def _all_words(text: Text) -> Paragraphs:
    further = text.getting_there if isinstance(text, PlaceText) else text.first_time
    words = "\n\n".join((text.name, text.summary, text.description, further))
    return Paragraphs.of(Spoken(words, text.language))
