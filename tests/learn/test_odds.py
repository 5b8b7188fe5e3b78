"""Odds of cosines: what is surely the same name has high ones, what is far has low ones."""

from __future__ import annotations

import random

from resolver.learn.odds import odds_by_script
from resolver.learn.pairs import Pair, set_aside
from resolver.text.sound import load_sound

LETTERS = dict(zip("abdegiklmnoprstuvz", "абдегиклмнопрстувз", strict=True))


def made_up(count: int) -> list[Pair]:
    chance = random.Random(0)  # noqa: S311 - names, no secrets
    names = ("".join(chance.choices(list(LETTERS), k=chance.randint(4, 9))) for _ in range(count))
    return [(name, "".join(LETTERS[letter] for letter in name)) for name in names]


def test_a_script_with_enough_questions_has_odds_of_its_own() -> None:
    learn, ask = set_aside(made_up(5_000))
    names, odds = odds_by_script(load_sound(), learn, ask)
    assert 4_500 < names <= 5_000
    assert set(odds) == {"cyrillic", "other"}
    least, each = odds["cyrillic"]
    assert least + each * 0.2 < -5
    assert least + each * 1.0 > 3


def test_without_questions_there_are_odds_to_start_from() -> None:
    _, odds = odds_by_script(load_sound(), [("ana", "anna")], [("ben", "benn")])
    assert set(odds) == {"other"}
