"""Which of some places and activities are open at a moment, for the few minutes around it kept in the process: each who
searches for the same asks it again."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, TIMESTAMP, Integer, Uuid, any_, bindparam, select, union_all

from webapp.areas.models import Municipality
from webapp.core.kept import Kept
from webapp.core.statements import Made
from webapp.finding.conditions import is_open_between
from webapp.schedule.models import Slot

MINUTES = 5
MOST_KEPT = 100_000  # places and activities that were asked about, of all towns together, in each process
Openings = Mapping[UUID, list[tuple[datetime, datetime]]]

_TOWN = bindparam("town", type_=Integer)
_FROM, _BEFORE = (bindparam(name, type_=TIMESTAMP(timezone=True)) for name in ("from", "before"))
_OWNERS = bindparam("owners", type_=ARRAY(Uuid))
# By the index of each: a large town has ten times as many openings now as fit a search.
_OPEN = Made(
    union_all(
        *(
            select(owner.label("owner"), Slot.starts_at, Slot.ends_at).where(
                owner == any_(_OWNERS), is_open_between(_TOWN, _FROM, _BEFORE)
            )
            for owner in (Slot.place_id, Slot.activity_id)
        )
    )
)
_kept: Kept[tuple[int, tuple[UUID, ...]], Openings] = Kept(MOST_KEPT, lambda openings: len(openings) + 1)


def open_among(town: Municipality, owners: tuple[UUID, ...], moment: datetime) -> Callable[[UUID], bool]:
    """Tells it of each of these by its id. Of a reader's town: with its version."""
    began = _began(moment)
    openings = _kept.get((town.id, owners), (town.seen_version, began), lambda: _read(town.id, owners, began))

    def is_open(owner: UUID) -> bool:
        return any(start <= moment < end for start, end in openings.get(owner, ()))

    return is_open


def _began(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment.replace(minute=moment.minute - moment.minute % MINUTES, second=0, microsecond=0)


def _read(town_id: int, owners: tuple[UUID, ...], began: datetime) -> Openings:
    """Of each owner a list, empty where it does not open: what is kept weighs as much as was asked about."""
    before = began + timedelta(minutes=MINUTES)
    values = {"town": town_id, "owners": list(owners), "from": began, "before": before}
    openings: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list, {owner: [] for owner in owners})
    for row in _OPEN.ask(values):
        openings[row.owner].append((row.starts_at, row.ends_at))
    return dict(openings)
