"""The first page of staff: what each room offers to whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import current_app, url_for

from webapp.accounts.models import StaffUser
from webapp.accounts.rules import may_enter
from webapp.areas.models import Municipality


@dataclass(frozen=True)
class _Offer:
    label: Callable[[], str]
    roles: tuple[str, ...]
    icon: str


@dataclass(frozen=True)
class StaffLink:
    url: str
    label: str
    icon: str


@dataclass(frozen=True)
class TownLinks:
    """`name` is empty for what is about no town."""

    name: str
    links: tuple[StaffLink, ...]


_offers: dict[str, _Offer] = {}


def add_link(endpoint: str, label: Callable[[], str], roles: tuple[str, ...], icon: str = "arrow-right") -> None:
    """A room says once, when it is loaded, what its staff page is called: `lambda: _("Questions")`. An address with a
    town in it is shown for each town in which the user has one of the roles."""
    _offers[endpoint] = _Offer(label, roles, icon)


def links_for(user: StaffUser, towns: Iterable[Municipality]) -> list[TownLinks]:
    """What is about no town first, then town by town; nothing that would answer 404."""
    groups = [_group(user, None), *(_group(user, town) for town in towns)]
    return [group for group in groups if group.links]


def _group(user: StaffUser, town: Municipality | None) -> TownLinks:
    offers = _offers_for(user, town)
    return TownLinks(town.name if town else "", tuple(_link(endpoint, offer, town) for endpoint, offer in offers))


def _offers_for(user: StaffUser, town: Municipality | None) -> list[tuple[str, _Offer]]:
    return [
        (endpoint, offer)
        for endpoint, offer in _offers.items()
        if endpoint in current_app.view_functions
        and current_app.url_map.is_endpoint_expecting(endpoint, "town") == (town is not None)
        and may_enter(user.grants, offer.roles, town.id if town else None)
    ]


def _link(endpoint: str, offer: _Offer, town: Municipality | None) -> StaffLink:
    url = url_for(endpoint, town=town.slug) if town else url_for(endpoint)
    return StaffLink(url, offer.label(), offer.icon)
