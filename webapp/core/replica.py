"""A copy of the database that follows it (streaming replication): whether pages may read from it now.

A thread of each web process looks once a second, so no visitor waits for a look. Behind is told by positions in the log
of the database, not by clocks: a replica that lost its primary would say of itself that it is up to date.
"""

import logging
import os
import select
import socket
from collections import deque
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import Engine, event

logger = logging.getLogger(__name__)
LOOK_EACH_S = 1.0
LOOK_WITHIN_S = 2.0  # a server that says nothing for so long is away
MOST_MARKS = 1000
WRITTEN = b"SELECT pg_current_wal_flush_lsn() - '0/0'"
REPLAYED = b"SELECT pg_last_wal_replay_lsn() - '0/0' WHERE pg_is_in_recovery()"


class Behind:
    """How long ago the primary wrote what a replica lacks, from what each of them said when. Pure."""

    def __init__(self) -> None:
        self._unseen: deque[tuple[float, int]] = deque()
        self._has_met = False

    def wrote(self, moment: float, position: int) -> None:
        if len(self._unseen) < MOST_MARKS:  # the oldest ones tell how far it is behind
            self._unseen.append((moment, position))

    def seconds(self, moment: float, position: int) -> float | None:
        """None until it has come as far as the primary once was while we looked: nobody knows before."""
        while self._unseen and self._unseen[0][1] <= position:
            self._unseen.popleft()
            self._has_met = True
        if not self._has_met:
            return None
        return moment - self._unseen[0][0] if self._unseen else 0.0


class Server:
    """One connection that only answers where a server is; made anew whenever it broke."""

    def __init__(self, url: str, question: bytes) -> None:
        self._url, self._question = url, question
        self._connection: psycopg.Connection | None = None

    def position(self) -> int | None:
        """None for a server that has none of this kind. Raises OSError or psycopg.Error for one that is away."""
        try:
            if self._connection is None:
                self._connection = psycopg.connect(
                    self._url, autocommit=True, connect_timeout=int(LOOK_WITHIN_S), application_name="dichtbij look"
                )
            return _ask(self._connection, self._question)
        except (OSError, psycopg.Error):
            self.forget()
            raise

    def forget(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None


class Replica:
    """`engine` reads from it; `is_fresh` tells whether to, without asking anybody."""

    def __init__(self, engine: Engine, url: str, primary_url: str, most_s: float) -> None:
        self.engine = engine
        self._most_s = most_s
        self._replica, self._primary = Server(url, REPLAYED), Server(primary_url, WRITTEN)
        self._behind = Behind()
        self._is_fresh = False
        self._thread: Thread | None = None
        self._lock = Lock()
        self._in_use: dict[int, Any] = {}
        self._ended = Event()
        event.listen(engine, "checkout", self._taken)
        for name in ("checkin", "invalidate", "close"):
            event.listen(engine, name, self._given_back)

    def is_fresh(self) -> bool:
        if self._thread is None:
            self._begin()
        return self._is_fresh

    def failed(self) -> None:
        """Somebody could not read; the next look tells whether that was all."""
        self._judge(False)

    def end(self) -> None:
        self._ended.set()

    def _begin(self) -> None:
        """With the first visitor: a thread that was begun before the process was forked would not be in it."""
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._watch, name="replica", daemon=True)
                self._thread.start()

    def _watch(self) -> None:
        while not self._ended.is_set():
            self._judge(self._look())
            self._ended.wait(LOOK_EACH_S)
        self._replica.forget()
        self._primary.forget()

    def _look(self) -> bool:
        """A primary that is away writes nothing, so what was known of the replica stays true."""
        with suppress(OSError, psycopg.Error):
            written = self._primary.position()
            if written is not None:
                self._behind.wrote(monotonic(), written)
        try:
            replayed = self._replica.position()
        except (OSError, psycopg.Error):
            self._cut_off()
            return False
        behind = None if replayed is None else self._behind.seconds(monotonic(), replayed)
        return behind is not None and behind <= self._most_s

    def _judge(self, is_fresh: bool) -> None:
        with self._lock:
            if is_fresh == self._is_fresh:
                return
            self._is_fresh = is_fresh
        logger.warning("replica %s", "back: pages read from it" if is_fresh else "away: pages read from the primary")

    def _cut_off(self) -> None:
        """Whoever waits for a server that says nothing hears that now, and asks the primary."""
        with self._lock:
            for connection in self._in_use.values():
                with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as wire:
                    wire.shutdown(socket.SHUT_RDWR)

    def _taken(self, connection: Any, _record: object, _proxy: object) -> None:
        with self._lock:
            self._in_use[id(connection)] = connection

    def _given_back(self, connection: Any, *_rest: object) -> None:
        with self._lock:
            self._in_use.pop(id(connection), None)


def _ask(connection: psycopg.Connection, question: bytes) -> int | None:
    """Not by execute(), which waits for ever. Raises TimeoutError."""
    wire, deadline = connection.pgconn, monotonic() + LOOK_WITHIN_S
    wire.send_query(question)
    found = None
    while True:
        while wire.is_busy():
            if not select.select([wire.socket], [], [], max(0.0, deadline - monotonic()))[0]:
                raise TimeoutError
            wire.consume_input()
        result = wire.get_result()
        if result is None:
            return found
        if result.status != psycopg.pq.ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError
        value = result.get_value(0, 0) if result.ntuples else None
        found = int(value) if value is not None else None
