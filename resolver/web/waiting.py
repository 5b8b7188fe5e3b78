"""Requests that wait for something, without holding a thread meanwhile.

Reach for `waited` in a view: it returns once something is there, or the time is over. Where an
event loop hands requests to threads, the view does not wait itself: `waited` raises `PutOff`, which
takes the request back to the loop, and the loop has it answered anew from its beginning once it
need not wait any more. So a view must have done nothing yet that may not be done twice, or remember
in the WSGI environment what it has done.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from resolver.errors import ResolverError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LOOP: Final = "resolver.loop"
"""The key of the WSGI environment that is there where a loop takes back what is put off."""

TICK_S: Final = 0.02
"""Seconds between two looks at what is waited for."""

_UNTIL: Final = "resolver.until."
"""What the keys of the WSGI environment begin with that say until when something is waited for."""

IsThere = Callable[[], bool]
"""Whether that is there which is waited for."""


class PutOff(BaseException):
    """The request waits: no error, and not to be caught by what catches errors.

    Args:
        is_there: Whether that is there which it waits for.
        until: The `time.monotonic` until which it waits.
    """

    def __init__(self, is_there: IsThere, until: float) -> None:
        super().__init__()
        self._is_there = is_there
        self._until = until

    def is_over(self) -> bool:
        """Whether the request need not wait any more; also where nobody can say that."""
        with suppress(ResolverError):  # whoever answers the request meets it again, and says so
            return self._is_there() or time.monotonic() >= self._until
        return True


def waited(environ: WSGIEnvironment, what: str, is_there: IsThere, seconds: float) -> bool:
    """Whether something is there, once it is or the time is over.

    Args:
        environ: Of the request.
        what: What is waited for, in a word: a request may wait for several things in turn.
        is_there: Whether it is there; asked every `TICK_S`, in any thread.
        seconds: How long one waits at most, from the first call on.
    """
    if is_there():
        return True
    until = environ.setdefault(_UNTIL + what, time.monotonic() + seconds)
    while time.monotonic() < until:
        if LOOP in environ:
            raise PutOff(is_there, until)
        time.sleep(TICK_S)
        if is_there():
            return True
    return False


class Waiting:
    """The requests of one event loop that wait; a thread looks for all of them what is there."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Future[None], PutOff] = {}
        self._looking: asyncio.Task[None] | None = None

    async def until(self, put_off: PutOff) -> None:
        """Return when a request need not wait any more."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._waiting[future] = put_off
        if self._looking is None:
            self._looking = loop.create_task(self._look())
        await future

    async def _look(self) -> None:
        while self._waiting:
            await asyncio.sleep(TICK_S)
            waiting = dict(self._waiting)
            over = await asyncio.to_thread(
                lambda: [future for future, each in waiting.items() if each.is_over()]  # noqa: B023 - awaited here
            )
            for future in over:
                del self._waiting[future]
                if not future.done():  # else cancelled
                    future.set_result(None)
        self._looking = None
