"""Names that nobody has, but somebody sends: very short, very long, repetitive, in any script.

Reach for it through `benchmarks.retrieval`.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from benchmarks.growth import times_ms
from resolver import Query, Resolver

_MAX_LENGTH: Final = 1_000
"""Characters that a query may have."""

_FREQUENT: Final = ("san", "la", "de", "al", "new", "villa", "bei", "kara", "x", "saint")
"""Words that many names have."""

_AGAIN: Final = 3
"""How often each name is asked after the first time."""

_LETTERS: Final = 8
"""Letters of a name of one script, about."""


class Odd(NamedTuple):
    """The slowest of some names that are odd in one way.

    Args:
        kind: What is odd about them.
        names: How many there are.
        first_ms: Milliseconds of the slowest, asked for the first time in the process.
        again_ms: Milliseconds of the slowest afterwards, each at its best.
    """

    kind: str
    names: int
    first_ms: float
    again_ms: float


def measure(resolver: Resolver) -> list[Odd]:
    """Ask every name several times."""
    return [_slowest(resolver, kind, names) for kind, names in odd_names().items()]


def odd_names() -> dict[str, list[str]]:
    """Names by what is odd about them."""
    chance = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=4)) for _ in range(200)]
    return {
        "one letter": [*letters, *"абгмняاسم京山대ねק"],
        "1,000 letters": [
            "a" * _MAX_LENGTH,
            "сан" * (_MAX_LENGTH // 3),
            "京" * _MAX_LENGTH,
            *("".join(chance.choices(letters, k=_MAX_LENGTH)) for _ in range(5)),
        ],
        "one word over and over": [
            " ".join([word] * (_MAX_LENGTH // (len(word) + 1))) for word in _FREQUENT
        ],
        "200 words": [
            " ".join(words)[:_MAX_LENGTH],
            " ".join((_FREQUENT * 20)[:200])[:_MAX_LENGTH],
            " ".join(chance.choices(letters, k=200)),
        ],
        "a name in every script": scripts(),
    }


def scripts() -> list[str]:
    """For each script of Unicode, by the first word of its letters' names, a name in it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number in range(sys.maxunicode + 1):
        letter = chr(number)
        if unicodedata.category(letter) in ("Lu", "Ll", "Lo"):
            found[unicodedata.name(letter, "?").split()[0]].append(letter)
    return ["".join(letters[:: max(1, len(letters) // _LETTERS)]) for letters in found.values()]


def _slowest(resolver: Resolver, kind: str, names: Sequence[str]) -> Odd:
    queries = [Query(name) for name in names]
    first = times_ms(resolver.resolve, queries, warm=0)
    again = [min(times_ms(resolver.resolve, [query] * _AGAIN, warm=0)) for query in queries]
    return Odd(kind, len(names), round(max(first), 2), round(max(again), 2))
