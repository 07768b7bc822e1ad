"""The day list, ready to be shown."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import url_for

from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.formats import day_and_date, short_date, weekday_and_number
from webapp.core.texts import Spoken
from webapp.core.words import _
from webapp.finding import day_queries, forms, origin, presenting
from webapp.finding.cards import ACTIVITY, Fact, Link, ShownSlot
from webapp.finding.day_cards import DateEntry, DayChoice, DayPage, DayPart, DoorEntry
from webapp.finding.day_queries import ENTRIES, FoundDate, FoundDoor
from webapp.finding.days import LAST_DAY, WEEK_DAYS, Day, Part, part_of
from webapp.finding.queries import find_located
from webapp.finding.rules import MAX_PAGE, Filters
from webapp.finding.times import shown

A_WEEK = timedelta(days=WEEK_DAYS)
APPOINTMENT_ICON, WALK_IN_ICON = "calendar-clock", "door-open"


def page_of(town: Municipality, day: Day, filters: Filters, language: str) -> DayPage:
    located = find_located(town, filters)
    dates = day_queries.count_dates(town, filters, day)
    doors = day_queries.count_doors(town, filters, day)
    by_part = _parts(day_queries.list_dates(town, filters, day, located.position, most=ENTRIES), day, language)
    found_doors = day_queries.list_doors(town, filters, day, located.position)
    pages = min(MAX_PAGE, max(1, -(-max(dates.total, doors.total) // ENTRIES)))
    return DayPage(
        day=day.on,
        title=_title(day),
        subtitle=day_and_date(day.on) if day.number <= 1 else "",
        choice=_choice(day, filters),
        parts=tuple(part for id_, part in by_part.items() if id_ != Part.OVER),
        over=by_part[Part.OVER].entries if Part.OVER in by_part else (),
        doors=_door_entries(found_doors, day, language, is_over=False),
        doors_over=_door_entries(found_doors, day, language, is_over=True),
        total=dates.total,
        ahead=dates.marked,
        door_total=doors.total,
        page=filters.page,
        pages=pages,
        previous_url=_url(day.on, day, filters.on_page(filters.page - 1)) if filters.page > 1 else None,
        next_url=_url(day.on, day, filters.on_page(filters.page + 1)) if filters.page < pages else None,
        next_day=None if dates.marked else _next_day(town, filters, day),
        form=forms.filter_form(ACTIVITY, filters, dates.plus(doors), language, _shown_day(day)),
        calendar_url=url_for("exchange.town_calendar", **filters.without_order().as_arguments()),
        origin=origin.line(located, town, filters, "finding.today", day=_shown_day(day) or None),
    )


def _title(day: Day) -> str:
    if day.number == 0:
        return _("What can I do today?")
    if day.number == 1:
        return _("What can I do tomorrow?")
    return _("What can I do on %(date)s?", date=day_and_date(day.on))


def _shown_day(day: Day) -> str:
    """Today has no date in its address, so that a kept link is always today."""
    return day.on.isoformat() if day.number else ""


def _url(to: date, day: Day, filters: Filters) -> str:
    shown_day = to.isoformat() if to != day.today else None
    return url_for("finding.today", day=shown_day, **filters.as_arguments())


# ---------------------------------------------------------------- the days to go to


def _choice(day: Day, filters: Filters) -> DayChoice:
    filters = filters.on_page(1)
    week = day.week()
    last = day.today + timedelta(days=LAST_DAY)
    before, after = week[0] - A_WEEK, week[0] + A_WEEK
    return DayChoice(
        days=tuple(Link(_day_label(one, day), _url(one, day, filters), one == day.on) for one in week),
        previous_url=_url(before, day, filters) if before >= day.today else None,
        next_url=_url(after, day, filters) if after <= last else None,
        action=url_for("finding.today"),
        first=day.today,
        last=last,
        hidden=tuple((name, str(value)) for name, value in filters.as_arguments().items()),
    )


def _day_label(one: date, day: Day) -> str:
    """The month only at the first and where it begins: seven days have to fit on a phone."""
    number = (one - day.today).days
    if number == 0:
        return _("Today")
    if number == 1:
        return _("Tomorrow")
    return short_date(one) if one.day == 1 or one == day.week()[0] else weekday_and_number(one)


def _next_day(town: Municipality, filters: Filters, day: Day) -> Link | None:
    moment = day_queries.find_next_date(town, filters, day)
    if moment is None:
        return None
    next_day = clock.local(moment).date()
    return Link(day_and_date(next_day), _url(next_day, day, filters.on_page(1)))


# ---------------------------------------------------------------- dates


def _parts(found: Sequence[FoundDate], day: Day, language: str) -> dict[Part, DayPart]:
    entries: dict[Part, list[DateEntry]] = {part: [] for part in Part}
    for one in found:
        entry = _date_entry(one, day, language)
        part = part_of(day, one.slot.starts_at, one.slot.ends_at, entry.slot.is_cancelled)
        entries[part].append(entry)
    titles = _part_titles(day)
    return {
        part: DayPart(part.name.lower().replace("_", "-"), titles[part], tuple(inside))
        for part, inside in entries.items()
        if inside
    }


def _part_titles(day: Day) -> dict[Part, str]:
    is_today = day.number == 0
    return {
        Part.NOW: _("Going on now"),
        Part.ALL_DAY: _("The whole day"),
        Part.NIGHT: _("In the night, until 6:00"),
        Part.MORNING: _("This morning") if is_today else _("In the morning"),
        Part.AFTERNOON: _("This afternoon") if is_today else _("In the afternoon"),
        Part.EVENING: _("This evening") if is_today else _("In the evening"),
        Part.OVER: _("Already over today"),
    }


def _date_entry(one: FoundDate, day: Day, language: str) -> DateEntry:
    card = presenting.card(one.found.thing, (), language, day.moment, one.found.distance_m)
    slot = shown(one.slot, language)
    began_on = clock.local(slot.starts_at).date()
    return DateEntry(card, slot, _facts(card.facts, slot), began_on if began_on < day.on else None)


def _facts(facts: Sequence[Fact], slot: ShownSlot) -> tuple[Fact, ...]:
    """What people ask first; this date decides whether it is by appointment, not the activity as a whole."""
    strong = [fact for fact in facts if fact.strong]
    if not slot.by_appointment:
        return tuple(strong)
    others = (fact for fact in strong if fact.icon not in (APPOINTMENT_ICON, WALK_IN_ICON))
    return (*others, Fact(APPOINTMENT_ICON, _("By appointment"), strong=True))


# ---------------------------------------------------------------- doors


def _door_entries(found: Sequence[FoundDoor], day: Day, language: str, *, is_over: bool) -> tuple[DoorEntry, ...]:
    return tuple(_door(one, day, language) for one in found if one.is_over == is_over)


def _door(one: FoundDoor, day: Day, language: str) -> DoorEntry:
    """Closed when nothing is left of its hours; the first reason is that of the day."""
    card = presenting.card(one.found.thing, (), language, day.moment, one.found.distance_m)
    slots = tuple(shown(slot, language) for slot in one.slots)
    is_closed = all(slot.is_cancelled for slot in slots)
    if not is_closed:
        return DoorEntry(card, slots, "", Spoken("", language))
    closed = _("Closed today") if day.number == 0 else _("Closed on this day")
    return DoorEntry(card, slots, closed, next((slot.words for slot in slots if slot.words), Spoken("", language)))
