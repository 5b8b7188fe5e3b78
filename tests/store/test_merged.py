"""What was merged is put together before what it was merged into."""

from __future__ import annotations

import pytest

from resolver.model.edit import Effect, Operation
from resolver.store.merged import Node, merge_tree


def tree(survivor: str, members: str, roots: str, *merges: str) -> list[Node]:
    """Of "ab3" that change 3 merged a into b; `roots` has the root of each ID, in their order."""
    merged = {
        each[0]: Effect(int(each[2]), Operation(each[0], "merge", {"into": each[1]}))
        for each in merges
    }
    of_all = dict(zip(sorted(survivor + members), roots, strict=True))
    return merge_tree(survivor, members, of_all, merged)


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        (tree("b", "a", "ab", "ab1"), [Node(("a",), 1, "b"), Node(("b",), 0, "b")]),
        (
            tree("c", "ab", "abc", "ab1", "bc2"),
            [Node(("a",), 1, "b"), Node(("b",), 2, "c"), Node(("c",), 0, "c")],
        ),
        (  # q is one with b by what sources say
            tree("c", "bq", "bcb", "bc2"),
            [Node(("b", "q"), 2, "c"), Node(("c",), 0, "c")],
        ),
        (  # p and x were merged into q and y, and sources made p and y one since, q and x too
            tree("q", "pxy", "pqqp", "pq1", "xy2"),
            [Node(("p", "y"), 1, "q"), Node(("q", "x"), 0, "q")],
        ),
        (  # two IDs of one entity were merged: the last one counts
            tree("c", "abd", "aacd", "ac1", "bd3", "dc2"),
            [Node(("b", "a"), 3, "d"), Node(("d",), 2, "c"), Node(("c",), 0, "c")],
        ),
        (  # what leads round in a circle, for sources made it one, is part of the survivor
            tree("z", "abcd", "abbaz", "ab1", "cd2", "bz0"),
            [Node(("c", "b"), 2, "z"), Node(("a", "d"), 1, "z"), Node(("z",), 0, "z")],
        ),
    ],
)
def test_each_comes_before_what_it_was_merged_into(nodes: list[Node], expected: list[Node]) -> None:
    assert nodes == expected
