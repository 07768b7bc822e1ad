"""Which migration this release ends with."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "migrations" / "versions"


@cache
def newest_migration() -> str:
    return max(path.name.split("_", 1)[0] for path in FOLDER.glob("[0-9]*.py"))
