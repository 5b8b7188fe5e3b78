"""How far two values agree: `tests/cases/levels.csv` has the cases."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.match.score.levels import LEVELS, NEAR, OTHER, SAME, best_level, level
from resolver.model import FIELD_KINDS, FieldKind
from resolver.text.words import load_words

WORDS = load_words()
PATH = Path(__file__).parents[2] / "cases" / "levels.csv"
with PATH.open(encoding="utf-8", newline="") as lines:
    CASES = [tuple(row.values()) for row in csv.DictReader(lines)]

values = st.one_of(
    st.text(max_size=12),
    st.dates().map(str),
    st.integers(0, 3000).map(str),
    st.sampled_from(["'09", "2009", "1859-12-54", "The Needles", "DE", "Germany"]),
)


@pytest.mark.parametrize(("kind", "value", "other", "expected"), CASES)
def test_the_cases(kind: FieldKind, value: str, other: str, expected: str) -> None:
    assert (level(kind, value, other, WORDS) or "") == expected  # "": one of them cannot be read


@given(st.sampled_from(FIELD_KINDS), values, values)
def test_a_level_is_one_of_its_kind_and_the_same_either_way(
    kind: FieldKind, value: str, other: str
) -> None:
    found = level(kind, value, other, WORDS)
    assert found is None or found in LEVELS[kind]
    assert found == level(kind, other, value, WORDS)
    assert level(kind, value, value, WORDS) == SAME


@given(
    st.sampled_from(FIELD_KINDS),
    st.lists(values, min_size=1, max_size=3),
    st.lists(values, min_size=1, max_size=3),
)
def test_of_several_values_the_best_pair_counts(
    kind: FieldKind, some: list[str], others: list[str]
) -> None:
    pairs = [level(kind, a, b, WORDS) for a in some for b in others]
    read = [each for each in pairs if each is not None]
    found = best_level(kind, some, others, WORDS)
    assert found == (min(read, key=LEVELS[kind].index) if read else None)


def test_every_kind_has_its_levels_and_every_near_level_is_one() -> None:
    assert set(LEVELS) == set(FIELD_KINDS)
    assert all(levels[0] == SAME and levels[-1] == OTHER for levels in LEVELS.values())
    assert {each for levels in LEVELS.values() for each in levels} >= NEAR
