"""Which numbers a practice hears, and which it does not. Pure.

A practice knows to whom it gave a sheet. So a number that moves while somebody looks, a small one, or one that means
"all of them" would tell what a patient did. Therefore: only whole quarters that are over, each once and for ever the
same; no total and no week, as two numbers with one sheet between them are that sheet; nothing below THRESHOLD, and
nothing about a group of which fewer than THRESHOLD did not do it. See docs/gp.md.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from webapp.core.clock import TIME_ZONE

THRESHOLD = 5
FEWEST_SHEETS = 2 * THRESHOLD  # of a quarter, before anything is told about who used them
QUARTERS = 4  # of the past
KEPT_QUARTERS = 8
NAME_MAX = 80
MOST_FAVOURITES = 30  # of a theme
MOST_MEMBERS = 30


class Telling(Enum):
    TOO_FEW_SHEETS = "too few sheets"
    FEWER = "fewer than the threshold"
    MORE = "the threshold or more"
    EXACT = "as it is"


@dataclass(frozen=True)
class Figure:
    """`number` only of an EXACT one: what must not be told is not here either."""

    telling: Telling
    number: int = 0


def quarter_of(moment: datetime) -> date:
    """Its first day, in the Netherlands."""
    day = moment.astimezone(TIME_ZONE).date()
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def quarter_before(quarter: date, number: int = 1) -> date:
    months = quarter.year * 12 + quarter.month - 1 - 3 * number
    return date(months // 12, months % 12 + 1, 1)


def quarters_told(moment: datetime) -> list[date]:
    """Those that are over, the latest first."""
    return [quarter_before(quarter_of(moment), number) for number in range(1, QUARTERS + 1)]


def next_telling(moment: datetime) -> date:
    """The day on which the present quarter can be told."""
    return quarter_before(quarter_of(moment), -1)


def oldest_kept(moment: datetime) -> date:
    return quarter_before(quarter_of(moment), KEPT_QUARTERS)


def given_figure(given: int) -> Figure:
    """What the practice did itself: it may know, but a small number is of no use."""
    return Figure(Telling.EXACT, given) if given >= THRESHOLD else Figure(Telling.FEWER)


def figure(count: int, given: int) -> Figure:
    """Of how many patients something is known, where `given` sheets of this quarter could have been used. Sheets of the
    quarter before may be among those counted: that makes the group larger than reckoned here, never smaller."""
    if given < FEWEST_SHEETS:
        return Figure(Telling.TOO_FEW_SHEETS)
    if count < THRESHOLD:
        return Figure(Telling.FEWER)
    if given - count < THRESHOLD:
        return Figure(Telling.MORE)
    return Figure(Telling.EXACT, count)
