"""What grows with a table: time, memory, files. Each table is measured in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from benchmarks.gazetteer import Ask, Built
from benchmarks.ways import WARM
from resolver import Query, Resolver
from resolver.index import Index
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.question import Question

_ASKED: Final = 10_000
"""Questions after which memory is looked at."""

_ROUNDS: Final = 3
"""How often each of the few timed questions is asked."""

_MEMORY: Final = Path("/proc/self/smaps_rollup")


class Size(NamedTuple):
    """A table of some size; names are distinct folded names, `aliases` all that were imported."""

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
    built: Built, fuzzy: Sequence[Ask], exact: Sequence[Query], asks: Sequence[Ask]
) -> Size:
    """Open a home in a new process, ask and look.

    Args:
        built: The home.
        fuzzy: Questions by names that are not in the table, of entities that are.
        exact: Names of the table.
        asks: Questions of all kinds.
    """
    with get_context("spawn").Pool(1) as process:
        return process.apply(_measure, (built, fuzzy, exact, asks))


def times_ms(
    ask: Callable[[Any], object], asked: Sequence[Any], *, warm: int = WARM
) -> list[float]:
    """How much processor time each call takes, after a few to warm up."""
    for each in asked[:warm]:
        ask(each)
    times = []
    for each in asked:
        begin = time.process_time_ns()
        ask(each)
        times.append((time.process_time_ns() - begin) / 1e6)
    return times


def _measure(
    built: Built, fuzzy: Sequence[Ask], exact: Sequence[Query], asks: Sequence[Ask]
) -> Size:
    home = Path(built.home)
    begin = time.perf_counter()
    resolver = Resolver.open(home)
    open_s = time.perf_counter() - begin
    misspelt = times_ms(resolver.resolve, [ask.query for ask in fuzzy] * _ROUNDS)
    found = sum(_is_found(resolver, ask) for ask in fuzzy)
    for ask in islice(cycle(asks), _ASKED):
        resolver.resolve(ask.query)
    own_mb, mapped_mb = memory_mb()
    index = Index.open(home)
    listed = times_ms(lambda query: find(Question.of(query), index), exact)
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
        exact_us=round(float(np.median(listed)) * 1000, 1),
        fuzzy_p50_ms=round(float(p50), 3),
        fuzzy_p99_ms=round(float(p99), 3),
        top10=round(found / len(fuzzy), 4),
        own_mb=own_mb,
        mapped_mb=mapped_mb,
    )


def _is_found(resolver: Resolver, ask: Ask) -> bool:
    query = Query(ask.query.text, ask.query.type, limit=10)
    return not ask.gold.isdisjoint(each.id for each in resolver.resolve(query).candidates)


def memory_mb() -> tuple[float, float]:
    """Memory that is this process's alone, and pages of mapped files, which processes share.

    NaN where the system does not tell.
    """
    if not _MEMORY.exists():
        return np.nan, np.nan
    fields = (line.split() for line in _MEMORY.read_text("ascii").splitlines()[1:])
    kb = {name: int(size) for name, size, _ in fields}
    return round(kb["Anonymous:"] / 1024, 1), round((kb["Rss:"] - kb["Anonymous:"]) / 1024, 1)
