"""How much a word says: the rarer it is, the more.

Rarity is counted in nats: -log of the share of names that have the word, its self-information. The
asked table says how many of its names do. A small table says little, so `PSEUDO_NAMES` names are
added to every table, among which long words are rarer than short ones (additive smoothing). Without
a table, those are all there is.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from resolver.match.score.terms import RARE_NAME, Term
from resolver.match.score.weights import Values
from resolver.text.words import Words

PSEUDO_NAMES: Final = 5_000
"""Names that are added to every table."""

_SIX_LETTER_NATS: Final = 6.0
"""Nats of a word of six letters among the added names."""

_NATS_PER_LETTER: Final = 0.9
"""Nats by which a word of one letter more says more than another, up to ten letters."""

_MAX_LENGTH: Final = 64
"""Letters of a word that count."""

_PSEUDO_COUNTS: Final = [
    math.exp(-(_SIX_LETTER_NATS + _NATS_PER_LETTER * (min(length, 10) - 6))) * PSEUDO_NAMES
    for length in range(_MAX_LENGTH + 1)
]
"""By the length of a word: how many of the added names have it."""


def self_information(names: int) -> float:
    """Nats that single out one name of a table of so many."""
    return math.log(names + PSEUDO_NAMES)


def word_nats(word: str, count: int, max_nats: float) -> float:
    """The rarity of a word.

    Args:
        word: Folded, in ASCII.
        count: How many names of the table have it.
        max_nats: The self-information of a name of the table.
    """
    pseudo = _PSEUDO_COUNTS[min(len(word), _MAX_LENGTH)]
    return max_nats - math.log(max(count + pseudo, 1.0))


MAX_NAME_NATS: Final = 11.0
"""Nats of a person's name from which on it is as good as nobody else's."""


def person_name_nats(
    words: Iterable[str], rarity: Mapping[str, float], common: Mapping[str, float]
) -> float:
    """The rarity of a person's name, `MAX_NAME_NATS` at most.

    Args:
        words: Those of the name.
        rarity: The rarity of each in the asked table.
        common: That of the words that stand in many names of persons, whatever table is asked.
    """
    nats = sum([min(rarity[word], common.get(word, MAX_NAME_NATS)) for word in words])
    return min(nats, MAX_NAME_NATS)


def rare_name_terms(
    asked: Collection[str] | None, rarity: Mapping[str, float], words: Words, weights: Values
) -> list[Term]:
    """What it says that somebody has the asked name: the rarer, the less likely a stranger does.

    Args:
        asked: The words of a person's name; None of what is no person, whose name is its own.
        rarity: The rarity of each in the asked table.
        words: What is known of words.
        weights: The numbers.
    """
    if asked is None:
        return [Term(RARE_NAME, weights[RARE_NAME] * MAX_NAME_NATS)]
    nats = person_name_nats(asked, rarity, words.common_names)
    return [Term(RARE_NAME, weights[RARE_NAME] * nats, " ".join(asked))]


BARE_MAX_NATS: Final = self_information(0)
"""Nats that single out one name where no table is asked."""

_BARE_NATS: Final = [word_nats("x" * length, 0, BARE_MAX_NATS) for length in range(_MAX_LENGTH + 1)]


def bare_rarity(words: Iterable[str]) -> dict[str, float]:
    """The rarity of words where no table is asked: `word_nats(word, 0, BARE_MAX_NATS)` of each."""
    return {word: _BARE_NATS[min(len(word), _MAX_LENGTH)] for word in words}
