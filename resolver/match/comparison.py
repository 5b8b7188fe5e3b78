"""Two bare names: the same evidence, with no table to say which words are rare."""

from __future__ import annotations

import dataclasses
from typing import Final

from resolver.index.exact import form_of, key_of
from resolver.match import verdict
from resolver.match.evidence import Term, about_names, told
from resolver.match.weights import Weights
from resolver.model import Comparison
from resolver.text.fold import latin
from resolver.text.names import Words, parts

_LETTER: Final = 0.15
"""How much rarer a word is for each letter beyond or short of six."""


def compare_names(
    name: str, other: str, kind: str | None, words: Words, weights: Weights
) -> Comparison:
    """How likely two bare names are of one and the same; the same in either order."""
    mine, theirs = form_of(name), form_of(other)
    swapped = (len(mine), mine) > (len(theirs), theirs)
    if swapped:
        mine, theirs = theirs, mine
    before: Term = ("before", weights.stranger, None, None)
    terms = [before, *_about(mine, theirs, kind, words, weights)]
    log_odds = sum([term[1] for term in terms])
    (score,) = verdict.compete([log_odds])
    terms.append(("rivals", verdict.rivals([log_odds], 0), None, None))
    if swapped:
        terms = [(said, value, k, a) for said, value, a, k in terms]
    return Comparison(score, tuple(told(terms)))


def _about(mine: str, theirs: str, kind: str | None, words: Words, weights: Weights) -> list[Term]:
    if key_of(mine) == key_of(theirs):
        return [("same name", weights.same_name - weights.stranger, mine, theirs)]
    own_script = not mine.isascii() and not theirs.isascii()
    texts = [form if own_script else latin(form) or "" for form in (mine, theirs)]
    if "=" in (mine[0], theirs[0]) or "" in texts:
        return [("different name", 2 * weights.stranger, mine, theirs)]
    asked, known = (parts(text, kind, words) for text in texts)
    either = (weights.missing + weights.extra) / 2  # neither name is the asked one
    return about_names(
        asked,
        known,
        rarity={
            word: weights.rarity * (1 + _LETTER * (min(len(word), 10) - 6))
            for word in asked.words + known.words
        },
        most=weights.known - weights.stranger,
        weights=dataclasses.replace(weights, missing=either, extra=either),
    )
