from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from tests.build import make_activity, make_municipality, make_place
from tests.conftest import DEMO_MOMENT
from tests.staff import make_user
from tests.town import OVERWATER, QUAY
from webapp.accounts.rules import ADMIN, COORDINATOR, EDITOR, TEAM
from webapp.activities.models import Activity
from webapp.activities.scope import activities_in, get_activity, get_place, places_in, scope_of
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.places.editors import EDITING, get_organisation, map_own_organisations, set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Organisation, Place
from webapp.places.operations import save_organisation


def make_organisation(town: Municipality, slug: str) -> Organisation:
    save_organisation(town, OrganisationFacts(slug=slug, name=slug.capitalize()))
    return get_organisation(town.id, slug)


@pytest.fixture
def town(app: Flask) -> Municipality:
    return make_municipality()


def test_an_editor_finds_what_the_own_organisation_offers_and_nothing_else(town: Municipality) -> None:
    ours, theirs = make_organisation(town, "ours"), make_organisation(town, "theirs")
    user = make_user(EDITOR, town)
    set_editor(town.id, ours.id, user.id)
    house = make_place(town, "Ons huis", organisation_id=ours.id)
    other = make_place(town, "Hun huis", organisation_id=theirs.id)
    nobody = make_place(town, "Van niemand")
    of_house = make_activity(town, "Koffie", place=house)
    guest = make_activity(town, "Gast", place=house, organisation_id=theirs.id)
    visit = make_activity(town, "Op bezoek", place=other, organisation_id=ours.id)
    scope = scope_of(user, town)

    assert set(db.session.scalars(select(Place.id).where(places_in(scope)))) == {house.id}
    assert set(db.session.scalars(select(Activity.id).where(activities_in(scope)))) == {of_house.id, visit.id}
    assert get_place(scope, house.id) is house
    for place in (other, nobody):
        with pytest.raises(NotFound):
            get_place(scope, place.id)
    with pytest.raises(NotFound):
        get_activity(scope, guest.id)
    assert not scope.publishes(ours.id)


def test_a_coordinator_finds_all_of_the_town_and_nothing_of_another(town: Municipality) -> None:
    elsewhere = make_municipality(OVERWATER)
    user = make_user(COORDINATOR, town)
    place, far = make_place(town), make_place(elsewhere, position=QUAY)
    scope = scope_of(user, town)

    assert get_place(scope, place.id) is place
    assert scope.publishes(None)
    with pytest.raises(NotFound):
        get_place(scope, far.id)
    with pytest.raises(NotFound):
        get_place(scope_of(user, elsewhere), far.id)


@pytest.mark.parametrize("role", [TEAM, ADMIN, None])
def test_other_roles_change_nothing(town: Municipality, role: str | None) -> None:
    ours = make_organisation(town, "ours")
    user = make_user(role, town)
    set_editor(town.id, ours.id, user.id, publishes=True)
    place = make_place(town, organisation_id=ours.id)

    with pytest.raises(NotFound):
        get_place(scope_of(user, town), place.id)


def test_trust_is_given_and_taken_and_joining_again_leaves_it(town: Municipality) -> None:
    ours, user = make_organisation(town, "ours"), make_user(EDITOR, town)
    set_editor(town.id, ours.id, user.id, publishes=True)
    set_editor(town.id, ours.id, user.id)
    assert scope_of(user, town).publishes(ours.id)
    assert not scope_of(user, town).publishes(None)
    set_editor(town.id, ours.id, user.id, publishes=False)
    assert map_own_organisations(town.id, user.id) == {ours.id: False}
    EDITING.end(town.id, ours.id, user.id, DEMO_MOMENT)
    assert not scope_of(user, town).holds(ours.id)
    with pytest.raises(NotFound):
        get_organisation(town.id, str(uuid4()))
