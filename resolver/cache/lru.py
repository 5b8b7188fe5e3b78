"""A cache in the memory of one process, bounded by a number of entries.

Reach for it where the values need not outlive the process. It implements
`resolver.cache.contract.Cache`. The entry that was not used for the longest time is evicted first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Generic

from resolver.cache.contract import Key, Value


class Lru(Generic[Key, Value]):
    """A cache of at most `max_entries` values.

    Args:
        max_entries: How many values it keeps; 0 for none.
    """

    def __init__(self, max_entries: int) -> None:
        self._max_entries = max_entries
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Key) -> Value | None:
        """The value of a key, which is now the most recently used; None where it is absent."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def get_many(self, keys: Sequence[Key]) -> list[Value | None]:
        """The value of each key, in their order; None for each that is absent."""
        return [self.get(key) for key in keys]

    def put_many(self, values: Mapping[Key, Value]) -> None:
        """Put values under their keys; the least recently used ones are evicted."""
        with self._lock:
            for key, value in values.items():
                self._values[key] = value
                self._values.move_to_end(key)
                while len(self._values) > self._max_entries:
                    self._values.popitem(last=False)
