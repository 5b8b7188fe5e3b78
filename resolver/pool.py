"""Many queries on all processors: the same answers, worked out in other processes.

A process of the pool is a Python of its own (`resolver.processes.Child`) that opens the same
snapshot and ranks blocks of queries (`resolver.match.pipeline.rank_many`). A process that dies
takes nothing with it: its block is worked out here, and a snapshot that is no longer there for it
is still open in this process.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice, starmap
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from queue import Queue
from typing import Any, Final, NamedTuple, Self, cast

from resolver.errors import ResolverError
from resolver.index import Index
from resolver.match.pipeline import rank_many
from resolver.match.score.scoring import Ranking
from resolver.match.score.terms import Term
from resolver.match.score.weights import Weights
from resolver.model import OPTIONS, Query
from resolver.processes import Child
from resolver.text.words import load_words

CACHED: Final = 2_000
"""Rankings that are cached for a query that is asked again soon."""

BLOCK: Final = 64
"""Queries of a long stream that are ranked together."""

_BLOCKS_AHEAD: Final = 3
"""Blocks that wait at each process, so that it never waits itself."""

RankQuery = Callable[[Query], Ranking]
RankBlock = Callable[[list[Query]], list[Ranking]]

_Packed = list[tuple[Any, ...]]
"""Queries or rankings as plain tuples, which are sent in a third of the time."""

_fields_of: Final = attrgetter(*[option.field for option in OPTIONS])


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
        block = list(islice(queries, BLOCK))
        if block:
            process.give(block)
            handed.append(_Handed(process, block))


class RankedBlocks:
    """Ranks blocks of queries; one that is asked again soon is not ranked again.

    Args:
        rank_block: What ranks the queries of a block.
    """

    def __init__(self, rank_block: RankBlock) -> None:
        self._rank_block = rank_block
        self._cached: dict[Query, Ranking] = {}

    def rank(self, block: list[Query]) -> list[Ranking]:
        """The rankings of the queries of a block, in order."""
        cached = self._cached
        new = [query for query in dict.fromkeys(block) if query not in cached]
        cached.update(zip(new, self._rank_block(new), strict=True))
        rankings = [cached[query] for query in block]
        for query in [*islice(cached, max(len(cached) - CACHED, 0))]:
            del cached[query]
        return rankings


class _Process(Child):
    """A process that ranks blocks of queries over a snapshot."""

    def __init__(self, folder: Path) -> None:
        super().__init__("resolver.pool")
        self._opened = False
        self.send(folder)

    def give(self, block: list[Query]) -> None:
        """Send it a block of queries."""
        self.send([*map(_fields_of, block)])

    def ready(self) -> bool:
        """Whether it has opened the snapshot, or will not."""
        if not self._opened and self.answers():
            self._opened = self.receive() is not None
        return self._opened or not self.alive

    def take(self) -> list[Ranking] | None:
        """The next block's rankings, or None if there will be none."""
        if not self._opened:
            self._opened = self.receive() is not None
        packed: _Packed | None = self.receive()
        return None if packed is None else [*starmap(_ranking, packed)]


def _packed(ranking: Ranking) -> tuple[Any, ...]:
    """A ranking as a plain tuple of plain values."""
    *head, terms = ranking
    return *head, [[*map(tuple, of_one)] for of_one in terms]


def _ranking(*packed: Any) -> Ranking:
    """The ranking that was packed."""
    *head, terms = packed
    return Ranking._make([*head, [[*starmap(Term, of_one)] for of_one in terms]])


def main(descriptor: int) -> None:
    """A process of the pool: takes the snapshot's folder, says that it is open, then takes blocks.

    Blocks are taken in by a thread: whoever sends them must never wait for one who waits to answer.
    """
    pipe: Connection[_Packed, Path | _Packed] = Connection(descriptor)
    blocks: Queue[_Packed | None] = Queue()
    try:
        index = Index.read(cast(Path, pipe.recv()))
        weights = Weights.of_index(index)
        rank_here = partial(rank_many, index=index, weights=weights, words=load_words())
        ranked = RankedBlocks(rank_here)
        pipe.send([])
        threading.Thread(target=_take_in, args=(pipe, blocks), daemon=True).start()
        while (block := blocks.get()) is not None:
            pipe.send([*map(_packed, ranked.rank([*starmap(Query, block)]))])
    except (EOFError, OSError, ResolverError):
        return  # whoever asks sees that the pipe has ended, and answers without us


def _take_in(pipe: Connection[_Packed, Path | _Packed], blocks: Queue[_Packed | None]) -> None:
    try:
        while True:
            blocks.put(cast(_Packed, pipe.recv()))
    except (EOFError, OSError):
        blocks.put(None)
