"""Keeping the photos of what one answers for: adding from a phone, words, order, taking away, a second pair of eyes."""

import io
from typing import Any

import pytest
from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.build import make_municipality, make_place
from tests.page import PageClient, parse, text_of, texts
from tests.photos import pictures
from tests.photos.build import make_photo
from tests.staff import csrf_token, make_user, sign_in, signed_in_client
from tests.town import OVERWATER
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.photos import staff_views
from webapp.photos.models import Photo
from webapp.photos.queries import list_photos
from webapp.photos.rules import MAX_PHOTOS
from webapp.photos.taking_in import Baked, take_in
from webapp.places.editors import get_organisation, set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Place
from webapp.places.operations import save_organisation

GOOD = {"alt_nl": "De ingang met een rode deur", "permission": "1"}


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality()


@pytest.fixture
def place(town: Municipality) -> Place:
    save_organisation(town, OrganisationFacts(slug="brug", name="Stichting Brug"))
    return make_place(town, "De Brink", slug="de-brink", organisation_id=get_organisation(town.id, "brug").id)


@pytest.fixture
def coordinator(town: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, town)


def editor_of(place: Place, town: Municipality, *, publishes: bool) -> PageClient:
    user = make_user(EDITOR, town)
    assert place.organisation_id is not None
    set_editor(town.id, place.organisation_id, user.id, publishes=publishes)
    db.session.commit()
    client = current_app.test_client()
    assert isinstance(client, PageClient)
    return sign_in(client, user)


def page_of(place: Place) -> str:
    return f"/staff/brinkdam/places/{place.id}/photos"


