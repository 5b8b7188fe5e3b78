"""How much a word says: the rarer it is, the more.

Rarity is counted in nats: -log of the share of names that have the word. The asked table says how
many of its names do; a small table says little, so it is taken as part of a world of `WORLD` names
more, in which long words are rarer than short ones. Without a table, the world is all there is.
"""

from __future__ import annotations

import math
from typing import Final

WORLD: Final = 5_000
"""Names of the world that is added to a table."""

_SIX: Final = 6.0
"""Nats of a word of six letters in it."""

_LETTER: Final = 0.9
"""Nats for each letter more, up to ten, or less."""

_SHARES: Final = [math.exp(-(_SIX + _LETTER * (min(n, 10) - 6))) * WORLD for n in range(65)]


def most(names: int) -> float:
    """Nats that single out one name of a table of so many."""
    return math.log(names + WORLD)


def nats(word: str, count: int, most: float) -> float:
    """The rarity of a word.

    Args:
        word: At most 64 letters are looked at.
        count: How many names of the table have it.
        most: What `most` returned for the table.
    """
    return most - math.log(max(count + _SHARES[min(len(word), 64)], 1.0))


def alone(word: str) -> float:
    """The rarity of a word where there is no table: `nats(word, 0, most(0))`."""
    return _ALONE[min(len(word), 64)]


_ALONE: Final = [nats("x" * size, 0, most(0)) for size in range(65)]
