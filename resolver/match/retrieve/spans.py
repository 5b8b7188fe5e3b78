"""Long texts that hold a name: the parts of them that may be it.

    Department of Physics, Federal University of Lavras, UFLA Campus, Lavras, Brazil
    Gen. Ahmed Ali, commander of the Fifth Brigade

Such a text is asked as a whole and by its parts between commas and the like. Each entity is weighed
against the part that brought it; the rest is context, which does not contradict: what it says of
the entity's other facts, its city say, speaks for it. Weights for such texts are a table of their
own (`within`), for it is another thing to be one of many parts than to be all that is asked.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from resolver.index import Index
from resolver.match.retrieve.candidates import Owner, find
from resolver.match.retrieve.prescore import Found
from resolver.match.retrieve.question import Question
from resolver.text.fold import fold

MOST_SPANS: Final = 10
"""Parts of a text that are asked."""

_PER_SPAN: Final = 12
"""Candidates that each part may bring."""

_BETWEEN: Final = re.compile(r"[,;|/()\[\]\n•]| - | – | — ")
_LINKS: Final = frozenset(("of", "the", "for", "at", "in"))


@dataclass(frozen=True, slots=True)
class FoundWithin(Found):
    """Entities that may be meant by a part of a text.

    Args:
        asked: The part that brought each, as a question.
        around: The words of the whole text, folded, with a space at either end.
    """

    asked: tuple[Question, ...] = ()
    around: str = ""


def find_within(question: Question, index: Index) -> Found | Owner:
    """The entities that may be meant by a question, or by a part of it where it is a long text."""
    found = find(question, index)
    if isinstance(found, Owner) or (len(found) and found.exact.item(0)):
        return found
    spans = _spans(question)
    if not spans:
        return found
    asked = [question, *(Question.of(dataclasses.replace(question.query, text=s)) for s in spans)]
    brought = [found]
    for each in asked[1:]:
        part = find(each, index, further=False)
        brought.append(part.found() if isinstance(part, Owner) else part)
    return _merged(asked, brought, f" {question.latin} ")


def _spans(question: Question) -> list[str]:
    """The parts of a text that may be a name of their own; none where it is one name."""
    query = question.query
    if query.type not in (None, "organization", "person", "other"):
        return []
    pieces = [piece.strip(" .:*#") for piece in _BETWEEN.split(query.text)]
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
        for (piece, words), (after, more) in itertools.pairwise(folded)
        if len(words) <= 4 and len(more) <= 3
    ]
    return [*dict.fromkeys(single), *joined][:MOST_SPANS]


def _merged(asked: list[Question], brought: list[Found], around: str) -> Found:
    """All that was brought, each entity once, by the part for which it looked best."""
    best = [np.arange(min(len(found), _PER_SPAN)) for found in brought]
    entities = np.concatenate([f.entities[b] for f, b in zip(brought, best, strict=True)])
    aliases = np.concatenate([f.aliases[b] for f, b in zip(brought, best, strict=True)])
    looks = np.concatenate([f.looks[b] for f, b in zip(brought, best, strict=True)])
    span = np.repeat(np.arange(len(asked)), [len(b) for b in best])
    size = np.array([len(each.latin) for each in asked], np.float32)[span]
    looks = looks + np.minimum(size, 40) * np.float32(0.004)  # of two that fit, the longer
    sounds = np.concatenate([f.sounds[b] for f, b in zip(brought, best, strict=True)])
    order = np.lexsort((aliases, -looks))
    _, first = np.unique(entities[order], return_index=True)
    order = order[np.sort(first)]
    return FoundWithin(
        entities[order],
        aliases[order],
        looks[order],
        np.zeros(len(order), bool),
        sounds[order],
        tuple(asked[number] for number in span[order].tolist()),
        around,
    )
