"""A bound on work: so many queries are worked on at once, and so many wait for a slot.

Reach for this module to change whom the service refuses. Whoever finds the queue full is refused at
once, which is better than an answer after the client has given up.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from resolver.errors import Overloaded
from resolver.telemetry import Metrics

MAX_WAIT_S: Final = 5.0
"""Seconds that a query waits for a slot at most."""

_REMEDY: Final = "try again in a second"
"""What a client that is refused should do."""


class Gate:
    """Slots for work, and a bounded queue before them.

    Args:
        max_concurrent: How many may work at once.
        max_queued: How many may wait for a slot.
        metrics: Where those that wait are counted.
    """

    def __init__(self, max_concurrent: int, max_queued: int, metrics: Metrics) -> None:
        self._slots = threading.Semaphore(max_concurrent)
        self._admitted = threading.Semaphore(max_concurrent + max_queued)
        self._metrics = metrics

    @contextmanager
    def slot(self) -> Iterator[None]:
        """A slot to work in.

        Raises:
            Overloaded: Too many wait already, or no slot came free within `MAX_WAIT_S`.
        """
        if not self._admitted.acquire(blocking=False):
            raise Overloaded("too many queries are waiting", _REMEDY)
        try:
            if not self._slots.acquire(blocking=False):
                self._wait()
            try:
                yield
            finally:
                self._slots.release()
        finally:
            self._admitted.release()

    def _wait(self) -> None:
        self._metrics.queued_queries.inc()
        try:
            if not self._slots.acquire(timeout=MAX_WAIT_S):
                raise Overloaded("the query waited too long", _REMEDY)
        finally:
            self._metrics.queued_queries.dec()
