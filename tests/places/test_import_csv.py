"""`flask places import FILE.csv`: everything right goes in, everything wrong is told, nothing is half done."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place, told_hours
from tests.places.rows import csv_text, write
from tests.town import OVERWATER
from webapp.areas.queries import get_content_version, get_municipality
from webapp.extensions import db
from webapp.places.models import Place, PlaceText
from webapp.schedule.models import Slot

Import = Callable[..., Result]


@pytest.fixture(autouse=True)
def on_tuesday() -> Iterator[None]:
    with time_machine.travel("2026-11-03T10:30:00+01:00", tick=False):
        yield


@pytest.fixture
def load(db_session: Session, cli: FlaskCliRunner, tmp_path: Path) -> Import:
    """Imports a text as a file into Brinkdam."""
    make_municipality()

    def load(content: str | bytes, *options: str, name: str = "places.csv") -> Result:
        path = write(tmp_path / name, content)
        return cli.invoke(args=["places", "import", str(path), "--town", "brinkdam", *options])

    return load


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def slugs() -> list[str]:
    return list(db.session.scalars(select(Place.slug).order_by(Place.slug)))


def test_a_file_goes_in_and_the_same_file_again_changes_nothing(load: Import) -> None:
    content = csv_text({}, {"external_id": "2", "name_nl": "Het Anker"})

    assert lines(load(content)) == ["2 added, 0 changed, 0 unchanged, 0 rejected"]
    version = get_content_version(get_municipality("brinkdam"))
    assert lines(load(content)) == ["0 added, 0 changed, 2 unchanged, 0 rejected"]
    assert get_content_version(get_municipality("brinkdam")) == version
    assert slugs() == ["de-brink", "het-anker"]


def test_what_changed_in_the_file_changes_and_the_address_stays(load: Import) -> None:
    load(csv_text({}))

    assert lines(load(csv_text({"name_nl": "Brinkhuis"}))) == ["0 added, 1 changed, 0 unchanged, 0 rejected"]
    assert slugs() == ["de-brink"]
    assert "Brinkhuis" in db.session.scalars(select(PlaceText.name)).all()


def test_names_that_are_the_same_get_addresses_that_differ(load: Import) -> None:
    load(csv_text({}, {"external_id": "2"}, {"external_id": "3"}))

    assert slugs() == ["de-brink", "de-brink-2", "de-brink-3"]


@pytest.mark.parametrize("name", ["مركز", "!!!"])
def test_a_name_without_latin_letters_gets_the_kind_as_address(load: Import, name: str) -> None:
    load(csv_text({"name_nl": name}))

    assert slugs() == ["buurthuis"]


def test_opening_hours_become_slots_at_once(load: Import) -> None:
    load(csv_text({"opening_hours": "Tu 09:00-12:00"}))

    assert db.session.scalar(select(func.count()).select_from(Slot)) == 13

    load(csv_text({"opening_hours": ""}))

    assert db.session.scalar(select(func.count()).select_from(Slot)) == 0


def test_rejected_rows_are_told_with_line_and_column_and_the_rest_goes_in(load: Import) -> None:
    content = csv_text(
        {"description_nl": "een\ntwee\ndrie"},
        {"external_id": "2", "kind": "kasteel", "wheelchair": "soms"},
        {"external_id": "3", "name_nl": "Het Anker"},
        {"external_id": "4", "opening_hours": "maandag"},
    )

    output = lines(load(content))

    assert output[0].startswith("line 5, kind: 'kasteel' is not known"), "as an editor counts, line breaks included"
    assert output[1] == "line 5, wheelchair: 'soms' is not one of yes, limited, no, unknown"
    assert output[2].startswith("line 7, opening_hours: 'maandag' is not in the form of OpenStreetMap")
    assert output[3:] == ["2 added, 0 changed, 0 unchanged, 2 rejected"]
    assert slugs() == ["de-brink", "het-anker"]


def test_a_dry_run_says_the_same_and_keeps_nothing(load: Import) -> None:
    content = csv_text({}, {"external_id": "2", "kind": "kasteel"})

    dry, real = lines(load(content, "--dry-run")), lines(load(content))

    assert dry == [*real[:-1], "dry run: nothing was kept", real[-1]]
    assert real[-1] == "1 added, 0 changed, 0 unchanged, 1 rejected"


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_commas_or_semicolons_with_any_line_end_and_with_or_without_a_mark(
    load: Import, delimiter: str, start: str, newline: str
) -> None:
    content = start + csv_text({"kind": "kasteel"}, {"external_id": "2"}, delimiter=delimiter).replace("\n", newline)

    output = lines(load(content))

    assert output[0].startswith("line 2, kind")
    assert output[1] == "1 added, 0 changed, 0 unchanged, 1 rejected"


def test_empty_lines_and_empty_rows_are_passed_over(load: Import) -> None:
    content = csv_text({}) + "\n\n" + "," * 22 + "\n"

    assert lines(load(content)) == ["1 added, 0 changed, 0 unchanged, 0 rejected"]


def test_bytes_that_are_not_utf_8_cost_their_own_row(load: Import) -> None:
    second_row = csv_text({"external_id": "2"}).splitlines()[1].encode()
    content = csv_text({"name_nl": "Café"}).encode("latin-1") + second_row

    assert lines(load(content)) == [
        "line 2, name_nl: holds characters that are not UTF-8; save the file as UTF-8",
        "1 added, 0 changed, 0 unchanged, 1 rejected",
    ]


def test_the_second_row_with_an_id_is_rejected_and_names_the_first(load: Import) -> None:
    assert lines(load(csv_text({}, {"name_nl": "Nog een"}))) == [
        "line 3, external_id: is the same as on line 2",
        "1 added, 0 changed, 0 unchanged, 1 rejected",
    ]


@pytest.mark.parametrize(("row", "cells"), [("1,inloop", 2), ("1,inloop,Naam," + "," * 30, 34)])
def test_a_row_with_too_few_or_too_many_cells_is_rejected(load: Import, row: str, cells: int) -> None:
    assert lines(load(csv_text({}) + row + "\n"))[0] == f"line 3: has {cells} cells; the header has 24 columns"


def test_a_quote_that_is_never_closed_costs_one_row(load: Import) -> None:
    start, row = csv_text({"external_id": "2"}).splitlines()
    content = "\n".join([start, '1,inloop,"De Brink,en meer', row, row.replace("2,", "3,", 1)])

    assert lines(load(content)) == [
        "line 2: a quote is opened and never closed",
        "2 added, 0 changed, 0 unchanged, 1 rejected",
    ]


def test_quotes_that_do_not_match_cost_one_row(load: Import) -> None:
    start, row = csv_text({}).splitlines()

    output = lines(load("\n".join([start, '2,inloop,"De" Brink"' + "," * 20, row])))

    assert output == [
        "line 2: the quotes do not match; write a quote inside a quoted cell twice",
        "1 added, 0 changed, 0 unchanged, 1 rejected",
    ]


def test_a_cell_that_is_far_too_long_costs_one_row(load: Import) -> None:
    output = lines(load(csv_text({"description_nl": "x" * 200_000}, {"external_id": "2"})))

    assert output == [
        "line 2: a cell has more than 131,072 characters",
        "1 added, 0 changed, 0 unchanged, 1 rejected",
    ]


def test_the_first_file_opens_the_town_and_says_so(load: Import) -> None:
    get_municipality("brinkdam").opened_at = None
    db.session.commit()

    assert lines(load(csv_text({"kind": "kasteel"})))[-1] == "0 added, 0 changed, 0 unchanged, 1 rejected"
    assert get_municipality("brinkdam").opened_at is None
    assert lines(load(csv_text({})))[0] == "Brinkdam is open to residents from now on"
    assert get_municipality("brinkdam").opened_at is not None
    assert len(lines(load(csv_text({})))) == 1


def test_a_town_without_boundary_takes_every_point_with_a_warning(
    load: Import, cli: FlaskCliRunner, tmp_path: Path
) -> None:
    make_municipality(OVERWATER, boundary=None)
    path = write(tmp_path / "far.csv", csv_text({"lat": "10", "lon": "10"}))

    assert lines(cli.invoke(args=["places", "import", str(path), "--town", "overwater"])) == [
        "warning: Overwater has no boundary, so positions were not checked against it",
        "1 added, 0 changed, 0 unchanged, 0 rejected",
    ]


def test_other_sources_and_other_towns_are_left_alone(load: Import) -> None:
    mine = make_place(get_municipality("brinkdam"), external_id="1")
    theirs = make_place(make_municipality(OVERWATER), external_id="1", source="csv", position=None)

    assert lines(load(csv_text({"name_nl": "Nieuw"}))) == ["1 added, 0 changed, 0 unchanged, 0 rejected"]
    assert [mine.texts[0].name, theirs.texts[0].name] == ["De Brink", "De Brink"]


def test_columns_that_the_file_does_not_have_keep_what_is_stored(load: Import) -> None:
    load(csv_text({}))

    load(csv_text({"name_nl": "Brinkhuis"}, columns=("external_id", "kind", "name_nl")))

    place = db.session.scalars(select(Place)).one()
    assert (place.street, told_hours(place), place.themes, place.attributes) == (
        "Dorpsstraat",
        "Mo-Fr 09:00-12:00",
        ["ontmoeten", "eten"],
        ["toilet", "welkom"],
    )
    texts = {text.language: (text.name, text.description, text.version) for text in place.texts}
    assert texts["nl"] == ("Brinkhuis", "Koffie en een praatje.", 2)
    assert texts["en"] == ("The Green", "Coffee and a chat.", 1), "the Dutch text moved on"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\n\n", "The file is empty."),
        (b"PK\x03\x04" + bytes(100), "is an Excel or zip file; save the sheet as CSV UTF-8."),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "is an old or locked Excel file"),
        ("external_id;kind".encode("utf-16"), "is UTF-16; save it as CSV UTF-8."),
        (b"\x1f\x8b\x08" + bytes(100), "is compressed; unpack it first."),
        (bytes(range(256)) * 10, "The first line is not text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "The first line is not text in UTF-8"),
        (b"1,inloop,De Brink\n", "Missing: external_id, kind, name_nl."),
        (b"external_id,kind\n", "Missing: name_nl."),
        (b"external_id,kind,name_nl,naam\n", "Unknown: 'naam'."),
        (b"external_id,kind,name_nl,kind\n", "More than once: kind."),
        (b"<!doctype html><html>\n", "Missing: external_id, kind, name_nl."),
        (b"external_id,kind,name_nl\n" + b"x" * 1_000_100, "Line 2 has more than 1,000,000 characters"),
    ],
)
def test_a_file_that_is_no_such_csv_is_refused_with_a_sentence(load: Import, content: bytes, sentence: str) -> None:
    result = load(content)

    assert result.exit_code == 1
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert slugs() == []


def test_a_file_that_turns_out_wrong_halfway_leaves_nothing(load: Import) -> None:
    result = load(csv_text(*({"external_id": str(number)} for number in range(500))) + "x" * 1_000_100)

    assert result.exit_code == 1
    assert slugs() == []


def test_a_file_that_is_not_there_or_no_file_is_refused(load: Import, cli: FlaskCliRunner, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    for path, sentence in (("none.csv", "There is no file"), (".", "is not a file"), ("pipe", "is not a file")):
        result = cli.invoke(args=["places", "import", str(tmp_path / path), "--town", "brinkdam"])
        assert result.exit_code == 1
        assert sentence in result.output


def test_a_file_of_200_mb_is_refused_before_it_is_read(load: Import, cli: FlaskCliRunner, tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(200_000_000)

    result = cli.invoke(args=["places", "import", str(tmp_path / "large.csv"), "--town", "brinkdam"])

    assert result.exit_code == 1
    assert "has 200 MB; 100 MB is the most" in result.output


def test_a_town_that_is_not_there_is_refused(cli: FlaskCliRunner, tmp_path: Path) -> None:
    path = write(tmp_path / "places.csv", csv_text({}))

    result = cli.invoke(args=["places", "import", str(path), "--town", "nergens"])

    assert result.exit_code == 1
    assert "There is no town 'nergens'" in result.output
