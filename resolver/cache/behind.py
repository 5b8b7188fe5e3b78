"""Values on their way to a cache, written by a thread of its own: reach for it where whoever has a
value must not wait until it is kept.

What is put waits a moment, so that several are written together. What waits is bounded: beyond that
values are dropped, and counted. They are written when the process ends in an orderly way; those of
the last moment are lost when it is killed.
"""

from __future__ import annotations

import atexit
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Generic

from resolver.cache.contract import Key, Value

MAX_WAITING_BYTES: Final = 4 << 20
"""Bytes of the values that wait to be written; some 4,000 answers."""

PAUSE_S: Final = 0.02
"""Seconds from the first value that waits until those that wait are written."""

BLOCK_VALUES: Final = 100
"""Values that are written in one call."""

LAST_VALUES_S: Final = 1.0
"""Seconds that the end of a process waits for the last values to be written."""


class WriteBehind(Generic[Key, Value]):
    """A queue of values and the thread that writes them, in the order in which they were put.

    Args:
        write: Writes some values with their keys. It raises nothing, and may take its time.
        size_of: How many bytes of memory a value takes.
        dropped: Called for each value that finds the queue full.
    """

    def __init__(
        self,
        write: Callable[[Sequence[tuple[Key, Value]]], None],
        size_of: Callable[[Value], int],
        dropped: Callable[[], object],
    ) -> None:
        self._write = write
        self._size_of = size_of
        self._dropped = dropped
        self._waiting: deque[tuple[Key, Value]] = deque()
        self._bytes = 0
        self._lock = threading.Lock()
        self._some = threading.Event()
        self._closed = threading.Event()
        self._writer = threading.Thread(target=self._write_all, name="write-behind", daemon=True)
        self._writer.start()
        atexit.register(self.close)

    @property
    def is_idle(self) -> bool:
        """Whether all that was put is written or dropped."""
        return self._bytes == 0

    def put(self, key: Key, value: Value) -> None:
        """Have a value written soon; waits for nothing."""
        size = self._size_of(value)
        with self._lock:
            fits = self._bytes + size <= MAX_WAITING_BYTES
            if fits:
                self._bytes += size
                self._waiting.append((key, value))
        if fits:
            self._some.set()
        else:
            self._dropped()

    def close(self) -> None:
        """Write what waits, and no more; a write that hangs is left after a moment."""
        self._closed.set()
        self._some.set()
        self._writer.join(LAST_VALUES_S)

    def _write_all(self) -> None:
        while not self._closed.is_set():
            self._some.wait()
            self._closed.wait(PAUSE_S)
            self._some.clear()
            self._drain()
        self._drain()

    def _drain(self) -> None:
        while self._waiting:
            count = min(len(self._waiting), BLOCK_VALUES)
            block = [self._waiting.popleft() for _ in range(count)]
            self._write(block)
            with self._lock:
                self._bytes -= sum(self._size_of(value) for _, value in block)
