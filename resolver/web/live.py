"""The resolver on the current index, which changes when a new index is compiled.

A thread checks `CURRENT`. A new index is opened and warmed up beside the one that answers, and
takes its place between two requests. One that cannot be opened is refused: the log says why, and
the one that answers stays.
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
        every_s: Seconds between two checks for a new index.
        metrics: Where new indexes are counted.
        log: Where new indexes are logged.

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
        """Stop checking for a new index."""
        self._closed.set()
        self._watcher.join()

    def _open(self) -> Resolver:
        opened = Resolver.open(self._home)
        opened.resolve(Query("warm up"))  # the first query loads tables and maps pages
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
                self._metrics.reloads.labels("opened").inc()
                self._log.info("index opened", index=self._resolver.fingerprint)

    def _refuse(self, error: HomeError) -> None:
        """Log why the new index is not used, once for each reason."""
        if str(error) != self._refused:
            self._refused = str(error)
            self._metrics.reloads.labels("refused").inc()
            self._log.error("index refused", why=str(error), index=self._resolver.fingerprint)
