"""Calendars of items, those that are due, and those that fail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.calendar_feeds.models import CalendarFeed
from webapp.calendar_feeds.rules import DOUBTS, TELL_AFTER
from webapp.extensions import db
from webapp.places.models import Place

Item = Place | Activity


def find_feed(item: Item) -> CalendarFeed | None:
    owner = CalendarFeed.place_id if isinstance(item, Place) else CalendarFeed.activity_id
    return db.session.scalar(
        select(CalendarFeed).where(CalendarFeed.municipality_id == item.municipality_id, owner == item.id)
    )


def get_item_of(feed: CalendarFeed) -> Item:
    model: type[Place] | type[Activity] = Place if feed.place_id else Activity
    found: Any = db.session.get(model, (feed.municipality_id, feed.place_id or feed.activity_id))
    assert isinstance(found, Place | Activity)  # a feed goes with its item
    return found


def list_due(now: datetime, most: int) -> Sequence[CalendarFeed]:
    """Of every town, the longest due first; each by one worker only."""
    return db.session.scalars(
        select(CalendarFeed)
        .where(CalendarFeed.next_at <= now)
        .order_by(CalendarFeed.next_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def list_failing(town: Municipality, most: int = 20) -> Sequence[CalendarFeed]:
    """That failed so often in a row that somebody has to look, the longest first; what is in doubt waits for nobody."""
    return db.session.scalars(
        select(CalendarFeed)
        .where(
            CalendarFeed.municipality_id == town.id,
            or_(CalendarFeed.failures >= TELL_AFTER, CalendarFeed.problem.in_(DOUBTS)),
        )
        .order_by(CalendarFeed.failures.desc(), CalendarFeed.id)
        .limit(most)
    ).all()


def lock_feed(municipality_id: int, feed_id: UUID) -> CalendarFeed | None:
    return db.session.scalar(
        select(CalendarFeed)
        .where(CalendarFeed.municipality_id == municipality_id, CalendarFeed.id == feed_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
