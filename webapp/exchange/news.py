"""What is new in a town, newest first: things that were not there before, and dates that are otherwise than usual."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.core import clock
from webapp.exchange import news_queries, news_words
from webapp.exchange.changed_dates import CLOSED, ChangedDates, TownDays, days_of_town, gather, known_since
from webapp.exchange.news_queries import Asked
from webapp.exchange.rss import Entry, write_rss
from webapp.schedule.expansion import Slot
from webapp.schedule.queries import get_town_time, list_timetables
from webapp.schedule.rules import midnight
from webapp.schedule.timetables import Owner, Timetable, TownTime
from webapp.schedule.values import Closure

DAYS_AHEAD = 28  # of dates that are otherwise
DAYS_NEW = 90  # how long something is new
MOST_NEW, MOST_DATES = 50, 100


@dataclass(frozen=True)
class Told:
    """Changed dates of one thing, with the moment from which they are told; None where nobody knows it."""

    owner: Owner
    dates: ChangedDates
    at: datetime | None


def written(asked: Asked, own: str) -> bytes:
    """`own` is the address of the feed. What nobody wrote down the moment of comes first, as it may be of today: what
    is soonest at the top."""
    entries = [*_of_dates(asked), *_of_new(asked)]
    return write_rss(news_words.channel(asked, own), sorted(entries, key=lambda entry: _newest_first(entry.at)))


def _of_new(asked: Asked) -> Iterator[Entry]:
    since = asked.moment - timedelta(days=DAYS_NEW)
    found = [each for type_ in asked.types for each in news_queries.list_new(asked, type_, since=since, most=MOST_NEW)]
    for thing, at in sorted(found, key=lambda each: each[1], reverse=True)[:MOST_NEW]:
        yield news_words.new_thing(asked, thing, at)


def _of_dates(asked: Asked) -> Iterator[Entry]:
    """The days of the whole town, and as many others as there is room for."""
    time = get_town_time(asked.town.id, asked.today)
    slots, of_town = _apart(asked, time)
    for days, owners in sorted(of_town.values(), key=lambda each: each[0].closure.first_day):
        yield news_words.town_days(asked, days, len(owners), _town_told_at(days))
    told = sorted(_told(asked, slots, time), key=_order)[:MOST_DATES]
    things = news_queries.map_things(asked.town, [one.owner for one in told])
    for one in told:
        yield news_words.changed_dates(asked, things[one.owner.id], one.dates, one.at)


def _order(one: Told) -> tuple[float, date, str, str]:
    return _newest_first(one.at), one.dates.first_day, one.dates.key, str(one.owner.id)


def _newest_first(at: datetime | None) -> float:
    return -(at or clock.END_OF_TIME).timestamp()


def _apart(asked: Asked, time: TownTime) -> tuple[dict[Owner, list[Slot]], dict[str, tuple[TownDays, set[Owner]]]]:
    """The changed times of each thing, and apart from them what falls out with the whole town, by its days."""
    since, until = midnight(asked.today), midnight(asked.today + timedelta(days=DAYS_AHEAD))
    own: dict[Owner, list[Slot]] = {}
    of_town: dict[str, tuple[TownDays, set[Owner]]] = {}
    for type_ in asked.types:
        for owner, slot in news_queries.list_changed_slots(asked, type_, since=since, until=until):
            days = days_of_town(slot, time)
            if days is None:
                own.setdefault(owner, []).append(slot)
            else:
                of_town.setdefault(days.key, (days, set()))[1].add(owner)
    return own, of_town


def _told(asked: Asked, slots: Mapping[Owner, Sequence[Slot]], time: TownTime) -> Iterator[Told]:
    timetables = list_timetables(
        asked.town.id,
        places=[owner.place_id for owner in slots if owner.place_id],
        activities=[owner.activity_id for owner in slots if owner.activity_id],
    )
    sources = {one.owner: _sources(one) for one in timetables}
    histories = news_queries.map_histories(asked.town, {source for each in sources.values() for source in each})
    for one in timetables:
        for dates in gather(slots[one.owner], _closures(one, time)):
            known = (known_since(dates, histories.get(source, ())) for source in sources[one.owner])
            since = next(filter(None, known), None)
            yield Told(one.owner, dates, max(since, _near(dates.first_day)) if since else None)


def _sources(timetable: Timetable) -> list[Owner]:
    """Whose history tells its times: its own and, where it takes the hours of its place, that of the place."""
    places = timetable.places if timetable.of_place else ()
    return [timetable.owner, *(Owner(place_id=place) for place in places)]


def _closures(timetable: Timetable, time: TownTime) -> list[Closure]:
    subjects = (*sorted(timetable.places), *sorted(timetable.organisations))
    return [closure for subject in subjects for closure in time.closures.get(subject, ())]


def _town_told_at(days: TownDays) -> datetime | None:
    """Since when a closure is known nobody wrote down; the calendar is always known."""
    return None if days.kind == CLOSED else _near(days.closure.first_day)


def _near(day: date) -> datetime:
    """From when the feed tells what is on this day: what was said long before is no news yet."""
    return midnight(day - timedelta(days=DAYS_AHEAD - 1))
