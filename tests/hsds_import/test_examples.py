"""The examples of the specification, and tables of an older version that are wrong on purpose."""

from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from tests.areas.build import shared
from tests.hsds_import.kept import BOTH, SAME, lines, the_activity, the_place
from tests.hsds_import.packages import Import, tables, write_folder

BRINKDAM = ("--town", "brinkdam")
NOT_HERE = "location 3a19ff88-4620-4d17-9830-ac1d859eb5d5 MyCity Civic Center, latitude: '100' must lie"


def example(name: str) -> Path:
    return shared("directories/hsds31_examples/base.json").parent / name


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("service_full.json", NOT_HERE),
        ("service_at_location_full.json", NOT_HERE),
        ("organization_full.json", NOT_HERE),
        ("location.json", NOT_HERE),
        ("tabular.json", NOT_HERE),
        ("csv", NOT_HERE),
        ("service_list.json", "service_at_locations: is missing, so nobody knows where it is"),
        ("service_at_location_list.json", NOT_HERE),
        ("organization_list.json", "Error: The package holds no services"),
        ("taxonomy.json", "Error: The package holds no services"),
        ("taxonomy_term_list.json", "Error: The package holds no services"),
        ("base.json", "Error: The file is no HSDS"),
    ],
)
def test_the_examples_of_the_specification_lie_on_no_map(
    load: Import, cli: FlaskCliRunner, name: str, output: str
) -> None:
    path = example(name)

    result = cli.invoke(args=["places", "import", str(path), "--format", "hsds", *BRINKDAM])

    assert output in result.output
    assert result.exit_code == (1 if output.startswith("Error") else 0)


@pytest.mark.parametrize("name", ["service_full.json", "tabular.json", "organization_full.json"])
def test_the_examples_come_in_when_they_lie_here(load: Import, name: str) -> None:
    path = example(name)
    content = path.read_text(encoding="utf-8").replace('"latitude": 100', '"latitude": 52.15')
    content = content.replace('"longitude": 101', '"longitude": 5.15')

    output = lines(load(content))

    assert output[-2:] == BOTH
    assert any("schedules[1]: by the week only days like MO,TU" in line for line in output)
    place, activity = the_place(), the_activity()
    assert (place.kind, place.wheelchair, place.phone, place.street) == ("buurthuis", "yes", "+44 1234 234567", None)
    assert (activity.min_age, activity.by_appointment, activity.no_referral) == (12, True, False)
    assert activity.themes == ["praten-steun"]
    assert lines(load(content))[-2:] == SAME


def test_rows_of_an_older_version_are_told_and_break_nothing(load: Import, cli: FlaskCliRunner, tmp_path: Path) -> None:
    """Each table that is wrong on purpose stands in place of the good one in turn."""
    source = shared("directories/ohana_invalid_rows/valid_org.csv").parent
    names = {
        "service": "services",
        "location": "locations",
        "org": "organizations",
        "address": "addresses",
        "phone": "phones",
        "schedule": "schedules",
        "program": "programs",
        "category": "taxonomy_terms",
    }
    for path in sorted(source.glob("*.csv")):
        table = next((table for word, table in names.items() if word in path.stem), "taxonomies")
        folder = write_folder(tmp_path / path.stem, tables())
        (folder / f"{table}.csv").write_bytes(path.read_bytes())

        result = cli.invoke(args=["places", "import", str(folder), "--dry-run", *BRINKDAM])

        assert result.exception is None or isinstance(result.exception, SystemExit), (path.stem, result.exception)
        assert result.exit_code in (0, 1)
        assert "Traceback" not in result.output
