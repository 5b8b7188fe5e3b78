"""The entities that may be meant: exact matches, then what is found by letters and by sound.

Where no exact match ends the search (`exact`), the lexical arm finds the forms that share the
rarest features. Where no prescore of theirs is high, the phonetic arm finds those that sound alike:
that bridges scripts, and spellings that share too few letters. Facts and prominence order
candidates; they never leave one out.

A few questions are searched at once: what is the same in each step of each is then done once.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from resolver.index import Index
from resolver.index.lexical import BLOCK
from resolver.index.vectors import rounded
from resolver.match.retrieve.beside import FACT_BONUS, PROMINENCE_RANGE
from resolver.match.retrieve.exact import ExactForms, agreeing_matches, find_exact, sole_match
from resolver.match.retrieve.forms import Forms, search_lexical, search_phonetic
from resolver.match.retrieve.prescore import CandidateSet, prescored
from resolver.match.retrieve.question import Question

T = TypeVar("T")

_GOOD_PRESCORE: Final = 0.7
"""The prescore, besides agreeing facts, from which on a name in Latin letters is not searched by
sound; romanised, letters are too little to stop at."""


def search(
    questions: Sequence[Question],
    exact: Sequence[ExactForms],
    index: Index,
    *,
    phonetic: bool = True,
    least: float = -math.inf,
) -> list[CandidateSet]:
    """The entities that may be meant by each question, where no sole match ends the search.

    Args:
        questions: The questions; `resolver.index.lexical.BLOCK` of them are searched at once.
        exact: For each, the forms that are the asked name.
        index: The table that is asked.
        phonetic: Whether to search by sound too where nothing prescores well.
        least: The similarity by letters, 0..1, below which a name in Latin ones is too far from all
            to be searched by sound.
    """
    found = list(map(agreeing_matches, questions, exact))
    left = [place for place, each in enumerate(found) if each is None]
    for at in range(0, len(left), BLOCK):
        places = left[at : at + BLOCK]
        asked = _some(questions, places), _some(exact, places)
        block = _search_block(*asked, index, least if phonetic else math.inf)
        for place, each in zip(places, block, strict=True):
            found[place] = each
    return [each for each in found if each is not None]


def _search_block(
    questions: Sequence[Question], exact: Sequence[ExactForms], index: Index, least: float
) -> list[CandidateSet]:
    """As `search`, of a few questions: by letters, then by sound where nothing is good; an infinite
    `least` means all that is no more than by letters."""
    lexical = search_lexical(questions, index, [each.forms for each in exact])
    found: list[CandidateSet | None] = [None] * len(questions)
    far = list(map(functools.partial(_is_far, least), questions, lexical))
    by_letters = [
        place
        for place, forms in enumerate(lexical)
        if far[place] or _may_be_good(questions[place], exact[place], forms)
    ]
    if by_letters:
        asked = _some(questions, by_letters)
        candidates = prescored(asked, index, _some(lexical, by_letters))
        for place, each in zip(by_letters, candidates, strict=True):
            if far[place] or _is_good(questions[place], each):
                found[place] = each
    by_sound = [place for place, each in enumerate(found) if each is None]
    if by_sound:
        asked = _some(questions, by_sound)
        vectors = rounded(index.encoder.vectors([question.form for question in asked]))
        both = search_phonetic(asked, index, _some(lexical, by_sound), vectors)
        for place, each in zip(by_sound, prescored(asked, index, both), strict=True):
            found[place] = each
    return [each for each in found if each is not None]


def find(
    questions: Sequence[Question], index: Index, *, phonetic: bool = True
) -> list[CandidateSet]:
    """All entities that may be meant by each question: a sole match alone, else what is found.

    `resolver.match.pipeline.rank` takes the same steps, but answers a sole match without arrays.
    """
    exact = [find_exact(question, index) for question in questions]
    sole = list(map(sole_match, questions, exact))
    left = [place for place, each in enumerate(sole) if each is None]
    found = iter(search(_some(questions, left), _some(exact, left), index, phonetic=phonetic))
    return [next(found) if each is None else each.to_candidates() for each in sole]


def _some(items: Sequence[T], places: Iterable[int]) -> list[T]:
    return [items[place] for place in places]


def _is_good(question: Question, candidates: CandidateSet) -> bool:
    """Whether the best candidate prescores so well that nobody is searched by sound."""
    good = _GOOD_PRESCORE + FACT_BONUS * len(question.facts)
    best = _best_allowed(question, candidates)
    return best is not None and candidates.prescores.item(best) >= good


def _is_far(least: float, question: Question, lexical: Forms) -> bool:
    """Whether letters alone say that nobody is near enough to be searched by sound."""
    is_told_by_letters = question.form.isascii() or least == math.inf
    return bool(is_told_by_letters and lexical.similarity.max(initial=0) < least)


def _may_be_good(question: Question, exact: ExactForms, lexical: Forms) -> bool:
    """Whether prescores may be good enough not to search by sound, before they are counted."""
    if not exact.certain and not question.form.isascii():
        return False
    best: float = lexical.similarity.max(initial=0)
    return best > _GOOD_PRESCORE - PROMINENCE_RANGE


def _best_allowed(question: Question, candidates: CandidateSet) -> int | None:
    """The row of the candidate that prescored best of those that are not excluded, or None."""
    if not question.excluded:
        return 0 if len(candidates) else None
    rows = enumerate(candidates.entities.tolist())
    return next((row for row, entity in rows if entity not in question.excluded), None)
