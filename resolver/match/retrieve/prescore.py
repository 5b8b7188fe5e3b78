"""Forms → their entities, each once, best first by a cheap look.

An entity is looked at by the best of its forms, and by what stands beside the name: the kind of the
alias, whether it was in use, the type, the facts that the query names, prominence where all else is
equal. Only the order and small differences mean anything; evidence weighs the best of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.index.segment import Segment, fact_code
from resolver.match.retrieve.forms import Forms
from resolver.match.retrieve.question import Question
from resolver.model import ALIAS_KINDS, parse_interval

Array = npt.NDArray[Any]

# At equal text, name and native beat the other kinds, and those beat weak.
KIND_RANKS: Final = [
    0.0 if kind in ("name", "native") else 0.2 if kind == "weak" else 0.02 for kind in ALIAS_KINDS
]
_KIND_RANK: Final = np.array(KIND_RANKS, np.float32)

AGREES: Final = 0.12
"""What a fact that agrees adds to a look."""

PROMINENCE: Final = 0.01
"""What lies between the most prominent and the least."""

_DIFFERS: Final = -0.08


@dataclass(frozen=True, slots=True)
class Found:
    """Entities that may be meant, best first by the cheap look, each once.

    Args:
        entities: i8.
        aliases: i8: the alias that brought each.
        looks: f4: how good it looked; only the order and small differences mean anything.
        exact: Whether each one's alias is the asked name.
        sounds: f4: how alike its alias sounds, 0..1; NaN where that was not asked.
    """

    entities: Array
    aliases: Array
    looks: Array
    exact: Array
    sounds: Array

    def __len__(self) -> int:
        return len(self.entities)


def ranked(question: Question, index: Index, forms: list[Forms]) -> Found:
    """The entities of all segments, together."""
    parts = [
        _in_segment(question, segment, rows)
        for segment, rows in zip(index.segments, forms, strict=True)
    ]
    if len(parts) == 1:
        return parts[0]
    entities = np.concatenate([part.entities for part in parts])
    looks = np.concatenate([part.looks for part in parts])
    order = np.lexsort((entities, -looks))
    return Found(
        entities[order],
        np.concatenate([part.aliases for part in parts])[order],
        looks[order],
        np.concatenate([part.exact for part in parts])[order],
        np.concatenate([part.sounds for part in parts])[order],
    )


def _in_segment(question: Question, segment: Segment, similar: Forms) -> Found:
    where, rows = _aliases_of(segment, similar.forms)
    entities = segment.alias_entity[rows].astype(np.int64)
    fits = _fitting(question, segment, entities)
    if fits is not None:
        where, rows, entities = where[fits], rows[fits], entities[fits]
    look = similar.alike[where]
    look += _beside_the_name(question, segment, rows, entities)
    order = _first_of_each(entities, np.lexsort((rows, -look)))
    return Found(
        entities[order] + segment.first_entity,
        rows[order] + segment.first_alias,
        look[order],
        where[order] < similar.exact,
        similar.sounds[where[order]],
    )


def _first_of_each(entities: Array, order: Array) -> Array:
    """An order of rows without those whose entity came before."""
    ranked = entities[order]
    grouped = ranked.argsort(kind="stable")
    new = np.ones(len(grouped), bool)
    new[1:] = ranked[grouped[1:]] != ranked[grouped[:-1]]
    places = grouped[new]
    places.sort()
    first: Array = order[places]
    return first


def _aliases_of(segment: Segment, forms: Array) -> tuple[Array, Array]:
    """All aliases that fold to some forms: for each the place of its form, and its number."""
    begin = segment.form_start[forms].astype(np.int64)
    size = segment.form_start[forms + 1].astype(np.int64) - begin
    where = np.arange(len(forms)).repeat(size)
    rows = np.arange(len(where)) + (begin - size.cumsum() + size).repeat(size)
    return where, segment.form_alias[rows].astype(np.int64)


def _fitting(question: Question, segment: Segment, entities: Array) -> Array | None:
    """Which entities count: those that are there, of a type that counts; None: all of them."""
    fits = None
    if question.types != 255 and (segment.type_bits & np.uint8(question.types) == 0).any():
        fits = segment.type_bits[segment.entity_type[entities]] & np.uint8(question.types) != 0
    if segment.tombstoned is not None:
        alive = ~segment.tombstoned[entities]
        fits = alive if fits is None else fits & alive
    return fits


def _beside_the_name(question: Question, segment: Segment, rows: Array, entities: Array) -> Array:
    """What speaks for and against candidates beside their names, at the cheap look (f4)."""
    look = (segment.entity_rank[entities] - np.float32(0.5)) * np.float32(PROMINENCE)
    look[look != look] = 0  # not known, and so neutral
    look -= _KIND_RANK[segment.alias_kind[rows]]
    if question.query.as_of is not None:
        look += _DIFFERS * _outdated(segment, rows, question.query.as_of)
    if question.query.type is not None and question.types == 255:
        same = np.array([name == question.query.type for name in segment.types])
        look += _DIFFERS * ~same[segment.entity_type[entities]]
    for key, codes in question.facts:
        look += _fact_looks(segment, entities, key, codes)
    return look


def _outdated(segment: Segment, rows: Array, as_of: str) -> Array:
    """Whether each alias was out of use at a time, by the codes of its dates."""
    first, last = (int(f"{day:%Y%m%d}") for day in parse_interval(as_of))
    until = segment.alias_until[rows].astype(np.int64)
    until += np.where(until % 10_000 == 0, 9_999, np.where(until % 100 == 0, 99, 0))
    ended = (segment.alias_until[rows] > 0) & (until < first)
    outdated: Array = ended | (segment.alias_from[rows] > last)
    return outdated


def _fact_looks(segment: Segment, entities: Array, key: str, codes: frozenset[int]) -> Array:
    """For each entity, what agreement or difference in one fact is worth at the cheap look."""
    begin = segment.fact_start[entities].astype(np.int64)
    size = segment.fact_start[entities + 1].astype(np.int64) - begin
    where = np.arange(len(entities)).repeat(size)
    rows = np.arange(len(where)) + (begin - size.cumsum() + size).repeat(size)
    facts = segment.fact[rows]
    known = facts >> np.uint64(32) == np.uint64(fact_code(key, "") >> 32)
    agrees = np.zeros(len(facts), bool)
    for code in codes:
        agrees |= facts == np.uint64(code)
    looks = np.zeros(len(entities), np.float32)
    looks[where[known]] = _DIFFERS
    looks[where[agrees]] = AGREES
    return looks
