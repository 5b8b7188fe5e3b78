"""What a text says beside their names of persons, organizations, all that is no place.

    "… the militia's commander, Zahedi …"   → for the one whom the table describes as a commander

Reach for `beside` for the terms of candidates: what their countries and properties have in common
with the text around the name, as with a query's context (`resolver.match.score.context`), and which
words of their descriptions stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, Final

from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.evidence import DESCRIBED
from resolver.annotate.reading import Place, Read
from resolver.match.score.context import TextContext, given_context_terms
from resolver.match.score.terms import Term
from resolver.match.score.weights import values_for
from resolver.text.fold import fold, latin
from resolver.text.names import countries_in
from resolver.text.words import Words

NATS_OF_A_WORD: Final = 0.7
"""What each such word says, in nats."""

MAX_WORDS: Final = 3
"""Such words that count at most."""

_REACH: Final = 300
"""Characters on either side of a name that are read."""

_LEAST_LETTERS: Final = 4
"""Letters of a word of a description at least."""


def beside(
    text: Read, standing: Sequence[Place], candidates: Sequence[Candidate], asking: Asking
) -> list[Candidate]:
    """Candidates, each with what the text beside the name says of it.

    Args:
        text: The text.
        standing: All places of the name.
        candidates: Those that it may mean; of places nothing is added.
        asking: The table.
    """
    if len(candidates) < 2 or all(each.type == "place" for each in candidates):
        return [*candidates]
    around = _around(text.text, standing, asking.words)
    return [_with_terms(each, around, text, standing[0], asking) for each in candidates]


def _around(text: str, standing: Sequence[Place], words: Words) -> TextContext:
    """The text around all places of a name, without the name, and nothing of it twice."""
    pieces, done = [], 0
    for place, following in zip_longest(standing, standing[1:]):
        pieces.append(text[max(done, place.start - _REACH) : place.start])
        done = place.end + _REACH if following is None else min(place.end + _REACH, following.start)
        pieces.append(text[place.end : done])
    folded = latin(fold(" ".join(pieces)) or "") or ""
    return TextContext(f" {folded} ", countries_in(folded, words))


def _with_terms(
    candidate: Candidate, around: TextContext, text: Read, place: Place, asking: Asking
) -> Candidate:
    if candidate.type == "place":
        return candidate
    record = asking.index.record(candidate.match.number)
    question = asking.question(place.written(text.text), place.type)
    values = values_for(asking.weights.resolve, candidate.type)
    terms = given_context_terms(question, around, record, asking.index, values)
    terms += _described(record, around, question.latin)
    return candidate._replace(terms=[*candidate.terms, *terms])


def _described(record: dict[str, Any], around: TextContext, name: str) -> list[Term]:
    """What the words of a description say that stand in the text; not those of the name."""
    described = (latin(fold(record.get("description") or "") or "") or "").split()
    own = set(name.split())
    there = [
        word
        for word in dict.fromkeys(described)
        if len(word) >= _LEAST_LETTERS and word not in own and f" {word} " in around.words
    ]
    if not there:
        return []
    said = " ".join(there[:MAX_WORDS])
    return [Term(DESCRIBED, NATS_OF_A_WORD * min(len(there), MAX_WORDS), said, said)]
