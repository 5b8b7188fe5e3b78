"""What changes come to in memory: the last word about each ID and each pair."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.journal.edits import NO_EDITS, Edits, by_target
from resolver.model.edit import Action, Effect, Operation


def of(*said: tuple[str, Action, dict[str, Any]]) -> Edits:
    """Operations, each of a change of its own."""
    effects = [Effect(number, Operation(*each)) for number, each in enumerate(said, 1)]
    return by_target(effects, len(effects))


def test_what_is_added_and_taken_away_again_leaves_what_was() -> None:
    edits = of(("a", "add", {"text": "A"}), ("b", "retire", {}))
    more = [Operation("a", "retire", {}), Operation("c", "add", {"text": "C"})]
    assert edits.after(3, more).without(3).effects == edits.effects
    assert edits.after(3, more).through == 3
    assert NO_EDITS.after(1, more).without(1).effects == {}


def test_a_change_that_holds_again_comes_in_its_own_place() -> None:
    edits = of(("a", "add", {"text": "A"}), ("a", "add", {"text": "B"}), ("a", "retire", {}))
    again = edits.without(2).after(2, [Operation("a", "add", {"text": "B"})])
    assert again.effects == edits.effects


def test_who_is_created_or_retired_follows_from_the_last_word() -> None:
    edits = of(("a", "create", {}), ("a", "retire", {}), ("b", "retire", {}), ("b", "create", {}))
    assert ({*edits.created}, {*edits.retired}) == ({"a", "b"}, {"a"})


@pytest.mark.parametrize(
    ("said", "merges", "apart", "same", "different"),
    [
        ([("a", "merge", {"into": "b"})], {"a": "b"}, set(), set(), set()),
        (
            [("a", "merge", {"into": "b"}), ("a", "split", {"from": "b"})],
            {},
            set(),
            set(),
            {("a", "b")},
        ),
        ([("b", "split", {"from": "a", "apart": True})], {}, {"b"}, set(), {("a", "b")}),
        (
            [("b", "split", {"from": "a", "apart": True}), ("b", "merge", {"into": "a"})],
            {"b": "a"},
            set(),
            set(),
            {("a", "b")},
        ),
        ([("b", "same", {"as": "a"})], {}, set(), {("a", "b")}, set()),
        (
            [("b", "same", {"as": "a"}), ("a", "different", {"from": "b"})],
            {},
            set(),
            set(),
            {("a", "b")},
        ),
        (
            [("a", "same", {"as": "q"}), ("a", "split", {"from": "b", "apart": True})],
            {},
            {"a"},
            set(),
            {("a", "b")},
        ),
        (
            [("a", "split", {"from": "b", "apart": True}), ("a", "same", {"as": "q"})],
            {},
            {"a"},
            {("a", "q")},
            {("a", "b")},
        ),
    ],
)
def test_who_is_one_follows_from_the_last_word(
    said: list[tuple[str, Action, dict[str, Any]]],
    merges: dict[str, str],
    apart: set[str],
    same: set[tuple[str, str]],
    different: set[tuple[str, str]],
) -> None:
    edits = of(*said)
    assert dict(edits.merges) == merges
    assert [{*edits.apart}, {*edits.same}, {*edits.different}] == [apart, same, different]
