"""What grows with a table: time, memory, files. Each table is measured in a process of its own.

Reach for it through `benchmarks.retrieval`, which builds the tables.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from benchmarks.gazetteer import Built, LabelledQuery
from benchmarks.ways import WARM
from resolver import Query, Resolver
from resolver.index import Index
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.question import Question
from resolver.text.words import load_words

_QUERIES_BEFORE_MEMORY: Final = 10_000
"""Queries after which memory is measured."""

_ROUNDS: Final = 3
"""How often each of the few timed queries is asked."""

_MEMORY: Final = Path("/proc/self/smaps_rollup")
"""Where Linux says what memory this process has."""


class Size(NamedTuple):
    """The figures of a table: `names` counts distinct folded names, `aliases` all that came in."""

    aliases: int
    names: int
    entities: int
    import_s: float
    compile_s: float
    compile_mb: float
    index_mb: float
    open_s: float
    exact_us: float
    fuzzy_p50_ms: float
    fuzzy_p99_ms: float
    top10: float
    own_mb: float
    mapped_mb: float


def measure(
    built: Built,
    fuzzy: Sequence[LabelledQuery],
    exact: Sequence[Query],
    mixed: Sequence[LabelledQuery],
) -> Size:
    """Open a home in a new process, and measure its answers and its memory.

    Args:
        built: The home.
        fuzzy: Queries by names that are not in the table, for entities that are.
        exact: Names of the table.
        mixed: Queries of every sort, asked before memory is measured.
    """
    with get_context("spawn").Pool(1) as process:
        return process.apply(_measure, (built, fuzzy, exact, mixed))


def times_ms(
    call: Callable[[Any], object], arguments: Sequence[Any], *, warm: int = WARM
) -> list[float]:
    """Milliseconds of processor time of each call, after a few calls to warm up."""
    for each in arguments[:warm]:
        call(each)
    times = []
    for each in arguments:
        begin = time.process_time_ns()
        call(each)
        times.append((time.process_time_ns() - begin) / 1e6)
    return times


def _measure(
    built: Built,
    fuzzy: Sequence[LabelledQuery],
    exact: Sequence[Query],
    mixed: Sequence[LabelledQuery],
) -> Size:
    home = Path(built.home)
    begin = time.perf_counter()
    resolver = Resolver.open(home)
    open_s = time.perf_counter() - begin
    misspelt = times_ms(resolver.resolve, [each.query for each in fuzzy] * _ROUNDS)
    found = sum(_is_found(resolver, each) for each in fuzzy)
    for each in islice(cycle(mixed), _QUERIES_BEFORE_MEMORY):
        resolver.resolve(each.query)
    own_mb, mapped_mb = memory_mb()
    index = Index.open(home)
    words = load_words()
    exact_ms = times_ms(lambda query: find([Question.of(query, words)], index), exact)
    p50, p99 = np.percentile(misspelt, (50, 99))
    return Size(
        aliases=index.manifest["aliases"],
        names=index.names,
        entities=index.entities,
        import_s=built.import_s,
        compile_s=built.compile_s,
        compile_mb=built.compile_mb,
        index_mb=round(sum(file.stat().st_size for file in index.folder.iterdir()) / 1e6, 1),
        open_s=round(open_s, 3),
        exact_us=round(float(np.median(exact_ms)) * 1000, 1),
        fuzzy_p50_ms=round(float(p50), 3),
        fuzzy_p99_ms=round(float(p99), 3),
        top10=round(found / len(fuzzy), 4),
        own_mb=own_mb,
        mapped_mb=mapped_mb,
    )


def _is_found(resolver: Resolver, labelled: LabelledQuery) -> bool:
    query = Query(labelled.query.text, labelled.query.type, limit=10)
    return not labelled.gold.isdisjoint(each.id for each in resolver.resolve(query).candidates)


def memory_mb() -> tuple[float, float]:
    """Megabytes that are this process's alone, and those of mapped files, which processes share.

    NaN where the system does not say.
    """
    if not _MEMORY.exists():
        return np.nan, np.nan
    fields = (line.split() for line in _MEMORY.read_text("ascii").splitlines()[1:])
    kb = {name: int(size) for name, size, _ in fields}
    return round(kb["Anonymous:"] / 1024, 1), round((kb["Rss:"] - kb["Anonymous:"]) / 1024, 1)
