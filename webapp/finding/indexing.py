"""What a search engine should keep of a list, and under which address. Pure.

A page in the index is one that somebody would look for: everything, one theme, and the further pages of these. Every
other combination of filters says the same again, in more ways than there are pages.
"""

from dataclasses import replace
from typing import Any

from webapp.finding.rules import Filters


def canonical_arguments(filters: Filters) -> dict[str, Any]:
    """Without what only puts the list in another order; page 2 of another order is no page of this one."""
    return replace(filters.without_order(), page=1 if filters.tells_where else filters.page).as_arguments()


def is_worth_keeping(filters: Filters) -> bool:
    """A list in another order may be read: its canonical address leads to the one that is kept."""
    return replace(filters.without_order(), theme="") == Filters()
