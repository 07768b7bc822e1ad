"""During a release the old version serves on the new tables. So a migration only adds; what is no longer used goes a
release later. And a version bears what a later one added."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from tests.conftest import DEMO_MOMENT
from tests.page import PageClient
from tests.questions.build import make_question
from webapp.app import ROOT
from webapp.areas.queries import list_open_municipalities
from webapp.extensions import db
from webapp.worker import work_once

VERSIONS = ROOT / "migrations" / "versions"
# The last one that took something away; nobody had an older version running then.
FIRST_RELEASE = "0021"
# In a migration that takes away: what the release before it stopped using, in words.
MARK = "CONTRACTS"
TAKES_AWAY = {"drop_column", "drop_table", "rename_table", "drop_constraint"}
SQL = re.compile(r"\bDROP\s+(?:COLUMN|TABLE|TYPE)|\bRENAME\b|\bSET\s+NOT\s+NULL|\bALTER\s+COLUMN\s+\w+\s+TYPE", re.I)


def breaks(source: str) -> list[str]:
    """What in its way up an older version would not bear."""
    tree = ast.parse(source)
    if any(isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == MARK for node in tree.body):
        return []
    [up] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "upgrade"]
    return [*_calls(up), *_statements(tree, up)]


def _calls(up: ast.FunctionDef) -> Iterator[str]:
    for call in (node for node in ast.walk(up) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        told = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if name in TAKES_AWAY:
            yield name
        if name == "alter_column" and (told.get("nullable") == "False" or {"new_column_name", "type_"} & told.keys()):
            yield name
        if (
            name == "Column"
            and told.get("nullable") == "False"
            and "server_default" not in told
            and _is_added(up, call)
        ):
            yield "a column that an older version does not fill"


def _is_added(up: ast.FunctionDef, column: ast.Call) -> bool:
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "add_column"
        and column in call.args
        for call in ast.walk(up)
    )


def _statements(tree: ast.Module, up: ast.FunctionDef) -> Iterator[str]:
    """Also those that stand above the function under a name."""
    named = {ast.unparse(node.targets[0]): node.value for node in tree.body if isinstance(node, ast.Assign)}
    used = [named[node.id] for node in ast.walk(up) if isinstance(node, ast.Name) and node.id in named]
    for part in (up, *used):
        for node in ast.walk(part):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from SQL.findall(node.value)


@pytest.mark.parametrize(
    ("words", "is_fine"),
    [
        ('op.add_column("place", sa.Column("a", sa.Text()))', True),
        ('op.add_column("place", sa.Column("a", sa.Text(), nullable=False, server_default=""))', True),
        ('op.create_table("b", sa.Column("a", sa.Text(), nullable=False))', True),
        ('op.execute("CREATE INDEX x ON place (slug)")', True),
        ('op.add_column("place", sa.Column("a", sa.Text(), nullable=False))', False),
        ('op.drop_column("place", "a")', False),
        ('op.drop_table("place")', False),
        ('op.rename_table("place", "spot")', False),
        ('op.alter_column("place", "a", new_column_name="b")', False),
        ('op.alter_column("place", "a", nullable=False)', False),
        ('op.alter_column("place", "a", nullable=True)', True),
        ('op.execute("ALTER TABLE place DROP COLUMN a")', False),
        ("op.execute(WORDS)", False),
    ],
)
def test_what_an_older_version_bears(words: str, is_fine: bool) -> None:
    source = f'WORDS = "ALTER TABLE place RENAME a TO b"\ndef upgrade():\n    {words}\n'

    assert (breaks(source) == []) is is_fine
    assert breaks(f'{MARK} = "a, unused since 1.2"\n{source}') == []


def test_every_migration_since_the_first_release_only_adds() -> None:
    checked = later()
    wrong = {path.name: found for path in checked if (found := breaks(path.read_text(encoding="utf-8")))}

    assert checked, f"{FIRST_RELEASE} is none of the migrations"
    assert not wrong, f"an older version still runs while this goes out; docs/deploy.md says how: {wrong}"


def later() -> list[Path]:
    return [path for path in sorted(VERSIONS.glob("[0-9]*.py")) if path.name[:4] > FIRST_RELEASE]


ADD_EVERYWHERE = """
    DO $$ DECLARE one regclass; BEGIN
        FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND relname <> 'alembic_version' AND relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
        LOOP EXECUTE format('ALTER TABLE %s ADD COLUMN of_a_later_release text DEFAULT ''x''', one); END LOOP;
    END $$
"""


def test_this_version_works_on_the_tables_of_a_later_one(demo: PageClient) -> None:
    work_once(DEMO_MOMENT)
    db.session.execute(sa.text(ADD_EVERYWHERE))
    db.session.execute(sa.text("CREATE TABLE of_a_later_release (id int PRIMARY KEY)"))
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    db.session.commit()
    town = "alblasserdam"

    assert demo.get("/health/ready").status_code == 200
    for path in (
        "",
        "places",
        "activities",
        "today",
        "search?q=schuldhulp",
        "calendar.ics",
        "refer?theme=geld&area=all",
    ):
        assert demo.get(f"/nl/{town}/{path}").status_code == 200, path
    for path in ("map.geojson?lang=nl", "offline.json?lang=nl", "search.json?q=koffie&lang=nl"):
        assert demo.get(f"/api/v1/{town}/{path}").status_code == 200, path
    question, _receipt = make_question(list_open_municipalities("")[0], DEMO_MOMENT)
    code = question.code
    with time_machine.travel(DEMO_MOMENT, tick=False):
        work_once(DEMO_MOMENT)
    assert demo.get(f"/nl/{town}/question/{code}").status_code == 200
