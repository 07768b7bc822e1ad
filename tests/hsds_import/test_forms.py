"""The forms in which packages of HSDS are met: each says the same."""

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner

from tests.build import make_municipality
from tests.hsds_import.kept import BOTH, SAME, document, lines, the_activity, the_place
from tests.hsds_import.packages import (
    Import,
    at,
    csv_text,
    location,
    service,
    tables,
    write_folder,
    write_zip,
    zipped,
)
from webapp.hsds_import import archive
from webapp.schedule.timetables import Owner

BRINKDAM = ("--town", "brinkdam")


def tabular(rows: dict[str, list[dict[str, Any]]], ending: str = ".csv") -> str:
    return json.dumps({f"{name}{ending}": some for name, some in rows.items()})


def without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


ORGANISATION = {"id": "o1", "name": "Stichting Hulp", "description": "", "website": "https://hulp.example/"}
HELD = {**at(), "service": without(service(), "service_at_locations")}
BY_ID = {**without(service(), "organization"), "service_at_locations": [{"id": "h1", "location_id": "l1"}]}
FORMS = {
    "a service": service(),
    "a list": [service()],
    "a page": {"total_pages": 1, "page_number": 1, "contents": [service()]},
    "a package": {"services": [service()]},
    "an organization": {**ORGANISATION, "services": [without(service(), "organization")]},
    "an organization with its locations": {**ORGANISATION, "services": [BY_ID], "locations": [location()]},
    "a list of organizations": [{**ORGANISATION, "services": [BY_ID], "locations": [location()]}],
    "locations apart": {"services": [{**BY_ID, "organization": ORGANISATION}], "locations": [location()]},
    "a service at a location": HELD,
    "a page of them": {"contents": [HELD]},
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_form_in_json_says_the_same(load: Import, form: Any) -> None:
    assert lines(load(service())) == BOTH
    assert lines(load(json.dumps(form))) == SAME


@pytest.mark.parametrize("ending", [".csv", ""])
def test_the_tabular_form_in_json_says_the_same_as_its_tables(
    load: Import, cli: FlaskCliRunner, tmp_path: Path, ending: str
) -> None:
    folder = write_folder(tmp_path / "tables", tables())
    packed = write_zip(tmp_path / "tables.zip", zipped(tables()))

    assert lines(cli.invoke(args=["places", "import", str(folder), *BRINKDAM])) == BOTH
    assert lines(cli.invoke(args=["places", "import", str(packed), *BRINKDAM])) == SAME
    assert lines(load(tabular(tables(), ending))) == SAME
    assert (the_place().street, the_place().phone, the_activity().min_age) == ("Dorpsstraat", "030 123 45 67", 18)
    assert document(Owner(activity_id=the_activity().id)) is not None


def test_a_compressed_description_and_one_in_a_zip_file_are_unpacked(load: Import, tmp_path: Path) -> None:
    assert lines(load(gzip.compress(json.dumps(service()).encode()))) == BOTH
    assert lines(load(zip_of({"package/data.json": json.dumps([service()]), "datapackage.json": "{}"}))) == SAME


def zip_of(files: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


ROW = {"id": "x"}
CIRCLE = [{"id": "t1", "name": "Geld", "parent_id": "t2"}, {"id": "t2", "name": "Hulp", "parent_id": "t1"}]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"phones": [{"id": "p", "number": "1"}]},
         "warning: phones.csv line 2: belongs to nothing: service_id and location_id and organization_id and "
         "service_at_location_id are empty (left out)"),
        ({"phones": [{"id": "p", "location_id": "l7", "number": "1"}]},
         "warning: phones.csv line 2: location_id: 'l7' is not in locations.csv (left out)"),
        ({"addresses": [{"id": "a", "city": "Brinkdam"}]},
         "warning: addresses.csv line 2: belongs to nothing: location_id is empty (left out)"),
        ({"attributes": [{"id": "x", "link_id": "d9", "link_entity": "service", "taxonomy_term_id": "t1"}]},
         "warning: attributes.csv line 2: link_id: 'd9' is in none of services (left out)"),
        ({"attributes": [{"id": "x", "link_id": "d1", "link_entity": "service", "taxonomy_term_id": "t1"}]},
         "warning: attributes.csv line 2: taxonomy_term_id: 't1' is not in taxonomy_terms.csv (left out)"),
        ({"taxonomy_terms": CIRCLE},
         "warning: taxonomy_terms.csv line 2: parent_id: 't1' goes round in a circle (left out)"),
        ({"organizations": [{"id": "o9", "name": "Anders"}]},
         "warning: services.csv line 2: organization_id: 'o1' is not in organizations.csv (left out)"),
    ],
)  # fmt: skip
def test_a_row_that_leads_nowhere_costs_that_row(
    cli: FlaskCliRunner, load: Import, tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    folder = write_folder(tmp_path / "tables", tables(**changes))

    output = lines(cli.invoke(args=["places", "import", str(folder), *BRINKDAM]))

    assert told in output
    assert output[-2:] == BOTH


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [
        ("service_at_location", [{"id": "h1", "service_id": "d9", "location_id": "l1"}],
         "service_at_location.csv line 2: service_id: 'd9' is not in services.csv"),
        ("service_at_location", [{"id": "h1", "service_id": "d1"}],
         "service_at_location.csv line 2: location_id: is missing"),
        ("services", [*tables()["services"], *tables()["services"]],
         "services.csv line 3: id: 'd1' is the same as at services.csv line 2"),
        ("services", [*tables()["services"], {"name": "Zonder"}], "services.csv line 3: id: is missing"),
        ("locations", [*tables()["locations"], {"location_type": "physical", "name": "x"}],
         "locations.csv line 3: id: is missing"),
    ],
)  # fmt: skip
def test_a_row_without_which_nothing_is_known_is_rejected(
    cli: FlaskCliRunner, load: Import, tmp_path: Path, name: str, rows: list[dict[str, Any]], told: str
) -> None:
    folder = write_folder(tmp_path / "tables", tables(**{name: rows}))

    output = lines(cli.invoke(args=["places", "import", str(folder), *BRINKDAM]))

    assert output[0] == told
    assert output[-1] == "rows of the package that belong to neither: 1 rejected"


