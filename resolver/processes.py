"""Blocks of work on all processors: the same results, worked out in other processes.

Reach for it where much Python runs on each of many blocks, and a result follows from its block
alone. A process is a Python of its own that is sent a function and a block, and sends back what the
function returned. Threads would share one interpreter lock; `multiprocessing` would need a guard in
the caller's main module (spawn) or be unsafe beside threads (fork). What a process cannot do, for
it died or the function raised, is done here: so errors are those of the function.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, Pipe
from typing import Any, Final, NamedTuple, Self, TypeVar

Item = TypeVar("Item")
Block = TypeVar("Block")
Result = TypeVar("Result")

ONE_THREAD: Final = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "1"
)
"""The environment of a process that has others beside it: each has a processor, and numpy's
threads would wait for each other."""

_START: Final = "import sys; sys.path[:] = {path!r}; from {module} import main; main({fd})"


class _Done(NamedTuple):
    """What a function returned."""

    result: Any


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_blocks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items, so many at a time."""
    remaining = iter(items)
    while block := list(itertools.islice(remaining, size)):
        yield block


class Child:
    """A Python of its own, and the pipe to it. Once it fails it stays failed.

    Args:
        module: Its `main` is called with the descriptor of the other end of the pipe.
    """

    def __init__(self, module: str) -> None:
        self._pipe, other = Pipe()
        start = _START.format(path=sys.path, module=module, fd=other.fileno())
        with _without_interrupts():
            self._process = subprocess.Popen(  # noqa: S603 - this very Python
                [sys.executable, "-c", start],
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **ONE_THREAD},
            )
        other.close()
        self.alive = True

    def send(self, work: object) -> None:
        """Send it something, unless it has failed."""
        try:
            if self.alive:
                self._pipe.send(work)
        except OSError:
            self.alive = False

    def answers(self) -> bool:
        """Whether something has come from it that was not received yet."""
        return self.alive and self._pipe.poll()

    def receive(self) -> Any | None:
        """The next that it sends, or None where nothing will come."""
        try:
            if self.alive:
                return self._pipe.recv()
        except (OSError, EOFError):
            self.alive = False
        return None

    def end(self) -> None:
        """End it, whatever it does."""
        self._pipe.close()
        self._process.kill()
        self._process.wait()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """A process that starts in the block is not stopped by Ctrl-C, but ended by who started it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Processes:
    """Processes that work; they start with the first work, and end with the block of the `with`.

    Args:
        count: How many. One would be no faster than this process, which then does the work.
    """

    def __init__(self, count: int) -> None:
        self._count = count if count > 1 else 0
        self._processes: list[_Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def map(self, function: Callable[[Block], Result], blocks: Iterable[Block]) -> Iterator[Result]:
        """What a function returns for each block, in order; takes a block for each process ahead.

        Args:
            function: Of a module, or a `partial` of one; it and the blocks can be pickled.
            blocks: What it is called with.
        """
        if not self._count:
            yield from map(function, blocks)
            return
        while len(self._processes) < self._count:
            self._processes.append(_Process())
        waiting, handed = iter(blocks), deque[tuple[_Process, Block]]()
        try:
            for process in self._processes:
                _hand(process, function, waiting, handed)
            while handed:
                process, block = handed.popleft()
                done = process.take()
                _hand(process, function, waiting, handed)
                yield function(block) if done is None else done.result
        finally:
            if handed:  # nobody takes what they work on
                self._end()

    def _end(self) -> None:
        while self._processes:
            self._processes.pop().end()


ALONE: Final = Processes(0)
"""No other process."""


def _hand(
    process: _Process,
    function: Callable[[Block], Result],
    waiting: Iterator[Block],
    handed: deque[tuple[_Process, Block]],
) -> None:
    for block in waiting:
        process.give(function, block)
        handed.append((process, block))
        return


class _Process(Child):
    """A process with a block at most."""

    def __init__(self) -> None:
        super().__init__("resolver.processes")
        self._function: Callable[[Any], Any] | None = None

    def give(self, function: Callable[[Any], Any], block: object) -> None:
        """Send it a block, and the function unless it has it."""
        self.send((None if function is self._function else function, block))
        self._function = function

    def take(self) -> _Done | None:
        """What became of its block, or None where nothing did."""
        done: _Done | None = self.receive()
        return done


def main(descriptor: int) -> None:
    """A process at work: takes a function and blocks, and says what becomes of each."""
    pipe: Connection[_Done | None, tuple[Callable[[Any], Any] | None, Any]] = Connection(descriptor)
    function: Callable[[Any], Any] | None = None
    try:
        while True:
            new, block = pipe.recv()
            function = function if new is None else new
            try:
                done = None if function is None else _Done(function(block))
            except Exception:  # whoever asks does it again, and sees it raised
                done = None
            pipe.send(done)
    except (EOFError, OSError):
        return  # nobody asks any more
