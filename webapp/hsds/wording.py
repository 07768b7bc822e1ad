"""What HSDS says in words, in the language of the request: texts of records, and what is wrong with a parameter."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from babel.dates import get_day_names

from webapp.activities.models import Activity
from webapp.core.clock import local
from webapp.core.formats import day_and_date, day_and_month, money
from webapp.core.language import current_language
from webapp.core.texts import pick_words
from webapp.core.words import _
from webapp.finding.conditions import Thing
from webapp.finding.forms import switch_labels
from webapp.finding.presenting import wheelchair
from webapp.finding.rules import MAX_QUERY
from webapp.hsds.rules import MOST_METRES, MOST_MINIMAL, MOST_PER_PAGE, AskedError, Complaint
from webapp.places.models import Place
from webapp.schedule.date_rules import WEEKDAYS, WEEKLY, DateRule
from webapp.schedule.expansion import Slot
from webapp.schedule.hsds_write import Opening
from webapp.schedule.values import CANCELLED
from webapp.schedule.wording import news
from webapp.taxonomy.published import DEMONSTRATION, FACT
from webapp.taxonomy.rules import find_terms

ALERT_DAYS = 7


# ---------------------------------------------------------------- of a service


def process(thing: Thing) -> str:
    """What somebody has to do to come in."""
    return ". ".join(_steps(thing))


def _steps(thing: Thing) -> Iterator[str]:
    if isinstance(thing, Activity) and thing.by_appointment:
        yield _("By appointment")
    elif thing.walkin:
        yield _("No appointment needed")
    if isinstance(thing, Activity):
        yield _("No referral needed") if thing.no_referral else _("Ask the municipality first")


def fees(thing: Thing) -> str:
    price = thing.price_cents if isinstance(thing, Activity) else None
    return money(price) if price else _("Free") if thing.free else ""


def for_whom(thing: Thing) -> str:
    language = current_language()
    groups = find_terms("group", thing.groups)
    return ", ".join(group.label(language) for group in groups if not group.hidden)


def alert(thing: Thing, slots: Sequence[Slot], today: date) -> str:
    """What falls out today and in the days after it, with the reason; days of which the same is said stand together."""
    days: dict[str, list[date]] = {}
    for slot in slots:
        day = local(slot.starts_at).date()
        if slot.status == CANCELLED and today <= day < today + timedelta(days=ALERT_DAYS):
            reason = pick_words(slot.reason, current_language()).words.strip().rstrip(".")
            is_closed = isinstance(thing, Place) and slot.elsewhere is None
            said = _("Not open") if is_closed else news(slot)
            said = _("%(news)s: %(reason)s", news=said, reason=reason) if reason else said
            days.setdefault(said, []).append(day)
    return " ".join(f"{_days(listed)}: {said}." for said, listed in days.items())


def _days(days: Sequence[date]) -> str:
    return ", ".join(day_and_date(day) for day in dict.fromkeys(days))


# ---------------------------------------------------------------- of its times


def times(opening: Opening, rule: DateRule) -> str:
    """Monday to Friday 9:00–17:00; of what is not each week the dates."""
    hours = "–".join(f"{at.hour}:{at:%M}" for at in (opening.opens, opening.closes))
    is_each_week = rule.freq == WEEKLY and rule.interval == 1 and len(rule.dates) > 1
    days = _weekdays(rule.byday) if is_each_week else ", ".join(map(day_and_month, rule.dates))
    if len(rule.dates) == 1:
        days = day_and_date(rule.dates[0])
    return f"{days}, {hours}"


def _weekdays(codes: Sequence[str]) -> str:
    numbers = [WEEKDAYS.index(code) for code in codes]
    names = [_names_of_days(current_language())[number] for number in numbers]
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return _("%(first)s to %(last)s", first=names[0], last=names[-1])
    return ", ".join(names)


@cache
def _names_of_days(language: str) -> tuple[str, ...]:
    """From Monday on."""
    names = get_day_names("wide", locale=language)
    return tuple(str(names[number]) for number in range(len(WEEKDAYS)))


# ---------------------------------------------------------------- of taxonomies


def axis_words(axis: str) -> tuple[str, str]:
    """Name and description."""
    return {
        "theme": (_("Themes"), _("What it is about.")),
        "topic": (_("Topics"), _("What it is about, in finer words; each belongs to a theme.")),
        "place_kind": (_("Kinds of places"), _("What sort of place it is.")),
        "activity_kind": (_("Kinds of activities"), _("What sort of activity it is.")),
        "group": (_("For whom"), _("Whom it is meant for.")),
        "attribute": (_("Good to know"), _("What makes it easier to come.")),
        "dimension": (_("Positive health"), _("The six dimensions of positive health.")),
        "provider_type": (_("Who offers it"), _("What sort of organisation it is.")),
        FACT: (_("Facts"), _("What can be answered with yes or no.")),
    }[axis]


def fact_labels() -> Mapping[str, str]:
    return {
        **switch_labels(),
        "by_appointment": _("By appointment"),
        "wor": _("Fits Welzijn op Recept"),
        **{f"wheelchair-{value}": wheelchair(value).label for value in ("yes", "limited", "no")},
        DEMONSTRATION: _("Demonstration: times and offers are made up."),
    }


# ---------------------------------------------------------------- what is wrong


def sentence(error: AskedError) -> str:
    sentences: dict[Complaint, Callable[[], str]] = {
        Complaint.CHARACTERS: lambda: _("%(name)s holds a sign that we cannot read."),
        Complaint.TOO_LONG: lambda: _("These are too many words. Use at most %(letters)s characters."),
        Complaint.PAGE: lambda: _("%(name)s is a whole number: 1 is the first page."),
        Complaint.PER_PAGE: lambda: _(
            "%(name)s is a whole number from 1 to %(most)s, or to %(most_minimal)s with minimal=true."
        ),
        Complaint.FORMAT: lambda: _("We only answer in JSON. Leave %(name)s out."),
        Complaint.SWITCH: lambda: _("%(name)s is true or false."),
        Complaint.ID: lambda: _("%(name)s is an id such as 8a6e0804-2bd0-4672-b79d-d97027f9071a."),
        Complaint.MOMENT: lambda: _("%(name)s is a moment such as 2026-03-15T10:30:00Z."),
        Complaint.POSTCODE: lambda: _("%(name)s is a Dutch postcode such as 2951 or 2951AB."),
        Complaint.UNKNOWN_POSTCODE: lambda: _("We do not know this postcode. Try its four digits."),
        Complaint.PROXIMITY: lambda: _("%(name)s is a number of metres, at most %(metres)s."),
        Complaint.PROXIMITY_ALONE: lambda: _("%(name)s needs a postcode to measure from."),
        Complaint.TOO_MANY: lambda: _(
            "These are too many services for one answer. Ask services?organization_id=…&full=true, page by page."
        ),
    }
    return sentences[error.complaint]() % {
        "name": error.name,
        "most": MOST_PER_PAGE,
        "most_minimal": MOST_MINIMAL,
        "metres": MOST_METRES,
        "letters": MAX_QUERY,
    }
