"""Names that nobody has, to learn from."""

from __future__ import annotations

import random

from resolver.learn.pairs import SpellingPair

_LETTERS = dict(zip("abdegiklmnoprstuvz", "абдегиклмнопрстувз", strict=True))


def made_up(count: int) -> list[SpellingPair]:
    """Names that nobody has, and how they would be written in Cyrillic."""
    chance = random.Random(0)  # noqa: S311 - names, no secrets
    names = ("".join(chance.choices(list(_LETTERS), k=chance.randint(4, 9))) for _ in range(count))
    return [SpellingPair(name, "".join(_LETTERS[letter] for letter in name)) for name in names]
