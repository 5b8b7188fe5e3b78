"""Two names part by part.

Each part of the asked name is paired with at most one part of the known name (or two neighbours
that it was joined from, or the other way round); equal parts first, then the most alike. What is
left over on either side is missing or extra.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz.distance import OSA

from resolver.text.names import Part

LEAST_ALIKE: Final = 0.55
"""Parts less similar than this are different parts (normalised edit similarity, 0..1)."""

Relation = Literal["same", "alike", "initial", "joined", "missing", "extra"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What was found about one part, or two that belong together.

    Args:
        relation: How they relate; `missing` has no asked part, `extra` no known one.
        asked: Places of the asked parts.
        known: Places of the known parts.
        similarity: 0..1.
    """

    relation: Relation
    asked: tuple[int, ...]
    known: tuple[int, ...]
    similarity: float = 1.0


def align(asked: Sequence[Part], known: Sequence[Part]) -> list[Pair]:
    """Pair the parts of two names; every part is in exactly one pair."""
    left = dict(enumerate(asked))
    right = dict(enumerate(known))
    pairs: list[Pair] = []

    def take(relation: Relation, a: tuple[int, ...], k: tuple[int, ...], how: float = 1.0) -> None:
        pairs.append(Pair(relation, a, k, how))
        for place in a:
            del left[place]
        for place in k:
            del right[place]

    for a, part in enumerate(asked):
        same = next((k for k, other in right.items() if other.text == part.text), None)
        if same is not None:
            take("same", (a,), (same,))
    if left and right:
        for how, a_places, k_places, relation in sorted(_offers(left, right), key=_best_first):
            if left.keys() >= set(a_places) and right.keys() >= set(k_places):
                take(relation, a_places, k_places, how)
    pairs += [Pair("extra", (a,), ()) for a in left]
    pairs += [Pair("missing", (), (k,)) for k in right]
    return pairs


_Offer = tuple[float, tuple[int, ...], tuple[int, ...], Relation]


def _best_first(offer: _Offer) -> tuple[float, tuple[int, ...], tuple[int, ...]]:
    return -offer[0], offer[1], offer[2]


def _offers(left: dict[int, Part], right: dict[int, Part]) -> list[_Offer]:
    offers: list[_Offer] = []
    for a, part in left.items():
        for k, other in right.items():
            if part.role == "number" or other.role == "number":
                continue
            if "initial" in (part.role, other.role):
                if part.text[0] == other.text[0]:
                    offers.append((LEAST_ALIKE, (a,), (k,), "initial"))
                continue
            how = OSA.normalized_similarity(part.text, other.text, score_cutoff=LEAST_ALIKE)
            if how:
                offers.append((how, (a,), (k,), "alike"))
    offers += [(how, pair, (k,), "joined") for pair, k, how in _joins(left, right)]
    offers += [(how, (a,), pair, "joined") for pair, a, how in _joins(right, left)]
    return offers


def _joins(two: dict[int, Part], one: dict[int, Part]) -> list[tuple[tuple[int, int], int, float]]:
    """Neighbours on one side that, written together, are nearly one part of the other side."""
    found = []
    for place, part in two.items():
        after = two.get(place + 1)
        if after is None or "number" in (part.role, after.role):
            continue
        text = part.text + after.text
        for k, other in one.items():
            if other.role != "number" and abs(len(other.text) - len(text)) <= 1 and len(text) > 2:
                how = OSA.normalized_similarity(text, other.text, score_cutoff=0.8)
                if how:
                    found.append(((place, place + 1), k, how))
    return found
