"""Bringing in a table on the page: looked at first, done once, and never as something else than was shown."""

from datetime import timedelta
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from tests.page import PageClient, parse, text_of, texts
from tests.sheets.test_xlsx import book
from tests.staff import csrf_token, signed_in_client, submit
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.extensions import db
from webapp.places.queries import list_places_of_source, map_organisation_ids
from webapp.sheets import operations
from webapp.sheets.models import ImportUpload

TOWN = "alblasserdam"
IMPORT, EXPORT = f"/staff/{TOWN}/import", f"/staff/{TOWN}/export"
HEADER = "external_id;kind;name_nl;phone"


@pytest.fixture
def town(demo: PageClient) -> Municipality:
    return get_municipality(TOWN)


@pytest.fixture
def client(town: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, town)


def send(client: PageClient, *rows: str, name: str = "plaatsen.csv", data: bytes | None = None) -> TestResponse:
    content = data if data is not None else "\r\n".join((HEADER, *rows)).encode()
    form = {"csrf_token": csrf_token(client, IMPORT), "file": (BytesIO(content), name)}
    return client.post(IMPORT, data=form, content_type="multipart/form-data")


def yes(client: PageClient, path: str, **fields: object) -> TestResponse:
    """With what the page said."""
    shown = parse(client.get(path).text).query("input[name=shown]")[0].attrs["value"]
    return submit(client, path, **{"shown": shown, **fields})


def stored_phones(town: Municipality) -> dict[str | None, str | None]:
    db.session.expire_all()
    return {place.external_id: place.phone for place in list_places_of_source(town.id, "csv", ["x1", "x2"])}


def test_a_table_is_shown_first_and_done_with_a_yes(client: PageClient, town: Municipality) -> None:
    answer = send(client, "x1;buurthuis;Nieuw huis;112", "x2;kasteel;Slot;", "x3;buurthuis;;")
    assert answer.status_code == 303
    page = client.page(answer.location)
    told = texts(page, ".table-report > li")
    assert told[0] == "Regel 2: Nieuw huis Buurthuis"
    assert [line.split(" ")[1] for line in told[1:]] == ["3", "4"]
    assert "kind: 'kasteel' is niet bekend" in told[1]
    assert "name_nl: ontbreekt" in told[2]
    assert stored_phones(town) == {}

    done = yes(client, answer.location)

    assert done.location == f"{IMPORT}?done=1&added=1&changed=0"
    assert "1 toegevoegd" in client.get(done.location).text
    assert stored_phones(town) == {"x1": "112"}
    again = client.get(answer.location)
    assert again.status_code == 404, "a table is taken over once"
    assert "wacht niet meer" in " ".join(texts(parse(again.text), ".problem"))
    assert parse(again.text).query("input[type=file]"), "the next one can come in at once"


def test_of_what_is_new_the_page_says_what_where_and_when(client: PageClient, town: Municipality) -> None:
    row = "x1;buurthuis;Nieuw huis;Dam;4;2952 AB;Alblasserdam;Tu 10:00-12:00"
    data = f"external_id;kind;name_nl;street;house_number;postcode;city;opening_hours\r\n{row}".encode()
    page = client.page(send(client, data=data).location)

    expected = "Regel 2: Nieuw huis Buurthuis, Dam 4, 2952 AB Alblasserdam, Tu 10:00-12:00"
    assert texts(page, ".table-report > li") == [expected]


def test_the_same_table_again_has_nothing_to_do_and_a_change_is_told(client: PageClient, town: Municipality) -> None:
    yes(client, send(client, "x1;buurthuis;Nieuw huis;112").location)

    assert "Er is niets te doen" in client.get(send(client, "x1;buurthuis;Nieuw huis;112").location).text
    page = client.page(send(client, "x1;buurthuis;Nieuw huis;113").location)
    assert texts(page, ".table-report > li") == ["Regel 2: Nieuw huis phone: 112 wordt 113"]


def test_what_may_be_there_already_is_marked_and_can_be_left_out(client: PageClient, town: Municipality) -> None:
    path = send(client, "x1;buurthuis;Het Brughuis;078 202 11 11", "x2;buurthuis;Iets heel anders;").location
    page = client.page(path)
    first = page.query(".table-report > li")[0]
    assert "dezelfde naam" in text_of(first)
    assert len(page.query("input[name=leave]")) == 1

    yes(client, path, leave=str(first.query("input[name=leave]")[0].attrs["value"]))

    assert set(stored_phones(town)) == {"x2"}


def test_a_town_that_changed_in_the_meantime_is_shown_again(client: PageClient, town: Municipality) -> None:
    yes(client, send(client, "x1;buurthuis;Nieuw huis;112").location)
    path = send(client, "x1;buurthuis;Nieuw huis;113").location
    shown = parse(client.get(path).text).query("input[name=shown]")[0].attrs["value"]
    [place] = list_places_of_source(town.id, "csv", ["x1"])
    place.phone = "0900-8844"
    db.session.commit()

    answer = submit(client, path, form_page=IMPORT, shown=shown)

    assert answer.status_code == 409
    assert "0900-8844 wordt 113" in answer.text
    assert stored_phones(town) == {"x1": "0900-8844"}
    assert yes(client, path).status_code == 303
    assert stored_phones(town) == {"x1": "113"}


