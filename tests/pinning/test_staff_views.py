"""Putting a pin where it belongs: by address, by the map's fields, and never where it cannot be."""

import pytest
from flask import current_app
from werkzeug.test import TestResponse

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, one, parse, text_of, texts
from tests.pinning.pages import ADDRESS, FRONT_DOOR, page_of, values_on
from tests.staff import csrf_token, make_user, sign_in
from tests.town import BRINK, OVERWATER, QUAY
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.places.editors import set_editor
from webapp.places.models import Place
from webapp.versions.operations import publish_draft
from webapp.versions.queries import find_published, list_open
from webapp.versions.rules import REVIEW


def save(client: PageClient, item: Place | Activity, **fields: str) -> TestResponse:
    """What the page holds, with these fields over it."""
    return client.post(page_of(item), data={**values_on(client.page(page_of(item))), **fields})


def problems(answer: TestResponse) -> list[str]:
    return texts(parse(answer.text), ".problem")


def test_the_page_shows_what_is_stored(coordinator: PageClient, place: Place) -> None:
    document = coordinator.page(page_of(place))
    values = values_on(document)
    assert (values["lat"], values["lon"], values["street"]) == ("52.150000", "5.150000", "Kerkstraat")
    assert "Het Dorp" in text_of(one(document, ".pin-map"))
    container = one(document, "[data-map=drag]")
    assert (container.attrs["data-lat-field"], container.attrs["data-lon-field"]) == ("#lat", "#lon")
    [script] = [one.attrs["src"] for one in document.query("script[type=module]")]
    answer = coordinator.get(str(script))
    assert "Dichtbij.dragLayer" in answer.text
    assert coordinator.get(str(container.attrs["data-outlines"])).json["features"]


def test_a_pin_is_saved_with_its_address(coordinator: PageClient, place: Place) -> None:
    answer = save(coordinator, place, **FRONT_DOOR, **ADDRESS)
    assert answer.status_code == 303
    assert texts(coordinator.page(answer.location), ".notice[role=status]")
    db.session.refresh(place)
    assert place.position == Position(52.151234, 5.151234)
    assert (place.street, place.house_number, place.postcode, place.city) == ("Brink", "4", "9991AB", "Brinkdam")
    assert place.neighbourhood_code == "BU90010000"


def test_residents_see_it_at_once(coordinator: PageClient, place: Place, client: PageClient) -> None:
    before = client.get("/api/v1/brinkdam/map.geojson").json
    save(coordinator, place, **FRONT_DOOR)
    [feature] = client.get("/api/v1/brinkdam/map.geojson?type=place").json["features"]
    assert feature["geometry"]["coordinates"] == [5.151234, 52.151234]
    assert before["features"]


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"lat": "", "lon": ""}, 2),
        ({"lat": "noord"}, 1),
        ({"lat": "5.15", "lon": "52.15"}, 1),
        ({"lat": "52.15", "lon": "6.9"}, 1),
        ({"postcode": "12"}, 1),
        ({"street": "x" * 250}, 1),
        ({"house_number": "4\u202e"}, 1),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    coordinator: PageClient, place: Place, fields: dict[str, str], number: int
) -> None:
    answer = save(coordinator, place, **{**FRONT_DOOR, **ADDRESS, **fields})
    assert answer.status_code == 422
    assert len(problems(answer)) == number
    shown = values_on(parse(answer.text))
    assert shown["city"] == "Brinkdam"
    for name, value in fields.items():
        assert shown[name] == value
    db.session.refresh(place)
    assert place.position == BRINK


def test_just_outside_the_town_asks_for_a_word(coordinator: PageClient, place: Place) -> None:
    outside = {"lat": "52.15", "lon": "5.203"}  # 200 m over the border
    answer = save(coordinator, place, **outside)
    assert answer.status_code == 422
    assert "confirm" in values_on(parse(answer.text))
    assert save(coordinator, place, **outside, confirm="1").status_code == 303
    db.session.refresh(place)
    assert place.position == Position(52.15, 5.203)


def test_far_outside_no_word_helps(coordinator: PageClient, place: Place) -> None:
    answer = save(coordinator, place, lat=str(QUAY.lat), lon="5.299", confirm="1")
    assert answer.status_code == 422
    assert "confirm" not in values_on(parse(answer.text))


def test_a_town_without_a_border_takes_what_lies_in_the_country(coordinator: PageClient, town: Municipality) -> None:
    town.boundary = None
    db.session.commit()
    assert save(coordinator, make_place(town, "De Hoek"), lat="51.5", lon="4.5").status_code == 303


