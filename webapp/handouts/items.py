"""One thing on a sheet, as it was when the sheet was made: public facts of the thing, and the dates that are on paper.
Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from webapp.core.geo import Position
from webapp.schedule.expansion import Slot
from webapp.schedule.values import CANCELLED

DATES = 2


@dataclass(frozen=True)
class Item:
    id: UUID
    is_place: bool
    name: str  # in Dutch, for when it is gone
    kind: str
    themes: tuple[str, ...]
    dates: tuple[datetime, ...]  # when they begin, UTC
    position: Position | None = None

    def as_document(self) -> dict[str, Any]:
        spot = self.position
        return {
            "id": str(self.id),
            "is_place": self.is_place,
            "name": self.name,
            "kind": self.kind,
            "themes": list(self.themes),
            "dates": [moment.astimezone(UTC).isoformat() for moment in self.dates],
            "spot": [spot.lat, spot.lon] if spot else None,
        }


def read_item(document: dict[str, Any]) -> Item:
    spot = document["spot"]
    return Item(
        UUID(document["id"]),
        document["is_place"],
        document["name"],
        document["kind"],
        tuple(document["themes"]),
        tuple(datetime.fromisoformat(moment) for moment in document["dates"]),
        Position(lat=spot[0], lon=spot[1]) if spot else None,
    )


@dataclass(frozen=True)
class Difference:
    """A date that is on paper and does not hold any more; `slot` says what became of it, None that it is not known."""

    was: datetime
    slot: Slot | None


def next_dates(slots: Iterable[Slot], moment: datetime) -> list[Slot]:
    """The first two that take place; one that goes on now too."""
    return sorted(slot for slot in slots if slot.ends_at > moment and slot.status != CANCELLED)[:DATES]


def differences(dates: Sequence[datetime], slots: Sequence[Slot], moment: datetime) -> list[Difference]:
    """What is past needs no news; what takes place as it is on paper is none."""
    found = []
    for was in dates:
        same = [slot for slot in slots if slot.starts_at == was]
        if was > moment and not any(slot.status != CANCELLED for slot in same):
            found.append(Difference(was, same[0] if same else None))
    return found
