"""Two names part by part.

Each part of the asked name is paired with at most one part of the known name (or two neighbours
that it was joined from, or the other way round): equal parts first, then the most alike. What is
left over on either side is missing or extra.

A pair is a plain tuple, for a question makes dozens and keeps few:

    relation   same, alike, nickname, initial, joined, acronym, missing (no asked part), extra (no
               known one)
    asked      places of the asked parts
    known      places of the known parts
    alike      how alike they are, each 0..1: letter by letter, as spoken, by their consonants
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from rapidfuzz.distance import OSA

from resolver.text.names import Name
from resolver.text.spelling import consonants, spoken

LEAST_ALIKE: Final = 0.6
"""Parts whose likeness (the mean of the three) is less are different parts."""

Relation = Literal["same", "alike", "nickname", "initial", "joined", "acronym", "missing", "extra"]
Likeness = tuple[float, float, float]
Pair = tuple[Relation, tuple[int, ...], tuple[int, ...], Likeness]
Nicknames = Mapping[str, frozenset[str]]

_EQUAL: Final = (1.0, 1.0, 1.0)
_NOT: Final = (0.0, 0.0, 0.0)
similarity: Final = OSA.normalized_similarity
"""Of two texts, 0..1. Source: optimal string alignment (restricted Damerau-Levenshtein)."""


def align(asked: Name, known: Name, nicknames: Nicknames) -> list[Pair]:
    """Pair the parts of two names; every part is in exactly one pair.

    Args:
        asked: One name.
        known: Another, in the same script or both in ASCII.
        nicknames: First names → those that stand for the same.
    """
    pairs: list[Pair] = []
    words = known.words
    right = list(range(len(words)))
    left = []
    for a, word in enumerate(asked.words):
        for k in right:
            if words[k] == word:
                pairs.append(("same", (a,), (k,), _EQUAL))
                right.remove(k)
                break
        else:
            left.append(a)
    if left and right:
        for _, a_places, k_places, relation, how in sorted(
            _offers(asked, known, left, right, nicknames)
        ):
            if all(a in left for a in a_places) and all(k in right for k in k_places):
                pairs.append((relation, a_places, k_places, how))
                for a in a_places:
                    left.remove(a)
                for k in k_places:
                    right.remove(k)
    pairs += [("extra", (a,), (), _NOT) for a in left]
    pairs += [("missing", (), (k,), _NOT) for k in right]
    return pairs


def likeness(word: str, other: str) -> Likeness:
    """How alike two words are: letter by letter, as spoken, by their consonants; each 0..1.

    Source: optimal string alignment (restricted Damerau-Levenshtein) over each form.
    """
    said, other_said = spoken(word), spoken(other)
    return (
        similarity(word, other),
        similarity(said, other_said),
        similarity(consonants(said), consonants(other_said)),
    )


_Offer = tuple[float, tuple[int, ...], tuple[int, ...], Relation, Likeness]
"""A pair that could be made; in the order of tuples the best come first."""


def _offers(
    asked: Name, known: Name, left: list[int], right: list[int], nicknames: Nicknames
) -> list[_Offer]:
    offers: list[_Offer] = []
    forms = [(k, known.words[k], known.roles[k]) for k in right if known.roles[k] != "number"]
    for a in left:
        word, role = asked.words[a], asked.roles[a]
        if role == "number":
            continue
        named = nicknames.get(word) if nicknames else None
        for k, other, its_role in forms:
            if role == "initial" or its_role == "initial":
                if word[0] == other[0]:
                    offers.append((-0.5, (a,), (k,), "initial", _NOT))
            elif named is not None and other in named:
                offers.append((-0.95, (a,), (k,), "nickname", _NOT))
            else:
                how = _alike(word, other)
                if how is not None:
                    offers.append((-sum(how) / 3, (a,), (k,), "alike", how))
    if len(left) > 1:
        joins = _joins(asked, left, known, right)
        offers += [(-sum(how) / 3, pair, (k,), "joined", how) for pair, k, how in joins]
        offers += [
            (-0.9, run, (k,), "acronym", _NOT) for run, k in _runs(asked, left, known, right)
        ]
    if len(right) > 1:
        joins = _joins(known, right, asked, left)
        offers += [(-sum(how) / 3, (a,), pair, "joined", how) for pair, a, how in joins]
        offers += [
            (-0.9, (a,), run, "acronym", _NOT) for run, a in _runs(known, right, asked, left)
        ]
    return offers


def _alike(word: str, other: str) -> Likeness | None:
    """The likeness of two words, or None where they are different words."""
    letters = similarity(word, other)
    if letters < _FAR and (letters < 0.2 or word[0] not in _LIKE.get(other[0], other[0])):
        return None
    how = likeness(word, other)
    return how if sum(how) >= 3 * LEAST_ALIKE else None


_FAR: Final = 0.4
"""Words less alike than this by letters are looked at further only if they begin alike."""

_LIKE: Final[dict[str, str]] = {
    letter: group
    for group in ("aeiouy", "ckqgxh", "szcjx", "bpvfw", "dt", "mn", "jyiz")
    for letter in group
}


def _joins(
    two: Name, places: list[int], one: Name, others: Sequence[int]
) -> list[tuple[tuple[int, int], int, Likeness]]:
    """Neighbours on one side that, written together, are nearly one part of the other side."""
    found = []
    for place, after in itertools.pairwise(places):
        if after != place + 1 or "number" in (two.roles[place], two.roles[after]):
            continue
        text = two.words[place] + two.words[after]
        for k in others:
            other = one.words[k]
            if one.roles[k] != "number" and abs(len(other) - len(text)) <= 2 and len(text) > 2:
                how = similarity(text, other, score_cutoff=0.7)
                if how:
                    found.append(((place, after), k, likeness(text, other)))
    return found


def _runs(
    long: Name, places: list[int], short: Name, others: Sequence[int]
) -> list[tuple[tuple[int, ...], int]]:
    """Neighbours on one side, small words aside, whose first letters are a part of the other side.

    One of them must say what sort of thing it is, for any few words begin with some letters.
    """
    words = [place for place in places if long.roles[place] != "stop"]
    if not any(long.roles[place] in _SORTS for place in words):
        return []
    letters = "".join([long.words[place][0] for place in words])
    found = []
    for other in others:
        word = short.words[other]
        at = letters.find(word) if len(word) >= _ACRONYM and short.roles[other] == "word" else -1
        run = tuple(words[at : at + len(word)]) if at >= 0 else ()
        if any(long.roles[place] in _SORTS for place in run):
            found.append((run, other))
    return found


_ACRONYM: Final = 3
"""The fewest letters of an acronym."""

_SORTS: Final = ("generic", "legal")
