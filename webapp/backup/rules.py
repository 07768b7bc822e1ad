"""What stands at the head of a backup, whether it may be restored here, and which old ones may go."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

FORMAT = 1
MAGIC = "DICHTBIJ BACKUP"
_FIRST_LINE = re.compile(rf"{MAGIC} (\d{{1,6}})")
_NAME = re.compile(r"dichtbij-(\d{8}T\d{6}Z)\.backup")
PART = ".part"  # of a name, while the file is being made
_MOMENT = "%Y%m%dT%H%M%SZ"


class BackupError(Exception):
    """What is wrong and what to do about it, in one line for the operator."""


@dataclass(frozen=True)
class Header:
    """In the open, and yet it cannot be changed: every part of the file is sealed together with it."""

    made_at: str  # ISO 8601, UTC
    migration: str
    key: str  # which of DATA_KEYS, by a fingerprint
    salt: str

    def to_bytes(self) -> bytes:
        return f"{MAGIC} {FORMAT}\n{json.dumps(asdict(self), sort_keys=True)}\n".encode("ascii")


@dataclass(frozen=True)
class Table:
    rows: int
    hash: str  # of all its rows, in whatever order


@dataclass(frozen=True)
class Stock:
    """What the database held at the moment of the backup."""

    server: int  # the major version of PostgreSQL
    tables: Mapping[str, Table]
    sequences: Mapping[str, int]  # the number that each gives next

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode("ascii")


def read_header(first: str, second: str) -> Header:
    """Raises BackupError."""
    found = _FIRST_LINE.fullmatch(first.rstrip("\n"))
    if found is None:
        raise BackupError("This file is no backup of Dichtbij.")
    if int(found[1]) > FORMAT:
        raise BackupError("This backup was made by a newer version of Dichtbij; restore it with that version.")
    try:
        header = Header(**json.loads(second))
    except (ValueError, TypeError):
        raise BackupError("The head of this backup is damaged; use another one.") from None
    if not all(isinstance(value, str) for value in asdict(header).values()):
        raise BackupError("The head of this backup is damaged; use another one.")
    return header


def read_stock(told: bytes) -> Stock:
    """Of bytes that were sealed by us, so they are whole."""
    values = json.loads(told)
    tables = {name: Table(**table) for name, table in values["tables"].items()}
    return Stock(values["server"], tables, values["sequences"])


def check_migration(header: Header, newest: str) -> None:
    """Raises BackupError. An older one is restored as it was; `flask db upgrade` takes it further."""
    if header.migration > newest:
        raise BackupError(
            f"This backup belongs to a newer version of Dichtbij (migration {header.migration}, here {newest}); "
            "restore it with that version."
        )


def differences(told: Stock, found: Stock) -> list[str]:
    """What was restored otherwise than it was. Another major version of PostgreSQL may write the same value in other
    letters, so between two of them only the numbers of rows are compared. A sequence may be ahead: it counts on while a
    backup is made."""
    problems = []
    for name in sorted(told.tables.keys() | found.tables.keys()):
        before, after = told.tables.get(name), found.tables.get(name)
        if before is None or after is None or before.rows != after.rows:
            problems.append(f"{name}: {before.rows if before else 'no'} rows, now {after.rows if after else 'none'}")
        elif told.server == found.server and before.hash != after.hash:
            problems.append(f"{name}: other values")
    for name, number in told.sequences.items():
        if found.sequences.get(name, 0) < number:
            problems.append(f"{name}: counted to {number}, now {found.sequences.get(name)}")
    return problems


def name_for(moment: datetime) -> str:
    return f"dichtbij-{moment.strftime(_MOMENT)}.backup"


def list_expired(names: Iterable[str], moment: datetime, days: int) -> list[str]:
    """Of the files that carry a name of ours those that are older, but never the newest one: a backup that has failed
    for a month must not take the last good one along. And what a backup left that was broken off a day ago."""
    known = sorted(names)
    ours = [name for name in known if _NAME.fullmatch(name)]
    broken = [name for name in known if name.endswith(PART) and _NAME.fullmatch(name.removesuffix(PART))]
    oldest, yesterday = name_for(moment - timedelta(days=days)), name_for(moment - timedelta(days=1))
    return [name for name in ours[:-1] if name < oldest] + [name for name in broken if name < yesterday]
