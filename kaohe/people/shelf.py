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
            kept = self._things.get(key, made)
        self.put(key, kept)
        return kept

    def peek(self, key: Key) -> Thing | None:
        """The thing with that key, None where there is none."""
        with self._lock:
            return self._things.get(key)

    def put(self, key: Key, thing: Thing) -> None:
        """Put a thing in the place of what stood there: for whoever makes sure of what they find before they use it."""
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            while len(self._things) > self.most:
                self._things.popitem(last=False)

    def clear(self) -> None:
        """Empty the shelf; tests do."""
        with self._lock:
            self._things.clear()
