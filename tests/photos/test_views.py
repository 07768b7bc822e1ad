"""What residents see of photos: on the page of the thing, from our own origin, and only what is public."""

import io
from urllib.parse import urlsplit

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, check_data, one, text_of
from tests.photos.build import ALT, baked, make_photo
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.photos.models import Photo
from webapp.places.models import Place


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality()


@pytest.fixture
def place(town: Municipality) -> Place:
    return make_place(town, "De Brink", slug="de-brink")


def address(photo: Photo, width: int = 480, kind: str = "webp") -> str:
    return f"/photos/{photo.id}-{width}.{kind}"


def test_the_page_of_a_place_shows_its_photos_in_order(client: PageClient, place: Place) -> None:
    first = make_photo(place, credit="Fatima")
    second = make_photo(place, alt={"nl": "De grote zaal met tafels"}, baked=baked(600, 800))
    document = client.page("/en/brinkdam/places/de-brink")
    images = document.query(".photo__picture")
    assert [image.attrs["alt"] for image in images] == [ALT["en"], "De grote zaal met tafels"]
    assert [image.attrs.get("lang") for image in images] == [None, "nl"]
    assert [(image.attrs["width"], image.attrs["height"]) for image in images] == [("800", "600"), ("600", "800")]
    assert [image.attrs["src"] for image in images] == [address(first, 800, "jpg"), address(second, 600, "jpg")]
    assert {image.attrs["loading"] for image in images} == {"lazy"}
    assert [source.attrs["srcset"] for source in document.query("source")] == [
        f"{address(first, 480)} 480w, {address(first, 800)} 800w",
        f"{address(second, 480)} 480w, {address(second, 600)} 600w",
    ]
    assert text_of(one(document, "figcaption")) == "Photo: Fatima"
    [thing] = [described for described in check_data(document) if "image" in described]
    wanted = [address(first, 800, "jpg"), address(second, 600, "jpg")]
    assert [urlsplit(url).path for url in thing["image"][:2]] == wanted, "search engines know them as well"


def test_an_activity_has_its_own(client: PageClient, town: Municipality, place: Place) -> None:
    make_photo(place)
    activity = make_activity(town, "Koffie", slug="koffie", place=place)
    assert not client.page("/nl/brinkdam/activities/koffie").query(".photo")
    make_photo(activity)
    assert len(client.page("/nl/brinkdam/activities/koffie").query(".photo")) == 1


def test_lists_and_the_front_page_carry_none(client: PageClient, place: Place) -> None:
    make_photo(place)
    for path in ("/nl/brinkdam/", "/nl/brinkdam/places", "/nl/brinkdam/search?q=brink"):
        assert "/photos/" not in client.get(path).text


@pytest.mark.parametrize(("kind", "mimetype"), [("webp", "image/webp"), ("jpg", "image/jpeg")])
def test_a_picture_is_kept_by_browsers_and_is_nothing_else(
    client: PageClient, place: Place, kind: str, mimetype: str
) -> None:
    answer = client.get(address(make_photo(place), 800, kind))
    assert answer.status_code == 200
    assert answer.mimetype == mimetype
    assert answer.headers["Cache-Control"] == "public, max-age=604800, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert Image.open(io.BytesIO(answer.data)).size == (800, 600)


def test_what_is_not_public_is_not_there(client: PageClient, town: Municipality, place: Place) -> None:
    waiting = make_photo(place, is_public=False)
    shown = make_photo(place)
    assert client.get(address(waiting)).status_code == 404
    assert len(client.page("/nl/brinkdam/places/de-brink").query(".photo")) == 1
    assert client.get(address(shown)).status_code == 200
    place.published = False
    db.session.commit()
    assert client.get(address(shown)).status_code == 404
    place.published = True
    town.opened_at = None
    db.session.commit()
    assert client.get(address(shown)).status_code == 404


@pytest.mark.parametrize(
    "path", ["{0}-479.webp", "{0}-480.jpg", "{0}-480.svg", "{0}.webp", "x-480.webp", "{0}--1.webp"]
)
def test_other_addresses_lead_nowhere(client: PageClient, place: Place, path: str) -> None:
    assert client.get("/photos/" + path.format(make_photo(place).id)).status_code == 404


def test_a_width_beyond_all_numbers_leads_nowhere(client: PageClient, place: Place) -> None:
    assert client.get(f"/photos/{make_photo(place).id}-{10**30}.webp").status_code == 404
