"""The ways in which a name is looked for: the arms of retrieval alone, together, and all of it.

Times are those of the processor, on all threads of the process: nothing here waits, so on an idle
machine the clock says the same, and beside other load they can still be compared.
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

Array = npt.NDArray[Any]

NEAR: Final = 5_000
WIDE: Final = 40_000
ALL: Final = 1 << 40
VECTORS: Final = 8_000
FORMS: Final = 400
"""How many forms a way may name; their entities are counted."""

RANKS: Final = (1, 10, 100, 200)
WARM: Final = 20
"""Questions asked before the clock runs."""


class Asked(NamedTuple):
    """A question as the ways take it.

    Args:
        query: As it was asked.
        latin: Folded, in ASCII letters.
        gold: Numbers of the entities of which one is meant.
    """

    query: Query
    latin: str
    gold: frozenset[int]


class Way(NamedTuple):
    """A way to look for a name.

    Args:
        name: What it is called in the table.
        ask: What is timed; returns an answer of any form.
        entities: The numbers of the entities of an answer, nearest first; not timed.
        most: How many questions it is asked, where all of them would take too long.
        block: Whether `ask` takes all questions in one call, and returns an answer to each.
    """

    name: str
    ask: Callable[[Any], Any]
    entities: Callable[[Asked, Any], Array]
    most: int | None = None
    block: bool = False


class Figures(NamedTuple):
    """How often one of those meant was among the first so many, and milliseconds a question.

    What is asked in one call has only a mean, which stands for the median.
    """

    way: str
    questions: int
    top1: float
    top10: float
    top100: float
    top200: float
    p50_ms: float
    p99_ms: float


def measure(way: Way, asked: Sequence[Asked]) -> Figures:
    """Ask every question once, one after the other."""
    if way.most:
        asked = asked[:: max(1, len(asked) // way.most)][: way.most]
    answers, times = _in_one_call(way, asked) if way.block else _one_by_one(way, asked)
    places = []
    for each, answer in zip(asked, answers, strict=True):
        found = enumerate(way.entities(each, answer).tolist())
        places.append(next((place for place, entity in found if entity in each.gold), inf))
    top = {f"top{rank}": round(sum(n < rank for n in places) / len(places), 4) for rank in RANKS}
    p50, p99 = np.percentile(times, (50, 99)).round(3).tolist()
    return Figures(way.name, len(asked), **top, p50_ms=p50, p99_ms=nan if way.block else p99)


def _one_by_one(way: Way, asked: Sequence[Asked]) -> tuple[list[Any], list[float]]:
    for each in asked[: 1 if way.most else WARM]:
        way.ask(each)
    answers, times = [], []
    for each in asked:
        begin = time.process_time_ns()
        answers.append(way.ask(each))
        times.append((time.process_time_ns() - begin) / 1e6)
    return answers, times


def _in_one_call(way: Way, asked: Sequence[Asked]) -> tuple[list[Any], list[float]]:
    begin = time.process_time_ns()
    answers = way.ask(asked)
    return answers, [(time.process_time_ns() - begin) / 1e6 / len(asked)]


def of_ours(resolver: Resolver, index: Index) -> list[Way]:
    """Each arm alone, all of them by how far they reach, and what is made of them."""
    (segment,) = index.segments

    def reaching(name: str, features_of: Callable[[str], list[int]], postings: int) -> Way:
        def ask(asked: Asked) -> Array:
            codes = features_of(joined_initials(asked.latin))
            return segment.lexical.search(codes, budget=postings, limit=FORMS)[0]

        return Way(name, ask, lambda _, forms: entities_of(segment, forms))

    def heard(asked: Asked) -> Array:
        vector = rounded(index.sound.vectors([form_of(asked.query.text)])[0])
        return segment.vectors.search(vector, budget=VECTORS, limit=FORMS)

    def resolved(asked: Asked, _: Any) -> Array:
        decision = resolver.resolve(replace(asked.query, limit=max(RANKS)))
        return np.array([index.find_id(each.id) for each in decision.candidates], np.int64)

    return [
        reaching("trigrams alone", trigram_codes, WIDE),
        reaching("words alone", word_codes, WIDE),
        reaching("skeletons alone", skeleton_codes, WIDE),
        reaching(f"all features, {NEAR:,} postings", features, NEAR),
        reaching(f"all features, {WIDE:,} postings", features, WIDE),
        reaching("all features, all postings", features, ALL),
        Way(f"sound, {VECTORS:,} vectors", heard, lambda _, forms: entities_of(segment, forms)),
        Way(
            "candidates: letters, then sound",
            lambda asked: find(Question.of(asked.query), index),
            lambda _, found: found.entities,
        ),
        Way("the whole answer", lambda asked: resolver.resolve(asked.query), resolved),
    ]


def entities_of(segment: Segment, forms: Array) -> Array:
    """The entities of forms in their order, each once."""
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
    """The features of a name that are neither."""
    others = {*word_codes(name), *skeleton_codes(name)}
    return [code for code in features(name) if code not in others]
