"""The line that says from where a page measures, with links to the same page from elsewhere."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from webapp.areas.models import Municipality
from webapp.finding.rules import Filters
from webapp.locating.presenting import OriginLine, origin_line
from webapp.locating.queries import Located


def line(located: Located, town: Municipality, filters: Filters, endpoint: str, **more: Any) -> OriginLine | None:
    """`more` is what else stands in the address of the page."""
    return line_at(located, town, filters, lambda there, **known: url_for(endpoint, **more, **known, **there))


def line_at(located: Located, town: Municipality, filters: Filters, address: Callable[..., str]) -> OriginLine | None:
    """`address` makes one of arguments, and of `town` where that is another."""

    def to(*, town: str | None = None, **told: str) -> str:
        there = filters.at(**told).as_arguments()
        return address(there, town=town) if town else address(there)

    return origin_line(located, town, to)
