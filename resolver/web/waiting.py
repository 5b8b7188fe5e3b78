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
from collections.abc import Callable, Iterable
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
        environ: Of the request.
        until: The key there of the `time.monotonic` until which it waits.
        is_there: Whether that is there which it waits for.
    """

    def __init__(self, environ: WSGIEnvironment, until: str, is_there: IsThere) -> None:
        super().__init__()
        self._environ = environ
        self._until = until
        self._is_there = is_there

    def is_over(self) -> bool:
        """Whether the request need not wait any more; also where nobody can say that."""
        with suppress(ResolverError):  # whoever answers the request meets it again, and says so
            return self._is_there() or time.monotonic() >= self._environ[self._until]
        return True

    def give_up(self) -> None:
        """Have the request wait no longer."""
        self._environ[self._until] = 0.0


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
    key = _UNTIL + what
    until = environ.setdefault(key, time.monotonic() + seconds)
    while time.monotonic() < until:
        if LOOP in environ:
            raise PutOff(environ, key, is_there)
        time.sleep(TICK_S)
        if is_there():
            return True
    return False


class Waiting:
    """The requests of one event loop that wait; a thread looks for all of them what is there.

    Args:
        is_stopping: Whether the process is to end: nobody waits any longer then.
    """

    def __init__(self, is_stopping: Callable[[], bool]) -> None:
        self._is_stopping = is_stopping
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
            for future in await asyncio.to_thread(self._over, dict(self._waiting)):
                del self._waiting[future]
                if not future.done():  # else cancelled
                    future.set_result(None)
        self._looking = None

    def _over(self, waiting: dict[asyncio.Future[None], PutOff]) -> Iterable[asyncio.Future[None]]:
        """Those that need not wait any more."""
        if not self._is_stopping():
            return [future for future, put_off in waiting.items() if put_off.is_over()]
        for put_off in waiting.values():
            put_off.give_up()
        return waiting
