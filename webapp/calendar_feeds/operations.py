"""A calendar is tried, taken, asked again and given up. Nothing here commits, and nothing asks inside a transaction."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.activities.scope import owner_of
from webapp.areas.queries import get_municipality_of
from webapp.calendar_feeds import picks as picks_of
from webapp.calendar_feeds import queries, rules
from webapp.calendar_feeds.arriving import Before, arrive
from webapp.calendar_feeds.asking import Answer, NoCalendar
from webapp.calendar_feeds.models import CalendarFeed
from webapp.core import clock
from webapp.core.crypto import SealError, seal, unseal
from webapp.core.database import undone
from webapp.exchange.operations import take_over_times
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.expansion import Slot as Time
from webapp.schedule.models import Slot
from webapp.schedule.queries import find_schedule
from webapp.schedule.told import schedule_told
from webapp.versions.operations import capture, record

SHOWN_DATES = 8
MOST_REFUSED = 30  # sentences that are kept
LONGEST_SENTENCE = 300


@dataclass(frozen=True)
class Look:
    """What a calendar would bring. `dates` are the next times as they would be, with what was changed here."""

    offers: tuple[picks_of.Offer, ...]
    number: int  # events that count
    over: int
    notes: tuple[str, ...]
    refused: tuple[str, ...]
    dates: tuple[Time, ...]
    doubt: str = ""


# ---------------------------------------------------------------- a dry run


def look(item: queries.Item, body: bytes, picks: Collection[str], now: datetime, before: Before | None = None) -> Look:
    """Nothing stays of it. Raises NoCalendar."""
    arrival = arrive(body, picks, before, now)
    dates: tuple[Time, ...] = ()
    if arrival.brings_times:
        with undone():
            take_over_times(item, arrival.schedule)
            dates = tuple(list_next(item))
    return Look(
        offers=arrival.offers,
        number=len(arrival.gathered.taken) + len(arrival.missing.dates),
        over=arrival.gathered.over,
        notes=tuple(f"{one.summary}: {one.note}" for one in arrival.gathered.taken if one.note),
        refused=arrival.gathered.refused,
        dates=dates,
        doubt=arrival.doubt,
    )


def list_next(item: queries.Item) -> Sequence[Time]:
    """Its next times, cancelled ones too."""
    owner = Slot.place_id if isinstance(item, Place) else Slot.activity_id
    rows = db.session.execute(
        select(Slot.starts_at, Slot.ends_at, Slot.status, Slot.reason, Slot.note, Slot.change, Slot.elsewhere)
        .where(Slot.municipality_id == item.municipality_id, owner == item.id, Slot.ends_at > clock.now())
        .order_by(Slot.starts_at)
        .limit(SHOWN_DATES)
    )
    return [Time(*row) for row in rows]


# ---------------------------------------------------------------- taking it


def save_feed(
    item: queries.Item,
    address: str,
    answer: Answer,
    *,
    picks: Sequence[str],
    skips_refused: bool,
    by: UUID,
    now: datetime,
    is_sure: bool = False,
) -> CalendarFeed:
    """From now on this calendar tells the times of the item; its first answer is taken at once. `is_sure`: somebody
    looked, and what is missing is cancelled. Raises NoCalendar."""
    feed = queries.find_feed(item)
    before = before_of(feed, item, address, picks)
    if feed is None:
        feed = CalendarFeed(municipality_id=item.municipality_id, added_at=now, next_at=now)
        feed.place_id = item.id if isinstance(item, Place) else None
        feed.activity_id = None if isinstance(item, Place) else item.id
    feed.address, feed.by_user_id = seal(address), by
    feed.picks, feed.skips_refused = list(picks)[: rules.MOST_PICKS], skips_refused
    _take(feed, item, answer, now, by, before, is_sure=is_sure)
    db.session.add(feed)
    db.session.flush()
    return feed


def before_of(feed: CalendarFeed | None, item: queries.Item, address: str, picks: Sequence[str]) -> Before | None:
    """What the last answer told; None where nothing can be missing: it was another calendar, others of its events,
    another source has told the times since, or nobody could see the item."""
    if feed is None or list(picks) != feed.picks or not item.published:
        return None
    try:
        is_same = unseal(feed.address) == address
    except SealError:
        return None
    return _before(feed, item) if is_same else None


def _before(feed: CalendarFeed, item: queries.Item) -> Before | None:
    stored = find_schedule(item.municipality_id, owner_of(item))
    if feed.told is None or feed.told != _told(item) or stored is None or not item.published:
        return None
    schedule = schedule_told(stored.source_text)
    return Before(schedule, feed.listed, len(feed.refused)) if schedule else None


def _take(
    feed: CalendarFeed,
    item: queries.Item,
    answer: Answer,
    now: datetime,
    by: UUID | None,
    before: Before | None,
    *,
    is_sure: bool = False,
) -> None:
    """`by` None is the worker. Raises NoCalendar; then the times stay as they were."""
    if answer.body is not None:
        arrival = arrive(answer.body, feed.picks, before, now)
        refused = arrival.gathered.refused
        if refused and not feed.skips_refused:
            raise NoCalendar("refused", refused)
        if arrival.doubt and not (is_sure and arrival.missing.dates):
            raise NoCalendar(arrival.doubt, refused)
        if not arrival.brings_times:
            raise NoCalendar("over")
        capture(item, now=now)
        take_over_times(item, arrival.schedule)
        record(get_municipality_of(item.municipality_id), item, by=by, what="calendar", now=now)
        feed.refused, feed.listed = _shortened(refused), arrival.listed
        feed.told = _told(item)
    feed.etag, feed.last_modified = answer.etag, answer.last_modified
    feed.asked_at = feed.arrived_at = now
    feed.failures, feed.problem, feed.next_at = 0, None, now + rules.wait_after(0)


def _shortened(sentences: Sequence[str]) -> list[str]:
    return [sentence[:LONGEST_SENTENCE] for sentence in sentences[:MOST_REFUSED]]


def _told(item: queries.Item) -> bytes | None:
    """What stands for the words of a source at this item; another source changes it."""
    stored = find_schedule(item.municipality_id, owner_of(item))
    return hashlib.sha256(stored.source_text.encode()).digest() if stored and stored.source_text else None


def remove_feed(feed: CalendarFeed) -> None:
    """The times stay as they are."""
    db.session.delete(feed)
    db.session.flush()


# ---------------------------------------------------------------- again and again


@dataclass(frozen=True)
class Question:
    """What is asked of another program, outside any transaction."""

    address: str
    etag: str | None
    last_modified: str | None


def question_of(feed: CalendarFeed) -> Question:
    """Without marks where another source has told other times meanwhile: then the whole calendar is needed."""
    if feed.told != _told(queries.get_item_of(feed)):
        return Question(unseal(feed.address), None, None)
    return Question(unseal(feed.address), feed.etag, feed.last_modified)


def take_answer(feed: CalendarFeed, answer: Answer | NoCalendar, now: datetime) -> bool:
    """Whether the times are those of the calendar now. What cannot be used leaves them as they were, and is noted."""
    if not isinstance(answer, NoCalendar):
        try:
            with db.session.begin_nested():
                item = queries.get_item_of(feed)
                _take(feed, item, answer, now, None, _before(feed, item))
                db.session.flush()
            return True
        except NoCalendar as problem:
            answer = problem
    db.session.refresh(feed)
    feed.asked_at, feed.problem = now, answer.word
    feed.failures += 1
    feed.next_at = now + rules.wait_after(feed.failures)
    if answer.sentences and answer.word not in rules.DOUBTS:  # those are measured against the last good answer
        feed.refused = _shortened(answer.sentences)
    db.session.flush()
    return False


def claim_due(now: datetime, most: int) -> list[CalendarFeed]:
    """Planned on at once, so that each is asked by one worker, and again where that one dies."""
    due = list(queries.list_due(now, most))
    for feed in due:
        feed.next_at = now + rules.EACH
    db.session.flush()
    return due
