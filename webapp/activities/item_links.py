"""What can be done with one place or activity: each room says once what its page for it is called."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import current_app, url_for

PLACES, ACTIVITIES = KINDS = ("places", "activities")  # as they stand in addresses


@dataclass(frozen=True)
class ItemLink:
    url: str
    label: str
    icon: str


@dataclass(frozen=True)
class _Offer:
    label: Callable[[], str]
    icon: str
    kinds: tuple[str, ...]
    order: int


_offers: dict[str, _Offer] = {}


def add_item_link(
    endpoint: str, label: Callable[[], str], icon: str, kinds: tuple[str, ...] = KINDS, *, order: int
) -> None:
    """The address of the endpoint is `/staff/<town>/<what>/<item_id>/…`, with `what` one of KINDS. What is needed most
    has the lowest `order`."""
    _offers[endpoint] = _Offer(label, icon, kinds, order)


def item_links(town: str, what: str, item_id: UUID) -> list[ItemLink]:
    """What is needed most comes first; `town` is a slug."""
    return [
        ItemLink(url_for(endpoint, town=town, what=what, item_id=item_id), offer.label(), offer.icon)
        for endpoint, offer in sorted(_offers.items(), key=lambda one: one[1].order)
        if what in offer.kinds and endpoint in current_app.view_functions
    ]
