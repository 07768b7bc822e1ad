"""The first page of staff: what each room offers to whom, as a link or as a panel that can be used right there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flask import current_app, url_for
from markupsafe import Markup

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
    panels: tuple[Markup, ...] = ()


Panel = Callable[[StaffUser, Municipality], Markup | None]  # None: nothing to show today

_offers: dict[str, _Offer] = {}
_panels: dict[str, tuple[Panel, tuple[str, ...]]] = {}


def add_link(endpoint: str, label: Callable[[], str], roles: tuple[str, ...], icon: str = "arrow-right") -> None:
    """A room says once, when it is loaded, what its staff page is called: `lambda: _("Questions")`. An address with a
    town in it is shown for each town in which the user has one of the roles."""
    _offers[endpoint] = _Offer(label, roles, icon)


def add_panel(name: str, panel: Panel, roles: tuple[str, ...]) -> None:
    """A room shows a part of itself above the links of each town in which the user has one of the roles: a section of
    its own with an h3. It is asked at each visit of the first page, so it has to be quick."""
    _panels[name] = (panel, roles)


def links_for(user: StaffUser, towns: Iterable[Municipality]) -> list[TownLinks]:
    """What is about no town first, then town by town; nothing that would answer 404."""
    groups = [_group(user, None), *(_group(user, town) for town in towns)]
    return [group for group in groups if group.links or group.panels]


def _group(user: StaffUser, town: Municipality | None) -> TownLinks:
    offers = _offers_for(user, town)
    links = tuple(_link(endpoint, offer, town) for endpoint, offer in offers)
    return TownLinks(town.name if town else "", links, tuple(_panels_for(user, town)) if town else ())


def _panels_for(user: StaffUser, town: Municipality) -> Iterator[Markup]:
    for panel, roles in _panels.values():
        shown = panel(user, town) if may_enter(user.grants, roles, town.id) else None
        if shown is not None:
            yield shown


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
