"""A bound on work: so many queries are worked on at once, and so many requests are in the house.

Reach for this module to change whom the service refuses. Whoever finds all places taken is refused
at once, which is better than an answer after the client has given up.

    with gate.place():            one of so many requests that work, wait, or share; else refused
        with gate.slot(until):    one of the few that work; the queue is first come, first served

    with gate.turns(until, s):    likewise, turn by turn, for one long piece of work

Whoever needs long gives the slot back every few milliseconds and takes another, behind all who came
meanwhile: so a batch keeps nobody waiting as long as it lasts.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from resolver.errors import Overloaded
from resolver.telemetry import Metrics

MAX_WAIT_S: Final = 5.0
"""Seconds that a query waits at most, for a slot or for another request that works on it."""

MAX_BATCHED: Final = 8_000
"""Queries of all batches that have a place; more could not be done before their deadline."""

TRY_AGAIN: Final = "try again in a second"
"""What a client that is refused should do."""


class Gate:
    """Places for requests, and slots for those of them that are worked on.

    Args:
        max_concurrent: How many may work at once.
        max_queued: How many may have a place beside them.
        metrics: Where those that wait for a slot are counted.
    """

    def __init__(self, max_concurrent: int, max_queued: int, metrics: Metrics) -> None:
        self._lock = threading.Lock()
        self._free_places = max_concurrent + max_queued
        self._free_slots = max_concurrent
        self._batched = 0
        self._queue: deque[threading.Event] = deque()
        self._metrics = metrics

    @contextmanager
    def place(self, queries: int = 1) -> Iterator[None]:
        """A place among the requests that work or wait.

        Args:
            queries: How many the request has to work out; more than one are a batch.

        Raises:
            Overloaded: All places are taken, or batches with too many queries have some.
        """
        batched = queries if queries > 1 else 0
        with self._lock:
            if not self._free_places:
                raise Overloaded("too many queries are waiting", TRY_AGAIN)
            if batched and self._batched + batched > MAX_BATCHED:
                raise Overloaded("too many batches are waiting", TRY_AGAIN)
            self._free_places -= 1
            self._batched += batched
        try:
            yield
        finally:
            with self._lock:
                self._free_places += 1
                self._batched -= batched

    @contextmanager
    def slot(self, until: float) -> Iterator[None]:
        """A slot to work in, for whoever has a place.

        Args:
            until: The `time.monotonic` until which one waits for it.

        Raises:
            TimeoutError: That time is over.
        """
        self._enter(until)
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def turns(self, until: float, turn_s: float) -> Iterator[Callable[[], None]]:
        """A slot to work in for long, whose holder calls what it is given every few milliseconds.

        That hands the slot to whoever waits once a turn is over, and waits for another.

        Args:
            until: The `time.monotonic` until which one waits and works.
            turn_s: Seconds of a turn.

        Raises:
            TimeoutError: That time is over; raised by what is called, too.
        """
        self._enter(until)
        holds, end = True, time.monotonic() + turn_s

        def pause() -> None:
            nonlocal holds, end
            if time.monotonic() >= end:
                holds = False
                self._leave()
                self._enter(until)
                holds, end = True, time.monotonic() + turn_s

        try:
            yield pause
        finally:
            if holds:
                self._leave()

    def _enter(self, until: float) -> None:
        if time.monotonic() >= until:
            raise TimeoutError
        with self._lock:
            if self._free_slots:
                self._free_slots -= 1
                return
            turn = threading.Event()
            self._queue.append(turn)
        self._metrics.queued_queries.inc()
        try:
            if not turn.wait(until - time.monotonic()):
                self._give_up(turn)
        finally:
            self._metrics.queued_queries.dec()

    def _give_up(self, turn: threading.Event) -> None:
        with self._lock:
            if not turn.is_set():  # else a slot came in the last moment, and is ours
                self._queue.remove(turn)
                raise TimeoutError

    def _leave(self) -> None:
        """Hand the slot to whoever has waited longest; so nobody can overtake the queue."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._free_slots += 1
