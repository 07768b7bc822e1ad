"""The week of a team, as it is written in a form and as it is told. Pure but for the language of the words."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from babel.dates import get_day_names

from webapp.core.language import current_language
from webapp.core.words import _
from webapp.schedule.values import Hours

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
Run = tuple[int, int, tuple[str, ...]]  # first and last weekday with the same periods


def hours_text(hours: Sequence[Hours]) -> str:
    """An opening_hours value: `Mo-Th 09:00-12:30,13:00-17:00; Fr 09:00-12:30`."""
    written = [
        f"{_span(first, last, DAYS.__getitem__, '-')} {','.join(periods)}" for first, last, periods in _runs(hours, "-")
    ]
    return "; ".join(written)


def hours_words(hours: Sequence[Hours]) -> str:
    """In the language of the request: `maandag t/m donderdag 09:00–17:00; vrijdag 09:00–12:30`."""
    names = get_day_names("wide", locale=current_language())
    told = [
        f"{_span(first, last, lambda day: str(names[day]), '–')} {', '.join(periods)}"
        for first, last, periods in _runs(hours, "–")
    ]
    return "; ".join(told) or _("no hours")


def _runs(hours: Sequence[Hours], dash: str) -> Iterator[Run]:
    """Days that follow each other and have the same periods."""
    by_day = [
        tuple(f"{_time(one.opens)}{dash}{_time(one.closes)}" for one in sorted(hours) if one.weekday == weekday)
        for weekday in range(len(DAYS))
    ]
    for periods, days in groupby(range(len(DAYS)), key=by_day.__getitem__):
        numbers = list(days)
        if periods:
            yield numbers[0], numbers[-1], periods


def _span(first: int, last: int, name: Callable[[int], str], dash: str) -> str:
    return name(first) if first == last else f"{name(first)}{dash}{name(last)}"


def _time(minutes: int) -> str:
    """Beyond midnight it goes on to count: 26:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
