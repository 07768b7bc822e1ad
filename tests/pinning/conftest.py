"""A town with one neighbourhood, a place of an organisation in it, and who keeps it true."""

import pytest
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.page import PageClient
from tests.staff import signed_in_client
from tests.town import boundary
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality, Neighbourhood
from webapp.core.postgis import from_area
from webapp.extensions import db
from webapp.places.editors import get_organisation
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Place
from webapp.places.operations import save_organisation


@pytest.fixture
def town(db_session: Session) -> Municipality:
    town = make_municipality()
    area = from_area(boundary(town.slug))
    named = {"code": "BU90010000", "level": "buurt", "name": "Het Dorp"}
    db.session.add(Neighbourhood(municipality_id=town.id, boundary=area, **named))
    db.session.commit()
    return town


@pytest.fixture
def place(town: Municipality) -> Place:
    save_organisation(town, OrganisationFacts(slug="brug", name="Stichting Brug"))
    organisation = get_organisation(town.id, "brug")
    return make_place(town, "De Brink", slug="de-brink", street="Kerkstraat", organisation_id=organisation.id)


@pytest.fixture
def coordinator(town: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, town)
