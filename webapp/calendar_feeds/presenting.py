"""The page of a calendar, and what the coordinator hears of those that fail."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from webapp.accounts.desk_cards import DeskCard, DeskLine
from webapp.activities.item_links import ACTIVITIES, PLACES
from webapp.areas.models import Municipality
from webapp.calendar_feeds import queries, rules
from webapp.calendar_feeds.models import CalendarFeed
from webapp.calendar_feeds.operations import Look, list_next
from webapp.calendar_feeds.wording import problem_sentence
from webapp.core.crypto import SealError, unseal
from webapp.core.formats import clock_time, day_and_date
from webapp.core.language import current_language
from webapp.core.texts import Spoken, pick_text
from webapp.core.words import _
from webapp.exchange.missing import GONE
from webapp.places.models import Place
from webapp.schedule.expansion import Slot as Time
from webapp.schedule.values import CANCELLED

LONGEST_ADDRESS = 2_000


@dataclass
class FeedForm:
    """As it was typed; `look` is what a try brought, `problem` why it brought nothing, `details` of it in English.
    `is_doubted`: it brings something once somebody says that it is right."""

    address: str = ""
    picks: tuple[str, ...] = ()
    skips_refused: bool = False
    look: Look | None = None
    problem: str = ""
    details: tuple[str, ...] = field(default=())
    is_doubted: bool = False

    @classmethod
    def of(cls, feed: CalendarFeed | None) -> "FeedForm":
        return cls("", tuple(feed.picks), feed.skips_refused) if feed else cls()

    @classmethod
    def typed(cls, form: MultiDict[str, str]) -> "FeedForm":
        picks = tuple(one[:300] for one in form.getlist("picks")[: rules.MOST_PICKS])
        return cls(form.get("address", "").strip()[: LONGEST_ADDRESS + 1], picks, "skips_refused" in form)


@dataclass(frozen=True)
class State:
    """Of a calendar that is in use."""

    host: str
    arrived: str
    problem: str
    is_doubted: bool
    failures: int
    refused: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]


def state_of(item: queries.Item, feed: CalendarFeed) -> State:
    return State(
        host=_host(feed),
        arrived=f"{day_and_date(feed.arrived_at)} {clock_time(feed.arrived_at)}" if feed.arrived_at else "",
        problem=problem_sentence(feed.problem) if feed.problem else "",
        is_doubted=feed.problem in rules.DOUBTS,
        failures=feed.failures,
        refused=tuple(map(str, feed.refused)),
        dates=dates(list_next(item)),
    )


def dates(times: Iterable[Time]) -> tuple[tuple[str, str], ...]:
    """Each with what is special about it, or empty."""
    return tuple(
        (
            f"{day_and_date(one.starts_at)} {clock_time(one.starts_at)}–{clock_time(one.ends_at)}",
            _("is cancelled: no longer in that calendar")
            if one.reason == GONE
            else _("is cancelled")
            if one.status == CANCELLED
            else _("was moved")
            if one.change == "moved"
            else "",
        )
        for one in times
    )


def name_of(item: queries.Item) -> Spoken:
    rows: list[Any] = list(item.texts)
    text = pick_text(rows, current_language())
    return Spoken(text.name, text.language)


def _host(feed: CalendarFeed) -> str:
    try:
        return rules.host_of(unseal(feed.address))
    except SealError:
        return "?"


def desk_card(town: Municipality) -> DeskCard | None:
    """Calendars that have failed again and again; None where nothing fails, as most towns have none."""
    failing = queries.list_failing(town)
    if not failing:
        return None
    lines = []
    for feed in failing:
        item = queries.get_item_of(feed)
        what = PLACES if isinstance(item, Place) else ACTIVITIES
        url = url_for("calendar_feeds_staff.calendar", town=town.slug, what=what, item_id=item.id)
        text = f"{name_of(item).words}: {problem_sentence(feed.problem or '')}"
        lines.append(DeskLine(text, url, feed.failures))
    return DeskCard(_("Calendars that do not arrive"), "calendar-clock", tuple(lines), _("All calendars arrive."))
