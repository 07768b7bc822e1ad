"""The coordinator's pages of pairs: found with reasons, chosen from, made one, and two again."""

import pytest

from tests.page import PageClient, parse, text_of, texts
from tests.staff import signed_in_client, submit
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.places.models import Place
from webapp.places.operations import save_place, write_place_text
from webapp.places.queries import list_places_of_source

TOWN = "alblasserdam"
LIST = f"/staff/{TOWN}/duplicates"
HERE = Position(lat=51.8651, lon=4.6601)


@pytest.fixture
def town(demo: PageClient) -> Municipality:
    return get_municipality(TOWN)


@pytest.fixture
def client(town: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, town)


def twin(town: Municipality, id_: str, name: str, **facts: object) -> Place:
    values = {"kind": "buurthuis", "position": HERE, "street": "Dam", "house_number": "1", **facts}
    save_place(town, PlaceFacts(**values), {"nl": PlaceTexts(name)}, source="test", external_id=id_)  # type: ignore[arg-type]
    db.session.commit()
    return list_places_of_source(town.id, "test", [id_])[0]


@pytest.fixture
def twins(town: Municipality) -> tuple[Place, Place]:
    one = twin(town, "1", "Ontmoetingsplek Zonnebloem", phone="078 123 45 67", postcode="2951AB")
    other = twin(
        town,
        "2",
        "Stichting Ontmoetingsplek Zonnebloem",
        phone="+31 78 1234567",
        postcode="2951AB",
        email="z@example.nl",
    )
    write_place_text(other, "en", PlaceTexts("Sunflower meeting place"))
    db.session.commit()
    return one, other


def cards(client: PageClient, what: str = "places") -> list[str]:
    return [
        text_of(card) for card in client.page(f"{LIST}?what={what}").query(".pair") if "Zonnebloem" in text_of(card)
    ]


def path_of(kept: Place, gone: Place) -> str:
    return f"{LIST}/places/{kept.id}/{gone.id}"


def merged(client: PageClient, kept: Place, gone: Place, **choices: str) -> int:
    path = path_of(kept, gone)
    seen = parse(client.get(path).text).query("input[name=seen]")[0].attrs["value"]
    return submit(client, path, seen=seen, **choices).status_code


def test_a_pair_is_found_with_its_reasons(client: PageClient, twins: tuple[Place, Place]) -> None:
    [card] = cards(client)

    assert "Heel waarschijnlijk hetzelfde" in card
    assert "dezelfde naam" in card
    assert "hetzelfde adres" in card
    assert "hetzelfde telefoonnummer" in card


def test_who_says_more_is_proposed_to_be_kept(client: PageClient, town: Municipality) -> None:
    twin(town, "1", "Zonnebloem", postcode="2951AB")
    full = twin(town, "2", "Zonnebloem", postcode="2951AB", phone="078 123 45 67", email="z@example.nl")
    card = next(card for card in client.page(LIST).query(".pair") if "Zonnebloem" in text_of(card))

    assert str(full.id) in str(card.query("a.button")[0].attrs["href"]).split("/")[-2]


def test_words_of_facts_are_in_the_language_of_the_page(client: PageClient, town: Municipality) -> None:
    one, other = twin(town, "1", "Zonnebloem", wheelchair="limited"), twin(town, "2", "Zonnebloem")
    words = " ".join(texts(client.page(path_of(one, other)), "label"))

    assert "Deels" in words
    assert "limited" not in words
    assert "unknown" not in words


def test_two_that_are_not_the_same_are_not_shown_again(client: PageClient, twins: tuple[Place, Place]) -> None:
    path = path_of(twins[1], twins[0])

    assert submit(client, f"{path}/two", form_page=path).status_code == 303
    assert submit(client, f"{path}/two", form_page=path).status_code == 303

    assert cards(client) == []


def test_only_what_differs_is_asked_and_what_says_something_is_proposed(
    client: PageClient, twins: tuple[Place, Place]
) -> None:
    page = client.page(path_of(*twins))
    chosen = {
        str(radio.attrs["name"]): str(radio.attrs["value"])
        for radio in page.query("input[type=radio]")
        if "checked" in radio.attrs
    }

    assert chosen == {"phone": "kept", "email": "gone", "nl_name": "kept", "en_name": "gone"}


def test_made_one_and_two_again(client: PageClient, demo: PageClient, twins: tuple[Place, Place]) -> None:
    kept, gone = twins
    slug, old = kept.slug, gone.slug

    assert merged(client, kept, gone, email="gone", phone="kept") == 303

    assert cards(client) == []
    answer = demo.get(f"/en/{TOWN}/places/{old}")
    assert (answer.status_code, answer.location) == (301, f"/en/{TOWN}/places/{slug}")
    assert "z@example.nl" in demo.get(answer.location).text
    for answer in (client.get(path_of(kept, gone)), submit(client, path_of(kept, gone), form_page=LIST)):
        assert answer.status_code == 404
        assert "Misschien zijn ze al samengevoegd" in text_of(parse(answer.text).query(".notice--wrong")[0])
    page = client.page(f"{LIST}?done=one")
    assert "Ze zijn nu één" in text_of(page.query("main [role=status]")[0])
    undo = str(page.query("form[action*=undo]")[0].attrs["action"])
    assert submit(client, undo, form_page=LIST).status_code == 303
    assert demo.get(f"/en/{TOWN}/places/{old}").status_code == 200
    assert len(cards(client)) == 1
    assert submit(client, undo, form_page=LIST).status_code == 422


def test_what_somebody_changed_meanwhile_is_not_lost(client: PageClient, twins: tuple[Place, Place]) -> None:
    kept, gone = twins
    path = path_of(kept, gone)
    seen = parse(client.get(path).text).query("input[name=seen]")[0].attrs["value"]
    kept.phone = "112"
    db.session.commit()

    answer = submit(client, path, seen=seen, phone="gone")

    assert answer.status_code == 409
    assert "112" in answer.text
    assert [
        radio.attrs["value"] for radio in parse(answer.text).query("input[name=phone]") if "checked" in radio.attrs
    ] == ["gone"]


def test_two_that_the_list_does_not_have_by_their_addresses(client: PageClient, twins: tuple[Place, Place]) -> None:
    one, other = twins
    url = f"{LIST}/choose?what=places&one=https://dichtbij.example/nl/{TOWN}/places/{one.slug}&other={other.slug}"

    assert client.get(url).location == path_of(one, other)
    answer = client.get(f"{LIST}/choose?what=places&one={one.slug}&other={one.slug}")
    assert answer.status_code == 422
    assert texts(parse(answer.text), ".notice--wrong")


def test_activities_have_their_pairs(client: PageClient) -> None:
    assert client.get(f"{LIST}?what=activities").status_code == 200
    assert client.get(f"{LIST}?what=nonsense").status_code == 200
