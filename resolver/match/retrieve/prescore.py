"""Forms → their entities, each once, best first by a cheap score.

The prescore of an entity is the similarity of the best of its forms, and what stands beside the
name: the kind of the alias, whether it was in use, the type, the facts that are asked, prominence
where all else is equal. Only the order and small differences mean anything; the best are scored in
full by their evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, compress, pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.index.segment import Segment
from resolver.match.retrieve.beside import Hits, beside_the_names, eligible_of, runs_of
from resolver.match.retrieve.forms import Forms
from resolver.match.retrieve.question import Question
from resolver.model.frozen import frozen
from resolver.text.keys import as_written

Array = npt.NDArray[Any]

_SPELLING_BONUS: Final = np.float32(0.03)
"""What a name that is written as asked has more than those that merely fold alike: more than the
kind of an alias says, but for a weak one."""

_MAX_SPELLINGS: Final = 200
"""Names of one fold that are told apart by how they are written; more are one crowd."""

_ALL_BUT_SIGN: Final = np.int32(0x7FFFFFFF)

_ENTITY_BITS: Final = 32
"""Bits that an entity takes in a sort key."""


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

    @property
    def begins_exact(self) -> bool:
        """Whether there is a first one, and it bears the asked name."""
        return len(self.entities) > 0 and bool(self.exact.item(0))

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

    def some(self, rows: Array) -> CandidateSet:
        """Those of some rows (i8), in that order; not of the spans of a long text."""
        return CandidateSet(
            self.entities[rows],
            self.aliases[rows],
            self.prescores[rows],
            self.exact[rows],
            self.cosines[rows],
        )


def prescored(
    questions: Sequence[Question], index: Index, forms: Sequence[Forms]
) -> list[CandidateSet]:
    """For each question, the entities of its forms.

    Args:
        questions: A few at once (`resolver.index.lexical.BLOCK`) take less time each than one.
        index: The table that is asked.
        forms: Those of each question.
    """
    ends = list(accumulate([len(each.forms) for each in forms]))
    exact = [end - len(each.forms) + each.exact for end, each in zip(ends, forms, strict=True)]
    hits, prescores = _prescored(questions, index, forms, exact)
    order, bounds = _best_of_each(prescores, hits)
    where, prescores = hits.where[order], prescores[order]
    entities, rows = hits.entities[order], hits.rows[order]
    cosines = _joined([each.cosines for each in forms])[where]
    return [
        CandidateSet(
            entities[begin:end],
            rows[begin:end],
            prescores[begin:end],
            where[begin:end] < until,
            cosines[begin:end],
        )
        for (begin, end), until in zip(pairwise(bounds), exact, strict=True)
    ]


def together(*parts: CandidateSet) -> CandidateSet:
    """Candidates of one question, of which no entity is in two parts, best first."""
    whole = CandidateSet(
        np.concatenate([part.entities for part in parts]),
        np.concatenate([part.aliases for part in parts]),
        np.concatenate([part.prescores for part in parts]),
        np.concatenate([part.exact for part in parts]),
        np.concatenate([part.cosines for part in parts]),
    )
    return whole.some(np.lexsort((whole.entities, -whole.prescores)))


def _prescored(
    questions: Sequence[Question], index: Index, forms: Sequence[Forms], exact: Sequence[int]
) -> tuple[Hits, Array]:
    """The aliases of all forms by number of the whole index, and the prescore of each (f4).

    Args:
        questions: The questions.
        index: The table that is asked.
        forms: For each, those that may be the asked name.
        exact: For each, where its exact ones end among those of all.
    """
    ends = list(accumulate([len(each.forms) for each in forms]))
    similarity = _joined([each.similarity for each in forms])
    many = [_exact_aliases(index, each) for each in forms]
    tell_apart = [1 < count <= _MAX_SPELLINGS for count in many]
    found = []
    for segment, places, rows in index.spread(_joined([each.forms for each in forms])):
        hits = _hits(questions, segment, rows, places, ends)
        prescores = similarity[hits.where]
        prescores += beside_the_names(questions, segment, hits)
        for place in compress(range(len(questions)), tell_apart):
            begin, end = hits.bounds[place : place + 2]
            alike = begin + (hits.where[begin:end] < exact[place]).nonzero()[0]
            texts = segment.alias_text.many(hits.rows[alike]) if len(alike) else []
            written = [as_written(text) == questions[place].written for text in texts]
            prescores[alike[written]] += _SPELLING_BONUS
        rows, entities = hits.rows + segment.first_alias, hits.entities + segment.first_entity
        found.append((hits._replace(rows=rows, entities=entities), prescores))
    return found[0] if len(found) == 1 else _in_turns(found, ends)


def _in_turns(found: Sequence[tuple[Hits, Array]], ends: list[int]) -> tuple[Hits, Array]:
    """The aliases of several segments in one, question by question."""
    where = np.concatenate([hits.where for hits, _ in found])
    rows = np.concatenate([hits.rows for hits, _ in found])
    entities = np.concatenate([hits.entities for hits, _ in found])
    prescores = np.concatenate([its for _, its in found])
    if len(ends) > 1:
        order = where.argsort(kind="stable")
        where, rows, entities = where[order], rows[order], entities[order]
        prescores = prescores[order]
    return Hits(where, rows, entities, _bounds(where, ends)), prescores


def _exact_aliases(index: Index, forms: Forms) -> int:
    """How many aliases fold to the exact forms."""
    count = 0
    for segment, form in map(index.of_form, forms.forms[: forms.exact].tolist()):
        count += segment.form_start.item(form + 1) - segment.form_start.item(form)
    return count


def _hits(
    questions: Sequence[Question],
    segment: Segment,
    forms: Array,
    places: Array | slice,
    ends: list[int],
) -> Hits:
    """The aliases of a segment that are to be found, by its own numbers.

    Args:
        questions: The questions.
        segment: The segment.
        forms: Its forms of all questions (i8).
        places: Where these are among the forms of all segments.
        ends: Where the forms of each question end there.
    """
    where, rows = runs_of(segment.form_start, forms)
    rows = segment.form_alias[rows].astype(np.int64)
    entities = segment.alias_entity[rows].astype(np.int64)
    if not isinstance(places, slice):
        where = places[where]
    if segment.tombstoned is not None:
        gone = segment.tombstoned.take(entities)
        if gone.any():
            where, rows, entities = where[~gone], rows[~gone], entities[~gone]
    bounds = _bounds(where, ends)
    eligible = [
        eligible_of(question, segment, rows[begin:end], entities[begin:end])
        for question, (begin, end) in zip(questions, pairwise(bounds), strict=True)
    ]
    if all(each is None for each in eligible):
        return Hits(where, rows, entities, bounds)
    chosen = np.ones(len(rows), bool)
    for (begin, end), each in zip(pairwise(bounds), eligible, strict=True):
        if each is not None:
            chosen[begin:end] = each
    where = where[chosen]
    return Hits(where, rows[chosen], entities[chosen], _bounds(where, ends))


def _bounds(where: Array, ends: list[int]) -> list[int]:
    """Where the aliases of each question begin and, at last, end, given where its forms end."""
    if len(ends) == 1:
        return [0, len(where)]
    return [0, *where.searchsorted(ends).tolist()]


def _joined(arrays: Sequence[Array]) -> Array:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _best_of_each(prescores: Array, hits: Hits) -> tuple[Array, list[int]]:
    """Question by question the best alias of each entity, best first, equal ones by number.

    Args:
        prescores: Of each alias (f4).
        hits: The aliases.

    Returns:
        The places of the best ones, and where those of each question begin and, at last, end.
    """
    _, rows, entities, bounds = hits
    bits = prescores.view(np.int32)
    falling = ~(bits ^ (bits >> 31 & _ALL_BUT_SIGN))  # the order of floats, turned round
    order = (falling.astype(np.int64) << 32 | rows).argsort()
    # A question, an entity and a place in that order, in one number: sorted, the first of each
    # entity is its best.
    size = len(order).bit_length()
    width = size + _ENTITY_BITS
    keys = entities << size
    questions = len(bounds) - 1
    if questions > 1:
        keys |= (np.arange(questions) << width).repeat(np.diff(bounds))
    keys = keys[order]
    keys |= np.arange(len(order))
    keys.sort()
    groups = keys >> size
    new = np.ones(len(keys), bool)
    np.not_equal(groups[1:], groups[:-1], out=new[1:])
    first = keys[new]
    first = first >> width << size | first & (1 << size) - 1
    first.sort()
    ends = (
        [len(first)]
        if questions == 1
        else first.searchsorted(np.arange(1, questions + 1) << size).tolist()
    )
    return order[first & (1 << size) - 1], [0, *ends]
