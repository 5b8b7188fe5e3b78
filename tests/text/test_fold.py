"""Folding: cases in a table, and what holds for every text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.text.fold import fold, joined_initials, latin

with (Path(__file__).parent.parent / "cases" / "fold.csv").open(encoding="utf-8", newline="") as f:
    CASES = list(csv.DictReader(f))

TEXTS = st.text(max_size=60)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_text_folds_as_the_table_says(case: dict[str, str]) -> None:
    folded = fold(case["text"])
    assert (folded or "") == case["fold"]
    assert ((latin(folded) if folded else None) or "") == case["latin"]


@pytest.mark.parametrize("text", ["", "   ", "\u0301", "\u200d", "—", "©", "\ufe0f", "+", "(…)"])
def test_a_text_without_a_letter_or_digit_folds_to_none(text: str) -> None:
    assert fold(text) is None


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = fold(text)
    assert folded is None or fold(folded) == folded


@given(TEXTS)
def test_a_fold_is_none_or_words_with_single_spaces(text: str) -> None:
    folded = fold(text)
    assert folded is None or (folded.split() and folded == " ".join(folded.split()))
    assert folded is None or any(character.isalnum() for character in folded)


@given(TEXTS)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.upper().casefold())


@given(TEXTS)
def test_latin_is_ascii_letters_digits_and_single_spaces(text: str) -> None:
    folded = fold(text)
    plain = latin(folded) if folded else None
    assert plain is None or (plain.isascii() and plain.replace(" ", "").isalnum())
    assert plain is None or plain == " ".join(plain.lower().split())


@pytest.mark.parametrize(
    ("folded", "joined"),
    [
        ("u s navy", "us navy"),
        ("u s a", "usa"),
        ("x corp", "x corp"),
        ("w d schuler", "wd schuler"),
        ("fund 5 8", "fund 5 8"),
        ("a", "a"),
    ],
)
def test_lone_letters_in_a_row_are_one_word(folded: str, joined: str) -> None:
    assert joined_initials(folded) == joined


@given(TEXTS)
def test_joining_initials_changes_only_spaces(text: str) -> None:
    folded = fold(text) or ""
    assert joined_initials(folded).replace(" ", "") == folded.replace(" ", "")
