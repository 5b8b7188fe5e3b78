"""The process that publishes what people change, one a home; `resolver serve` starts it.

It looks at the journal some times a second. Where another service of the home has one, it stands by
and takes over when that ends, however that does. What goes wrong is logged, once for each reason,
and tried again: changes wait in the journal meanwhile.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

from resolver.errors import HomeBusy, HomeDenied, ResolverError
from resolver.home import Home
from resolver.indexing.publishing import MANY_OVERLAYS, Publisher
from resolver.keeping import end_with_input, started
from resolver.processes import ONE_THREAD
from resolver.settings import Settings
from resolver.store import open_store, store_exists
from resolver.telemetry import METRICS_FOLDER, Metrics, count_under, record, say

LOOK_S: Final = 0.05
"""Seconds between two looks at the files of the journal and the index."""

_READ_S: Final = 0.2
"""Seconds between two looks into them, where they seem to be as they were: a change is written to
them some milliseconds before it can be read, and nothing is written to them then."""

MIN_PAUSE_S: Final = 0.1
"""Seconds between two overlays at least."""

MAX_PAUSE_S: Final = 0.5
"""Seconds between two overlays at most, unless one takes longer: each costs all workers."""

_PAUSES: Final = 12
"""How many times as long as an overlay took to publish one waits for the next one, within these."""

REST_S: Final = 2.0
"""Seconds without a change after which overlays are put together, however few they are."""

STAND_BY_S: Final = 0.5
"""Seconds between two tries to become the indexer of the home."""

SLOT: Final = 9_999
"""Under which number it counts; the workers of a service are fewer."""

AGAIN_S: Final = 2.0
"""Seconds after which is tried again what went wrong."""


class _Growth:
    """The process that makes what the next tops stand on, if one runs."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0

    def start(self) -> None:
        """Start it, unless one runs or failed a moment ago."""
        process = self._process
        if process is not None and process.poll() is None:
            return
        if process is not None:
            self._end(process)
        if time.monotonic() >= self._not_before:
            self._process = started("resolver.indexing.growing")

    def stop(self) -> None:
        """End the one that runs; what it has begun is thrown away."""
        if self._process is not None:
            self._process.kill()
            self._end(self._process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        self._process = None
        process.communicate()
        if process.returncode:
            self._not_before = time.monotonic() + AGAIN_S
            say("growing failed", pid=process.pid, exit_code=process.returncode)


def run_indexer(home: Path, stopping: threading.Event, metrics: Metrics) -> None:
    """Publish the changes of a home until that is to stop.

    Args:
        home: The home.
        stopping: Set when it is to stop.
        metrics: Where it is noted how far it is.
    """
    said: str | None = None
    while not stopping.is_set():
        try:
            if not store_exists(home):  # an index alone, that nobody can edit
                stopping.wait(AGAIN_S)
                continue
            with Home(home).locked(wait_s=0, file=Home(home).indexer_lock):
                _publish_all(home, stopping, metrics)
        except HomeBusy:
            stopping.wait(STAND_BY_S)
        except Exception as error:  # whatever happens, the next try comes all the same
            why = str(error) if isinstance(error, ResolverError) else repr(error)
            if why != said:
                tell = record if isinstance(error, HomeDenied) else say  # a home may be read-only
                tell("changes wait", why=why)
            said = why
            stopping.wait(AGAIN_S)


def _publish_all(home: Path, stopping: threading.Event, metrics: Metrics) -> None:
    growth = _Growth()
    try:
        with open_store(home) as store:
            publisher = Publisher(home, store, sync=False)
            known, read_at, changed_at = "", 0.0, time.monotonic()
            while not stopping.is_set():
                begin, files = time.monotonic(), _looks_of(Home(home))
                if files == known and begin < read_at + _READ_S:
                    stopping.wait(LOOK_S)
                    continue
                known, read_at = files, begin
                if not publisher.publish():
                    if publisher.overlays > 1 and begin > changed_at + REST_S:
                        growth.start()
                    continue
                changed_at = begin
                took = time.monotonic() - begin
                metrics.published.set(publisher.through)
                record("published", through=publisher.through, ms=round(took * 1000))
                if publisher.overlays >= MANY_OVERLAYS or publisher.is_apart:
                    growth.start()
                stopping.wait(max(MIN_PAUSE_S, took, min(MAX_PAUSE_S, _PAUSES * took)))
    finally:
        growth.stop()


def _looks_of(home: Home) -> str:
    """When and how large the files are that a change of the journal or the index writes."""
    looks = ""
    for path in (home.journal, home.journal.with_name(f"{home.journal.name}-wal"), home.current):
        with suppress(FileNotFoundError):
            found = path.stat()
            looks += f"{found.st_ino} {found.st_size} {found.st_mtime_ns},"
    return looks


def main() -> NoReturn:
    """The indexer of a service: it has its settings, and ends when standard input does."""
    settings = Settings.from_environment(os.environ)
    end_with_input()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    os.environ.update(ONE_THREAD)
    if METRICS_FOLDER in os.environ:
        count_under(SLOT)
    run_indexer(settings.home, stopping, Metrics())
    sys.exit(0)
