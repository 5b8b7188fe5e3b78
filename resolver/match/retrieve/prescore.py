"""Forms → their entities, each once, best first by a cheap score.

The prescore of an entity is the similarity of the best of its forms, and what stands beside the
name: the kind of the alias, whether it was in use, the type, the facts that are asked, prominence
where all else is equal. Only the order and small differences mean anything; the best are scored in
full by their evidence.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.index.columns import ALL_TYPES
from resolver.index.segment import Segment
from resolver.match.retrieve.forms import Forms
from resolver.match.retrieve.question import AskedFact, Question
from resolver.model import ALIAS_KINDS, parse_interval
from resolver.model.frozen import frozen
from resolver.text.keys import as_written

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

_SPELLING_BONUS: Final = np.float32(0.03)
"""What a name that is written as asked has more than those that merely fold alike: more than the
kind of an alias says, but for a weak one."""

_MAX_SPELLINGS: Final = 200
"""Names of one fold that are told apart by how they are written; more are one crowd."""

_PENALTY_OF_KIND: Final = np.array(ALIAS_KIND_PENALTIES, np.float32)
"""`ALIAS_KIND_PENALTIES` as an array."""


class Spans(NamedTuple):
    """Where candidates come from, if the spans of a long text were asked.

    Args:
        questions: For each candidate, the span that brought it.
        text: The words of the whole text in ASCII, with a space at either end.
    """

    questions: tuple[Question, ...]
    text: str


@frozen
class CandidateSet:
    """Entities that may be meant, best first by their prescores, each once.

    Args:
        entities: i8.
        aliases: i8: the alias that brought each.
        prescores: f4; only the order and small differences mean anything.
        exact: Whether each one's alias is the asked name.
        cosines: f4: how alike its alias sounds, 0..1; NaN where that was not searched.
        spans: The spans that brought them, where the question is a long text.
    """

    entities: Array
    aliases: Array
    prescores: Array
    exact: Array
    cosines: Array
    spans: Spans | None = None

    def __len__(self) -> int:
        return len(self.entities)

    def first(self, count: int) -> CandidateSet:
        """The first ones, as many as `count`."""
        spans = self.spans
        return CandidateSet(
            self.entities[:count],
            self.aliases[:count],
            self.prescores[:count],
            self.exact[:count],
            self.cosines[:count],
            None if spans is None else Spans(spans.questions[:count], spans.text),
        )


def prescored(question: Question, index: Index, forms: list[Forms]) -> CandidateSet:
    """The entities of the forms of all segments, together."""
    exact = sum(map(_exact_aliases, index.segments, forms))
    parts = [
        _in_segment(question, segment, rows, tell_apart=1 < exact <= _MAX_SPELLINGS)
        for segment, rows in zip(index.segments, forms, strict=True)
    ]
    if len(parts) == 1:
        return parts[0]
    entities = np.concatenate([part.entities for part in parts])
    prescores = np.concatenate([part.prescores for part in parts])
    order = np.lexsort((entities, -prescores))
    return CandidateSet(
        entities[order],
        np.concatenate([part.aliases for part in parts])[order],
        prescores[order],
        np.concatenate([part.exact for part in parts])[order],
        np.concatenate([part.cosines for part in parts])[order],
    )


def _exact_aliases(segment: Segment, forms: Forms) -> int:
    """How many aliases fold to the exact forms."""
    start = segment.form_start
    exact = forms.forms[: forms.exact].tolist()
    return sum([start.item(form + 1) - start.item(form) for form in exact])


def _in_segment(
    question: Question, segment: Segment, forms: Forms, *, tell_apart: bool
) -> CandidateSet:
    """The candidates of one segment.

    Args:
        question: The question.
        segment: The segment.
        forms: Those of its forms that may be the asked name.
        tell_apart: Whether several names fold to the asked one, so that their spelling counts.
    """
    where, rows = _aliases_of(segment, forms.forms)
    entities = segment.alias_entity[rows].astype(np.int64)
    eligible = _eligible(question, segment, rows, entities)
    if eligible is not None:
        where, rows, entities = where[eligible], rows[eligible], entities[eligible]
    prescores = forms.similarity[where]
    prescores += _beside_the_name(question, segment, rows, entities)
    if tell_apart and forms.exact:
        exact = (where < forms.exact).nonzero()[0]
        if len(exact):
            texts = segment.alias_text.many(rows[exact])
            alike = [as_written(text) == question.written for text in texts]
            prescores[exact[alike]] += _SPELLING_BONUS
    order = _first_of_each(entities, np.lexsort((rows, -prescores)))
    return CandidateSet(
        entities[order] + segment.first_entity,
        rows[order] + segment.first_alias,
        prescores[order],
        where[order] < forms.exact,
        forms.cosines[where[order]],
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
    where, rows = _runs(segment.form_start, forms)
    return where, segment.form_alias[rows].astype(np.int64)


def _runs(start: Array, items: Array) -> tuple[Array, Array]:
    """All rows of some items, those of item i from start[i] to start[i + 1]: for each the
    place of its item among `items`, and its number."""
    begin = start[items].astype(np.int64)
    size = start[items + 1].astype(np.int64) - begin
    where = np.arange(len(items)).repeat(size)
    return where, np.arange(len(where)) + (begin - size.cumsum() + size).repeat(size)


def _eligible(question: Question, segment: Segment, rows: Array, entities: Array) -> Array | None:
    """Which aliases are to be found: their entities are there, and of a type that is asked.

    None: all of them.
    """
    eligible = None
    types = np.uint8(question.types)
    if question.types != ALL_TYPES and (segment.type_bits & types == 0).any():
        eligible = segment.type_bits[segment.entity_type[entities]] & types != 0
    if segment.tombstoned is not None:
        alive = ~segment.tombstoned[entities]
        eligible = alive if eligible is None else eligible & alive
    if question.hidden is not None:
        shown = ~np.isin(rows, [*question.hidden.aliases])
        eligible = shown if eligible is None else eligible & shown
    return eligible


def _beside_the_name(question: Question, segment: Segment, rows: Array, entities: Array) -> Array:
    """What is added to prescores (f4) for what stands beside the names."""
    query = question.query
    added = (segment.entity_rank[entities] - np.float32(0.5)) * np.float32(PROMINENCE_RANGE)
    added[np.isnan(added)] = 0  # not known, and so neutral
    added -= _PENALTY_OF_KIND[segment.alias_kind[rows]]
    if query.as_of is not None:
        added -= _OUTDATED_PENALTY * _outdated(segment, rows, query.as_of)
    if query.type is not None and question.types == ALL_TYPES:
        same = np.array([name == query.type for name in segment.types])
        added -= _CONFLICT_PENALTY * ~same[segment.entity_type[entities]]
    if question.facts:
        where, rows = _runs(segment.fact_start, entities)
        known = segment.fact[rows]
        for fact in question.facts:
            added += _fact_scores(len(entities), where, known, fact)
    return added


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
