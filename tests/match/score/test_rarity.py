"""The rarer a word is, the more it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query
from resolver.match.score.rarity import (
    MAX_NAME_NATS,
    bare_rarity,
    person_name_nats,
    self_information,
    word_nats,
)
from tests.match.conftest import MakeResolver, numbered

WORDS = st.text("abcdefgh", min_size=1, max_size=100)
COUNTS = st.integers(0, 1_000_000)


@given(WORDS, COUNTS, COUNTS)
def test_a_word_says_less_the_more_names_have_it(word: str, count: int, other: int) -> None:
    few, many = sorted((count, other))
    max_nats = self_information(1_000_000)
    assert word_nats(word, few, max_nats) >= word_nats(word, many, max_nats)
    assert word_nats(word, few, max_nats) <= max_nats


@given(WORDS, WORDS, COUNTS)
def test_of_two_words_as_frequent_the_longer_says_no_less(
    word: str, other: str, count: int
) -> None:
    short, long = sorted((word, other), key=len)
    assert word_nats(short, count, 20.0) <= word_nats(long, count, 20.0)


@given(WORDS)
def test_without_a_table_a_word_is_as_rare_as_in_one_without_names(word: str) -> None:
    assert bare_rarity([word]) == {word: word_nats(word, 0, self_information(0))}


def test_a_word_that_many_names_have_says_little() -> None:
    max_nats = self_information(1_000_000)
    assert word_nats("zahedi", 500_000, max_nats) < 1 < word_nats("zahedi", 1_000, max_nats)


def test_a_larger_table_takes_more_to_single_out_a_name() -> None:
    assert self_information(0) < self_information(1_000) < self_information(1_000_000)
    assert word_nats("zahedi", 0, self_information(0)) == pytest.approx(6.0)


def test_a_rare_word_counts_more_than_a_long_legal_form(make_resolver: MakeResolver) -> None:
    syllables = "bel dor gan hem kir lum nov pas rud tev".split()
    others = (f"{a}{b} Joint-Stock Company".title() for a in syllables for b in syllables)
    names = ("Lakokraska OAO", *others)
    resolver = make_resolver(*numbered("organization", *names))
    query = Query("Lakokraska Open Joint-Stock Company", type="organization")
    assert resolver.resolve(query).candidates[0].id == "n0"


def test_a_persons_name_is_as_rare_as_its_words_but_common_ones_are_common_everywhere() -> None:
    rarity, common = {"mohammed": 7.0, "quux": 3.0}, {"mohammed": 2.0, "quux": 9.0}
    assert person_name_nats(["mohammed"], rarity, common) == 2.0
    assert person_name_nats(["mohammed", "quux"], rarity, common) == 5.0
    assert person_name_nats(["mohammed", "quux"], rarity, {}) == 10.0
    assert person_name_nats(["mohammed"] * 3, rarity, {}) == MAX_NAME_NATS
    assert person_name_nats([], rarity, common) == 0
