"""Who answers visitors does not carry the program that changes tables."""

import subprocess
import sys

from flask import Flask

from tests.database import ROOT

LOADED = """
import sys
import sqlalchemy as sa
from tests.database import settings_for_tests
from webapp.app import create_app
create_app(settings_for_tests(sa.make_url("postgresql:///nobody")))
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_an_application_that_does_not_migrate_loads_no_alembic() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    packages = set(done.stdout.split())

    assert "sqlalchemy" in packages
    assert not packages & {"alembic", "mako", "pygments", "flask_migrate"}


def test_flask_db_is_listed_and_tells_its_commands(application: Flask) -> None:
    runner = application.test_cli_runner()
    listed = [line.split()[0] for line in runner.invoke(args=["--help"]).output.splitlines() if line.strip()]

    assert "db" in listed
    assert "upgrade" in runner.invoke(args=["db", "--help"]).output
    assert runner.invoke(args=["db", "heads"]).exit_code == 0
    assert runner.invoke(args=["db", "upgraed"]).exit_code == 2
