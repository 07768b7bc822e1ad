"""What is new in a town, in the words of an entry of its feed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from flask import url_for

from webapp.core import clock
from webapp.core.addresses import absolute
from webapp.core.formats import clock_time, day_and_date, long_date
from webapp.core.texts import pick_words
from webapp.core.words import _, ngettext
from webapp.exchange.changed_dates import ChangedDates, TownDays
from webapp.exchange.news_queries import Asked
from webapp.exchange.rss import Channel, Entry
from webapp.finding import forms, presenting
from webapp.finding.conditions import Thing, page_of
from webapp.finding.telling import telling
from webapp.places.models import Place
from webapp.schedule.expansion import APPOINTMENT, OTHERWISE
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Closure
from webapp.taxonomy.rules import find_terms

MINUTES_KEPT = 60


def channel(asked: Asked, own: str) -> Channel:
    """`own` is the address of the feed. A theme stands in the title, so that two feeds of a town are told apart."""
    town = asked.town
    title = _("New and changed in %(town)s", town=town.name)
    [theme] = find_terms("theme", (asked.filters.theme,)) or (None,)
    about = _("New places and activities, and dates in the coming four weeks that are cancelled, moved or extra.")
    warning = _("Demonstration: times and offers are made up.")
    return Channel(
        title=_marked(f"{title}: {theme.label(asked.language)}" if theme else title, is_demo=town.is_demo),
        link=absolute(_page_of(asked)),
        own=own,
        description=f"{warning} {about}" if town.is_demo else about,
        language=asked.language,
        minutes=MINUTES_KEPT,
    )


def _page_of(asked: Asked) -> str:
    """The list with the same filters; what is of places and activities has no such list."""
    if len(asked.types) > 1:
        return url_for("finding.home")
    return url_for(forms.endpoint_of(asked.types[0]), **asked.filters.as_arguments())


def new_thing(asked: Asked, thing: Thing, at: datetime) -> Entry:
    told = telling(thing, asked.language)
    sentence = _("New place since %(date)s.") if isinstance(thing, Place) else _("New activity since %(date)s.")
    since = sentence % {"date": long_date(clock.local(at).date())}
    return _entry(asked, thing, "new", _("New: %(name)s", name=told.name.words), [since, told.summary.words], at)


def changed_dates(asked: Asked, thing: Thing, dates: ChangedDates, at: datetime | None) -> Entry:
    reason = dates.closure.reason if dates.closure else dates.slots[0].reason
    sentences = [*_times(dates), _reason(reason, asked.language)]
    return _entry(asked, thing, dates.key, _title(asked, thing, dates), sentences, at)


def town_days(asked: Asked, days: TownDays, number: int, at: datetime | None) -> Entry:
    """With how many of what was asked for are closed then; the page of the first day shows which."""
    closure = days.closure
    if closure.first_day == closure.last_day:
        title = _("Not everything is open on %(date)s", date=day_and_date(closure.first_day))
    else:
        title = _("Not everything is open from %(first)s to %(last)s", **_days(closure))
    closed = ngettext(
        "%(num)s place or activity is closed or cancelled.",
        "%(num)s places and activities are closed or cancelled.",
        number,
        num=number,
    )
    day = max(closure.first_day, asked.today).isoformat()
    return Entry(
        key=f"{asked.town.slug}/{days.key}",
        title=_marked(title, is_demo=asked.town.is_demo),
        link=absolute(url_for("finding.today", **asked.filters.as_arguments(), day=day)),
        description=" ".join(filter(None, [_reason(closure.reason, asked.language), closed])),
        at=at,
    )


def _entry(asked: Asked, thing: Thing, key: str, title: str, sentences: Iterable[str], at: datetime | None) -> Entry:
    told = telling(thing, asked.language)
    where = _where(thing, asked.language)
    note = told.note_on([told.name, told.summary])
    parts = [*sentences, f"{where}." if where else "", f"{note}." if note else ""]
    return Entry(
        key=f"{thing.id}/{key}",
        title=_marked(title, is_demo=thing.is_demo),
        link=absolute(url_for(page_of(thing), slug=thing.slug)),
        description=" ".join(filter(None, parts)),
        categories=tuple(term.label(asked.language) for term in find_terms("theme", thing.themes)),
        at=at,
    )


def _where(thing: Thing, language: str) -> str:
    """Of a place its address: its name stands in the title."""
    if isinstance(thing, Place):
        return ", ".join(presenting.address_of(thing))
    return presenting.location_of(thing, language).words


def _title(asked: Asked, thing: Thing, dates: ChangedDates) -> str:
    name, slot = telling(thing, asked.language).name.words, dates.slots[0]
    if dates.kind == MOVED and slot.elsewhere is not None:
        times = (slot.starts_at, slot.elsewhere)
        before, after = map(_moment, times if slot.status == CANCELLED else reversed(times))
        return _("%(name)s: moved from %(before)s to %(after)s", name=name, before=before, after=after)
    if dates.kind == ADDED:
        return _("%(name)s: extra on %(moment)s", name=name, moment=_moment(slot.starts_at))
    if dates.kind == OTHERWISE:
        return _("%(name)s: other times on %(date)s", name=name, date=day_and_date(slot.starts_at))
    return _falls_out(name, dates, is_place=isinstance(thing, Place))


def _falls_out(name: str, dates: ChangedDates, *, is_place: bool) -> str:
    """A place is closed, an activity is cancelled."""
    if dates.closure and dates.closure.first_day < dates.closure.last_day:
        of_place = _("%(name)s: closed from %(first)s to %(last)s")
        of_activity = _("%(name)s: cancelled from %(first)s to %(last)s")
        days = _days(dates.closure)
    else:
        of_place, of_activity = _("%(name)s: closed on %(date)s"), _("%(name)s: cancelled on %(date)s")
        days = {"date": day_and_date(dates.slots[0].starts_at)}
    return (of_place if is_place else of_activity) % {"name": name, **days}


def _times(dates: ChangedDates) -> Iterator[str]:
    """Of a closure its days say enough, and of a move the time at which it is now."""
    slots = () if dates.closure else dates.slots
    for slot in slots:
        if dates.kind == MOVED and slot.status == CANCELLED:
            continue
        yield _("From %(start)s to %(end)s.", start=clock_time(slot.starts_at), end=clock_time(slot.ends_at))
        if slot.status == APPOINTMENT:
            yield _("By appointment.")


def _reason(words: Mapping[str, str], language: str) -> str:
    reason = pick_words(words, language).words.strip().rstrip(".")
    return _("Reason: %(reason)s.", reason=reason) if reason else ""


def _marked(title: str, *, is_demo: bool) -> str:
    """In a reader it stands between the news of others, so each says it."""
    return _("%(title)s (made-up example)", title=title) if is_demo else title


def _moment(moment: datetime) -> str:
    return _("%(date)s at %(time)s", date=day_and_date(moment), time=clock_time(moment))


def _days(closure: Closure) -> dict[str, str]:
    return {"first": day_and_date(closure.first_day), "last": day_and_date(closure.last_day)}
