"""Parts of two names are paired, each exactly once."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.match.score.alignment import Alignment, align, likeness
from resolver.text.names import parts
from resolver.text.words import load_words

WORDS = load_words()
NAMES = st.lists(st.text("abcz1", min_size=1, max_size=4), max_size=6).map(" ".join)


def counted(alignment: Alignment) -> dict[str, int]:
    """How many pairs there are of each relation, and how many parts stand alone."""
    alone = {"extra": len(alignment.extra), "missing": len(alignment.missing)}
    return Counter(pair.relation for pair in alignment.pairs) + Counter(alone)


@pytest.mark.parametrize(
    ("asked", "known", "relations"),
    [
        ("reza zahedi", "reza zahedi", {"same": 2}),
        ("reza zahdi", "reza zahedi", {"same": 1, "alike": 1}),
        ("zahedi reza", "reza zahedi", {"same": 2}),
        ("abdul rahman", "abdulrahman", {"joined": 1}),
        ("abdulrahman omar", "abdul rahman omar", {"joined": 1, "same": 1}),
        ("hans van der berg", "hans vanderberg", {"same": 1, "joined": 1}),
        ("jk zorn", "john karl zorn", {"initial": 1, "same": 1}),
        ("jk", "john karl", {"extra": 1, "missing": 2}),  # alone, two letters are nobody's
        ("al zorn", "anna lena zorn", {"extra": 1, "missing": 2, "same": 1}),  # a name of its own
        ("muh zorn", "muhammad zorn", {"cut": 1, "same": 1}),
        ("muh", "muhammad", {"extra": 1, "missing": 1}),  # nothing agrees beside it
        ("zhora lin", "jora lin", {"alike": 1, "same": 1}),
        ("w schuler", "william schuler", {"initial": 1, "same": 1}),
        ("reza zahedi", "mohammad reza zahedi", {"same": 2, "missing": 1}),
        ("brigade 44", "brigade 45", {"same": 1, "missing": 1, "extra": 1}),
        ("john smith", "mary jones", {"missing": 2, "extra": 2}),
    ],
)
def test_parts_are_paired(asked: str, known: str, relations: dict[str, int]) -> None:
    found = align(parts(asked, "person", WORDS), parts(known, "person", WORDS), {})
    assert counted(found) == relations


@pytest.mark.parametrize(
    ("asked", "known", "relations"),
    [
        ("eln", "ejercito de liberacion nacional", {"acronym": 1, "missing": 1}),
        ("ministry of justice", "moj", {"acronym": 1}),
        ("rnb oao", "russian national bank", {"acronym": 1, "extra": 1}),
        ("rnb oao", "russian national bank oao", {"acronym": 1, "same": 1}),
    ],
)
def test_an_acronym_that_is_all_of_a_name_stands_for_all_of_the_other(
    asked: str, known: str, relations: dict[str, int]
) -> None:
    found = align(parts(asked, "organization", WORDS), parts(known, "organization", WORDS), {})
    assert counted(found) == relations


@pytest.mark.parametrize(
    ("asked", "known", "relations"),
    [
        ("nitc", "national iranian tanker company", {"acronym": 1}),
        ("petrochemical commercial company fze", "pcc fze", {"acronym": 1, "same": 1}),
        ("sad people here", "sp", {"missing": 1, "extra": 3}),
        ("sad people here now", "sph", {"missing": 1, "extra": 4}),
        ("sad people here", "sph now", {"missing": 2, "extra": 3}),
    ],
)
def test_an_acronym_of_some_words_needs_one_that_says_what_it_is(
    asked: str, known: str, relations: dict[str, int]
) -> None:
    found = align(parts(asked, "organization", WORDS), parts(known, "organization", WORDS), {})
    assert counted(found) == relations


@given(NAMES, NAMES)
def test_every_part_is_in_one_pair_or_stands_alone(asked: str, known: str) -> None:
    pairs, extra, missing = align(parts(asked, "person", WORDS), parts(known, "person", WORDS), {})
    ours = [*extra, *(place for pair in pairs for place in pair.asked)]
    theirs = [*missing, *(place for pair in pairs for place in pair.known)]
    assert sorted(ours) == list(range(len(asked.split())))
    assert sorted(theirs) == list(range(len(known.split())))


def test_a_nickname_stands_for_the_name_it_is_of() -> None:
    asked, known = parts("bob zahn", "person", WORDS), parts("robert zahn", "person", WORDS)
    found = align(asked, known, {"bob": frozenset(["robert"])})
    assert counted(found) == {"nickname": 1, "same": 1}


SPELLINGS = st.text("abcdehkmxz", min_size=1, max_size=8)


@given(SPELLINGS, SPELLINGS)
def test_likeness_is_symmetric_from_0_to_1_and_1_for_the_same(word: str, other: str) -> None:
    assert likeness(word, other) == likeness(other, word)
    assert all(0 <= value <= 1 for value in likeness(word, other))
    assert likeness(word, word) == (1, 1, 1)
