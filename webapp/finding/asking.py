"""What was typed, understood once a request, as a condition and an order of lists."""

from dataclasses import dataclass
from typing import Any

from flask import g
from sqlalchemy import ColumnElement

from webapp.areas.models import Municipality
from webapp.search import fitting
from webapp.search.fitting import Best
from webapp.search.queries import understand_words
from webapp.search.units import Wanted


@dataclass(frozen=True)
class Asked:
    wanted: Wanted
    best: Best


def understood(town: Municipality, query: str) -> Wanted:
    """Lists, counts and the other list of a page ask for the same words."""
    known: dict[Any, Any] = g.setdefault("understood", {})
    key = (town.id, query)
    if key not in known:
        known[key] = understand_words(town, query)
    wanted: Wanted = known[key]
    return wanted


def asked(model: Any, town: Municipality, query: str) -> Asked:
    known: dict[Any, Any] = g.setdefault("asked", {})
    key = (model, town.id, query)
    if key not in known:
        wanted = understood(town, query)
        known[key] = Asked(wanted, fitting.get_best(model, town.id, wanted))
    found: Asked = known[key]
    return found


def fits(model: Any, town: Municipality, query: str) -> ColumnElement[bool]:
    found = asked(model, town, query)
    return fitting.fits_enough(model.search, found.wanted, found.best)


def tier(model: Any, town: Municipality, query: str) -> ColumnElement[int]:
    found = asked(model, town, query)
    return fitting.tier(model.search, found.wanted, found.best)
