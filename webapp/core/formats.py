"""Moments, distances and phone numbers as a visitor writes them."""

import re
from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, format_time, get_day_names
from babel.numbers import format_decimal
from flask import Flask

from webapp.core import clock
from webapp.core.language import current_language


def clock_time(moment: datetime) -> str:
    """9:30 or 14:00, on a clock in the Netherlands, in any language: it is what the door says."""
    local = clock.local(moment)
    return _clock_time(time(local.hour, local.minute), current_language())


@lru_cache(maxsize=4096)  # a list has one beside each thing, and a day has 1,440
def _clock_time(local: time, language: str) -> str:
    return format_time(local, "H:mm", locale=language)


def day_name(day: date) -> str:
    return str(get_day_names("wide", locale=current_language())[day.weekday()])


def short_date(day: date) -> str:
    return format_date(_day(day), "EEE d MMM", locale=current_language())


def weekday_and_number(day: date) -> str:
    """Tue 24: where the month is known."""
    return format_date(_day(day), "EEE d", locale=current_language())


def day_and_month(day: date) -> str:
    """24 Nov: beside the name of the day."""
    return format_date(_day(day), "d MMM", locale=current_language())


def day_and_date(day: date) -> str:
    """Tuesday 24 November."""
    return format_date(_day(day), "EEEE d MMMM", locale=current_language())


def long_date(day: date) -> str:
    return format_date(_day(day), "d MMMM y", locale=current_language())


def _day(day: date) -> date:
    return clock.local(day).date() if isinstance(day, datetime) else day


def distance(metres: float) -> str:
    """To 50 m below a kilometre, else to 100 m: no more exact than a straight line is."""
    if metres < 975:
        return f"{max(50, round(metres / 50) * 50)} m"
    return _kilometres(round(metres / 1000, 1), current_language())


@lru_cache(maxsize=1024)  # a list near a place has one beside each thing
def _kilometres(number: float, language: str) -> str:
    return f"{format_decimal(number, locale=language)} km"


def local_iso(moment: datetime) -> str:
    """For programs: the Dutch clock with its distance to UTC."""
    return clock.local(moment).isoformat(timespec="minutes")


def money(cents: int) -> str:
    """Whole euros without cents: € 3; else € 2,50 or € 2.50."""
    pattern = "0" if cents % 100 == 0 else "0.00"
    return f"€ {format_decimal(cents / 100, pattern, locale=current_language())}"


def postcode_words(code: str) -> str:
    """Of a postcode as it is stored: "2951 AB", as the Dutch write it; "2951" stays."""
    return f"{code[:4]} {code[4:]}".rstrip()


def phone_address(number: str) -> str:
    """`078 - 202 11 11` → `tel:+31782021111`; short numbers (112, 113) and 0800/0900 stay national."""
    digits = re.sub(r"[^\d+]", "", number)
    if digits.startswith("+") or len(digits) < 10 or digits.startswith(("0800", "0900")):
        return f"tel:{digits}"
    return f"tel:+31{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["time_zone"] = str(clock.TIME_ZONE)
    app.jinja_env.filters.update(
        clock=clock_time,
        day_name=day_name,
        short_date=short_date,
        day_and_month=day_and_month,
        day_and_date=day_and_date,
        long_date=long_date,
        local_iso=local_iso,
        distance=distance,
        money=money,
        tel=phone_address,
    )
    app.context_processor(lambda: {"now": clock.now()})
