"""The ways in which a name is searched: the arms of retrieval alone, together, and all of it.

Reach for it through `benchmarks.retrieval`. Times are those of the processor, on all threads of the
process: nothing here waits, so on an idle machine the clock says the same, and beside other load
they can still be compared.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf, nan
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from resolver import Query, Resolver
from resolver.index import Index
from resolver.index.features import features, skeletons, word_code
from resolver.index.segment import Segment
from resolver.index.vectors import rounded
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.question import Question
from resolver.text.fold import joined_initials
from resolver.text.keys import form_of
from resolver.text.words import load_words

Array = npt.NDArray[Any]

FEW_POSTINGS: Final = 5_000
"""Postings that `resolver.match` reads."""

MANY_POSTINGS: Final = 40_000
"""Postings that each arm reads alone."""

ALL_POSTINGS: Final = 1 << 40
"""More postings than any index has."""

VECTORS: Final = 8_000
"""Vectors that a phonetic search reads."""

FORMS: Final = 400
"""Forms that a way may return; their entities are counted."""

RANKS: Final = (1, 10, 100, 200)
"""How many entities are counted as first."""

WARM: Final = 20
"""Queries asked before the clock runs."""


class PreparedQuery(NamedTuple):
    """A query as the ways take it.

    Args:
        query: The query.
        latin: Its text, folded, in ASCII letters.
        gold: Numbers of the entities of which one is meant.
    """

    query: Query
    latin: str
    gold: frozenset[int]


class Way(NamedTuple):
    """A way to search for a name.

    Args:
        name: What it is called in the figures.
        search: What is timed; returns a result of any form.
        entities: The numbers of the entities of a result, nearest first; not timed.
        max_queries: How many queries it is asked, where all of them would take too long.
        in_one_call: Whether `search` takes all queries at once, and returns a result for each.
    """

    name: str
    search: Callable[[Any], Any]
    entities: Callable[[PreparedQuery, Any], Array]
    max_queries: int | None = None
    in_one_call: bool = False


class Figures(NamedTuple):
    """How often an entity that is meant was among the first so many, and milliseconds a query.

    What is searched in one call has only a mean, which stands for the median.
    """

    way: str
    questions: int
    top1: float
    top10: float
    top100: float
    top200: float
    p50_ms: float
    p99_ms: float


def measure(way: Way, queries: Sequence[PreparedQuery]) -> Figures:
    """Ask every query once, one after the other or all in one call."""
    if way.max_queries:
        queries = queries[:: max(1, len(queries) // way.max_queries)][: way.max_queries]
    timed = _in_one_call(way, queries) if way.in_one_call else _one_by_one(way, queries)
    places = []
    for query, result in zip(queries, timed.results, strict=True):
        found = enumerate(way.entities(query, result).tolist())
        places.append(next((place for place, entity in found if entity in query.gold), inf))
    top = {f"top{rank}": round(sum(n < rank for n in places) / len(places), 4) for rank in RANKS}
    p50, p99 = np.percentile(timed.times_ms, (50, 99)).round(3).tolist()
    p99 = nan if way.in_one_call else p99
    return Figures(way.name, len(queries), **top, p50_ms=p50, p99_ms=p99)


class _Timed(NamedTuple):
    """The result for each query, and the milliseconds of each, or of one in the mean."""

    results: list[Any]
    times_ms: list[float]


def _one_by_one(way: Way, queries: Sequence[PreparedQuery]) -> _Timed:
    for query in queries[: 1 if way.max_queries else WARM]:
        way.search(query)
    timed = _Timed([], [])
    for query in queries:
        begin = time.process_time_ns()
        timed.results.append(way.search(query))
        timed.times_ms.append((time.process_time_ns() - begin) / 1e6)
    return timed


def _in_one_call(way: Way, queries: Sequence[PreparedQuery]) -> _Timed:
    begin = time.process_time_ns()
    results = way.search(queries)
    return _Timed(results, [(time.process_time_ns() - begin) / 1e6 / len(queries)])


def of_ours(resolver: Resolver, index: Index) -> list[Way]:
    """The arms alone, the lexical one with more and fewer postings, and all of it."""
    (segment,), words = index.segments, load_words()
    few, many = f"{FEW_POSTINGS:,} postings", f"{MANY_POSTINGS:,} postings"
    return [
        _lexical("trigrams alone", segment, trigram_codes, MANY_POSTINGS),
        _lexical("words alone", segment, word_codes, MANY_POSTINGS),
        _lexical("skeletons alone", segment, skeleton_codes, MANY_POSTINGS),
        _lexical(f"all features, {few}", segment, features, FEW_POSTINGS),
        _lexical(f"all features, {many}", segment, features, MANY_POSTINGS),
        _lexical("all features, all postings", segment, features, ALL_POSTINGS),
        _phonetic(index, segment),
        Way(
            "candidates: letters, then sound",
            lambda prepared: find([Question.of(prepared.query, words)], index)[0],
            lambda _, candidates: candidates.entities,
        ),
        _whole_answer(resolver, index),
    ]


def _lexical(
    name: str, segment: Segment, features_of: Callable[[str], list[int]], postings: int
) -> Way:
    """The lexical arm, with these features of a name."""

    def search(prepared: PreparedQuery) -> Array:
        codes = features_of(joined_initials(prepared.latin))
        (found,) = segment.lexical.search([codes], budget=postings, limits=[FORMS])
        return found.forms

    return Way(name, search, lambda _, forms: entities_of(segment, forms))


def _phonetic(index: Index, segment: Segment) -> Way:
    """The phonetic arm."""

    def search(prepared: PreparedQuery) -> Array:
        vectors = rounded(index.encoder.vectors([form_of(prepared.query.text)]))
        (found,) = segment.vectors.search(vectors, budgets=[VECTORS], limits=[FORMS])
        return found.forms

    name = f"sound, {VECTORS:,} vectors"
    return Way(name, search, lambda _, forms: entities_of(segment, forms))


def _whole_answer(resolver: Resolver, index: Index) -> Way:
    """Retrieval, evidence and the verdict; more candidates are counted than are timed."""

    def entities(prepared: PreparedQuery, _: Any) -> Array:
        decision = resolver.resolve(replace(prepared.query, limit=max(RANKS)))
        return np.array([index.find_id(each.id) for each in decision.candidates], np.int64)

    return Way("the whole answer", lambda prepared: resolver.resolve(prepared.query), entities)


def entities_of(segment: Segment, forms: Array) -> Array:
    """The numbers of the entities that own forms, in the order of the forms, each once."""
    begin, end = segment.form_start[forms].tolist(), segment.form_start[forms + 1].tolist()
    rows = [segment.form_alias[a:b] for a, b in zip(begin, end, strict=True)]
    if not rows:
        return np.empty(0, np.int64)
    entities = segment.alias_entity[np.concatenate(rows)]
    _, first = np.unique(entities, return_index=True)
    found: Array = entities[np.sort(first)]
    return found


def word_codes(name: str) -> list[int]:
    """The features of a name that are its words."""
    return [word_code(word) for word in dict.fromkeys(name.split())]


def skeleton_codes(name: str) -> list[int]:
    """The features of a name that are its skeletons."""
    close, broad = skeletons(name.replace(" ", "").encode())
    return [crc32(b"~" + close), crc32(b"*" + broad)]


def trigram_codes(name: str) -> list[int]:
    """The features of a name that are neither words nor skeletons."""
    others = {*word_codes(name), *skeleton_codes(name)}
    return [code for code in features(name) if code not in others]
