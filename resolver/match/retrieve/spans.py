"""Long texts that hold a name: the spans of them that may be it.

    Department of Physics, Federal University of Lavras, UFLA Campus, Lavras, Brazil
    Gen. Ahmed Ali, commander of the Fifth Brigade

Such a text is asked as a whole and by its spans, between commas and the like. Each entity is scored
against the span that brought it; the rest is context, which does not contradict: what it says of
the entity's other facts, its city say, speaks for it. Weights for such texts are a profile of their
own (`span`), for it is another thing to be one of many spans than to be all that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, islice, pairwise
from typing import Final

import numpy as np

from resolver.index import Index
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.prescore import CandidateSet, Spans
from resolver.match.retrieve.question import Question
from resolver.text.fold import fold

MAX_SPANS: Final = 10
"""Spans of a text that are asked at most."""

_CANDIDATES_PER_SPAN: Final = 12
"""Candidates that each span may bring."""

_PRESCORE_PER_LETTER: Final = np.float32(0.004)
"""What each letter of a span adds to the prescores of its candidates: of two that fit, the longer
one is meant."""

_MAX_COUNTED_LETTERS: Final = 40
"""Letters of a span from which on longer ones are not preferred."""

_SEPARATORS: Final = re.compile(r"[,;|/()\[\]\n•]| - | – | — ")
_LINKS: Final = frozenset(("of", "the", "for", "at", "in"))
"""Words by which a description of a person is known: commander of the army."""


def with_spans(
    questions: Sequence[Question], candidates: Sequence[CandidateSet], index: Index
) -> list[CandidateSet]:
    """The candidates of each question and, where it is a long text, those of its spans."""
    spans = [
        [] if found.begins_exact else [question.of_span(span) for span in _spans(question)]
        for question, found in zip(questions, candidates, strict=True)
    ]
    of_spans = iter(find([*chain.from_iterable(spans)], index, phonetic=False))
    return [
        _merged([question, *asked], [found, *islice(of_spans, len(asked))]) if asked else found
        for question, found, asked in zip(questions, candidates, spans, strict=True)
    ]


def _spans(question: Question) -> list[str]:
    """The spans of a text that may be a name of their own; none where it is one name."""
    query = question.query
    if query.type not in (None, "organization", "person", "other"):
        return []
    pieces = [piece.strip(" .:*#") for piece in _SEPARATORS.split(query.text)]
    folded = [(piece, (fold(piece) or "").split()) for piece in pieces]
    folded = [(piece, words) for piece, words in folded if words]
    sizes = [len(words) for _, words in folded]
    if query.type == "person":
        if len(sizes) < 2 or sizes[0] < 2 or not _LINKS & set(folded[1][1]):
            return []
        return [folded[0][0]]
    if len(sizes) < 2 or (len(sizes) == 2 and sum(sizes) < 7):
        return []
    single = [piece for piece, words in folded if len("".join(words)) > 2]
    joined = [
        f"{piece} {after}"
        for (piece, words), (after, more) in pairwise(folded)
        if len(words) <= 4 and len(more) <= 3
    ]
    return [*dict.fromkeys(single), *joined][:MAX_SPANS]


def _merged(asked: list[Question], found: list[CandidateSet]) -> CandidateSet:
    """All that was found, each entity once, by the span for which it prescored best.

    Args:
        asked: The question, then its spans.
        found: What each of them found.
    """
    best = [each.first(_CANDIDATES_PER_SPAN) for each in found]
    entities = np.concatenate([each.entities for each in best])
    aliases = np.concatenate([each.aliases for each in best])
    cosines = np.concatenate([each.cosines for each in best])
    span = np.repeat(np.arange(len(asked)), [len(each) for each in best])
    letters = np.array([len(each.latin) for each in asked], np.float32)[span]
    prescores = np.concatenate([each.prescores for each in best])
    prescores = prescores + np.minimum(letters, _MAX_COUNTED_LETTERS) * _PRESCORE_PER_LETTER
    order = np.lexsort((aliases, -prescores))
    _, first = np.unique(entities[order], return_index=True)
    order = order[np.sort(first)]
    return CandidateSet(
        entities[order],
        aliases[order],
        prescores[order],
        np.zeros(len(order), bool),
        cosines[order],
        Spans(tuple(asked[number] for number in span[order].tolist()), f" {asked[0].latin} "),
    )
