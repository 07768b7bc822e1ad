"""Dates become few rules: each week on these days, every so many weeks, or each month on its first Tuesday. Pure.

Without exception dates a rule has to end before a date that falls out, and another one begins after it. Not always the
fewest rules that there could be, but all ways are tried of telling some weekdays apart from the others.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKLY, MONTHLY = "WEEKLY", "MONTHLY"
STEPS = (1, 2, 3, 4)  # weeks
MOST_KEPT = 2_048  # towns close on the same days, so their places have the same dates many times over

Days = tuple[int, ...]  # ordinals, in order: reckoning with them takes a tenth of the time of reckoning with dates


@dataclass(frozen=True)
class DateRule:
    """A rule of RFC 5545 from the first of its dates to the last. `goes_on`: the next one would lie after the days that
    are known, so nobody says that it ends."""

    freq: str
    interval: int
    byday: tuple[str, ...]
    dates: tuple[date, ...]
    goes_on: bool


@dataclass(frozen=True)
class _Run:
    """Dates of one weekday, each `step` weeks after the one before; `step` 0 is once a month."""

    step: int
    days: Days

    @property
    def weekday(self) -> int:
        return _weekday(self.days[0])


def rules_of(dates: Iterable[date], end: date) -> tuple[DateRule, ...]:
    """In order of their first dates. `end` is the day after the last one of which anything is known."""
    days = tuple(sorted({day.toordinal() for day in dates}))
    return _rules_of(days, end.toordinal()) if days else ()


@lru_cache(maxsize=MOST_KEPT)
def _rules_of(days: Days, end: int) -> tuple[DateRule, ...]:
    groups = sorted(_fewest(days), key=lambda runs: min(run.days[0] for run in runs))
    return tuple(_rule(runs, end) for runs in groups)


def _fewest(days: Days) -> list[list[_Run]]:
    """One whole week after the other where that takes no more rules: so the rule that holds today tells all of it."""
    best = _whole_weeks(days)
    weekdays = sorted({_weekday(day) for day in days})
    for number in range(1, len(weekdays) + 1):
        if len(best) == 1:
            break
        for apart in combinations(weekdays, number):
            groups = _whole_weeks(tuple(day for day in days if _weekday(day) not in apart))
            groups += _together([run for weekday in apart for run in _runs(days, weekday)])
            best = min(best, groups, key=len)
    return best


def _whole_weeks(days: Days) -> list[list[_Run]]:
    """As few stretches as can be, in each of which every weekday that it holds is there each week."""
    stretches: list[list[int]] = []
    held: set[int] = set()
    for day in days:
        stretch = stretches[-1] if stretches else []
        if not stretch or not _follows(day, stretch, held):
            stretch, held = [], set()
            stretches.append(stretch)
        stretch.append(day)
        held.add(_weekday(day))
    return [list(_by_weekday(stretch)) for stretch in stretches]


def _follows(day: int, stretch: Sequence[int], held: set[int]) -> bool:
    """No day of a weekday that it holds was left out, and none of the weekday of this day."""
    if any(_weekday(between) in held for between in range(stretch[-1] + 1, day)):
        return False
    return _weekday(day) in held or day - stretch[0] < 7


def _by_weekday(days: Sequence[int]) -> Iterator[_Run]:
    for weekday in sorted({_weekday(day) for day in days}):
        yield _Run(1, tuple(day for day in days if _weekday(day) == weekday))


def _runs(days: Days, weekday: int) -> list[_Run]:
    """Of one weekday: by the step that makes the fewest; each four weeks is each month where it may be either."""
    own = tuple(day for day in days if _weekday(day) == weekday)
    best = min((_steps(own, step) for step in STEPS), key=len)
    if (len(best) > 1 or best[0].step == STEPS[-1]) and _is_monthly(own):
        return [_Run(0, own)]
    return best


def _steps(days: Days, step: int) -> list[_Run]:
    runs: list[list[int]] = []
    last: dict[int, list[int]] = {}  # the run that goes on in this week of the turn
    for day in days:
        turn = day // 7 % step
        run = last.get(turn)
        if run is None or day - run[-1] != 7 * step:
            run = last[turn] = []
            runs.append(run)
        run.append(day)
    return [_Run(step if len(run) > 1 else 1, tuple(run)) for run in runs]


def _is_monthly(days: Days) -> bool:
    """Each month, and each time as the same one of its weekday from the beginning or as the last."""
    dates = [date.fromordinal(day) for day in days]
    months = [day.year * 12 + day.month for day in dates]
    follow_each_other = months == list(range(months[0], months[0] + len(months)))
    return follow_each_other and (len(set(map(_number, dates))) == 1 or all(map(_is_last, dates)))


def _together(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Runs of several weekdays that one rule can say: in the same weeks, but for those of the first and the last."""
    groups: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (run.step, run.days[0])):
        group = next((group for group in groups if _fits(run, group)), None)
        if group is None:
            groups.append([run])
        else:
            group.append(run)
    return groups


def _fits(run: _Run, group: Sequence[_Run]) -> bool:
    first, span = group[0].days[0], 7 * run.step
    if run.step != group[0].step or not span:
        return False
    lasts = [one.days[-1] for one in (*group, run)]
    same_weeks = (_monday(run.days[0]) - _monday(first)) % span == 0
    return same_weeks and run.days[0] - first < span and max(lasts) - min(lasts) < span


def _rule(runs: Sequence[_Run], end: int) -> DateRule:
    days = sorted(day for run in runs for day in run.days)
    dates = tuple(map(date.fromordinal, days))
    goes_on = len(days) > 1 and all(_next(run) >= end for run in runs)
    if runs[0].step == 0:
        number = _number(dates[0]) if len(set(map(_number, dates))) == 1 else -1
        return DateRule(MONTHLY, 1, (f"{number}{WEEKDAYS[runs[0].weekday]}",), dates, goes_on)
    byday = tuple(WEEKDAYS[weekday] for weekday in sorted({run.weekday for run in runs}))
    return DateRule(WEEKLY, runs[0].step, byday, dates, goes_on)


def _next(run: _Run) -> int:
    """The earliest day on which it could go on."""
    return run.days[-1] + 7 * (run.step or 4)


def _weekday(day: int) -> int:
    """Monday is 0; the first of all ordinals was one."""
    return (day - 1) % 7


def _monday(day: int) -> int:
    return day - _weekday(day)


def _number(day: date) -> int:
    """Which one of its weekday in its month."""
    return (day.day - 1) // 7 + 1


def _is_last(day: date) -> bool:
    return day.day + 7 > monthrange(day.year, day.month)[1]
