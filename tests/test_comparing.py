"""Two names are compared in little time, whatever they are."""

from __future__ import annotations

import itertools

import pytest

from resolver import compare
from tests.worst import WORST_TEXTS, least_s


@pytest.mark.alone
def test_no_comparison_takes_more_than_50_ms() -> None:
    texts = list(WORST_TEXTS.values())
    pairs = [*itertools.pairwise(texts), *((text, f"b{text[:998]}") for text in texts)]
    words = ["".join(pair) for pair in itertools.product("abcdefghijkl", "xyz", "mnop")]
    pairs.append((" ".join(words), " ".join(f"{word}e" for word in reversed(words[:200]))))
    for entity_type in ("person", "organization", None):
        for one, other in pairs:
            took = least_s(lambda: compare(one, other, type=entity_type), 0.05)  # noqa: B023 - called at once
            assert took < 0.05, (one[:40], other[:40], entity_type)
