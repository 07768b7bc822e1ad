"""What every test of this folder needs: a town, a moment, and a way in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.hsds_import.packages import Import, package
from tests.places.rows import write


@pytest.fixture(autouse=True)
def on_tuesday() -> Iterator[None]:
    with time_machine.travel("2026-11-03T10:30:00+01:00", tick=False):
        yield


@pytest.fixture
def load(db_session: Session, cli: FlaskCliRunner, tmp_path: Path) -> Import:
    """Imports services, or a text, as a file into Brinkdam."""
    make_municipality()

    def load(content: Any, *options: str, name: str = "package.json") -> Result:
        text = (
            content
            if isinstance(content, str | bytes)
            else package(*content)
            if isinstance(content, list)
            else package(content)
        )
        path = write(tmp_path / name, text)
        return cli.invoke(args=["places", "import", str(path), "--town", "brinkdam", "--format", "hsds", *options])

    return load
