"""The resolver on the current index, which changes when a new index is compiled.

A thread checks `CURRENT`, many times a second. A new index is opened and warmed up beside the one
that answers, with all that both have in common, and takes its place between two requests. One that
cannot be opened is refused: the log says why, and the one that answers stays. Whatever else goes
wrong in a check is logged and counted, and the next check comes all the same.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

from resolver.engine import Resolver
from resolver.errors import HomeError
from resolver.home import Home
from resolver.model import Query
from resolver.telemetry import Metrics
from resolver.web.seen import Seen, UpTo

AGAIN_S: Final = 30.0
"""Seconds after which a damaged index is tried again: trying reads all of the one that is whole."""


_READ_S: Final = 1.0
"""Seconds between two looks into `CURRENT`, where it seems to be as it was."""


class Live:
    """The resolver that answers now; call it to get it.

    Args:
        home: The home whose index is served.
        every_s: Seconds between two checks for a new index.
        metrics: Where new indexes are counted.
        log: Where new indexes are logged.

    Raises:
        HomeError: There is no index, or none can be read.
    """

    def __init__(self, home: Path, *, every_s: float, metrics: Metrics, log: Any) -> None:
        self._home = home
        self._every_s = every_s
        self._metrics = metrics
        self._log = log
        self._closed = threading.Event()
        self._stale: str | None = None
        self._damaged, self._again_at = "", 0.0
        self._named: tuple[int, int] | None = None
        self._read_at = -math.inf
        self._seen = Seen()
        self._resolver = self._open()
        self._answer_from(self._resolver)
        if self._resolver.fallback is not None:
            self._keep(self._resolver.fallback, "refused")
        else:
            self._look()  # for what came before the others knew of this process, and waited for it
        self._watcher = threading.Thread(target=self._watch, name="index-watch", daemon=True)
        self._watcher.start()

    def __call__(self) -> Resolver:
        """The resolver on the index that answers now."""
        return self._resolver

    @property
    def is_current(self) -> bool:
        """Whether the index that answers is the one that `CURRENT` names, as of the last check."""
        return self._stale is None

    @property
    def through(self) -> int:
        """The number of the last change of the journal that is in the answers of this process."""
        return self._resolver.through

    def everywhere(self, change: int, holds: Callable[[UpTo], bool] = lambda _: True) -> bool:
        """Whether a change is in the answers of all processes; arguments as of `Seen`."""
        return self._seen.everywhere(change, holds)

    def close(self) -> None:
        """Stop checking for a new index."""
        self._closed.set()
        self._watcher.join()

    def _open(self, now: Resolver | None = None) -> Resolver:
        opened = Resolver.open(self._home, now)
        if now is None or not opened.shares_base(now):
            opened.resolve(Query("warm up"))  # the first query loads tables and maps pages
            next(opened.begun_by("warm up"), None)  # and the first prefix sorts all words
        return opened

    def _answer_from(self, opened: Resolver) -> None:
        self._resolver = opened
        self._metrics.entities.set(opened.entities)
        self._seen.note(UpTo(opened.through, opened.changed_at))

    def _watch(self) -> None:
        while not self._closed.wait(self._every_s):
            self._look()

    def _look(self) -> None:
        try:
            self._check()
        except HomeError as error:
            self._keep(error, "refused")
        except Exception as error:  # whatever a library does: the next check comes all the same
            self._keep(error, "failed")

    def _check(self) -> None:
        """Take up the index that `CURRENT` names, where it is another one."""
        named, now = _look_of(Home(self._home).current), time.monotonic()
        if named == self._named and self._stale is None and now < self._read_at + _READ_S:
            return
        self._read_at = now
        current = Resolver.current(self._home)
        if current != self._resolver.fingerprint:
            if current == self._damaged and time.monotonic() < self._again_at:
                return
            opened = self._open(self._resolver)
            if opened.fallback is not None:
                self._damaged, self._again_at = current, time.monotonic() + AGAIN_S
                raise opened.fallback
            self._answer_from(opened)
            self._metrics.reloads.labels("opened").inc()
            self._log.info("index opened", index=opened.fingerprint)
        self._named, self._stale = named, None
        self._metrics.stale.set(0)

    def _keep(self, error: Exception, result: Literal["refused", "failed"]) -> None:
        """Answer on from the index that is open; the log says why, once for each reason."""
        why = str(error) or type(error).__name__
        self._metrics.stale.set(1)
        if why != self._stale:
            self._stale = why
            self._metrics.reloads.labels(result).inc()
            self._log.error(f"index {result}", why=why, index=self._resolver.fingerprint)


def _look_of(current: Path) -> tuple[int, int] | None:
    """Which file names the index, and since when; None where none does."""
    try:
        found = current.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
