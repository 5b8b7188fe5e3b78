"""A cache in the memory of one process, bounded by bytes.

Reach for it where the values need not outlive the process. It implements
`resolver.cache.contract.Cache`. The entry that was not used for the longest time is evicted first.
Keys should be short, such as a digest: each is counted as one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Generic

from resolver.cache.contract import Key, Value

MAX_VALUE_BYTES: Final = 16_384
"""Bytes beyond which a value is usually not kept; one costs as many of the others as it is long."""

ENTRY_BYTES: Final = 200
"""Bytes of an entry beside its value: a digest as the key, and its room in the table."""


class Lru(Generic[Key, Value]):
    """A cache of values that take at most `max_bytes` of memory together.

    Args:
        max_bytes: How much it keeps, by `size_of` and `ENTRY_BYTES`; 0 for nothing.
        size_of: How many bytes of memory a value takes.
        max_value_bytes: Beyond how many a value is not kept.
    """

    def __init__(
        self,
        max_bytes: int,
        size_of: Callable[[Value], int],
        max_value_bytes: int = MAX_VALUE_BYTES,
    ) -> None:
        self._max_value_bytes = max_value_bytes
        self._max_bytes = max_bytes
        self._size_of = size_of
        self._bytes = 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    @property
    def bytes(self) -> int:
        """How much it holds."""
        return self._bytes

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
                self._put(key, value)

    def _put(self, key: Key, value: Value) -> None:
        before = self._values.pop(key, None)
        if before is not None:
            self._bytes -= self._cost(before)
        if self._size_of(value) > self._max_value_bytes:
            return
        self._values[key] = value
        self._bytes += self._cost(value)
        while self._bytes > self._max_bytes:
            self._bytes -= self._cost(self._values.popitem(last=False)[1])

    def _cost(self, value: Value) -> int:
        return self._size_of(value) + ENTRY_BYTES
