"""Who gives sheets along under a name of their own, with what they like to give. Rooms above know them; without such a
room, and without a name in the address, the picker is the same for everyone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from webapp.areas.models import Municipality

NO_FAVOURITES: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Giver:
    """`favourites` are ids by theme, `area` a wijk or buurt by its code or empty."""

    code: str
    name: str
    area: str = ""
    is_demo: bool = False
    favourites: Mapping[str, frozenset[UUID]] = field(default_factory=dict)

    def likes(self, themes: tuple[str, ...]) -> frozenset[UUID]:
        return NO_FAVOURITES.union(*(self.favourites.get(theme, NO_FAVOURITES) for theme in themes))


class Givers(Protocol):
    """`sheet` is the code of a sheet. What is counted goes with the transaction of the caller."""

    def find(self, town: Municipality, code: str) -> Giver | None: ...

    def gave(self, town: Municipality, code: str, sheet: str, moment: datetime) -> None: ...

    def opened(self, town: Municipality, sheet: str, moment: datetime) -> bool:
        """Whether there was something to count."""
        ...

    def code_of(self, town: Municipality, sheet: str) -> str:
        """Of who made it; empty where nobody said so."""
        ...


_known: list[Givers] = []


def know(givers: Givers) -> None:
    """A room says once, when it is loaded, that it knows them."""
    _known.append(givers)


def find(town: Municipality, code: str) -> Giver | None:
    return next((found for one in _known if code and (found := one.find(town, code))), None)


def gave(town: Municipality, code: str, sheet: str, moment: datetime) -> None:
    for one in _known:
        one.gave(town, code, sheet, moment)


def opened(town: Municipality, sheet: str, moment: datetime) -> bool:
    counted = [one.opened(town, sheet, moment) for one in _known]
    return any(counted)


def code_of(town: Municipality, sheet: str) -> str:
    return next((code for one in _known if (code := one.code_of(town, sheet))), "")
