"""A resolver behind the gate of a service: its queries are worked out in the turns of a batch.

Reach for `Gated` where a request asks for more than answers as they go over the wire: it gives
decisions, and passes the caches over.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from contextlib import nullcontext

from resolver.cache.gate import TRY_AGAIN, Gate
from resolver.cache.resolving import BATCH_DEADLINE_S, TURN_S, taken_first
from resolver.engine import Resolver
from resolver.errors import Overloaded
from resolver.model import Decision, Query


class Gated:
    """A resolver, one index, behind a gate.

    Args:
        resolver: What works the queries out.
        gate: The gate.
        is_batch: Whether it takes a place as a batch does, or is refused; else it waits for its
            turns however many others do, since what it asks is a part of a change.
    """

    def __init__(self, resolver: Resolver, gate: Gate, *, is_batch: bool) -> None:
        self._resolver = resolver
        self._gate = gate
        self._is_batch = is_batch

    @property
    def through(self) -> int:
        """The number of the last change of the journal that the index has."""
        return self._resolver.through

    def has_name(self, query: Query) -> bool:
        """Whether an entity has the very name that is asked; that takes no turn."""
        return self._resolver.has_name(query)

    def resolve_block(self, queries: Sequence[Query]) -> list[Decision]:
        """The decisions about queries, in order.

        Raises:
            Overloaded: Too many batches wait already, or it took longer than `BATCH_DEADLINE_S`.
        """
        until = time.monotonic() + BATCH_DEADLINE_S
        waiting, decided = deque(queries), list[Decision]()
        try:
            with self._gate.place(len(queries)) if self._is_batch else nullcontext():
                while waiting:
                    with self._gate.slot(until):
                        decided += self._turn(waiting)
        except TimeoutError:
            raise Overloaded(
                f"the queries took longer than {BATCH_DEADLINE_S:g} s",
                "send fewer records at once" if self._is_batch else TRY_AGAIN,
            ) from None
        return decided

    def _turn(self, waiting: deque[Query]) -> list[Decision]:
        """Take queries from the front, and work them out for `TURN_S`."""
        end, decided = time.monotonic() + TURN_S, list[Decision]()
        while waiting and (not decided or time.monotonic() < end):
            decided += self._resolver.resolve_block(taken_first(waiting, lambda each: each))
        return decided
