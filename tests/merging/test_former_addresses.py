"""Every old address leads to what is left."""

from uuid import UUID

import pytest

from tests.build import make_municipality, make_place
from tests.merging.build import two
from tests.merging.conftest import MOMENT
from tests.page import PageClient
from tests.town import BRINKDAM, OVERWATER
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.merging.operations import merge, undo
from webapp.places.facts import PlaceTexts
from webapp.places.former import find_owner
from webapp.places.operations import write_place_text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("ending", ["", ".ics", "?week=2"])
def test_the_old_address_leads_to_the_one_that_is_left(
    town: Municipality, by: UUID, client: PageClient, language: str, ending: str
) -> None:
    kept, gone = two(town)
    merge(town, "places", kept.id, gone.id, {}, by=by, now=MOMENT)
    db.session.commit()

    answer = client.get(f"/{language}/{BRINKDAM}/places/buurthuis-de-brink{ending}")

    assert answer.status_code == 301
    assert answer.location == f"/{language}/{BRINKDAM}/places/de-brink{ending}"
    assert client.get(answer.location).status_code == 200


def test_addresses_never_lead_in_a_circle(town: Municipality, by: UUID, client: PageClient) -> None:
    """a into b, b into c: each leads to c at once; taken apart the other way round, each has its own again."""
    a, b, c = (make_place(town, name, slug=name) for name in "abc")
    first = merge(town, "places", b.id, a.id, {}, by=by, now=MOMENT)
    second = merge(town, "places", c.id, b.id, {}, by=by, now=MOMENT)
    db.session.commit()

    for slug in "ab":
        assert client.get(f"/nl/{BRINKDAM}/places/{slug}").location == f"/nl/{BRINKDAM}/places/c"
    for row in (second, first):
        undo(town, row, by=by, now=MOMENT)
        db.session.commit()
    for slug in "abc":
        assert client.get(f"/nl/{BRINKDAM}/places/{slug}").status_code == 200


def test_no_new_thing_gets_an_address_that_was(town: Municipality, by: UUID) -> None:
    kept, gone = make_place(town, "Het Huis"), make_place(town, "De Brink")
    merge(town, "places", kept.id, gone.id, {}, by=by, now=MOMENT)

    assert make_place(town, "De Brink").slug == "de-brink-2"


def test_another_name_is_no_other_address(town: Municipality, client: PageClient) -> None:
    place = make_place(town, "De Brink")
    write_place_text(place, "nl", PlaceTexts(name="Huis van de Buurt"))
    db.session.commit()

    assert "Huis van de Buurt" in client.page(f"/nl/{BRINKDAM}/places/de-brink").to_text()


def test_another_towns_address_leads_nowhere(town: Municipality, by: UUID, client: PageClient) -> None:
    make_municipality(OVERWATER)
    kept, gone = two(town)
    merge(town, "places", kept.id, gone.id, {}, by=by, now=MOMENT)

    assert client.get(f"/nl/{OVERWATER}/places/buurthuis-de-brink").status_code == 404
    assert find_owner(town.id, "activities", "buurthuis-de-brink") is None
