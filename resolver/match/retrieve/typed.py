"""What somebody may be typing: the entities with a name that begins so, the likeliest first.

Accents and scripts do not matter: Latin letters are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.index.segment import Segment
from resolver.text import fold

Array = npt.NDArray[Any]

_BLOCK: Final = 200
"""Names that are read at once, the likeliest first."""

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
    found = [_of_segment(each, latin, type_name) for each in index.segments]
    keys = np.concatenate([key for key, _ in found])
    entities = np.concatenate([entity for _, entity in found])
    seen: set[int] = set()
    for block in _ordered(keys):
        for entity in entities[block].tolist():
            if entity not in seen:
                seen.add(entity)
                yield entity


def _ordered(keys: Array) -> Iterator[Array]:
    """The places of keys, the lowest key first: some at once, the rest where these are too few."""
    if len(keys) > _BLOCK:
        bound = np.partition(keys, _BLOCK)[_BLOCK]
        near = np.flatnonzero(keys <= bound)
        yield near[keys[near].argsort(kind="stable")]
        rest = np.flatnonzero(keys > bound)
    else:
        rest = np.arange(len(keys))
    yield rest[keys[rest].argsort(kind="stable")]


def _of_segment(segment: Segment, latin: str, type_name: str | None) -> tuple[Array, Array]:
    """The entities of a segment, and of each a key: the lower, the likelier."""
    begun = segment.beginnings.find(latin)
    is_whole = begun.is_start & (begun.length == len(latin))
    tier = np.where(is_whole, 0, np.where(begun.is_start, 1, 2)).astype(np.int64)
    begin = segment.form_start[begun.forms].astype(np.int64)
    counts = segment.form_start[begun.forms + 1].astype(np.int64) - begin
    row = np.repeat(begin - (counts.cumsum() - counts), counts) + np.arange(counts.sum())
    entities = segment.alias_entity[segment.form_alias[row]].astype(np.int64)
    tier, length = tier.repeat(counts), begun.length.repeat(counts)
    is_there = np.ones(len(entities), bool)
    if segment.tombstoned is not None:
        is_there &= ~segment.tombstoned[entities]
    if type_name is not None:
        wanted = np.array([each == type_name for each in segment.types], bool)
        is_there &= wanted[segment.entity_type[entities]]
    entities, tier, length = entities[is_there], tier[is_there], length[is_there]
    rank = np.nan_to_num(segment.entity_rank[entities], nan=0.0)
    behind = _RANKS - (rank * _RANKS).astype(np.int64)
    keys = (tier << 32 | behind) << 10 | np.minimum(length, _MAX_LENGTH)
    return keys, entities + segment.first_entity
