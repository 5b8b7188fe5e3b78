"""Which changes are undone follows from who undoes whom."""

from __future__ import annotations

import pytest

from resolver.journal.rows import spoken_of, subjects_of, undone
from resolver.model.edit import Operation


@pytest.mark.parametrize(
    ("undoes", "gone"),
    [
        ({}, {}),
        ({2: 1}, {1: 2}),
        ({2: 1, 3: 2}, {2: 3}),
        ({2: 1, 3: 2, 4: 3}, {3: 4, 1: 2}),
        ({2: 1, 3: 2, 4: 1}, {2: 3, 1: 4}),
        ({2: 1, 3: 2, 4: 1, 5: 3}, {3: 5, 1: 2}),
    ],
)
def test_what_undoes_and_is_undone_itself_does_not_count(
    undoes: dict[int, int], gone: dict[int, int]
) -> None:
    assert undone(sorted(undoes.items(), reverse=True)) == gone


def test_a_review_changes_no_entity_and_speaks_of_some() -> None:
    review = {"means": "c", "excludes": ["d", "e"]}
    operations = [Operation("b", "split", {"from": "a"}), Operation('["x"]', "review", review)]
    assert subjects_of(operations) == {"a", "b"}
    assert spoken_of(operations) == {"a", "b", "c", "d", "e"}
    assert spoken_of([Operation('["x"]', "review", {"means": None, "excludes": []})]) == set()
