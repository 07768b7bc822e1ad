"""The parts of a schedule in words, for the page on which they are edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date, get_day_names
from babel.lists import format_list

from webapp.core.formats import day_and_date, long_date
from webapp.core.language import current_language
from webapp.core.texts import Spoken, pick_words
from webapp.core.words import _
from webapp.programme.repeating import MONTHDAY, MONTHLY, WEEKLY, Repeat, end_of, repeat_of, several_of_month
from webapp.programme.shift_forms import WEEKS_AHEAD, WEEKS_BACK
from webapp.programme.times import Part, Times, key_of
from webapp.programme.times_forms import is_plain_series, is_plain_week
from webapp.schedule.changing import has_date
from webapp.schedule.recurrence import parts_of
from webapp.schedule.values import ADDED, CANCELLED, Change, Schedule, Season, Series, Weekly


@dataclass(frozen=True)
class ToldPart:
    """`exact` is what the form cannot say, as it stands; such a part is shown and not edited."""

    key: str
    lines: tuple[str, ...]
    when: str
    is_plain: bool
    exact: str = ""


@dataclass(frozen=True)
class ToldChange:
    when: str
    label: str
    reason: Spoken
    is_idle: bool


def told_weeks(schedule: Schedule) -> list[ToldPart]:
    return [ToldPart(key_of(week), _week_lines(week), _validity(week), is_plain_week(week)) for week in schedule.weekly]


def _week_lines(week: Weekly) -> tuple[str, ...]:
    names, appointment = get_day_names("wide", locale=current_language()), _("by appointment")
    return tuple(
        f"{names[hours.weekday]} {_clock(hours.opens)}–{_clock(hours.closes)}"
        + (f" ({appointment})" if hours.by_appointment else "")
        for hours in sorted(week.hours)
    )


def _validity(week: Weekly) -> str:
    parts = []
    if week.first_day:
        parts.append(_("from %(day)s", day=long_date(week.first_day)))
    if week.last_day:
        parts.append(_("until %(day)s", day=long_date(week.last_day)))
    if week.season:
        parts.append(_season(week.season))
    return ", ".join(parts)


def _season(season: Season) -> str:
    first, last = (
        format_date(date(2024, *end), "d MMMM", locale=current_language()) for end in (season.first, season.last)
    )
    return _("each year from %(first)s to %(last)s", first=first, last=last)


def told_series(schedule: Schedule) -> list[ToldPart]:
    return [_told_series(series) for series in schedule.series]


def _told_series(series: Series) -> ToldPart:
    repeat = repeat_of(series)
    ends = series.starts + timedelta(minutes=series.minutes)
    times = f"{series.starts:%H:%M}–{ends:%H:%M}"
    is_plain = is_plain_series(series)
    first = _("from %(day)s", day=long_date(series.starts.date()))
    words = _repeat_words(repeat, series.starts) if repeat else _words_for_several(series)
    lines = [f"{words}, {times}" if words else times]
    if series.extra:
        lines.append(_("also on %(days)s", days=", ".join(long_date(one.date()) for one in series.extra[:12])))
    return ToldPart(key_of(series), tuple(lines), first if series.rule else "", is_plain, "" if words else series.rule)


def _repeat_words(repeat: Repeat, starts: datetime) -> str:
    return f"{_frequency(repeat, starts)}{_end_words(repeat)}"


def _words_for_several(series: Series) -> str:
    """Empty where there are none."""
    several = several_of_month(series)
    if several is None:
        return ""
    names, of_month = get_day_names("wide", locale=current_language()), dict(nth_words())
    which = format_list([of_month[nth] for nth in several[0]], locale=current_language())
    words = _("the %(which)s of every month", which=f"{which} {names[several[1]]}")
    return f"{words}{_end_words(end_of(series))}"


def _frequency(repeat: Repeat, starts: datetime) -> str:
    names = get_day_names("wide", locale=current_language())
    if repeat.kind == WEEKLY:
        days = ", ".join(str(names[day]) for day in repeat.days)
        if repeat.every == 1:
            return _("every week on %(days)s", days=days)
        return _("every %(number)s weeks on %(days)s", number=repeat.every, days=days)
    if repeat.kind == MONTHLY:
        of_month = dict(nth_words())[repeat.nth]
        which = f"{of_month} {names[repeat.weekday]}"
        if repeat.every == 1:
            return _("the %(which)s of every month", which=which)
        return _("the %(which)s, every %(number)s months", which=which, number=repeat.every)
    if repeat.kind == MONTHDAY:
        if repeat.every == 1:
            return _("every month on day %(day)s", day=starts.day)
        return _("every %(number)s months on day %(day)s", number=repeat.every, day=starts.day)
    if repeat.kind == "yearly":
        return _("every year")
    return day_and_date(starts.date())


def _end_words(repeat: Repeat) -> str:
    if repeat.until:
        return ", " + _("until %(day)s", day=long_date(repeat.until))
    return ", " + _("%(number)s times", number=repeat.count) if repeat.count else ""


def nth_words() -> list[tuple[str, str]]:
    return [("1", _("first")), ("2", _("second")), ("3", _("third")), ("4", _("fourth")), ("-1", _("last"))]


def day_choices() -> list[tuple[int, str]]:
    names = get_day_names("wide", locale=current_language())
    return [(day, str(names[day])) for day in range(7)]


def distance_choices(series: Series) -> list[tuple[int, str]]:
    """Weekdays within the same week, by how far they are from the one of now; one alone where it has no other."""
    parts = parts_of(series.rule) if series.rule else {}
    if parts and parts["FREQ"] != "WEEKLY" and "BYDAY" not in parts:
        return []
    repeat = repeat_of(series)
    now = repeat.weekday if repeat and repeat.kind == MONTHLY else series.starts.weekday()
    if repeat and repeat.kind == WEEKLY and len(repeat.days) > 1:
        return [(days, _("%(number)s days later", number=days) if days else _("the same days")) for days in range(7)]
    return [(day - now, name) for day, name in day_choices()]


def week_choices(this_week: date) -> list[tuple[str, str]]:
    """By their Mondays."""
    mondays = [this_week + timedelta(weeks=number) for number in range(-WEEKS_BACK, WEEKS_AHEAD + 1)]
    return [
        (day.isoformat(), _("this week") if day == this_week else _("week of %(day)s", day=long_date(day)))
        for day in mondays
    ]


def month_choices() -> list[tuple[int, str]]:
    return [(month, format_date(date(2024, month, 1), "MMMM", locale=current_language())) for month in range(1, 13)]


def told_changes(times: Times, since: date) -> list[ToldChange]:
    """Those that are not over, in order of time; `is_idle` where nothing begins there any more."""
    regular, language = times.regular, current_language()
    found: Sequence[Change] = [change for change in times.own.changes if _last_day(change) >= since]
    return [
        ToldChange(
            _key(change),
            _label(change),
            pick_words(change.reason, language),
            change.kind != ADDED and not has_date(regular, change),
        )
        for change in sorted(found, key=_key)
    ]


def _label(change: Change) -> str:
    if change.kind == CANCELLED:
        return _("%(date)s falls out", date=_moment(change.starts or change.whole_day))
    if change.kind == ADDED:
        return _("%(date)s is extra", date=_moment(change.to))
    return _("%(date)s moves to %(other)s", date=_moment(change.starts), other=_moment(change.to))


def _moment(when: date | datetime | None) -> str:
    if isinstance(when, datetime):
        return f"{long_date(when.date())}, {when:%H:%M}"
    return long_date(when) if when else ""


def _key(change: Change) -> str:
    when = change.starts or change.whole_day or change.to
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else str(when)


def _last_day(change: Change) -> date:
    days = [one.date() for one in (change.starts, change.to) if one]
    return max([*days, *([change.whole_day] if change.whole_day else [])])


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}" if minutes != 24 * 60 else "24:00"


def part_title(part: Part) -> str:
    told = _week_lines(part) if isinstance(part, Weekly) else _told_series(part).lines
    return told[0] if told else ""
