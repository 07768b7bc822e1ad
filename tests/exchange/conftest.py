"""A town with one place and one activity, on a Monday in November, to import into."""

from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskCliRunner

from tests.build import make_activity, make_municipality, make_place
from webapp.areas.models import Municipality


@pytest.fixture
def on_monday() -> Iterator[None]:
    with time_machine.travel("2026-11-02T08:00:00+01:00", tick=False):
        yield


@pytest.fixture
def brinkdam(cli: FlaskCliRunner) -> Municipality:
    town = make_municipality()
    make_activity(town, "Koffie", slug="koffie", place=make_place(town, slug="de-brink"))
    return town
