"""A calendar is tried, taken, asked again and given up. Nothing here commits, and nothing asks inside a transaction."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from webapp.activities.scope import owner_of
from webapp.areas.queries import get_municipality_of
from webapp.calendar_feeds import picks as picks_of
from webapp.calendar_feeds import queries, rules
from webapp.calendar_feeds.asking import Answer, NoCalendar
from webapp.calendar_feeds.models import CalendarFeed
from webapp.core import clock
from webapp.core.crypto import seal, unseal
from webapp.core.database import undone
from webapp.core.errors import ImportRefused
from webapp.exchange.calendar_file import Gathered, gather
from webapp.exchange.operations import take_over_times
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.expansion import Slot as Time
from webapp.schedule.ical_read import CalendarRead, read_calendar
from webapp.schedule.models import Slot
from webapp.schedule.queries import find_schedule
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


# ---------------------------------------------------------------- a dry run


def look(item: queries.Item, body: bytes, picks: Collection[str], today: date) -> Look:
    """Nothing stays of it. Raises NoCalendar."""
    read = _read(body, today)
    gathered = _gather(read, picks, today)
    dates: tuple[Time, ...] = ()
    if gathered.taken:
        with undone():
            take_over_times(item, gathered.schedule)
            dates = tuple(list_next(item))
    return Look(
        offers=tuple(picks_of.offers(read.schedules)),
        number=len(gathered.taken),
        over=gathered.over,
        notes=tuple(f"{one.summary}: {one.note}" for one in gathered.taken if one.note),
        refused=gathered.refused,
        dates=dates,
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


def _read(body: bytes, today: date) -> CalendarRead:
    try:
        return read_calendar(body, today=today)
    except ImportRefused as refused:
        raise NoCalendar("no_calendar", (str(refused),)) from refused


def _gather(read: CalendarRead, picks: Collection[str], today: date) -> Gathered:
    if not read.schedules and not read.refused:
        raise NoCalendar("empty")
    chosen = picks_of.picked(read, picks)
    if not chosen.schedules and not chosen.refused:
        raise NoCalendar("picked_gone")
    try:
        return gather(chosen, today)
    except ImportRefused as refused:
        raise NoCalendar("too_much", (str(refused),)) from refused


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
) -> CalendarFeed:
    """From now on this calendar tells the times of the item; its first answer is taken at once. Raises NoCalendar."""
    feed = queries.find_feed(item)
    if feed is None:
        feed = CalendarFeed(municipality_id=item.municipality_id, added_at=now, next_at=now)
        feed.place_id = item.id if isinstance(item, Place) else None
        feed.activity_id = None if isinstance(item, Place) else item.id
    feed.address, feed.by_user_id = seal(address), by
    feed.picks, feed.skips_refused = list(picks)[: rules.MOST_PICKS], skips_refused
    _take(feed, item, answer, now, by)
    db.session.add(feed)
    db.session.flush()
    return feed


def _take(feed: CalendarFeed, item: queries.Item, answer: Answer, now: datetime, by: UUID | None) -> None:
    """`by` None is the worker. Raises NoCalendar; then the times stay as they were."""
    if answer.body is not None:
        gathered = _gather(_read(answer.body, clock.local(now).date()), feed.picks, clock.local(now).date())
        if gathered.refused and not feed.skips_refused:
            raise NoCalendar("refused", gathered.refused)
        if not gathered.taken:
            raise NoCalendar("over")
        capture(item, now=now)
        take_over_times(item, gathered.schedule)
        record(get_municipality_of(item.municipality_id), item, by=by, what="calendar", now=now)
        feed.refused = _shortened(gathered.refused)
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
                _take(feed, queries.get_item_of(feed), answer, now, None)
                db.session.flush()
            return True
        except NoCalendar as problem:
            answer = problem
    db.session.refresh(feed)
    feed.asked_at, feed.problem = now, answer.word
    feed.failures += 1
    feed.next_at = now + rules.wait_after(feed.failures)
    if answer.sentences:
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
