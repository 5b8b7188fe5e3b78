"""The process that works on jobs, `resolver worker`. Reach for `run_worker` to start one.

It has lanes, threads that each have one job worked on at a time. A lane waits for its queue to name
a job, then takes whatever its folder says is waiting, oldest first: what was queued, what a worker
that died has left, and what a queue has lost. `resolver serve` starts one such process where there
is no Redis; it ends with that.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import Final, NoReturn

from resolver.errors import ResolverError
from resolver.jobs.chosen_queue import queue_of
from resolver.jobs.folder import JobFolder
from resolver.jobs.jobs import DAY_S, Jobs
from resolver.jobs.queues import JobQueue
from resolver.jobs.watching import work_on
from resolver.keeping import end_with_input
from resolver.processes import ONE_THREAD
from resolver.settings import Settings
from resolver.telemetry import say

TIDY_S: Final = 30.0
"""Seconds between two times that old jobs are removed."""

AGAIN_S: Final = 15.0
"""Seconds after which a job is tried again that waits for space or for an index."""


class _Lane:
    """What one thread does."""

    def __init__(
        self, jobs: Jobs, queue: JobQueue, settings: Settings, stopping: threading.Event
    ) -> None:
        self._jobs, self._queue = jobs, queue
        self._settings, self._stopping = settings, stopping
        self._not_before: dict[str, float] = {}

    def run(self) -> None:
        """Work until the worker is to stop."""
        while not self._stopping.is_set():
            try:
                self._queue.wait(self._named)
                for folder in self._jobs.unfinished():
                    if self._stopping.is_set():
                        return
                    self._work(folder)
            except ResolverError as error:
                say("jobs wait", why=str(error))
                self._stopping.wait(AGAIN_S)
            except Exception as error:  # whatever happens, the next look comes all the same
                say("jobs wait", why=type(error).__name__)
                self._stopping.wait(AGAIN_S)

    def _named(self, key: str) -> None:
        folder = self._jobs.by_key(key)
        if folder is not None:
            self._work(folder)

    def _work(self, folder: JobFolder) -> None:
        if time.monotonic() < self._not_before.get(folder.key, 0.0):
            return
        self._not_before.pop(folder.key, None)
        if work_on(folder, self._settings, self._stopping.is_set) == "waits":
            self._not_before[folder.key] = time.monotonic() + AGAIN_S


def run_worker(settings: Settings, stopping: threading.Event) -> None:
    """Work on the jobs of a home until that is to stop.

    Args:
        settings: The home, its Redis, and the limits of jobs.
        stopping: Set when it is to stop; what is worked on then is gone on with later.
    """
    jobs = Jobs(settings.home)
    lanes = [
        _Lane(jobs, queue_of(settings), settings, stopping) for _ in range(settings.jobs_at_once)
    ]
    threads = [threading.Thread(target=lane.run, name="lane") for lane in lanes]
    for thread in threads:
        thread.start()
    attending: int | None = None
    tidied = -TIDY_S
    while not stopping.is_set():
        if attending is None:
            attending = jobs.attend()
        if time.monotonic() - tidied >= TIDY_S:
            with suppress(OSError):
                jobs.tidy(keep_s=settings.job_days * DAY_S)
            tidied = time.monotonic()
        stopping.wait(1.0)
    for thread in threads:
        thread.join()
    if attending is not None:
        os.close(attending)


def work_until_signalled(settings: Settings) -> None:
    """Work on the jobs of a home until SIGTERM or SIGINT says to stop."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    os.environ.update(ONE_THREAD)
    os.umask(0o077)  # what it writes says something of lists
    run_worker(settings, stopping)


def main() -> NoReturn:
    """The worker of a service: it has its settings, and ends when standard input does."""
    settings = Settings.from_environment(os.environ)
    end_with_input()
    work_until_signalled(settings)
    sys.exit(0)
