"""A shelf for what is costly to make and never changes once made: the least used falls off, threads may share it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Shelf(Generic[Key, Thing]):
    """Keeps at most `most` things by keys that say everything about them, so that nothing kept can be out of date."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: OrderedDict[Key, Thing] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Thing]) -> Thing:
        """The thing with that key, made if need be. Two threads may make it twice; both then use the same one."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()  # outside the lock: nobody waits for another's work
        with self._lock:
            kept = self._things.setdefault(key, made)
            self._things.move_to_end(key)
            while len(self._things) > self.most:
                self._things.popitem(last=False)
            return kept

    def clear(self) -> None:
        """Empty the shelf; tests do."""
        with self._lock:
            self._things.clear()
