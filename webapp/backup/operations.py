"""A backup is written, read back whole, and only then gets its name; a restored database is compared row by row."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from sqlalchemy import Connection, text

from webapp.backup import queries
from webapp.backup.programs import address_of, close, end, find_program
from webapp.backup.reading_back import count_rows
from webapp.backup.rules import PART, BackupError, Header, Stock, check_migration, differences, list_expired, read_stock
from webapp.backup.vault import DUMP, PIECE, STOCK, Writer, read_head, read_pieces
from webapp.config import Settings
from webapp.core.migrations import newest_migration
from webapp.extensions import db
from webapp.schedule.upkeep import beat

NAME = "backup"  # of its sign of life, by which its age is known


@dataclass(frozen=True)
class Report:
    header: Header
    stock: Stock
    size: int
    sha256: str = ""

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.stock.tables.values())


def write_backup(path: Path, moment: datetime) -> Report:
    """Raises BackupError; then no file of that name was made."""
    if path.exists():
        raise BackupError(f"{path} is there already; a backup never writes over another file.")
    making = path.with_name(f"{path.name}{PART}")
    try:
        with open(making, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            header, stock, sha256 = _write(file, moment)
            file.flush()
            os.fsync(file.fileno())
        verify(making)
        os.rename(making, path)
        _keep_name(path.parent)
    except FileExistsError:
        raise BackupError(
            f"{making} is there already: another backup runs, or one was broken off; remove it."
        ) from None
    except OSError as error:
        making.unlink(missing_ok=True)
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from None
    except BaseException:
        making.unlink(missing_ok=True)
        raise
    return Report(header, stock, path.stat().st_size, sha256)


def note_success(moment: datetime) -> None:
    """For /metrics; the caller commits."""
    beat(NAME, moment)


def remove_expired(folder: Path, moment: datetime, days: int) -> list[str]:
    expired = list_expired(os.listdir(folder), moment, days)
    for name in expired:
        (folder / name).unlink()
    return expired


def _write(file: BinaryIO, moment: datetime) -> tuple[Header, Stock, str]:
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        migration = queries.find_migration(connection)
        if migration is None:
            raise BackupError("This database holds nothing of Dichtbij; there is nothing to keep.")
        stock = queries.take_stock(connection)
        writer = Writer(file, _settings().data_keys[0], moment, migration)
        for piece in _cut(stock.to_bytes()):
            writer.write(STOCK, piece)
        # PostGIS brings its own table; comments on extensions may only be made by an administrator.
        options = ("--format=custom", "--no-owner", "--no-privileges", "--no-comments")
        seen = ("--exclude-table-data=*.spatial_ref_sys", f"--snapshot={queries.export_snapshot(connection)}")
        with _running("pg_dump", stock.server, *options, *seen, stdout=subprocess.PIPE) as dump:
            assert dump.stdout is not None
            while piece := dump.stdout.read(PIECE):
                writer.write(DUMP, piece)
        return writer.header, stock, writer.end()


def verify(path: Path) -> Report:
    """Opens every piece and counts the rows of each table in it. Raises BackupError."""
    with path.open("rb") as file:
        header = read_head(file)
        stock, pieces = _open(file)
        program = find_program("pg_restore", stock.server)
        counted = count_rows(program, pieces)
    for name, table in stock.tables.items():
        if counted.get(name, 0) != table.rows:
            raise BackupError(f"The backup holds {counted.get(name, 0)} rows of {name}, the database {table.rows}.")
    return Report(header, stock, path.stat().st_size)


def restore_backup(path: Path) -> Report:
    """Into an empty database, as a whole or not at all. Raises BackupError."""
    try:
        with path.open("rb") as file:
            check_migration(read_head(file), newest_migration())
        with db.engine.connect() as connection:
            _check_target(connection)
            server = queries.server_version(connection)
        report = verify(path)
        with path.open("rb") as file:
            _stock, pieces = _open(file)
            options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
            with _running("pg_restore", server, *options, stdin=subprocess.PIPE) as restore:
                _feed(restore, pieces)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from None
    _compare(report.stock)
    return report


def _check_target(connection: Connection) -> None:
    if not queries.is_empty(connection):
        raise BackupError("The database is not empty; restore into a new one, and nothing that is there is lost.")
    missing = queries.list_missing_extensions(connection)
    if missing:
        wanted = " ".join(f"CREATE EXTENSION {name};" for name in missing)
        raise BackupError(f"The database lacks extensions; its administrator has to run once: {wanted}")


def _compare(told: Stock) -> None:
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        problems = differences(told, queries.take_stock(connection))
    if problems:
        raise BackupError(f"Restored, but not as it was: {'; '.join(problems)}.")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("ANALYZE"))
        connection.execute(text("RESET statement_timeout"))


def _open(file: BinaryIO) -> tuple[Stock, Iterator[bytes]]:
    """What it held, and the dump piece by piece."""
    file.seek(0)
    pieces = read_pieces(file, _settings().data_keys)
    told = b""
    for kind, piece in pieces:
        if kind == DUMP:
            return read_stock(told), _and_then(piece, pieces)
        told += piece
    return read_stock(told), iter(())


def _and_then(first: bytes, pieces: Iterator[tuple[int, bytes]]) -> Iterator[bytes]:
    yield first
    yield from (piece for _kind, piece in pieces)


def _feed(restore: subprocess.Popen[bytes], pieces: Iterator[bytes]) -> None:
    assert restore.stdin is not None
    try:
        for piece in pieces:
            restore.stdin.write(piece)
        close(restore.stdin)  # only then it may think that this is all
    except BrokenPipeError:
        return  # it has ended, and says why


@contextmanager
def _running(name: str, server: int, *options: str, **pipes: int) -> Iterator[subprocess.Popen[bytes]]:
    """Raises BackupError with its first complaint when it does not end well. A problem of ours ends it before it could
    take what is half there for the whole."""
    address, environment = address_of(_settings().database_url)
    command = [find_program(name, server), *options, f"--dbname={address}"]
    complaints = os.memfd_create("complaints")
    with open(complaints, "w+b") as errors:
        process = subprocess.Popen(command, env=environment, stderr=errors, **pipes)  # type: ignore[call-overload]
        try:
            yield process
            process.wait()
        finally:
            end(process)
        if process.returncode:
            errors.seek(0)
            lines = errors.read().decode(errors="replace").splitlines() or [""]
            raise BackupError(f"{name} failed: {lines[0][:300]}")


def _cut(told: bytes) -> Iterator[bytes]:
    yield from (told[at : at + PIECE] for at in range(0, len(told), PIECE))


def _keep_name(folder: Path) -> None:
    """The name is as safe as the words: a power cut takes neither."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
