"""What somebody may be typing: the entities with a name that begins so, the likeliest first.

Accents and scripts do not matter: Latin letters are compared. Of one letter a hundred thousand
names may begin so: those whose entities may be the likeliest are read first, and no more than are
taken.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from heapq import merge
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.index.beginnings import Begun
from resolver.index.segment import Segment, type_bit
from resolver.text import fold

Array = npt.NDArray[Any]

_BLOCK: Final = 500
"""Names that are read at first, the likeliest: few entities are taken mostly."""

_GROWTH: Final = 8
"""How many times as many are read then, and so on."""

_MAX_LENGTH: Final = 1023
"""Letters of a name beyond which a longer one is not further down."""

_RANKS: Final = 1 << 20
"""Steps of prominence that are told apart."""


def begun_by(index: Index, typed: str, type_name: str | None = None) -> Iterator[int]:
    """The entities with a name, or a word in it, that begins as typed, each once, by number.

    First come those of which that is a whole name, then those with a name that begins so, then the
    others; among equals the prominent first, then those with the shorter name.

    Args:
        index: Where they are.
        typed: What was typed.
        type_name: The type that they have; None for any.
    """
    latin = fold.latin(fold.fold(typed) or "")
    if not latin:
        return
    seen: set[int] = set()
    for _, entity in merge(*(_of_segment(each, latin, type_name) for each in index.segments)):
        if entity not in seen:
            seen.add(entity)
            yield entity


def _of_segment(segment: Segment, latin: str, type_name: str | None) -> Iterator[tuple[int, int]]:
    """The entities of a segment, each behind its key: the lower, the likelier, and sorted so."""
    begun = segment.beginnings.find(latin)
    if type_name is not None:
        begun = begun.only(segment.form_types[begun.forms] & type_bit(type_name) > 0)
    # No entity of a name has a lower key than its best one would have.
    tier = _tier(begun, len(latin))
    keys = _keys(tier, segment.form_rank[begun.forms], begun.length)
    waiting: list[tuple[int, int]] = []
    for block, bound in _ordered(keys):
        waiting += _entities(segment, begun.only(block), tier[block], type_name)
        waiting.sort()
        ready = bisect_left(waiting, (bound,))
        yield from waiting[:ready]
        del waiting[:ready]


def _ordered(keys: Array) -> Iterator[tuple[Array, float]]:
    """The places of keys in blocks, the lowest keys first, and the lowest key behind each block."""
    rest, size = np.arange(len(keys)), _BLOCK
    while len(rest) > size:
        bound = np.partition(keys[rest], size)[size]
        is_near = keys[rest] < bound
        yield rest[is_near], float(bound)
        rest, size = rest[~is_near], size * _GROWTH
    yield rest, math.inf


def _tier(begun: Begun, letters: int) -> Array:
    """0 where what was typed is a whole name, 1 where a name begins so, 2 where a word does."""
    return np.where(begun.is_start, np.where(begun.length == letters, 0, 1), 2)


def _keys(tier: Array, rank: Array, length: Array) -> Array:
    """What likely ones come first by: the tier, then prominence, then the length of the name."""
    behind = _RANKS - (np.nan_to_num(rank, nan=0.0) * _RANKS).astype(np.int64)
    return (tier.astype(np.int64) << 32 | behind) << 10 | np.minimum(length, _MAX_LENGTH)


def _entities(
    segment: Segment, begun: Begun, tier: Array, type_name: str | None
) -> list[tuple[int, int]]:
    """The entities of some forms, each behind its key."""
    begin = segment.form_start[begun.forms].astype(np.int64)
    counts = segment.form_start[begun.forms + 1].astype(np.int64) - begin
    row = np.repeat(begin - (counts.cumsum() - counts), counts) + np.arange(counts.sum())
    entities = segment.alias_entity[segment.form_alias[row]].astype(np.int64)
    keys = _keys(tier.repeat(counts), segment.entity_rank[entities], begun.length.repeat(counts))
    is_there = np.ones(len(entities), bool)
    if segment.tombstoned is not None:
        is_there &= ~segment.tombstoned[entities]
    if type_name is not None:
        wanted = np.array([each == type_name for each in segment.types], bool)
        is_there &= wanted[segment.entity_type[entities]]
    found = entities[is_there] + segment.first_entity
    return [*zip(keys[is_there].tolist(), found.tolist(), strict=True)]
