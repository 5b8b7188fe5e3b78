"""Two bare names: the same evidence, with no table to say which words are rare."""

from __future__ import annotations

import dataclasses
import math
from typing import Final

from resolver.index.exact import form_of, key_of
from resolver.match.evidence import about_names
from resolver.match.verdict import compete, rivals
from resolver.match.weights import Weights
from resolver.model import Comparison, Evidence
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
    terms = [Evidence("before", weights.stranger), *_about(mine, theirs, kind, words, weights)]
    log_odds = math.fsum(each.value for each in terms)
    (score,) = compete([log_odds])
    if swapped:
        terms = [dataclasses.replace(t, asked=t.known, known=t.asked) for t in terms]
    return Comparison(score, (*terms, rivals([log_odds], 0)))


def _about(
    mine: str, theirs: str, kind: str | None, words: Words, weights: Weights
) -> list[Evidence]:
    if key_of(mine) == key_of(theirs):
        return [Evidence("same name", weights.same_name - weights.stranger, mine, theirs)]
    own_script = not mine.isascii() and not theirs.isascii()
    texts = [form if own_script else latin(form) or "" for form in (mine, theirs)]
    if "=" in (mine[0], theirs[0]) or "" in texts:
        return [Evidence("different name", 2 * weights.stranger, mine, theirs)]
    either = (weights.missing + weights.extra) / 2  # neither name is the asked one
    return about_names(
        *(parts(text, kind, words) for text in texts),
        rarity=lambda word: weights.rarity * (1 + _LETTER * (min(len(word), 10) - 6)),
        most=weights.known - weights.stranger,
        weights=dataclasses.replace(weights, missing=either, extra=either),
    )
