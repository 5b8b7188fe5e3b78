"""Two names part by part.

Each part of the asked name is paired with at most one part of the known name (or two neighbours
that it was joined from, or the other way round); equal parts first, then the most alike. What is
left over on either side is missing or extra.

A pair is a plain tuple, for a question makes dozens and keeps few:

    relation    same, alike, initial, joined, missing (no asked part) or extra (no known part)
    asked       places of the asked parts
    known       places of the known parts
    similarity  0..1, by letters
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final, Literal

from rapidfuzz.distance import OSA

from resolver.text.names import Name

LEAST_ALIKE: Final = 0.55
"""Parts less similar than this are different parts (normalised edit similarity, 0..1)."""

Relation = Literal["same", "alike", "initial", "joined", "missing", "extra"]
Pair = tuple[Relation, tuple[int, ...], tuple[int, ...], float]

_similarity: Final = OSA.normalized_similarity


def align(asked: Name, known: Name) -> list[Pair]:
    """Pair the parts of two names; every part is in exactly one pair."""
    pairs: list[Pair] = []
    words = known.words
    right = list(range(len(words)))
    left = []
    for a, word in enumerate(asked.words):
        for k in right:
            if words[k] == word:
                pairs.append(("same", (a,), (k,), 1.0))
                right.remove(k)
                break
        else:
            left.append(a)
    if left and right:
        for how, a_places, k_places, relation in sorted(_offers(asked, known, left, right)):
            if _has(left, a_places) and _has(right, k_places):
                pairs.append((relation, a_places, k_places, -how))
                for a in a_places:
                    left.remove(a)
                for k in k_places:
                    right.remove(k)
    pairs += [("extra", (a,), (), 0.0) for a in left]
    pairs += [("missing", (), (k,), 0.0) for k in right]
    return pairs


def _has(places: Sequence[int], wanted: tuple[int, ...]) -> bool:
    return wanted[0] in places and wanted[-1] in places


_Offer = tuple[float, tuple[int, ...], tuple[int, ...], Relation]
"""A pair that could be made, the best first in the order of tuples: its similarity is negative."""


def _offers(asked: Name, known: Name, left: list[int], right: list[int]) -> list[_Offer]:
    offers: list[_Offer] = []
    for a in left:
        word, role = asked.words[a], asked.roles[a]
        if role == "number":
            continue
        for k in right:
            other, its_role = known.words[k], known.roles[k]
            if its_role == "number":
                continue
            if role == "initial" or its_role == "initial":
                if word[0] == other[0]:
                    offers.append((-LEAST_ALIKE, (a,), (k,), "initial"))
                continue
            how = _similarity(word, other, score_cutoff=LEAST_ALIKE)
            if how:
                offers.append((-how, (a,), (k,), "alike"))
    if len(left) > 1:
        offers += [
            (-how, pair, (k,), "joined") for pair, k, how in _joins(asked, left, known, right)
        ]
    if len(right) > 1:
        offers += [
            (-how, (a,), pair, "joined") for pair, a, how in _joins(known, right, asked, left)
        ]
    return offers


def _joins(
    two: Name, places: list[int], one: Name, others: list[int]
) -> list[tuple[tuple[int, int], int, float]]:
    """Neighbours on one side that, written together, are nearly one part of the other side."""
    found = []
    for place, after in itertools.pairwise(places):
        if after != place + 1 or "number" in (two.roles[place], two.roles[after]):
            continue
        text = two.words[place] + two.words[after]
        for k in others:
            other = one.words[k]
            if one.roles[k] != "number" and abs(len(other) - len(text)) <= 1 and len(text) > 2:
                how = _similarity(text, other, score_cutoff=0.8)
                if how:
                    found.append(((place, after), k, how))
    return found
