"""Slots as a visitor reads them: one time, and the week of a place with what is held there."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import url_for

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.texts import pick_words
from webapp.finding.cards import DayTimes, HeldSlot, ShownSlot, Week
from webapp.finding.conditions import Thing, page_of
from webapp.finding.day_queries import list_slots_between
from webapp.finding.days import LAST_DAY, LAST_WEEK, WEEK_DAYS
from webapp.finding.telling import telling
from webapp.places.models import Place
from webapp.schedule.answers import on_day
from webapp.schedule.expansion import APPOINTMENT, Slot
from webapp.schedule.rules import midnight
from webapp.schedule.values import CANCELLED
from webapp.schedule.wording import news

SEVERAL = 2  # times in a week: from here on a week says more than a list of dates


def shown(slot: Slot, language: str) -> ShownSlot:
    """The reason comes before the note: it is news."""
    starts, ends = clock.local(slot.starts_at), clock.local(slot.ends_at)
    at_midnight = ends == midnight(ends.date())
    return ShownSlot(
        slot.starts_at,
        slot.ends_at,
        is_cancelled=slot.status == CANCELLED,
        by_appointment=slot.status == APPOINTMENT,
        news=news(slot),
        is_whole_day=at_midnight and starts == midnight(ends.date() - timedelta(days=1)),
        ends_on=None if at_midnight or ends.date() == starts.date() else ends.date(),
        words=pick_words(slot.reason, language) or pick_words(slot.note, language),
    )


def week_of(
    town: Municipality, thing: Thing, held: Sequence[Activity], number: int, language: str, moment: datetime
) -> Week | None:
    """Seven whole days, so also what was this morning. None without any time of its own or of what is held there, or
    of an activity that takes place too seldom; whoever asks for a later week gets it."""
    today = clock.local(moment).date()
    days = [
        today + timedelta(days=day) for day in range(WEEK_DAYS * number, min(WEEK_DAYS * (number + 1), LAST_DAY + 1))
    ]
    is_place = isinstance(thing, Place)
    slots = list_slots_between(
        town,
        [thing.id] if is_place else [],
        [one.id for one in held] if is_place else [thing.id],
        midnight(days[0]),
        midnight(days[-1] + timedelta(days=1)),
    )
    own = slots.get(thing.id, ())
    if number == 0 and (not slots if is_place else _count(own) < SEVERAL):
        return None
    times = tuple(
        DayTimes(
            day,
            tuple(shown(slot, language) for slot in on_day(own, day)),
            _held(held, slots, day, language),
            day == today,
        )
        for day in days
    )
    return Week(
        number,
        times,
        has_held=bool(held) and (number > 0 or any(day.held for day in times)),
        previous_url=_week_url(thing, number - 1) if number else None,
        next_url=_week_url(thing, number + 1) if number < LAST_WEEK else None,
    )


def _count(slots: Sequence[Slot]) -> int:
    """What was moved counts where it is now."""
    return sum(slot.status != CANCELLED or slot.elsewhere is None for slot in slots)


def _held(
    held: Sequence[Activity], slots: Mapping[UUID, Sequence[Slot]], day: date, language: str
) -> tuple[HeldSlot, ...]:
    """In order of time, and at the same time by name."""
    found = []
    for activity in held:
        for slot in on_day(slots.get(activity.id, ()), day):
            told = telling(activity, language)
            name, url = told.name, url_for("finding.activity", slug=activity.slug)
            found.append(HeldSlot(shown(slot, language), name.words, name.language, told.note_on([name]), url))
    return tuple(sorted(found, key=lambda one: (one.slot.starts_at, one.name)))


def _week_url(thing: Thing, number: int) -> str:
    return url_for(page_of(thing), slug=thing.slug, week=number or None)
