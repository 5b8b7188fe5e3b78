"""What stands beside a name, as prescores count it: kind, validity, type, facts, prominence.

Reach for this module to change which aliases may be found at all (`eligible_of`), and what is added
to a prescore for all but letters and sound (`beside_the_names`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index.columns import ALL_TYPES
from resolver.index.segment import Segment
from resolver.match.retrieve.question import AskedFact, Question
from resolver.model import ALIAS_KINDS, parse_interval

Array = npt.NDArray[Any]

ALIAS_KIND_PENALTIES: Final = [
    0.0 if kind in ("name", "native") else 0.2 if kind == "weak" else 0.02 for kind in ALIAS_KINDS
]
"""By alias kind: at equal text, name and native beat the other kinds, and those beat weak."""

FACT_BONUS: Final = 0.12
"""What a fact that agrees adds to a prescore."""

PROMINENCE_RANGE: Final = 0.01
"""What lies between the most prominent and the least."""

_CONFLICT_PENALTY: Final = 0.08
"""What a fact or a type that does not agree takes from a prescore."""

_OUTDATED_PENALTY: Final = 0.25
"""What an alias that was not in use takes from a prescore: of an entity's aliases one that is less
alike, but was in use, says more."""

_PENALTY_OF_KIND: Final = np.array(ALIAS_KIND_PENALTIES, np.float32)
"""`ALIAS_KIND_PENALTIES` as an array."""


class Hits(NamedTuple):
    """The aliases of some forms that are to be found, question by question.

    Args:
        where: The place of the form of each among all forms (i8).
        rows: Its number (i8).
        entities: Its entity (i8).
        bounds: Where those of each question begin and, at last, end.
    """

    where: Array
    rows: Array
    entities: Array
    bounds: list[int]


def eligible_of(question: Question, segment: Segment, rows: Array, entities: Array) -> Array | None:
    """Which aliases are to be found: they are shown, and of a type that is asked; None: all."""
    eligible = None
    types = np.uint8(question.types)
    if question.types != ALL_TYPES and (segment.type_bits & types == 0).any():
        eligible = segment.type_bits[segment.entity_type[entities]] & types != 0
    if question.hidden is not None:
        shown = ~np.isin(rows, [*question.hidden.aliases])
        eligible = shown if eligible is None else eligible & shown
    return eligible


def beside_the_names(questions: Sequence[Question], segment: Segment, hits: Hits) -> Array:
    """What is added to prescores (f4) for what stands beside the names."""
    _, rows, entities, bounds = hits
    added = (segment.entity_rank[entities] - np.float32(0.5)) * np.float32(PROMINENCE_RANGE)
    added[np.isnan(added)] = 0  # not known, and so neutral
    added -= _PENALTY_OF_KIND[segment.alias_kind[rows]]
    for question, (begin, end) in zip(questions, pairwise(bounds), strict=True):
        if question.facts or question.query.as_of is not None or question.query.type is not None:
            its = slice(begin, end)
            _add_asked(added[its], question, segment, rows[its], entities[its])
    return added


def _add_asked(
    added: Array, question: Question, segment: Segment, rows: Array, entities: Array
) -> None:
    """Add, in place, what is asked beside the name."""
    query = question.query
    if query.as_of is not None:
        added -= _OUTDATED_PENALTY * _outdated(segment, rows, query.as_of)
    if query.type is not None and question.types == ALL_TYPES and segment.types != (query.type,):
        same = np.array([name == query.type for name in segment.types])
        added -= _CONFLICT_PENALTY * ~same[segment.entity_type[entities]]
    if question.facts:
        where, rows = runs_of(segment.fact_start, entities)
        known = segment.fact[rows]
        for fact in question.facts:
            added += _fact_scores(len(entities), where, known, fact)


def _outdated(segment: Segment, rows: Array, as_of: str) -> Array:
    """Whether each alias was out of use at a time, by the codes of its dates."""
    first, last = (int(f"{day:%Y%m%d}") for day in parse_interval(as_of))
    until = segment.alias_until[rows].astype(np.int64)
    until += np.where(until % 10_000 == 0, 9_999, np.where(until % 100 == 0, 99, 0))
    ended = (segment.alias_until[rows] > 0) & (until < first)
    outdated: Array = ended | (segment.alias_from[rows] > last)
    return outdated


def _fact_scores(entities: int, where: Array, known: Array, fact: AskedFact) -> Array:
    """For each entity, what agreement or conflict in one fact adds to its prescore (f4).

    Args:
        entities: How many there are.
        where: The entity that each known fact is of.
        known: The known facts by their codes.
        fact: The one that is asked.
    """
    scores = np.zeros(entities, np.float32)
    same_key = known >> np.uint64(32) == np.uint64(next(iter(fact.codes)) >> 32)
    if same_key.any():
        agrees = np.zeros(len(known), bool)
        for code in fact.codes:
            agrees |= known == np.uint64(code)
        scores[where[same_key]] = -_CONFLICT_PENALTY
        scores[where[agrees]] = FACT_BONUS
    return scores


def runs_of(start: Array, items: Array) -> tuple[Array, Array]:
    """All rows of some items, those of item i from start[i] to start[i + 1]: for each the
    place of its item among `items`, and its number."""
    begin = start[items].astype(np.int64)
    size = start[items + 1].astype(np.int64) - begin
    where = np.arange(len(items)).repeat(size)
    return where, np.arange(len(where)) + (begin - size.cumsum() + size).repeat(size)
