"""Hours of a week and a series as staff fill them in: read, checked, and shown again as it was typed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from werkzeug.datastructures import MultiDict

from webapp.accounts.drafts import OF_PAGE
from webapp.accounts.forms import Form
from webapp.core.language import languages
from webapp.core.words import _
from webapp.programme.forms import read_words
from webapp.programme.repeating import (
    MONTHLY,
    NONE,
    NTH,
    REPEATS,
    WEEKLY,
    Repeat,
    on_its_first_date,
    repeat_of,
    rule_of,
)
from webapp.programme.rules import minutes_between, read_day, read_time
from webapp.schedule.checks import FIRST_DAY, LAST_DAY
from webapp.schedule.document import to_document
from webapp.schedule.recurrence import MAX_COUNT
from webapp.schedule.rules import HoursError
from webapp.schedule.values import NO_WORDS, Hours, Schedule, Season, Series, Weekly

DAYS = range(7)
MOST_ROWS = 12  # periods of one day
MOST_EVERY = 52
SPARE = 2  # empty lines for further dates
MOST_LINES = 60


def words_of(name: str, words: object) -> dict[str, str]:
    assert isinstance(words, dict)
    return {f"{name}-{language.code}": words.get(language.code, "") for language in languages()}


# ---------------------------------------------------------------- a week


def week_form(week: Weekly | None) -> Form:
    values: dict[str, str] = {}
    rows = [0] * len(DAYS)
    for hours in sorted(week.hours) if week else ():
        name = f"{hours.weekday}-{rows[hours.weekday]}"
        rows[hours.weekday] += 1
        values |= {f"from-{name}": _clock(hours.opens), f"to-{name}": _clock(hours.closes)}
        values |= {f"asks-{name}": "1" if hours.by_appointment else "", **words_of(f"note-{name}", dict(hours.note))}
    for day in DAYS:
        values[f"rows-{day}"] = str(max(1, rows[day]))
    if week:
        values |= {"first": _iso(week.first_day), "last": _iso(week.last_day)}
        if week.season:
            for end, (month, number) in (("begins", week.season.first), ("ends", week.season.last)):
                values |= {f"{end}-day": str(number), f"{end}-month": str(month)}
    return Form(values)


def read_week(typed: MultiDict[str, str]) -> tuple[Form, Weekly | None]:
    """None where something is wrong. A line without both times is no period."""
    form = Form({name: value.strip()[:2_000] for name, value in typed.items() if name not in OF_PAGE})
    hours = [period for day in DAYS for period in _read_day_rows(form, day)]
    first, last = (_optional_day(form, name) for name in ("first", "last"))
    if first and last and last < first:
        form.complain("last", _("The last day comes before the first."))
    season = _read_season(form)
    if not hours and not form.errors:
        form.complain("", _("Fill in at least one time."))
    if form.errors:
        return form, None
    return form, Weekly(tuple(sorted(hours)), first, last, season)


def is_plain_week(week: Weekly) -> bool:
    """Whether the form says all that it says: else the form would bend it."""
    again = read_week(MultiDict(week_form(week).values))[1]
    return again is not None and to_document(_sorted(week)) == to_document(_sorted(again))


def _sorted(week: Weekly) -> Schedule:
    return Schedule(weekly=(replace(week, hours=tuple(sorted(week.hours))),))


def rows_of(form: Form, day: int) -> int:
    text = form[f"rows-{day}"]
    return min(MOST_ROWS, max(1, int(text))) if text.isascii() and text.isdecimal() and len(text) < 3 else 1


def _read_day_rows(form: Form, day: int) -> Iterator[Hours]:
    before: list[Hours] = []
    for row in range(rows_of(form, day)):
        name = f"{day}-{row}"
        if not (form[f"from-{name}"] or form[f"to-{name}"]):
            continue
        period = _read_period(form, day, name)
        if period is None:
            continue
        if any(one.opens < period.closes and period.opens < one.closes for one in before):
            form.complain(f"from-{name}", _("This time overlaps another one of this day."))
        before.append(period)
        yield period


def _read_period(form: Form, day: int, name: str) -> Hours | None:
    opens, closes = read_time(form[f"from-{name}"]), _read_end(form[f"to-{name}"])
    for field, minutes in ((f"from-{name}", opens), (f"to-{name}", closes)):
        if minutes is None:
            form.complain(field, _("Write a time, such as 14:00."))
    note = read_words(form, f"note-{name}")
    if opens is None or closes is None:
        return None
    if opens == closes and opens != 0:
        form.complain(f"to-{name}", _("The end is the same as the begin."))
        return None
    return Hours(day, opens, opens + minutes_between(opens, closes), form[f"asks-{name}"] == "1", note)


def _read_end(text: str) -> int | None:
    """24:00 as people write it; a time field says 00:00."""
    return 0 if text.strip() == "24:00" else read_time(text)


def _read_season(form: Form) -> Season | None:
    names = ("begins-day", "begins-month", "ends-day", "ends-month")
    if not any(form[name] for name in names):
        return None
    numbers = [int(form[name]) if form[name].isascii() and form[name].isdecimal() else 0 for name in names]
    for end, at in (("begins", 0), ("ends", 2)):
        try:
            date(2024, numbers[at + 1], numbers[at])  # a leap year: 29 February is a day
        except (ValueError, OverflowError):
            form.complain(f"{end}-day", _("Choose a day of the year."))
    if form.errors:
        return None
    return Season((numbers[1], numbers[0]), (numbers[3], numbers[2]))


def _optional_day(form: Form, name: str) -> date | None:
    if not form[name]:
        return None
    day = read_day(form[name])
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        form.complain(name, _("Choose a day, or leave it empty."))
        return None
    return day


# ---------------------------------------------------------------- a series


def series_form(series: Series | None, today: date) -> Form:
    if series is None:
        return Form({"day": today.isoformat(), "repeat": WEEKLY, "every": "1", "lines": str(SPARE)})
    repeat = repeat_of(series) or Repeat()
    ends = series.starts + timedelta(minutes=series.minutes)
    values = {
        "day": series.starts.date().isoformat(),
        "from": f"{series.starts:%H:%M}",
        "to": f"{ends:%H:%M}",
        "repeat": repeat.kind,
        "every": str(repeat.every),
        "nth": repeat.nth,
        "weekday": str(repeat.weekday),
        "until": _iso(repeat.until),
        "count": str(repeat.count or ""),
        "asks": "1" if series.by_appointment else "",
        "lines": str(len(series.extra) + SPARE),
        **{f"on-{day}": "1" for day in repeat.days},
        **words_of("note", dict(series.note)),
    }
    for line, extra in enumerate(series.extra):
        values |= {f"extra-day-{line}": extra.date().isoformat(), f"extra-from-{line}": f"{extra:%H:%M}"}
    return Form(values)


def is_plain_series(series: Series) -> bool:
    """As is_plain_week; the rule may be written otherwise, its dates are the same."""
    if repeat_of(series) is None or series.starts.second:
        return False
    again = read_series(MultiDict(series_form(series, series.starts.date()).values))[1]
    return again is not None and _facts(again) == _facts(series)


def _facts(series: Series) -> tuple[object, ...]:
    return series.minutes, series.extra, series.by_appointment, dict(series.note)


def read_series(typed: MultiDict[str, str]) -> tuple[Form, Series | None]:
    form = Form({name: value.strip()[:2_000] for name, value in typed.items() if name not in OF_PAGE})
    day, opens, closes = read_day(form["day"]), read_time(form["from"]), read_time(form["to"])
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        form.complain("day", _("Choose a day."))
    for name, minutes in (("from", opens), ("to", closes)):
        if minutes is None:
            form.complain(name, _("Write a time, such as 14:00."))
    if opens is not None and opens == closes:
        form.complain("to", _("The end is the same as the begin."))
    repeat = _read_repeat(form)
    note = read_words(form, "note")
    extra = tuple(_read_lines(form, opens))
    if form.errors or day is None or opens is None or closes is None or repeat is None:
        return form, None
    starts = datetime.combine(day, time.min) + timedelta(minutes=opens)
    series = Series(
        starts, minutes_between(opens, closes), rule_of(repeat), extra, form["asks"] == "1", note or NO_WORDS
    )
    try:
        return form, on_its_first_date(series)
    except HoursError:
        form.complain("repeat", _("This day does not come in every month or year. Choose another first day."))
        return form, None


def _read_repeat(form: Form) -> Repeat | None:
    kind = form["repeat"]
    if kind not in REPEATS:
        form.complain("repeat", _("Choose how it repeats."))
        return None
    every = _number(form, "every", MOST_EVERY) if kind != NONE and form["every"] else 1
    days = tuple(day for day in DAYS if form[f"on-{day}"] == "1")
    if kind == WEEKLY and not days:
        form.complain("on-0", _("Choose one or more days."))
    weekday = int(form["weekday"]) if form["weekday"] in tuple(map(str, DAYS)) else 0
    if kind == MONTHLY and form["nth"] not in NTH:
        form.complain("nth", _("Choose which one of the month."))
    until = _optional_day(form, "until") if kind != NONE else None
    count = _number(form, "count", MAX_COUNT) if kind != NONE and form["count"] else None
    if until and count:
        form.complain("count", _("Choose a last day or a number of times, not both."))
    if form.errors or every is None:
        return None
    return Repeat(kind, every, days, form["nth"] or "1", weekday, until, count)


def _number(form: Form, name: str, most: int) -> int | None:
    text = form[name]
    if text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and 1 <= int(text) <= most:
        return int(text)
    form.complain(name, _("Write a number from 1 to %(most)s.", most=most))
    return None


def lines_of(form: Form) -> int:
    text = form["lines"]
    return min(MOST_LINES, max(SPARE, int(text))) if text.isascii() and text.isdecimal() and len(text) < 4 else SPARE


def _read_lines(form: Form, opens: int | None) -> Iterator[datetime]:
    """Further dates; without a time at the time of the others."""
    for line in range(lines_of(form)):
        day_text, time_text = form[f"extra-day-{line}"], form[f"extra-from-{line}"]
        if not (day_text or time_text):
            continue
        day = read_day(day_text)
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            form.complain(f"extra-day-{line}", _("Choose a day."))
            continue
        at = read_time(time_text) if time_text else opens
        if at is None:
            form.complain(f"extra-from-{line}", _("Write a time, such as 14:00."))
            continue
        yield datetime.combine(day, time.min) + timedelta(minutes=at)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
