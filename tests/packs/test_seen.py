"""IDs that came before are known with their places, in little memory."""

from __future__ import annotations

from pathlib import Path

from resolver.packs.seen import Place, Seen

ONE, TWO = Path("one"), Path("two")


def test_each_key_is_new_once_and_then_is_where_it_came_first() -> None:
    seen = Seen()
    for line in range(5_000):  # more than the first slots hold
        assert seen.first(f"a{line}", ONE if line % 2 else TWO, line) is None
    for line in range(5_000):
        assert seen.first(f"a{line}", ONE, 1) == Place(ONE if line % 2 else TWO, line)


def test_keys_of_two_sorts_are_apart() -> None:
    seen = Seen()
    assert seen.first("a", ONE, 1) is None
    assert seen.first(("a", "same_as"), ONE, 2) is None
    assert seen.first(("a", "same_as"), TWO, 3) == Place(ONE, 2)
