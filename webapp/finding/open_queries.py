"""What is open in a town at a moment, for the few minutes around it kept in the process: each who searches asks."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import TIMESTAMP, Integer, bindparam, func, select

from webapp.areas.models import Municipality
from webapp.core.kept import Kept
from webapp.core.statements import Made
from webapp.finding.conditions import is_open_between
from webapp.schedule.models import Slot

MINUTES = 5
MOST_KEPT = 100_000  # openings of all towns together, some 200 bytes each, in each process
Openings = Mapping[UUID, list[tuple[datetime, datetime]]]

_TOWN = bindparam("town", type_=Integer)
_FROM, _BEFORE = (bindparam(name, type_=TIMESTAMP(timezone=True)) for name in ("from", "before"))
_OPEN = Made(
    select(func.coalesce(Slot.place_id, Slot.activity_id).label("owner"), Slot.starts_at, Slot.ends_at).where(
        is_open_between(_TOWN, _FROM, _BEFORE)
    )
)
_kept: Kept[int, Openings] = Kept(MOST_KEPT, lambda openings: len(openings) + 1)


def open_at(town: Municipality, moment: datetime) -> Callable[[UUID], bool]:
    """Tells of a place or an activity by its id. Of a reader's town: with its version."""
    began = _began(moment)
    openings = _kept.get(town.id, (town.seen_version, began), lambda: _read(town.id, began))

    def is_open(owner: UUID) -> bool:
        return any(start <= moment < end for start, end in openings.get(owner, ()))

    return is_open


def _began(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment.replace(minute=moment.minute - moment.minute % MINUTES, second=0, microsecond=0)


def _read(town_id: int, began: datetime) -> Openings:
    values = {"town": town_id, "from": began, "before": began + timedelta(minutes=MINUTES)}
    openings: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in _OPEN.ask(values):
        openings[row.owner].append((row.starts_at, row.ends_at))
    return dict(openings)
