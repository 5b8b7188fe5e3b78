"""Two bare names: the same evidence, with no table to say which words are rare."""

from __future__ import annotations

import math

from resolver.match.score import names as evidence
from resolver.match.score import rarity
from resolver.match.score.names import Term
from resolver.match.score.weights import Values, Weights, of_kind
from resolver.model import Comparison
from resolver.text.fold import latin
from resolver.text.keys import form_of, match_key
from resolver.text.names import Words, written_parts
from resolver.text.script import other_script
from resolver.text.sound import Sound


def compare_names(
    name: str, other: str, kind: str | None, words: Words, sound: Sound, weights: Weights
) -> Comparison:
    """How likely two bare names are of one and the same; the same in either order."""
    swapped = (len(name), name) > (len(other), other)
    if swapped:
        name, other = other, name
    terms = weigh_pair(name, other, kind, words, sound, of_kind(weights.compare, kind))
    terms += evidence.ceiling(terms, rarity.most(0))
    log_odds = sum([term[1] for term in terms])
    score = 1 / (1 + math.exp(-log_odds))
    if swapped:
        terms = [(said, value, k, a) for said, value, a, k in terms]
    return Comparison(score, tuple(evidence.told(terms)))


def weigh_pair(
    name: str, other: str, kind: str | None, words: Words, sound: Sound, weights: Values
) -> list[Term]:
    """The terms about two names, without ceilings."""
    mine, theirs = form_of(name), form_of(other)
    most = rarity.most(0)
    before = weights["before"] + weights["single"] * most
    terms: list[Term] = [("before", before, None, None)]
    if match_key(mine) == match_key(theirs):
        return [*terms, ("same name", weights["same name"] - before, mine, theirs)]
    own_script = not mine.isascii() and not theirs.isascii()
    texts = [form if own_script else latin(form) or "" for form in (mine, theirs)]
    if "=" in (mine[0], theirs[0]) or "" in texts:
        return [*terms, ("different name", -before - most, mine, theirs)]
    script = other_script(mine, theirs)
    if script:
        one, two = sound.vectors([mine, theirs])
        odds = sound.odds(script, float(one @ two)) + rarity.most(sound.names)
        terms.append(("other script", weights["other script"], None, None))
        same = bool(latin(mine)) and latin(mine) == latin(theirs)
        return terms + evidence.about_sound(mine, theirs, odds, same, most=most, weights=weights)
    asked, known = (
        written_parts(text, raw, kind, words)
        for text, raw in zip(texts, (name, other), strict=True)
    )
    rarities = {word: rarity.alone(word) for word in asked.words + known.words}
    return terms + evidence.about_names(
        asked, known, rarity=rarities, most=most, nicknames=words.nicknames, weights=weights
    )
