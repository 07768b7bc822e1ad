"""A schedule as a plain dictionary (JSON, TOML) and back, exactly; what nobody knows is refused with where it stands.

Days are ISO dates, times of the week "HH:MM" (26:00 is two o'clock in the night after), words a text per language.
Only what differs from a schedule without anything is written.
"""

from datetime import date, datetime
from typing import Any

from webapp.schedule.reading import (
    Reader,
    one_of,
    read_day,
    read_minutes,
    read_moment,
    read_month_day,
    read_time,
    read_words,
    show,
    text,
)
from webapp.schedule.rules import HoursError
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Change, Hours, Schedule, Season, Series, Weekly, Words

VERSION = 1
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
FLAGS = ("by_appointment", "closed_on_holidays", "closed_in_school_breaks", "inherits")

Document = dict[str, Any]


# ---------------------------------------------------------------- to a document


def to_document(schedule: Schedule) -> Document:
    plain = Schedule()
    flags = {name: getattr(schedule, name) for name in FLAGS if getattr(schedule, name) != getattr(plain, name)}
    parts: Document = {
        "weekly": [_weekly(weekly) for weekly in schedule.weekly],
        "series": [_series(series) for series in schedule.series],
        "expression": schedule.expression,
        "changes": [_change(change) for change in schedule.changes],
    }
    return {"version": VERSION, **_told(parts), **flags}


def words_document(words: Words) -> Document:
    return dict(words)


def _told(values: Document) -> Document:
    return {key: value for key, value in values.items() if value not in (None, "", False, [], {})}


def _weekly(weekly: Weekly) -> Document:
    season = weekly.season and {"first": _month_day(weekly.season.first), "last": _month_day(weekly.season.last)}
    days = {"first_day": _iso(weekly.first_day), "last_day": _iso(weekly.last_day)}
    return {"hours": [_hours(hours) for hours in weekly.hours], **_told({**days, "season": season})}


def _hours(hours: Hours) -> Document:
    times = {"day": DAYS[hours.weekday], "from": _time(hours.opens), "to": _time(hours.closes)}
    return times | _told({"by_appointment": hours.by_appointment, "note": words_document(hours.note)})


def _series(series: Series) -> Document:
    more = {
        "rule": series.rule,
        "extra": [_iso(moment) for moment in series.extra],
        "by_appointment": series.by_appointment,
        "note": words_document(series.note),
    }
    return {"starts": _iso(series.starts), "minutes": series.minutes, **_told(more)}


def _change(change: Change) -> Document:
    more = {
        "starts": _iso(change.starts),
        "day": _iso(change.whole_day),
        "to": _iso(change.to),
        "minutes": change.minutes or None,
        "reason": words_document(change.reason),
    }
    return {"kind": change.kind, **_told(more)}


def _month_day(value: tuple[int, int]) -> str:
    return f"{value[0]:02}-{value[1]:02}"


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _iso(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    return value.isoformat() if value else None


# ---------------------------------------------------------------- from a document


def from_document(document: object) -> Schedule:
    """Raises HoursError that says what is wrong and where. The form only: check_schedule looks at the sense."""
    reader = Reader(document, "")
    if reader.value("version") != VERSION:
        raise HoursError(f"version must be {VERSION}, not {show(reader.value('version'))}")
    plain = Schedule()
    schedule = Schedule(
        weekly=reader.each("weekly", _read_weekly),
        series=reader.each("series", _read_series),
        expression=reader.optional("expression", text) or "",
        changes=reader.each("changes", _read_change),
        **{name: reader.flag(name, getattr(plain, name)) for name in FLAGS},
    )
    reader.finish()
    return schedule


def _read_weekly(value: Any, where: str) -> Weekly:
    reader = Reader(value, where)
    weekly = Weekly(
        reader.each("hours", _read_hours),
        reader.optional("first_day", read_day),
        reader.optional("last_day", read_day),
        reader.optional("season", _read_season),
    )
    reader.finish()
    return weekly


def _read_hours(value: Any, where: str) -> Hours:
    reader = Reader(value, where)
    hours = Hours(
        reader.required("day", _read_weekday),
        reader.required("from", read_time),
        reader.required("to", read_time),
        reader.flag("by_appointment"),
        reader.optional("note", read_words) or {},
    )
    reader.finish()
    return hours


def _read_season(value: Any, where: str) -> Season:
    reader = Reader(value, where)
    season = Season(reader.required("first", read_month_day), reader.required("last", read_month_day))
    reader.finish()
    return season


def _read_series(value: Any, where: str) -> Series:
    reader = Reader(value, where)
    series = Series(
        starts=reader.required("starts", read_moment),
        minutes=reader.required("minutes", read_minutes),
        rule=reader.optional("rule", text) or "",
        extra=reader.each("extra", read_moment),
        by_appointment=reader.flag("by_appointment"),
        note=reader.optional("note", read_words) or {},
    )
    reader.finish()
    return series


def _read_change(value: Any, where: str) -> Change:
    reader = Reader(value, where)
    change = Change(
        kind=reader.required("kind", _read_kind),
        starts=reader.optional("starts", read_moment),
        whole_day=reader.optional("day", read_day),
        to=reader.optional("to", read_moment),
        minutes=reader.optional("minutes", read_minutes) or 0,
        reason=reader.optional("reason", read_words) or {},
    )
    reader.finish()
    return change


def _read_weekday(value: Any, where: str) -> int:
    return DAYS.index(one_of(value, where, DAYS))


def _read_kind(value: Any, where: str) -> str:
    return one_of(value, where, (CANCELLED, MOVED, ADDED))
