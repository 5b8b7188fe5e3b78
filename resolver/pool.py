"""Many queries on all processors: the same answers, worked out in other processes.

A process of the pool is a Python of its own that opens the same snapshot and ranks blocks of
queries (`resolver.match.pipeline.rank`). Threads would share one interpreter lock;
`multiprocessing` would need a guard in the caller's main module (spawn) or be unsafe beside threads
(fork). A process that dies takes nothing with it: its block is worked out here, and a snapshot that
is no longer there for it is still open in this process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import islice
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from queue import Queue
from typing import Final, NamedTuple, Self, cast

from resolver.errors import ResolverError
from resolver.index import Index
from resolver.match.pipeline import rank
from resolver.match.score.scoring import Ranking
from resolver.match.score.weights import Weights
from resolver.model import Query
from resolver.processes import ONE_THREAD
from resolver.text.words import load_words

CACHED: Final = 2_000
"""Rankings that are cached for a query that is asked again soon."""

_BLOCK: Final = 64
"""Queries that a process is handed at a time."""

_BLOCKS_AHEAD: Final = 3
"""Blocks that wait at each process, so that it never waits itself."""

_START: Final = "import sys; sys.path[:] = {path!r}; from resolver.pool import main; main({fd})"

RankQuery = Callable[[Query], Ranking]


class _Handed(NamedTuple):
    """A block of queries, and the process that ranks it."""

    process: _Process
    block: list[Query]


class Pool:
    """Processes that rank queries; they end with the block of the `with`.

    Args:
        folder: The snapshot's.
        count: How many processes.
        here: What ranks in this process, where one of the pool cannot.
    """

    def __init__(self, folder: Path, count: int, here: RankQuery) -> None:
        self._here = here
        self._processes = [_Process(folder) for _ in range(count)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.end()

    def ready(self) -> bool:
        """Whether all of them have opened the snapshot, or failed to."""
        return all(process.ready() for process in self._processes)

    def rank(self, queries: Iterable[Query]) -> Iterator[Ranking]:
        """What `here` says of each query, in order; takes some blocks more than it answered."""
        queries = iter(queries)
        handed: deque[_Handed] = deque()
        for turn in range(_BLOCKS_AHEAD * len(self._processes)):
            self._hand(self._processes[turn % len(self._processes)], queries, handed)
        while handed:
            process, block = handed.popleft()
            rankings = process.take()
            yield from rankings if rankings is not None else map(self._here, block)
            self._hand(process, queries, handed)

    @staticmethod
    def _hand(process: _Process, queries: Iterator[Query], handed: deque[_Handed]) -> None:
        block = list(islice(queries, _BLOCK))
        if block:
            process.give(block)
            handed.append(_Handed(process, block))


class _Process:
    """One process, and the pipe to it. Once it fails it stays failed."""

    def __init__(self, folder: Path) -> None:
        self._pipe, other = Pipe()
        self._process = subprocess.Popen(  # noqa: S603 - this very Python
            [sys.executable, "-c", _START.format(path=sys.path, fd=other.fileno())],
            pass_fds=[other.fileno()],
            stdin=subprocess.DEVNULL,
            env={**os.environ, **ONE_THREAD},
        )
        other.close()
        self._alive = True
        self._opened = False
        self.give(folder)

    def give(self, work: Path | list[Query]) -> None:
        """Send it the snapshot's folder, or a block of queries."""
        try:
            if self._alive:
                self._pipe.send(work)
        except OSError:
            self._alive = False

    def ready(self) -> bool:
        """Whether it has opened the snapshot, or will not."""
        if self._alive and not self._opened and self._pipe.poll():
            self._opened = self._receive() is not None
        return self._opened or not self._alive

    def take(self) -> list[Ranking] | None:
        """The next block's rankings, or None if there will be none."""
        if not self._opened:
            self._opened = self._receive() is not None
        return self._receive()

    def _receive(self) -> list[Ranking] | None:
        try:
            if self._alive:
                rankings: list[Ranking] = self._pipe.recv()
                return rankings
        except (OSError, EOFError):
            self._alive = False
        return None

    def end(self) -> None:
        """End it, whatever it does."""
        self._pipe.close()
        self._process.kill()
        self._process.wait()


def main(descriptor: int) -> None:
    """A process of the pool: takes the snapshot's folder, says that it is open, then takes blocks.

    Blocks are taken in by a thread: whoever sends them must never wait for one who waits to answer.
    """
    pipe: Connection[list[Ranking], Path | list[Query]] = Connection(descriptor)
    blocks: Queue[list[Query] | None] = Queue()
    try:
        index = Index.read(cast(Path, pipe.recv()))
        weights = Weights.of_index(index)
        rank_here = partial(rank, index=index, weights=weights, words=load_words())
        cached = lru_cache(CACHED)(rank_here)
        pipe.send([])
        threading.Thread(target=_take_in, args=(pipe, blocks), daemon=True).start()
        while (block := blocks.get()) is not None:
            pipe.send([cached(query) for query in block])
    except (EOFError, OSError, ResolverError, KeyboardInterrupt):
        return  # whoever asks sees that the pipe has ended, and answers without us


def _take_in(
    pipe: Connection[list[Ranking], Path | list[Query]], blocks: Queue[list[Query] | None]
) -> None:
    try:
        while True:
            blocks.put(cast(list[Query], pipe.recv()))
    except (EOFError, OSError):
        blocks.put(None)
