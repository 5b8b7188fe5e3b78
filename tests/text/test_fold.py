"""Folding: cases in a table, and what holds for every text."""

from __future__ import annotations

import csv
import time
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.text.fold import _LETTER, fold, folds, joined_initials, latin

with (Path(__file__).parent.parent / "cases" / "fold.csv").open(encoding="utf-8", newline="") as f:
    CASES = list(csv.DictReader(f))

# Any text, and texts of the scripts that names are written in, whose letters would seldom meet.
SCRIPTS = "\u0020-\u024f \u0300-\u036f \u0370-\u058f \u0590-\u06ff \u0900-\u0a7f \u0e00-\u0e7f"
SCRIPTS += " \u10a0-\u11ff \u1e00-\u1fff \u3040-\u30ff \u4e00-\u4fff \uac00-\ud7a3 \ufb1d-\uffef"
TEXTS = st.one_of(
    st.text(max_size=60),
    *(
        st.text(st.characters(min_codepoint=ord(first), max_codepoint=ord(last)), max_size=30)
        for first, last in (span.split("-") for span in SCRIPTS.split(" ") if len(span) == 3)
    ),
)


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


@given(TEXTS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_normal_form_in_which_a_text_is_written_does_not_matter(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type] # one of the four forms


@pytest.mark.slow
def test_every_character_of_unicode_folds_and_folds_to_itself_again() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        folded = fold(f"{chr(code)}a")
        assert folded is not None
        assert fold(folded) == folded
        assert (latin(folded) or "a").isascii()


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


MARKS = "\u0301\u0323"


@pytest.mark.parametrize(
    "text",
    [
        "a" + MARKS * 50_000,
        "a" + (MARKS * 15 + "\u200d") * 3_000,  # the joiners between them go
        "a" + (MARKS * 15 + "\u2033") * 3_000,  # two signs that go, once they are normalised
        "\u0f73" * 50_000,  # two marks, though it is none itself
        "ﷺ" * 50_000,
    ],
    ids=["marks", "marks and joiners", "marks and signs", "double marks", "a letter of 18"],
)
def test_a_fold_does_not_take_time_by_the_square_of_a_text(text: str) -> None:
    begin = time.thread_time()
    fold(text)
    assert time.thread_time() - begin < 1


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_of_a_long_run_of_marks_the_first_are_read(form: Literal["NFC", "NFD"]) -> None:
    viramas = "\u094d" * 30
    assert fold("क" + viramas * 3 + "ल") == "क" + viramas + "ल"
    accents = unicodedata.normalize(form, f"é{MARKS * 400}b")
    assert fold(accents) == "eb"


def test_a_text_folds_to_no_more_than_twice_its_length_or_2000_letters() -> None:
    assert len(fold("ﷺ" * 1_000) or "") <= 2_000
    assert len(fold("ﷺ" * 100) or "") == len("صلي الله عليه وسلم") * 100


@given(TEXTS)
def test_whether_a_text_folds_is_known_without_its_fold(text: str) -> None:
    assert folds(text) == (fold(text) is not None)


def test_whatever_stands_beside_a_letter_something_is_left() -> None:
    beside = ("", "\u0301", "\u0654", "\u3099", "\u0e33", "'", "\u0640", "\ufdfa" * 60)
    for code in (*range(0x3100), *range(0x3100, 0xD800, 97)):
        letter = chr(code)
        if _LETTER.match(letter):
            assert all(fold(letter + each) and fold(each + letter) for each in beside), letter
