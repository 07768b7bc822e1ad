"""What the coordinator's desk shows: each room says once what there is to do in it, so the desk knows no room."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.areas.models import Municipality


@dataclass(frozen=True)
class DeskLine:
    """One thing to do. `number` counts what `text` speaks of; `url` leads to where it is done, "" to nowhere."""

    text: str
    url: str = ""
    number: int | None = None


@dataclass(frozen=True)
class DeskCard:
    """`lines` is what there is to do, the most urgent first; without any, `well` says that all is well. `url` leads to
    the room's own page, under the name `link`."""

    title: str
    icon: str
    lines: tuple[DeskLine, ...]
    well: str
    url: str = ""
    link: str = ""

    @property
    def has_work(self) -> bool:
        return bool(self.lines)


CardMaker = Callable[[Municipality], DeskCard | None]
_makers: dict[str, CardMaker] = {}


def add_desk_card(name: str, make: CardMaker) -> None:
    """When the room is loaded. `make` gets the town and gives None where the room has no say in it; it is called once
    for each look at the desk, so it counts in few statements. `name` is told only to other code: the room's."""
    _makers[name] = make


def desk_cards(town: Municipality) -> list[DeskCard]:
    """Where there is something to do first, then in the order in which the rooms were loaded."""
    cards = [card for make in _makers.values() if (card := make(town)) is not None]
    return sorted(cards, key=lambda card: not card.has_work)
