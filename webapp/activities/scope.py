"""What somebody of the staff may change: a coordinator all of the town, an editor what the own organisations offer.

Finding includes permission: what is not in the scope is not found, as if it were not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import selectinload

from webapp.accounts.models import StaffUser
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.item_links import PLACES
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.places.editors import map_own_organisations
from webapp.places.models import Place
from webapp.schedule.timetables import Owner


@dataclass(frozen=True)
class Scope:
    """Of one user in one town. `organisations` says for each own organisation whether a change needs no review."""

    municipality_id: int
    whole_town: bool
    organisations: Mapping[UUID, bool]

    def holds(self, organisation_id: UUID | None) -> bool:
        return self.whole_town or organisation_id in self.organisations

    def publishes(self, organisation_id: UUID | None) -> bool:
        """Whether a change is public without somebody else looking at it."""
        return self.whole_town or (organisation_id is not None and self.organisations.get(organisation_id, False))


def scope_of(user: StaffUser, town: Municipality) -> Scope:
    """Two queries at most. A user without such a role gets a scope that holds nothing."""
    roles = {grant.role for grant in user.grants if grant.municipality_id == town.id}
    if COORDINATOR in roles:
        return Scope(town.id, True, {})
    return Scope(town.id, False, map_own_organisations(town.id, user.id) if EDITOR in roles else {})


def responsible_organisation(activity: Activity) -> UUID | None:
    """Its own, else that of the place where it is held."""
    return activity.organisation_id or (activity.place.organisation_id if activity.place else None)


def places_in(scope: Scope) -> ColumnElement[bool]:
    """Condition on Place; what was merged into another one is nobody's any more."""
    mine = true() if scope.whole_town else Place.organisation_id.in_(list(scope.organisations))
    return and_(Place.municipality_id == scope.municipality_id, Place.merged_into_id.is_(None), mine)


def activities_in(scope: Scope) -> ColumnElement[bool]:
    """Condition on Activity: the own organisation's, and what names none and is held at a place of it."""
    here = and_(Activity.municipality_id == scope.municipality_id, Activity.merged_into_id.is_(None))
    if scope.whole_town:
        return here
    of_places = select(Place.id).where(places_in(scope))
    return and_(
        here,
        or_(
            Activity.organisation_id.in_(list(scope.organisations)),
            and_(Activity.organisation_id.is_(None), Activity.place_id.in_(of_places)),
        ),
    )


def get_place(scope: Scope, place_id: UUID) -> Place:
    """With its texts, published or not. Raises NotFound."""
    return _one(Place, places_in(scope), place_id)  # type: ignore[no-any-return]


def get_activity(scope: Scope, activity_id: UUID) -> Activity:
    """With its texts, published or not. Raises NotFound."""
    return _one(Activity, activities_in(scope), activity_id)  # type: ignore[no-any-return]


def get_item(scope: Scope, what: str, item_id: UUID) -> Place | Activity:
    """`what` as in the addresses of item_links. Raises NotFound."""
    return get_place(scope, item_id) if what == PLACES else get_activity(scope, item_id)


def owner_of(item: Place | Activity) -> Owner:
    """What the schedule calls it."""
    return Owner(place_id=item.id) if isinstance(item, Place) else Owner(activity_id=item.id)


def organisation_of(item: Place | Activity) -> UUID | None:
    return item.organisation_id if isinstance(item, Place) else responsible_organisation(item)


def _one(model: Any, condition: ColumnElement[bool], id_: UUID) -> Any:
    found = db.session.scalar(select(model).where(condition, model.id == id_).options(selectinload(model.texts)))
    if found is None:
        raise NotFound
    return found
