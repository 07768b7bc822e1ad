"""What the search page and the suggestions need to know, ready to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.finding.cards import Card, Link, ThemeTile
from webapp.locating.presenting import OriginLine


@dataclass(frozen=True)
class SearchPage:
    """`lists`: everything that fits, of each type, with how many. `q` is what was understood, `typed` what stood in
    the field; `complaints` are sentences by field (`q`, `where`)."""

    q: str
    typed: str
    themes: tuple[ThemeTile, ...]
    cards: tuple[Card, ...]
    lists: tuple[Link, ...]
    where: str  # as it was typed
    complaints: Mapping[str, str]
    origin: OriginLine | None

    @property
    def is_empty(self) -> bool:
        return bool(self.q) and not self.themes and not self.cards


@dataclass(frozen=True)
class Suggestion:
    """One line while typing. `type`: theme, place, activity, page or line (of a phone); `lang` is that of the name."""

    type: str
    name: str
    lang: str
    where: str
    url: str
    icon: str
