"""One item on the desk of somebody of the staff: what is public, what is in the own draft, who may do what."""

from dataclasses import dataclass
from uuid import UUID

from webapp.accounts.models import StaffUser
from webapp.activities.item_links import ACTIVITIES, PLACES
from webapp.activities.scope import Scope, get_item, organisation_of, scope_of
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.database import commit
from webapp.places.models import Place
from webapp.versions import rules
from webapp.versions.models import ItemVersion
from webapp.versions.operations import capture
from webapp.versions.queries import Item, find_own_draft, find_published, kind_of, state_of_item


@dataclass(frozen=True)
class Desk:
    """`head` is what the forms show and count from: the own draft where there is one, else what is public."""

    town: Municipality
    user: StaffUser
    scope: Scope
    item: Item
    public: ItemVersion
    draft: ItemVersion | None

    @property
    def head(self) -> ItemVersion:
        return self.draft or self.public

    @property
    def kind(self) -> str:
        return kind_of(self.item)

    @property
    def what(self) -> str:
        """As in addresses."""
        return PLACES if isinstance(self.item, Place) else ACTIVITIES

    @property
    def publishes(self) -> bool:
        """Whether a change is public without somebody else looking at it."""
        return self.scope.publishes(organisation_of(self.item))

    @property
    def name(self) -> str:
        return name_of(self.item)


def name_of(item: Item) -> str:
    """In Dutch: staff know it by that."""
    names = {text.language: text.name for text in item.texts}
    return names.get("nl") or next(iter(names.values()), item.slug)


def open_desk(town: Municipality, user: StaffUser, what: str, item_id: UUID) -> Desk:
    """Raises NotFound for what is not in the scope of the user.

    A form counts from a version: where a machine changed something that nobody noted, it is noted now. That is the
    one thing that opening a page may write, and doing it again changes nothing.
    """
    scope = scope_of(user, town)
    item = get_item(scope, what, item_id)
    public = find_published(item)
    if public is None or not rules.is_same(public.document, state_of_item(item)):
        public = capture(item, now=clock.now())
        commit()
    return Desk(town, user, scope, item, public, find_own_draft(item, user.id))
