"""A process beside the service: kept alive, and gone with it.

Reach for `kept` to have one as long as a block lasts. It is a Python of its own that calls the
`main` of a module. A thread starts it anew when it dies, and it ends with the service, whatever
ends that: its standard input is a pipe that closes then, which `end_with_input` waits for.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final, cast

from resolver.telemetry import say

MIN_LIFE_S: Final = 1.0
"""Seconds between two starts of it at least, however soon it dies."""

END_S: Final = 10.0
"""Seconds that it may take to end before it is killed."""

_START: Final = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"


@contextmanager
def kept(module: str, what: str) -> Iterator[None]:
    """Have a process as long as the block lasts; its settings are those of the environment.

    Args:
        module: Its `main` is called.
        what: What it is called in the log.
    """
    stopping = threading.Event()
    keeper = _Keeper(module, what, stopping)
    thread = threading.Thread(target=keeper.run, name=what)
    try:  # a signal may end the block at any moment, also while the thread is starting
        thread.start()
        yield
    finally:
        stopping.set()
        keeper.end()
        if thread.is_alive():
            thread.join()


def started(module: str) -> subprocess.Popen[bytes]:
    """A process that calls the `main` of a module."""
    return subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, "-c", _START.format(path=sys.path, module=module)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # a terminal's Ctrl-C is for the service, which ends it then
    )


def end_with_input() -> None:
    """End this process once its standard input does, in a thread that waits for that."""
    threading.Thread(target=_end_with_input, name="service-watch", daemon=True).start()


class _Keeper:
    """Keeps one process alive; arguments as of `kept`."""

    def __init__(self, module: str, what: str, stopping: threading.Event) -> None:
        self._module, self._what = module, what
        self._stopping = stopping
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start it, again and again, until the block has ended."""
        while not self._stopping.is_set():
            begin = time.monotonic()
            try:
                self._run_once()
            except Exception as error:  # whatever a system does: the next try comes all the same
                say(f"{self._what} cannot run", why=repr(error))
            self._stopping.wait(max(0.0, begin + MIN_LIFE_S - time.monotonic()))

    def _run_once(self) -> None:
        """Start it, and wait until it ends."""
        with self._starting:
            if self._stopping.is_set():
                return
            self._process = process = started(self._module)
        code = process.wait()
        cast(IO[bytes], process.stdin).close()
        if not self._stopping.is_set():
            say(f"{self._what} died", pid=process.pid, exit_code=code)

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


def _end_with_input() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END_S)
    os.kill(os.getpid(), signal.SIGKILL)