def test_broken_rows_of_a_table_cost_themselves(cli: FlaskCliRunner, load: Import, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "tables", tables())
    phones = (folder / "phones.csv").read_text()
    (folder / "phones.csv").write_bytes(f'{phones}p2,l1\np3,l1,"30\np4,l1,\xe9\n'.encode("latin-1"))

    output = lines(cli.invoke(args=["places", "import", str(folder), *BRINKDAM]))

    assert output[:2] == [
        "phones.csv line 3: has 2 cells; the header has 3 columns",
        "phones.csv line 4: a quote is opened and never closed",
    ]
    assert output[-3:-1] == BOTH


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "holds no tables of HSDS such as services.csv"),
        ({"readme.txt": "x"}, "holds no tables of HSDS such as services.csv"),
        ({"phones.csv": "id,number\n1,2\n"}, "The package holds no services"),
        ({"services.csv": "id,id\n1,2\n"}, "services.csv: The header names 'id' more than once."),
        ({"services.csv": "id," + ",".join(f"c{n}" for n in range(100))}, "services.csv: The header has 101 columns"),
        ({"services.csv": "id,name\n" + "x" * 1_100_000}, "services.csv: Line 2 has more than 1,000,000 characters"),
        ({"../services.csv": "id\n"}, "'../services.csv' wants to stand outside the folder"),
        ({"/etc/services.csv": "id\n"}, "'/etc/services.csv' wants to stand outside the folder"),
        ({"a\\services.csv": "id\n"}, "wants to stand outside the folder"),
        ({"a/services.csv": "id\n", "b/services.csv": "id\n"}, "holds 'services.csv' twice; which one counts?"),
        ({"inner.zip": "x"}, "'inner.zip' is packed itself; pack the tables once"),
        ({"services.csv": b"PK\x03\x04"}, "'services.csv' is packed itself; pack the tables once"),
        ({f"{number}.csv": "" for number in range(201)}, "holds more than 200 files; that is the most"),
        ({"data.json": b"\xff"}, "'data.json' is not UTF-8"),
    ],
)
def test_a_zip_file_that_is_no_package_is_refused(
    load: Import, tmp_path: Path, files: dict[str, str | bytes], sentence: str
) -> None:
    result = load(zip_of(files), name="package.zip")

    assert result.exit_code == 1
    assert sentence in result.output


def with_bit(content: bytes, at_: int, value: int) -> bytes:
    """In the list of files at the end, which says what is locked and what is a link."""
    entry = content.rfind(b"PK\x01\x02")
    return content[: entry + at_] + bytes([value]) + content[entry + at_ + 1 :]


GOOD_ZIP = zip_of({"services.csv": "id\n" * 100})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GOOD_ZIP[:40], "is no whole zip file"),
        (GOOD_ZIP[:60] + b"\0" * 20 + GOOD_ZIP[80:], "cannot be unpacked"),
        (with_bit(GOOD_ZIP, 8, 1), "is locked with a password"),
        (with_bit(GOOD_ZIP, 41, 0xA0), "'services.csv' is a link and not a file"),
        (with_bit(GOOD_ZIP, 10, 99), "cannot be unpacked"),
        (b"PK\x03\x04" + b"PK\x05\x06" + b"\0" * 6 + b"\xff\xff\xff\xff" + b"\0" * 20, "holds more than 200 files"),
        (b"PK\x03\x04" + b"PK\x05\x06" + b"\0" * 8 + b"\xff\xff\xff\xff" + b"\0" * 20, "holds more than 200 files"),
    ],
    ids=["short", "broken", "locked", "link", "packed by nobody knows what", "many here", "many in all"],
)
def test_a_zip_file_that_lies_is_refused(load: Import, content: bytes, sentence: str) -> None:
    result = load(content, name="package.zip")

    assert result.exit_code == 1
    assert sentence in result.output


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(load: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 1_000_000)
    bomb = zip_of({"services.csv": "id\n" + "\n" * 700_000, "phones.csv": "\n" * 700_000})

    result = load(bomb, name="package.zip")

    assert result.exit_code == 1
    assert "is larger than 1 MB unpacked; cut it in parts" in result.output


def test_a_folder_is_bounded_as_well(cli: FlaskCliRunner, load: Import, tmp_path: Path, monkeypatch: Any) -> None:
    folder = write_folder(tmp_path / "tables", tables())
    monkeypatch.setattr(archive, "MAX_BYTES", 100)

    result = cli.invoke(args=["places", "import", str(folder), *BRINKDAM])

    assert result.exit_code == 1
    assert "cut it in parts" in result.output


def test_a_town_without_boundary_takes_all_and_says_so(db_session: Any, cli: FlaskCliRunner, tmp_path: Path) -> None:
    make_municipality("overwater", boundary=None)
    path = write_zip(tmp_path / "tables.zip", {"services.csv": csv_text(tables()["services"])})

    output = lines(cli.invoke(args=["places", "import", str(path), "--town", "overwater"]))

    assert "warning: Overwater has no boundary, so positions were not checked against it" in output