def add(client: PageClient, place: Place, content: bytes | None = None, **fields: Any) -> TestResponse:
    sent = {**GOOD, "csrf_token": csrf_token(client, page_of(place)), **fields}
    if content is not None:
        sent["photo"] = (io.BytesIO(content), "IMG_1.jpg")
    answer = client.post(page_of(place), data=sent, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # the client of the tests keeps what is large in a file
    return answer


def do(client: PageClient, place: Place, photo: Photo, what: str, **fields: str) -> TestResponse:
    token = csrf_token(client, page_of(place))
    return client.post(f"{page_of(place)}/{photo.id}", data={"csrf_token": token, "do": what, **fields})


def problems(answer: TestResponse) -> list[str]:
    return texts(parse(answer.text), ".problem")


def test_a_photo_from_a_phone_is_public_at_once(coordinator: PageClient, place: Place, client: PageClient) -> None:
    answer = add(coordinator, place, pictures.from_a_phone(6), alt_en="The entrance", credit=" Fatima\n")
    assert answer.status_code == 303
    [photo] = list_photos(place)
    assert (photo.alt, photo.credit) == ({"nl": GOOD["alt_nl"], "en": "The entrance"}, "Fatima")
    assert (photo.width, photo.height, photo.is_public) == (600, 800, True)
    assert photo.added_by is not None
    assert (
        "Residents see it now" in coordinator.get(answer.location).text or "nu" in coordinator.get(answer.location).text
    )
    [image] = client.page("/nl/brinkdam/places/de-brink").query(".photo__picture")
    served = client.get(str(image.attrs["src"])).data
    assert pictures.WORDS not in served
    assert b"Exif" not in served


def test_what_is_wrong_is_said_and_the_words_stay(coordinator: PageClient, place: Place) -> None:
    answer = add(coordinator, place, b"<svg></svg>", alt_nl="IMG_123.jpg", alt_en="A door that is red", permission="")
    assert answer.status_code == 422
    assert len(problems(answer)) == 3
    assert texts(parse(answer.text), "textarea") == ["IMG_123.jpg", "A door that is red"]
    assert list_photos(place) == []


def test_a_good_photo_with_bad_words_asks_to_choose_it_again(coordinator: PageClient, place: Place) -> None:
    answer = add(coordinator, place, pictures.photo(), alt_nl="")
    assert answer.status_code == 422
    assert len(problems(answer)) == 2
    assert list_photos(place) == []


@pytest.mark.parametrize("page", ["photos", "calendar", "pin", "versions", "times", "texts", "edit"])
def test_every_page_of_a_place_leads_back_to_it(coordinator: PageClient, place: Place, page: str) -> None:
    [link] = coordinator.page(f"/staff/brinkdam/places/{place.id}/{page}").query(".back a")

    ways = {f"/staff/brinkdam/places/{place.id}": "De Brink", "/staff/brinkdam/today": "Programma van vandaag"}
    assert ways[str(link.attrs["href"])] == text_of(link)


def test_without_a_file(coordinator: PageClient, place: Place) -> None:
    assert len(problems(add(coordinator, place))) == 1


def test_50_mb_is_refused_with_a_sentence_and_nothing_typed_is_lost(coordinator: PageClient, place: Place) -> None:
    answer = add(coordinator, place, b"\xff\xd8\xff" + b"\0" * 50_000_000)
    assert answer.status_code == 422
    assert "25 MB" in " ".join(problems(answer))
    assert GOOD["alt_nl"] in answer.text


def test_other_pages_take_no_more_than_before(coordinator: PageClient, place: Place, client: PageClient) -> None:
    photo = make_photo(place)
    assert do(coordinator, place, photo, "save", alt_nl="x" * 1_100_000).status_code == 413
    sent = client.post(page_of(place), data=b"x" * 1_100_000, content_type="multipart/form-data; boundary=y")
    assert sent.status_code == 413


def test_there_is_an_end_to_it(coordinator: PageClient, place: Place) -> None:
    for _ in range(MAX_PHOTOS):
        make_photo(place)
    assert 'type="file"' not in coordinator.get(page_of(place)).text
    assert (
        add(coordinator, place, pictures.photo(), csrf_token=csrf_token(coordinator, "/staff/account")).status_code
        == 422
    )
    assert len(list_photos(place)) == MAX_PHOTOS


def test_order_words_and_taking_away(coordinator: PageClient, place: Place, client: PageClient) -> None:
    first, second, third = (make_photo(place, alt={"nl": f"De deur nummer {number}"}) for number in (1, 2, 3))
    assert do(coordinator, place, third, "earlier").status_code == 303
    assert do(coordinator, place, third, "earlier").status_code == 303
    assert do(coordinator, place, third, "earlier").status_code == 303
    assert [photo.id for photo in list_photos(place)] == [third.id, first.id, second.id]
    assert do(coordinator, place, first, "later").status_code == 303
    assert [photo.id for photo in list_photos(place)] == [third.id, second.id, first.id]
    assert do(coordinator, place, second, "save", alt_nl="De achterdeur", alt_en="", credit="").status_code == 303
    assert second.alt == {"nl": "De achterdeur"}
    answer = do(coordinator, place, second, "save", alt_nl="deur", alt_en="The back door")
    assert answer.status_code == 422
    assert len(problems(answer)) == 1
    assert "The back door" in answer.text
    assert do(coordinator, place, third, "remove").status_code == 303
    assert [(photo.id, photo.position) for photo in list_photos(place)] == [(second.id, 0), (first.id, 1)]
    assert client.get(f"/photos/{third.id}-480.webp").status_code == 404
    assert do(coordinator, place, first, "swallow").status_code == 404


def test_who_may_not_publish_adds_what_the_coordinator_looks_at(
    town: Municipality, place: Place, client: PageClient, coordinator: PageClient
) -> None:
    editor = editor_of(place, town, publishes=False)
    assert add(editor, place, pictures.photo()).status_code == 303
    [photo] = list_photos(place)
    assert not photo.is_public
    assert client.get(f"/photos/{photo.id}-480.webp").status_code == 404
    preview = editor.get(f"{page_of(place)}/{photo.id}-480.webp")
    assert (preview.status_code, preview.mimetype) == (200, "image/webp")
    assert do(editor, place, photo, "publish").status_code == 404
    document = coordinator.page("/staff/brinkdam/photos")
    assert [text_of(link) for link in document.query("main .plain-list a")] == ["De Brink (1 foto)"]
    assert do(coordinator, place, photo, "publish").status_code == 303
    assert client.get(f"/photos/{photo.id}-480.webp").status_code == 200
    assert not coordinator.page("/staff/brinkdam/photos").query("main .plain-list a")
    assert do(editor, place, photo, "save", **ALT_AS_STORED).status_code == 303
    assert photo.is_public, "the same words need no second look"
    assert do(editor, place, photo, "save", alt_nl="Iets heel anders dan eerst").status_code == 303
    assert client.get(f"/photos/{photo.id}-480.webp").status_code == 404


ALT_AS_STORED = {"alt_nl": GOOD["alt_nl"], "alt_en": "", "credit": ""}


def test_a_trusted_editor_publishes(town: Municipality, place: Place) -> None:
    assert add(editor_of(place, town, publishes=True), place, pictures.photo()).status_code == 303
    assert list_photos(place)[0].is_public


def test_what_somebody_else_keeps_is_not_there(town: Municipality, place: Place, coordinator: PageClient) -> None:
    stranger = signed_in_client(EDITOR, town)
    photo = make_photo(place)
    assert stranger.get(page_of(place)).status_code == 404
    assert stranger.get(f"{page_of(place)}/{photo.id}-480.webp").status_code == 404
    elsewhere = make_place(make_municipality(OVERWATER), "Elders")
    assert coordinator.get(page_of(elsewhere)).status_code == 404
    other = make_place(town, "De Hoek")
    assert coordinator.get(f"{page_of(other)}/{photo.id}-480.webp").status_code == 404
    token = csrf_token(coordinator, page_of(place))
    answer = coordinator.post(f"{page_of(other)}/{photo.id}", data={"csrf_token": token, "do": "remove"})
    assert answer.status_code == 404


def test_two_at_once_get_no_more_than_there_is_room_for(
    coordinator: PageClient, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last place is taken while the second photo is still being made."""
    for _ in range(MAX_PHOTOS - 1):
        make_photo(place)

    def meanwhile(file: Any) -> Baked:
        made = take_in(file)
        make_photo(place)
        return made

    monkeypatch.setattr(staff_views, "take_in", meanwhile)
    assert add(coordinator, place, pictures.photo()).status_code == 422
    assert len(list_photos(place)) == MAX_PHOTOS
