"""The worker that a service has of its own. Reach for it to start one beside what serves.

It is a process like that of `resolver worker`. A thread starts it anew when it dies, and it ends
with the service, whatever ends that: its standard input is a pipe that closes then.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final, cast

from resolver.jobs.worker import END_S
from resolver.telemetry import say

MIN_LIFE_S: Final = 1.0
"""Seconds between two starts of it at least, however soon it dies."""

_START: Final = "import sys; sys.path[:] = {path!r}; from resolver.jobs.worker import main; main()"


@contextmanager
def own_worker() -> Iterator[None]:
    """Have a worker as long as the block lasts; its settings are those of the environment."""
    stopping = threading.Event()
    keeper = _Keeper(stopping)
    thread = threading.Thread(target=keeper.run, name="job-worker")
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.end()
        thread.join()


class _Keeper:
    """Keeps one worker alive."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start it, again and again, until the block has ended."""
        while True:
            begin = time.monotonic()
            with self._starting:
                if self._stopping.is_set():
                    return
                self._process = process = _start()
            code = process.wait()
            cast(IO[bytes], process.stdin).close()
            if self._stopping.is_set():
                return
            say("job worker died", pid=process.pid, exit_code=code)
            self._stopping.wait(max(0.0, begin + MIN_LIFE_S - time.monotonic()))

    def end(self) -> None:
        """End the one that runs; it has a moment for that."""
        with self._starting:
            process = self._process
        if process is None:
            return
        cast(IO[bytes], process.stdin).close()
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, "-c", _START.format(path=sys.path)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # a terminal's Ctrl-C is for the service, which ends it then
    )
