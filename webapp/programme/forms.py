"""What staff fill in about one date or a closure: read, checked, and shown again as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from webapp.accounts.forms import Form
from webapp.core.language import DEFAULT_LANGUAGE, languages
from webapp.core.words import _
from webapp.programme.rules import is_within, minutes_between, read_day, read_time
from webapp.schedule.checks import LONGEST_CLOSURE, LONGEST_WORDS
from webapp.schedule.values import Closure, Words

PLANNED = ("day", "from", "to", "reason")
SENT_MAX = 2_000  # characters of a line that come back to be mended


@dataclass(frozen=True)
class Planned:
    to: datetime
    minutes: int


def read_fields(typed: Mapping[str, str], *names: str) -> Form:
    return Form({name: typed.get(name, "").strip()[:SENT_MAX] for name in names})


def words_names(field: str) -> list[str]:
    return [f"{field}-{language.code}" for language in languages()]


def read_words(form: Form, field: str) -> Words:
    """One line a language; a Dutch one where there is any, as it stands in for the languages without."""
    words: dict[str, str] = {}
    for language in languages():
        name = f"{field}-{language.code}"
        line = " ".join(form[name].split())
        if len(line) > LONGEST_WORDS:
            form.complain(name, _("This is longer than 300 characters. Please make it shorter."))
        elif not line.isprintable():
            form.complain(name, _("There is a sign in this text that cannot be shown. Please type it again."))
        elif line:
            words[language.code] = line
    if words and DEFAULT_LANGUAGE not in words:
        form.complain(
            f"{field}-{DEFAULT_LANGUAGE}", _("Write it in Dutch too. Who reads no other language needs to know.")
        )
    return words


def read_reason(form: Form, usual: Mapping[str, Words]) -> Words:
    """A usual one or own words; own words win, as nobody writes them for nothing."""
    own = read_words(form, "reason")
    if own:
        return own
    chosen = usual.get(form["reason"])
    if chosen is None and not any(name.startswith("reason") for name in form.errors):
        form.complain("reason", _("Say why. Choose a reason, or write one."))
    return chosen or {}


def read_planned(form: Form, moment: datetime, today: date) -> Planned | None:
    """When it is instead, or also: `day`, `from`, `to`; `moment` is now on the wall clock."""
    day, opens, closes = read_day(form["day"]), read_time(form["from"]), read_time(form["to"])
    if day is None:
        form.complain("day", _("Choose a day."))
    elif not is_within(day, today):
        form.complain("day", _("This day is over, or too far away. Choose another one."))
    for name, minutes in (("from", opens), ("to", closes)):
        if minutes is None:
            form.complain(name, _("Write a time, such as 14:00."))
    if opens is not None and opens == closes:
        form.complain("to", _("The end is the same as the begin."))
    if form.errors or day is None or opens is None or closes is None:
        return None
    to = datetime.combine(day, time.min) + timedelta(minutes=opens)
    if to < moment:
        form.complain("from", _("This time is over already."))
        return None
    return Planned(to, minutes_between(opens, closes))


def read_closure(form: Form, usual: Mapping[str, Words], today: date) -> Closure | None:
    first, last = read_day(form["first"]), read_day(form["last"] or form["first"])
    reason = read_reason(form, usual)
    for name, day in (("first", first), ("last", last)):
        if day is None:
            form.complain(name, _("Choose a day."))
        elif name == "last" and day < today:
            form.complain(name, _("This day is over. Choose another one."))
        elif not is_within(max(day, today), today):
            form.complain(name, _("This day is too far away. Choose another one."))
    if first and last and last < first:
        form.complain("last", _("The last day comes before the first."))
    elif first and last and (last - first).days >= LONGEST_CLOSURE:
        form.complain("last", _("That is too long. A place that stays closed is taken off the map instead."))
    if form.errors or first is None or last is None:
        return None
    return Closure(first, last, reason)
