"""Many questions on all processors: the same answers, worked out in other processes.

A worker is a Python of its own that opens the same snapshot and weighs blocks of queries. Threads
would share one interpreter lock; `multiprocessing` would need a guard in the caller's main module
(spawn) or be unsafe beside threads (fork). A worker that dies takes nothing with it: its block is
worked out here, and a snapshot that is no longer there for a worker is still open in this process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from queue import Queue
from typing import Final, Self, cast

from resolver.errors import ResolverError
from resolver.index import Index
from resolver.match.retrieve.question import Question
from resolver.match.retrieve.spans import find_within
from resolver.match.score.scoring import Weighed, weigh
from resolver.match.score.weights import Weights
from resolver.model import Query
from resolver.text.names import Words, load_words

ALONE: Final = 400
"""Queries of a stream that are answered before processes are started for the rest."""

KEPT: Final = 2_000
"""Answers kept for a query that is asked again soon."""

_BLOCK: Final = 64
"""Queries handed to a worker at a time."""

_AHEAD: Final = 3
"""Blocks that wait at each worker, so that it never does."""

ONE_THREAD: Final = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "1"
)
"""The environment of a process that has others beside it: each has a processor, and threads of
numpy's would wait for each other."""

_START: Final = "import sys; sys.path[:] = {path!r}; from resolver.pool import main; main({fd})"

Answer = Callable[[Query], Weighed]


def answering(index: Index, weights: Weights, words: Words) -> Answer:
    """What weighs one query after another."""

    def answer(query: Query) -> Weighed:
        question = Question.of(query)
        return weigh(question, find_within(question, index), index, weights, words)

    return answer


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Processes that weigh queries; they end with the block of the `with`.

    Args:
        folder: The snapshot's.
        count: How many.
        here: What answers in this process, where a worker cannot.
    """

    def __init__(self, folder: Path, count: int, here: Answer) -> None:
        self._here = here
        self._workers = [_Worker(folder) for _ in range(count)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def ready(self) -> bool:
        """Whether all of them have opened the snapshot, or failed to."""
        return all(worker.ready() for worker in self._workers)

    def weigh(self, queries: Iterable[Query]) -> Iterator[Weighed]:
        """What `here` says of each query, in order; takes some blocks more than it answered."""
        walk = iter(queries)
        at_work: deque[tuple[_Worker, list[Query]]] = deque()
        for turn in range(_AHEAD * len(self._workers)):
            self._hand(self._workers[turn % len(self._workers)], walk, at_work)
        while at_work:
            worker, block = at_work.popleft()
            weighed = worker.take()
            yield from weighed if weighed is not None else map(self._here, block)
            self._hand(worker, walk, at_work)

    @staticmethod
    def _hand(
        worker: _Worker, walk: Iterator[Query], at_work: deque[tuple[_Worker, list[Query]]]
    ) -> None:
        block = list(islice(walk, _BLOCK))
        if block:
            worker.give(block)
            at_work.append((worker, block))


class _Worker:
    """One process, and the way to it. Once it fails it stays failed."""

    def __init__(self, folder: Path) -> None:
        self._way, other = Pipe()
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
        try:
            if self._alive:
                self._way.send(work)
        except OSError:
            self._alive = False

    def ready(self) -> bool:
        """Whether it has opened the snapshot, or will not."""
        if self._alive and not self._opened and self._way.poll():
            self._opened = self._receive() is not None
        return self._opened or not self._alive

    def take(self) -> list[Weighed] | None:
        """The next block's answers, or None if there will be none."""
        if not self._opened:
            self._opened = self._receive() is not None
        return self._receive()

    def _receive(self) -> list[Weighed] | None:
        try:
            if self._alive:
                answers: list[Weighed] = self._way.recv()
                return answers
        except (OSError, EOFError):
            self._alive = False
        return None

    def end(self) -> None:
        self._way.close()
        self._process.kill()
        self._process.wait()


def main(descriptor: int) -> None:
    """A worker: takes the snapshot's folder, says that it is open, then takes block after block.

    Blocks are taken in by a thread: whoever sends them must never wait for one who waits to answer.
    """
    way: Connection[list[Weighed], Path | list[Query]] = Connection(descriptor)
    blocks: Queue[list[Query] | None] = Queue()
    try:
        index = Index.read(cast(Path, way.recv()))
        answer = lru_cache(KEPT)(
            answering(index, Weights.from_dict(index.manifest["weights"]), load_words())
        )
        way.send([])
        threading.Thread(target=_take_in, args=(way, blocks), daemon=True).start()
        while (block := blocks.get()) is not None:
            way.send([answer(query) for query in block])
    except (EOFError, OSError, ResolverError, KeyboardInterrupt):
        return  # whoever asks sees that the way has ended, and answers without us


def _take_in(
    way: Connection[list[Weighed], Path | list[Query]], blocks: Queue[list[Query] | None]
) -> None:
    try:
        while True:
            blocks.put(cast(list[Query], way.recv()))
    except (EOFError, OSError):
        blocks.put(None)
