"""A server that does not answer is left alone for a while, so that nobody waits for it again and again."""

import time
from collections.abc import Callable
from threading import Lock

FAILURES = 3  # one after the other
FIRST_REST_S = 30.0
LONGEST_REST_S = 600.0


class Breaker:
    """One a process. After the rest one request may try; the others wait for what it finds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._rest_s = FIRST_REST_S
        self._until: float | None = None  # None: closed, everything goes through
        self._is_trying = False  # one of us looks whether the server is back

    @property
    def is_open(self) -> bool:
        return self._until is not None and self._clock() < self._until

    def may_try(self) -> bool:
        with self._lock:
            if self._until is None:
                return True
            if self._clock() < self._until:
                return False
            self._is_trying = True
            self._until = self._clock() + self._rest_s  # for all others, until this one is back
            return True

    def worked(self) -> None:
        with self._lock:
            self._failures, self._rest_s, self._until = 0, FIRST_REST_S, None
            self._is_trying = False

    def failed(self, rest_s: float = 0) -> float | None:
        """`rest_s`: what the server itself asked for. Seconds of rest where this failure begins one; those that were
        under way when it began say nothing new."""
        with self._lock:
            if self.is_open and not self._is_trying:
                return None
            self._is_trying = False
            self._failures += 1
            if self._failures < FAILURES and not rest_s:
                return None
            rest = min(max(self._rest_s, rest_s), LONGEST_REST_S)
            self._until = self._clock() + rest
            self._rest_s = min(rest * 2, LONGEST_REST_S)
            return rest
