"""Two requests at work at once in a process; others wait in line, and who waits for another server stands aside.

Threads are there for waiting. More of them at work make each other slower: Python runs one at a time, and PostgreSQL
has as many processes awake on the same processors. What it gains is small where the processors are the limit: with 16
clients that ask questions, in turn on the same two, between nothing and a tenth.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from threading import Lock, Semaphore
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

AT_WORK = 2  # a process; the threads beyond it are for those that stand aside


class Turn:
    """Taken when it is made, as soon as one is free; given back once, however often it is said."""

    def __init__(self, free: Semaphore) -> None:
        free.acquire()
        self._free = free
        self._held = Lock()

    def give_up(self) -> None:
        if self._held.acquire(blocking=False):
            self._free.release()


_turn: ContextVar[Turn] = ContextVar("turn")


class Turns:
    """WSGI middleware. What is sent on as a stream after the answer has begun holds no turn."""

    def __init__(self, app: WSGIApplication, at_work: int = AT_WORK) -> None:
        self._app = app
        self._free = Semaphore(at_work)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        turn = Turn(self._free)
        token = _turn.set(turn)
        try:
            return self._app(environ, start_response)
        finally:
            _turn.reset(token)
            turn.give_up()


def stand_aside() -> None:
    """For the rest of this request, so before a long wait. It does not wait in line again afterwards: it may hold what
    those in line wait for. Outside requests nothing happens."""
    turn = _turn.get(None)
    if turn is not None:
        turn.give_up()