def test_an_excel_file_comes_in_and_its_lost_zero_is_told(client: PageClient, town: Municipality) -> None:
    data = book(HEADER.split(";"), ["x1", "buurthuis", "Nieuw huis", 612345678], ["x2", "buurthuis", "=A1", ""])
    path = send(client, data=data, name="plaatsen.xlsx").location
    told = " ".join(texts(client.page(path), ".table-report > li"))
    assert "0612345678" in told
    assert "formule" in told

    yes(client, path)

    assert stored_phones(town) == {"x1": "0612345678"}


def test_a_cell_that_looks_like_a_formula_is_pointed_out_and_comes_in_as_words(
    client: PageClient, town: Municipality
) -> None:
    path = send(
        client, 'x1;buurthuis;"=HYPERLINK(""https://evil.example"")";112', "x2;buurthuis;- Huis;+31612345678"
    ).location
    told = texts(client.page(path), ".table-report > li")
    assert [line for line in told if "lijkt op een formule" in line] == [
        "Regel 2 name_nl: lijkt op een formule; het komt er als woorden in, en niemand rekent het uit"
    ]

    yes(client, path)

    [place] = list_places_of_source(town.id, "csv", ["x1"])
    assert [text.name for text in place.texts if text.language == "nl"] == ['=HYPERLINK("https://evil.example")']
    assert "'=HYPERLINK" in client.get(f"{EXPORT}/places.csv").text


def test_all_that_is_wrong_with_the_first_line_is_told_in_one_language(client: PageClient) -> None:
    told = " ".join(texts(parse(send(client, data=b"kolom;external_id;external_id\n1;2;3\n").text), ".problem"))

    assert "Ontbreekt: kind, name_nl." in told
    assert "Onbekend: 'kolom'." in told
    assert "Missing" not in told


def test_without_a_file_one_is_asked_for(client: PageClient) -> None:
    answer = submit(client, IMPORT)

    assert answer.status_code == 422
    assert "Kies eerst een bestand" in " ".join(texts(parse(answer.text), ".problem"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Het bestand is leeg"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "oud of vergrendeld"),
        (b"a;b\n1;2\n", "external_id"),
        (b"PK\x03\x04" + bytes(99), "niet lezen"),
        (b"x" * 100_001, "meer dan 5 MB"),
        ((HEADER + "\n" + "1;buurthuis;Naam;\n" * 1_001).encode(), "meer dan 1.000 rijen"),
    ],
    ids=["nothing", "xls", "columns", "zip", "large", "rows"],
)
def test_what_is_no_such_table_is_refused_with_a_sentence(
    client: PageClient, data: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MAX_BYTES", 100_000)
    answer = send(client, data=data)

    assert answer.status_code == 422
    assert sentence in " ".join(texts(parse(answer.text), ".problem"))


def test_nobody_else_sees_a_table_and_it_goes_after_an_hour(client: PageClient, town: Municipality) -> None:
    path = send(client, "x1;buurthuis;Nieuw huis;112").location
    other = signed_in_client(COORDINATOR, town)
    assert other.get(path).status_code == 404
    assert submit(other, f"{path}/drop", form_page=IMPORT).status_code == 404

    operations.forget_old(clock.now() + timedelta(minutes=59))
    assert client.get(path).status_code == 200
    operations.forget_old(clock.now() + timedelta(minutes=61))
    assert db.session.query(ImportUpload).count() == 0
    assert client.get(path).status_code == 404


def test_a_table_can_be_thrown_away(client: PageClient, town: Municipality) -> None:
    path = send(client, "x1;buurthuis;Nieuw huis;112").location

    assert submit(client, f"{path}/drop", form_page=path).status_code == 303
    assert client.get(path).status_code == 404


def test_a_second_table_takes_the_place_of_the_first(client: PageClient) -> None:
    first = send(client, "x1;buurthuis;Nieuw huis;112").location
    second = send(client, "x2;buurthuis;Nieuw huis;112").location

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_everything_goes_out_to_a_coordinator(client: PageClient) -> None:
    client.page(EXPORT)
    for name, type_ in (("places.csv", "text/csv"), ("activities.csv", "text/csv"), ("organisations.csv", "text/csv")):
        answer = client.get(f"{EXPORT}/{name}")
        assert (answer.status_code, answer.mimetype) == (200, type_)
        assert "rughuis" in answer.text
    assert client.get(f"{EXPORT}/everything.xlsx").data.startswith(b"PK")


def test_an_editor_gets_what_the_own_organisations_offer(town: Municipality) -> None:
    from webapp.places.editors import set_editor

    editor = signed_in_client(EDITOR, town, email="redactie@example.nl")
    from webapp.accounts.queries import find_user

    user = find_user("redactie@example.nl")
    assert user is not None
    assert len(editor.get(f"{EXPORT}/places.csv").text.splitlines()) == 1
    set_editor(town.id, map_organisation_ids(town.id)["het-brughuis"], user.id)
    db.session.commit()

    whole = signed_in_client(COORDINATOR, town).get(f"{EXPORT}/activities.csv").text
    own = editor.get(f"{EXPORT}/activities.csv").text
    assert 1 < len(own.splitlines()) < len(whole.splitlines())
    assert len(editor.get(f"{EXPORT}/organisations.csv").text.splitlines()) == 2
    assert editor.get(IMPORT).status_code == 404
