"""Whoever puts a value waits for nothing; what waits is bounded, and written at the end."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from resolver.cache import behind
from resolver.cache.behind import BLOCK_VALUES, MAX_WAITING_BYTES, WriteBehind
from tests.conftest import wait_for


class Slow:
    """A storage that takes nothing until it is free."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.blocks: list[Sequence[tuple[int, bytes]]] = []

    def write(self, block: Sequence[tuple[int, bytes]]) -> None:
        assert self.free.wait(10)
        self.blocks.append(block)

    @property
    def written(self) -> list[tuple[int, bytes]]:
        return [pair for block in self.blocks for pair in block]


def test_values_are_written_in_order_and_several_at_once() -> None:
    storage, dropped = Slow(), list[int]()
    queue = WriteBehind(storage.write, len, lambda: dropped.append(1))
    values = [(number, b"%d" % number) for number in range(2 * BLOCK_VALUES)]
    for key, value in values:
        queue.put(key, value)
    assert not queue.is_idle
    storage.free.set()
    wait_for(lambda: queue.is_idle)
    assert storage.written == values
    assert len(storage.blocks) < 10
    assert not dropped
    queue.close()


def test_a_full_queue_drops_and_counts() -> None:
    storage, dropped = Slow(), list[int]()
    queue = WriteBehind(storage.write, len, lambda: dropped.append(1))
    value = bytes(MAX_WAITING_BYTES // 4)
    for number in range(7):
        queue.put(number, value)
    queue.put(7, b"")
    assert len(dropped) == 3
    storage.free.set()
    wait_for(lambda: queue.is_idle)
    queue.put(8, value)
    queue.close()
    assert [key for key, _ in storage.written] == [0, 1, 2, 3, 7, 8]


def test_a_storage_that_hangs_holds_the_end_up_for_a_moment() -> None:
    storage = Slow()
    queue = WriteBehind(storage.write, len, lambda: None)
    queue.put(1, b"x")
    begin = time.perf_counter()
    queue.close()
    assert behind.LAST_VALUES_S * 0.9 < time.perf_counter() - begin < behind.LAST_VALUES_S + 2
    storage.free.set()


ENDING = """
from resolver.cache.behind import WriteBehind
queue = WriteBehind(lambda block: print(*block, flush=True), len, lambda: None)
queue.put("key", "value")
"""


def test_what_waits_is_written_when_the_process_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDING], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "('key', 'value')\n"
