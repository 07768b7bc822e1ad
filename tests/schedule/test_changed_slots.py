"""A slot tells how it came to its time: regular, moved from another, extra, or other hours than always."""

from datetime import date, datetime

import pytest

from webapp.core.clock import local
from webapp.schedule.expansion import OTHERWISE, expand
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Change, Closure, Days, Hours, Schedule, TownCalendar, Weekly

MONDAY = date(2026, 11, 2)
TUESDAY_10, WEDNESDAY_19 = datetime(2026, 11, 3, 10), datetime(2026, 11, 4, 19)
MOVE = Change(MOVED, starts=TUESDAY_10, to=WEDNESDAY_19, minutes=60)
ADD = Change(ADDED, to=WEDNESDAY_19, minutes=60)
GONE = Change(CANCELLED, starts=WEDNESDAY_19)
TUESDAY_STAYS = (CANCELLED, None, None)
IS_MOVED_AWAY, IS_MOVED_HERE = (CANCELLED, MOVED, WEDNESDAY_19), ("open", MOVED, TUESDAY_10)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], [("open", None, None)]),
        ([MOVE], [IS_MOVED_AWAY, IS_MOVED_HERE]),
        ([ADD], [("open", None, None), ("open", ADDED, None)]),
        ([Change(CANCELLED, starts=TUESDAY_10)], [TUESDAY_STAYS]),
        # It falls out after all: nobody is sent on to a locked door.
        ([MOVE, GONE], [TUESDAY_STAYS, TUESDAY_STAYS]),
        ([ADD, GONE], [("open", None, None), TUESDAY_STAYS]),
        ([MOVE, Change(CANCELLED, starts=TUESDAY_10)], [TUESDAY_STAYS]),
        # For longer, at the same hour.
        ([Change(MOVED, starts=TUESDAY_10, to=TUESDAY_10, minutes=180)], [("open", OTHERWISE, None)]),
        # Other hours on a day whose own fall out are nothing extra.
        (
            [Change(CANCELLED, whole_day=date(2026, 11, 3)), Change(ADDED, to=datetime(2026, 11, 3, 14), minutes=60)],
            [TUESDAY_STAYS, ("open", OTHERWISE, None)],
        ),
    ],
)  # fmt: skip
def test_each_time_tells_how_it_came_there(changes: list[Change], expected: list[tuple[object, ...]]) -> None:
    assert told(changes) == expected


def test_what_a_closure_takes_is_no_longer_moved_or_extra() -> None:
    closure = Closure(WEDNESDAY_19.date(), WEDNESDAY_19.date())

    assert told([MOVE], closure) == [TUESDAY_STAYS, TUESDAY_STAYS], "nobody is sent on to a locked door"


def told(changes: list[Change], *closures: Closure) -> list[tuple[object, ...]]:
    schedule = Schedule(weekly=(Weekly((Hours(1, 600, 720),)),), changes=tuple(changes))
    slots = expand(schedule, Days(MONDAY, 7), TownCalendar(), closures)
    return [
        (slot.status, slot.change, local(slot.elsewhere).replace(tzinfo=None) if slot.elsewhere else None)
        for slot in slots
    ]
