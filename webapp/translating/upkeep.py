"""What the worker translates by itself, where the operator wants that: a few texts a minute, so that nothing waits."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app

from webapp.areas.models import Municipality
from webapp.areas.queries import list_open_municipalities
from webapp.core.errors import trace
from webapp.core.language import languages
from webapp.core.rounds import each_minute
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.places.checks import FactsError
from webapp.translating.operations import is_available, translate_item
from webapp.translating.queries import Item, list_untranslated
from webapp.translating.rules import Problem, TranslationFailed

logger = logging.getLogger(__name__)
MOST_A_MINUTE = 3
PAUSE = timedelta(minutes=30)  # after a translator that is away
REST = timedelta(minutes=10)  # after finding nothing to do
MOST_SKIPPED = 1000  # things that could not be translated; a restart of the worker tries them again
_OF_THIS_ONE = (Problem.CHANGED, Problem.NO_SOURCE, Problem.MEANWHILE, Problem.BY_A_PERSON, Problem.NOT_PUBLIC)


class Automatic:
    """Remembers for as long as the worker runs what it cannot do anything about."""

    def __init__(self) -> None:
        self.paused_until: datetime | None = None
        self.skipped: dict[UUID, None] = {}

    def run(self, moment: datetime) -> Iterator[None]:
        if not (current_app.config["SETTINGS"].translator_automatic and is_available()):
            return
        if self.paused_until is not None and moment < self.paused_until:
            return
        items = self._list_work()
        if not items:
            self.paused_until = moment + REST
        for town, item, language in items:
            if not self._translate(town, item, language, moment):
                return
            yield

    def _list_work(self) -> list[tuple[Municipality, Item, str]]:
        found: list[tuple[Municipality, Item, str]] = []
        for town in list_open_municipalities():
            for language in languages():
                left = MOST_A_MINUTE - len(found)
                if left > 0 and language.code != FALLBACK_LANGUAGE:
                    items = list_untranslated(town, language.code, most=left, but=list(self.skipped))
                    found += [(town, item, language.code) for item in items]
        return found

    def _translate(self, town: Municipality, item: Item, language: str, moment: datetime) -> bool:
        """Whether to go on."""
        try:
            translate_item(town, item, language)
        except TranslationFailed as failed:
            if failed.problem not in _OF_THIS_ONE:
                logger.warning("translator: %s; the next try is in half an hour", failed)
                self.paused_until = moment + PAUSE
                return False
            self._skip(item.id)
        except FactsError as error:
            logger.warning("a translation was not stored\n%s", trace(error))
            self._skip(item.id)
        return True

    def _skip(self, id_: UUID) -> None:
        if len(self.skipped) >= MOST_SKIPPED:
            self.skipped.pop(next(iter(self.skipped)))
        self.skipped[id_] = None


automatic = Automatic()


@each_minute
def translate_missing(moment: datetime) -> Iterator[None]:
    yield from automatic.run(moment)
