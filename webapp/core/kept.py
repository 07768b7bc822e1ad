"""What is dear to make, kept in the process for as long as its version is the present one."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """One value a key, in all at most so heavy; what was asked for longest ago goes first.

    Two threads may make the same value at once: that costs a moment, where waiting for each other costs every visitor.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda _value: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._values: OrderedDict[Key, tuple[Hashable, Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, version: Hashable, make: Callable[[], Value]) -> Value:
        """The value of this version, made now where it is not there. Read the version before the value is made: what
        changes in between is then made again, and never kept as the present one."""
        with self._lock:
            found = self._values.get(key)
            if found is not None and found[0] == version:
                self._values.move_to_end(key)
                return found[1]
        value = make()
        with self._lock:
            self._forget(key)
            self._values[key] = (version, value)
            self._weight += self._weigh(value)
            while self._weight > self._most and self._values:
                self._forget(next(iter(self._values)))
        return value

    def holds(self, key: Key) -> bool:
        """Whether there is one of any version."""
        return key in self._values

    def last(self, key: Key) -> Value | None:
        """The one of any version, where nobody can tell which is the present one."""
        found = self._values.get(key)
        return found[1] if found is not None else None

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._weight = 0

    def _forget(self, key: Key) -> None:
        found = self._values.pop(key, None)
        if found is not None:
            self._weight -= self._weigh(found[1])
