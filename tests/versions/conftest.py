"""A place in Brinkdam, an editor and a coordinator."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.staff import make_user
from webapp.areas.models import Municipality
from webapp.places.models import Place


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality()


@pytest.fixture
def place(town: Municipality) -> Place:
    return make_place(
        town, phone="0612345678", summary="Koffie", external_id="brink", opening_hours="Mo-Fr 09:00-17:00"
    )


@pytest.fixture
def ebru(town: Municipality) -> UUID:
    return make_user("editor", town).id


@pytest.fixture
def carla(town: Municipality) -> UUID:
    return make_user("coordinator", town).id
