"""Which events of a calendar count. Pure."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from webapp.schedule.ical_read import CalendarRead, ReadEvent

BY_SUMMARY, BY_UID = "s:", "u:"  # the two forms of a pick


def pick_of(event: ReadEvent, picks: Collection[str]) -> bool:
    return not picks or f"{BY_SUMMARY}{event.summary}" in picks or f"{BY_UID}{event.uid}" in picks


def picked(read: CalendarRead, picks: Collection[str]) -> CalendarRead:
    """What cannot be read has no name, only a UID: with picks it counts where that was picked."""
    return CalendarRead(
        [event for event in read.schedules if pick_of(event, picks)],
        [one for one in read.refused if not picks or f"{BY_UID}{one.uid}" in picks],
    )


@dataclass(frozen=True)
class Offer:
    """Something of a calendar that can be picked: events of one name, or one of several with the same name."""

    pick: str
    name: str
    number: int
    is_part: bool = False


def offers(events: Sequence[ReadEvent]) -> list[Offer]:
    """By name; below a name that several series share, each of these."""
    found: list[Offer] = []
    for name, number in sorted(Counter(event.summary for event in events).items()):
        found.append(Offer(f"{BY_SUMMARY}{name}", name, number))
        series = [event for event in events if event.summary == name and any(one.rule for one in event.schedule.series)]
        if len(series) > 1:
            found += [Offer(f"{BY_UID}{event.uid}", _first(event), 1, is_part=True) for event in series]
    return found


def _first(event: ReadEvent) -> str:
    return f"{min(one.starts for one in event.schedule.series):%Y-%m-%d %H:%M}"
