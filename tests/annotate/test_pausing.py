"""Long work pauses often, is the same work with pauses as without, and ends where one raises."""

from __future__ import annotations

import pytest

from resolver import Resolver
from resolver.annotate.pausing import with_pauses
from resolver.model import Passage

TEXT = "Gen. Zahedi met Xaver Qualm in Tehran. " * 200


def test_items_come_with_a_pause_before_the_first_and_again_and_again() -> None:
    pauses: list[None] = []
    items = with_pauses(range(1_000), lambda: pauses.append(None))
    assert (next(items), len(pauses)) == (0, 1)
    assert list(items) == list(range(1, 1_000))
    assert len(pauses) > 10


def test_a_text_is_the_same_with_pauses(bundled: Resolver) -> None:
    pauses: list[None] = []
    passage = Passage(TEXT)
    assert bundled.annotate_with_pauses(passage, lambda: pauses.append(None)) == bundled.annotate(
        passage
    )
    assert len(pauses) > 50


def test_what_a_pause_raises_ends_the_work(bundled: Resolver) -> None:
    def refuse() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        bundled.annotate_with_pauses(Passage(TEXT), refuse)
