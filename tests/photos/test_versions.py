"""Photos in the history of their item: who did what, and what an earlier version brings back."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.page import text_of, texts
from tests.photos import pictures
from tests.photos.build import ALT, baked, make_photo
from tests.staff import make_user, signed_in_client, submit
from tests.town import BRINKDAM
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.database import undone
from webapp.extensions import db
from webapp.photos import noting, operations
from webapp.photos.models import PhotoPicture
from webapp.photos.queries import list_photos, map_told
from webapp.places.models import Place
from webapp.places.operations import save_place
from webapp.versions import operations as versions
from webapp.versions import rules
from webapp.versions.document import PLACE, facts_of, texts_of
from webapp.versions.queries import find_published, get_version, list_versions, state_of_item

OTHER = {"nl": "De zaal met een lange tafel", "en": "The hall with a long table"}


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality(BRINKDAM)


@pytest.fixture
def place(town: Municipality) -> Place:
    return make_place(town, "De Brink")


@pytest.fixture
def by(town: Municipality) -> UUID:
    return make_user(COORDINATOR, town).id


def whats(place: Place) -> list[str]:
    db.session.expire_all()
    return [one.what for one in reversed(list_versions(place))][1:]


def alts(told: dict[str, Any]) -> list[str]:
    return [photo["alt"]["nl"] for photo in told["photos"]]


def test_each_change_is_a_version_with_who_made_it(town: Municipality, place: Place) -> None:
    client = signed_in_client(COORDINATOR, town)
    path = f"/staff/{BRINKDAM}/places/{place.id}/photos"
    words = {"alt_nl": ALT["nl"], "alt_en": ALT["en"]}
    file = (BytesIO(pictures.photo(800, 600)), "a.jpg")
    answer = submit(client, path, photo=file, permission="1", **words)
    assert answer.status_code == 303
    [photo] = list_photos(place)
    one = f"{path}/{photo.id}"
    for fields in (
        {"do": "save", "alt_nl": OTHER["nl"], "alt_en": ""},
        {"do": "save", "alt_nl": OTHER["nl"], "alt_en": ""},
        {"do": "later"},
        {"do": "remove"},
    ):
        assert submit(client, one, form_page=path, **fields).status_code == 303

    assert whats(place) == ["photo_added", "photo", "photo_removed"]
    found = list_versions(place)
    assert all(one.by_user for one in found[:3])
    assert [alts(get_version(place, number).document) for number in (1, 2, 3, 4)] == [
        [],
        [ALT["nl"]],
        [OTHER["nl"]],
        [],
    ]
    page = client.page(f"/staff/{BRINKDAM}/places/{place.id}/versions?from=2&to=3")
    changes = " ".join(texts(page, "main"))
    assert "lange tafel" in changes
    assert "rode deur" in changes
    assert "Foto weggehaald" in changes


def test_what_waits_says_so_and_what_is_made_public_is_a_version(town: Municipality, place: Place) -> None:
    photo = make_photo(place, is_public=False)
    client = signed_in_client(COORDINATOR, town)
    path = f"/staff/{BRINKDAM}/places/{place.id}/photos"

    submit(client, f"{path}/{photo.id}", form_page=path, do="publish")

    assert whats(place)[-1] == "photo_shown"
    number = list_versions(place)[0].number
    page = client.page(f"/staff/{BRINKDAM}/places/{place.id}/versions?from={number - 1}&to={number}")
    assert "nog niet" in text_of(page.query("main")[0])


def test_what_is_taken_away_is_erased_and_does_not_come_back(town: Municipality, place: Place, by: UUID) -> None:
    now = clock.now()
    photo = make_photo(place)
    number = versions.capture(place, now=now).number
    with noting.noted(place, noting.REMOVED, by=by, now=now):
        operations.remove_photo(place, photo.id)

    versions.restore(town, place, number, by=by, now=now, with_times=False)

    assert list_photos(place) == []
    assert db.session.scalar(select(func.count()).select_from(PhotoPicture)) == 0
    assert alts(get_version(place, number).document) == [ALT["nl"]], "its words are still in the history"


def test_a_version_of_before_photos_were_noted_is_no_change(town: Municipality, place: Place) -> None:
    make_photo(place)
    current = versions.capture(place, now=clock.now())
    current.document = {name: value for name, value in current.document.items() if name != "photos"}
    db.session.commit()

    assert versions.capture(place, now=clock.now()).number == current.number
    assert alts(current.document) == [ALT["nl"]]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "words", "credit", "move", "show", "remove", "facts", "restore"]), st.integers(0, 5)
    ),
    min_size=3,
    max_size=9,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(STEPS)
def test_versions_and_restores_lose_nothing(
    town: Municipality, place: Place, by: UUID, steps: list[tuple[str, int]]
) -> None:
    """Each version tells all there was, and a restore brings back all that it can."""
    with undone():
        now = clock.now()
        told: dict[int, dict[str, Any]] = {}
        for what, number in steps:
            before = state_of_item(place)
            wanted = get_version(place, number % versions.capture(place, now=now).number + 1)
            _do(town, place, what, wanted.number if what == "restore" else number, by)
            current = versions.capture(place, now=now)
            told.setdefault(current.number, state_of_item(place))
            assert current.document["photos"] == map_told(town.id, [place]).get(place.id, [])
            if what == "restore":
                _check_restored(before, wanted.document, current.document)
        for number, document in told.items():
            assert rules.differences(document, get_version(place, number).document) == []
    db.session.expire_all()


def _do(town: Municipality, place: Place, what: str, number: int, by: UUID) -> None:
    photos, now = list_photos(place), clock.now()
    if what == "facts":
        place.phone = f"06000000{number:02}"
        versions.record(town, place, by=by, what="edit", now=now)
        return
    if what == "restore":
        versions.restore(town, place, number, by=by, now=now, with_times=True)
        return
    if what != "add" and not photos:
        return
    with noting.noted(place, noting.CHANGED, by=by, now=now):
        if what == "add" and len(photos) < 4:
            operations.add_photo(
                place, baked(), {"nl": f"Foto met nummer {number}"}, is_public=bool(number % 2), by=by, now=now
            )
        elif photos:
            photo = photos[number % len(photos)]
            _change(place, photo, what, number)


def _change(place: Place, photo: Any, what: str, number: int) -> None:
    if what == "words":
        operations.describe_photo(
            photo, {**OTHER, "en": f"Number {number} it is"}, photo.credit, publishes=bool(number % 2)
        )
    elif what == "credit":
        operations.describe_photo(photo, photo.alt, f"Maker {number}", publishes=True)
    elif what == "move":
        operations.move_photo(place, photo.id, number - 2)
    elif what == "show":
        operations.publish_photo(photo)
    elif what == "remove":
        operations.remove_photo(place, photo.id)


def _check_restored(before: dict[str, Any], wanted: dict[str, Any], after: dict[str, Any]) -> None:
    assert after["facts"] == wanted["facts"]
    then, now = ({one["id"]: one for one in document["photos"]} for document in (wanted, after))
    assert now.keys() == {one["id"] for one in before["photos"]}, "none comes and none goes"
    for id_ in then.keys() & now.keys():
        assert (now[id_]["alt"], now[id_]["credit"]) == (then[id_]["alt"], then[id_]["credit"])


def test_an_import_in_between_keeps_the_photos_in_the_history(town: Municipality, place: Place) -> None:
    make_photo(place)
    versions.capture(place, now=clock.now())
    facts = replace(_facts(place), phone="0611111111")

    save_place(town, facts, {"nl": _words(place)}, source=place.source, external_id=place.external_id or "")

    published = find_published(place)
    assert published is not None
    assert published.document["facts"]["phone"] == "0611111111"
    assert alts(published.document) == [ALT["nl"]]


def _facts(place: Place) -> Any:
    return facts_of(state_of_item(place), PLACE)


def _words(place: Place) -> Any:
    return texts_of(state_of_item(place), PLACE)["nl"]
