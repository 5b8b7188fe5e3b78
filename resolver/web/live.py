"""The resolver on the current index, and the next one when it comes.

A thread looks at `CURRENT`; another index is opened and warmed beside the one that answers, and
takes its place between two requests. One that cannot be opened is told in the log, and the one that
answers stays.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from resolver.engine import Resolver
from resolver.errors import HomeError
from resolver.model import Query
from resolver.telemetry import Metrics


class Live:
    """The resolver that answers now; call it to get it.

    Args:
        home: The home whose index is served.
        every_s: Seconds between two looks at it.
        metrics: Where it is counted that a new one was taken up.
        log: Where it is told.

    Raises:
        HomeError: There is no index, or it cannot be read.
    """

    def __init__(self, home: Path, *, every_s: float, metrics: Metrics, log: Any) -> None:
        self._home = home
        self._every_s = every_s
        self._metrics = metrics
        self._log = log
        self._closed = threading.Event()
        self._resolver = self._open()
        self._refused: str | None = None
        self._watcher = threading.Thread(target=self._watch, name="index-watch", daemon=True)
        self._watcher.start()

    def __call__(self) -> Resolver:
        """The resolver on the index that answers now."""
        return self._resolver

    def close(self) -> None:
        """Stop looking for another index."""
        self._closed.set()
        self._watcher.join()

    def _open(self) -> Resolver:
        opened = Resolver.open(self._home)
        opened.resolve(Query("warm up"))  # the first question loads tables and maps pages
        self._metrics.entities.set(opened.entities)
        return opened

    def _watch(self) -> None:
        while not self._closed.wait(self._every_s):
            try:
                if Resolver.current(self._home) == self._resolver.fingerprint:
                    continue
                self._resolver = self._open()
            except HomeError as error:
                self._refuse(error)
            else:
                self._refused = None
                self._metrics.reloads.labels("taken").inc()
                self._log.info("index taken up", index=self._resolver.fingerprint)

    def _refuse(self, error: HomeError) -> None:
        """Say once for each reason why the new index is not taken up."""
        if str(error) != self._refused:
            self._refused = str(error)
            self._metrics.reloads.labels("refused").inc()
            self._log.error("index refused", why=str(error), index=self._resolver.fingerprint)