def test_who_comes_second_is_told_and_keeps_what_was_typed(coordinator: PageClient, place: Place) -> None:
    old = values_on(coordinator.page(page_of(place)))
    assert save(coordinator, place, lat="52.16").status_code == 303
    answer = coordinator.post(page_of(place), data={**old, "lat": "52.17"})
    assert answer.status_code == 422
    assert values_on(parse(answer.text))["lat"] == "52.17"
    db.session.refresh(place)
    assert place.position == Position(52.16, 5.15)
    again = coordinator.post(page_of(place), data=values_on(parse(answer.text)))
    assert again.status_code == 303


def test_an_activity_elsewhere_gets_a_pin_of_its_own_and_loses_it_again(
    coordinator: PageClient, town: Municipality, place: Place
) -> None:
    walk = make_activity(town, "Wandelen", place=place)
    document = coordinator.page(page_of(walk))
    assert values_on(document)["lat"] == "52.150000", "it begins where its place is"
    assert "street" not in values_on(document)
    assert save(coordinator, walk, **FRONT_DOOR).status_code == 303
    db.session.refresh(walk)
    assert (walk.position, place.position) == (Position(52.151234, 5.151234), BRINK)
    token = csrf_token(coordinator, page_of(walk))
    assert coordinator.post(page_of(walk), data={"csrf_token": token, "do": "remove"}).status_code == 303
    db.session.refresh(walk)
    assert (walk.point, walk.position) == (None, BRINK)
    assert coordinator.post(page_of(place), data={"csrf_token": token, "do": "remove"}).status_code == 404


def test_what_is_by_phone_or_online_has_no_pin(coordinator: PageClient, town: Municipality) -> None:
    line = make_place(town, "De Luisterlijn", kind="telefoon", position=None, phone="0880767000")
    online = make_activity(town, "Praten op het scherm", online=True)
    for item in (line, online):
        assert not coordinator.page(page_of(item)).query("#pin")
        token = csrf_token(coordinator, page_of(item))
        assert coordinator.post(page_of(item), data={"csrf_token": token, **FRONT_DOOR}).status_code == 404


def test_a_shelter_gets_no_pin(coordinator: PageClient, town: Municipality) -> None:
    shelter = make_place(town, "Blijf-van-mijn-lijf", kind="telefoon", position=None, phone="0880767000")
    shelter.kind = "inloop"
    db.session.commit()
    answer = save(coordinator, shelter, **FRONT_DOOR)
    assert answer.status_code == 422
    db.session.refresh(shelter)
    assert shelter.point is None


# ------------------------------------------------------------------ who may


def editor_of(place: Place, town: Municipality, *, publishes: bool) -> PageClient:
    user = make_user(EDITOR, town)
    assert place.organisation_id is not None
    set_editor(town.id, place.organisation_id, user.id, publishes=publishes)
    db.session.commit()
    client = current_app.test_client()
    assert isinstance(client, PageClient)
    return sign_in(client, user)


def test_an_editor_moves_what_is_the_own_organisations(town: Municipality, place: Place) -> None:
    editor = editor_of(place, town, publishes=True)
    assert save(editor, place, **FRONT_DOOR).status_code == 303
    assert editor.get(page_of(make_place(town, "Een ander"))).status_code == 404
    elsewhere = make_place(make_municipality(OVERWATER), "Elders")
    assert editor.get(page_of(elsewhere)).status_code == 404


def test_what_is_moved_stands_in_its_history(coordinator: PageClient, place: Place) -> None:
    save(coordinator, place, **FRONT_DOOR)
    noted = find_published(place)
    assert noted is not None
    assert (noted.what, noted.document["facts"]["position"]) == ("pin", [52.151234, 5.151234])
    assert noted.by_user is not None


@pytest.mark.parametrize("is_activity", [False, True])
def test_who_may_not_publish_proposes_it(town: Municipality, place: Place, is_activity: bool) -> None:
    item = make_activity(town, "Wandelen", place=place) if is_activity else place
    editor = editor_of(place, town, publishes=False)
    answer = save(editor, item, **FRONT_DOOR)
    assert answer.status_code == 303
    assert texts(editor.page(answer.location), ".notice[role=status]")
    db.session.refresh(item)
    assert item.position == BRINK
    [draft] = list_open(item)
    assert (draft.state, draft.what) == (REVIEW, "pin")
    publish_draft(town, item, draft, by=make_user(COORDINATOR, town).id, now=clock.now())
    db.session.refresh(item)
    assert item.position == Position(52.151234, 5.151234)


def test_a_proposal_is_checked_as_well(town: Municipality, place: Place) -> None:
    editor = editor_of(place, town, publishes=False)
    assert save(editor, place, **{**FRONT_DOOR, "postcode": "12"}).status_code == 422
    assert save(editor, place, lat="52.15", lon="5.299", confirm="1").status_code == 422
    assert list_open(place) == []
