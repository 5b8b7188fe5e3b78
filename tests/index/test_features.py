"""The features of many names at once are those of each; a skeleton outlives a romanisation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.index.features import feature_pairs, features, skeletons, word_code

NAMES = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyz0123456789 ", max_size=30).map(
        lambda t: " ".join(t.split())
    ),
    max_size=8,
)


@given(NAMES)
def test_the_features_of_many_names_are_those_of_each(names: list[str]) -> None:
    slow = sorted((code, row) for row, name in enumerate(names, 7) for code in features(name))
    fast = feature_pairs(names, 7).tolist()
    assert fast == [code << 32 | row for code, row in slow]


@pytest.mark.parametrize(
    ("one", "other"), [("zahdi", "zahedi"), ("qaddafi", "kadafi"), ("mohammad", "muhamed")]
)
def test_two_romanisations_share_a_skeleton(one: str, other: str) -> None:
    assert set(skeletons(one.encode())) & set(skeletons(other.encode()))


def test_the_words_of_a_name_are_among_its_features() -> None:
    assert {word_code("al"), word_code("zahdi")} <= {*features("al zahdi")}
    assert features("") == []
