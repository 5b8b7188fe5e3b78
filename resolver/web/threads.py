"""Threads beside an event loop: reach for it where the loop waits for what a thread has to do.

`ThreadPoolExecutor` does it too, and takes twice as long for the way there and back, because it
also serves those who have no loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Generic, NamedTuple, TypeVar

Given = TypeVar("Given")
Returned = TypeVar("Returned")


class _Call(NamedTuple):
    """What is to be worked on, and where the outcome goes."""

    given: Any
    loop: asyncio.AbstractEventLoop
    outcome: asyncio.Future[Any]


class Threads(Generic[Given, Returned]):
    """Threads that work on what one event loop gives them, first come, first served.

    Args:
        work: What they do with each thing that they are given.
        most: How many threads there may be; they are started when all others are busy.
    """

    def __init__(self, work: Callable[[Given], Returned], most: int) -> None:
        self._work = work
        self._most = most
        self._started = 0
        self._unanswered = 0  # of the event loop alone, as `_started`
        self._calls: SimpleQueue[_Call] = SimpleQueue()

    async def run(self, given: Given) -> Returned:
        """What the work returns or raises; it is done even where nobody waits for it any more."""
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[Returned] = loop.create_future()
        self._unanswered += 1
        if self._started < min(self._unanswered, self._most):
            self._started += 1
            name = f"request-{self._started}"
            threading.Thread(target=self._run, name=name, daemon=True).start()
        self._calls.put(_Call(given, loop, outcome))
        return await outcome

    def _run(self) -> None:
        while True:
            given, loop, outcome = self._calls.get()
            done: tuple[Any, BaseException | None]
            try:
                done = self._work(given), None
            except BaseException as error:  # for whoever waits, as any that the work may raise
                done = None, error
            with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
                loop.call_soon_threadsafe(self._settle, outcome, *done)

    def _settle(
        self, outcome: asyncio.Future[Any], returned: Any, error: BaseException | None
    ) -> None:
        self._unanswered -= 1
        if outcome.done():  # cancelled
            return
        if error is None:
            outcome.set_result(returned)
        else:
            outcome.set_exception(error)
