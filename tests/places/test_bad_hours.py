"""Opening hours that make no sense, in a CSV of places: line, column and reason, and nothing in the tables."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from tests.build import make_municipality
from tests.places.rows import csv_text
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.models import Slot, StoredSchedule

Import = Callable[[str], Result]


@pytest.fixture
def load(cli: FlaskCliRunner, tmp_path: Path) -> Import:
    make_municipality()

    def load(hours: str) -> Result:
        path = tmp_path / "places.csv"
        path.write_text(csv_text({"opening_hours": hours}), encoding="utf-8")
        return cli.invoke(args=["places", "import", str(path), "--town", "brinkdam"])

    return load


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ("Mo 25:00-26:00", "is not in the form of OpenStreetMap"),
        ("Mo 09:00+", "has no end: write until when"),
        ("Mo 09:00-17:00/00:01", "is a row of moments, not hours"),
        ("FREQ=SECONDLY", "is not in the form of OpenStreetMap"),
        ("Mo 09:00-17:00 Europe/Mars", "is not in the form of OpenStreetMap"),
        ("9999 Mo 09:00-12:00", "9999 is no year between 1900 and 2100"),
        ("2026 Dec 31-2026 Jan 1 09:00-12:00", "'2026 Dec 31-2026 Jan 1' ends before it begins"),
        ("Feb 30 09:00-12:00", "Feb has no day 30"),
        ("Jan 10 Th[5] 09:00-12:00", "never comes"),
        ("Mo 09:00-12:00;" * 500, "opening hours may have 1000 characters"),
    ],
)
def test_hours_without_sense_are_refused_with_line_and_column(load: Import, hours: str, reason: str) -> None:
    result = load(hours)

    assert "line 2, opening_hours: " in result.output
    assert reason in result.output
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Place, StoredSchedule, Slot)]
    assert counts == [0, 0, 0]
