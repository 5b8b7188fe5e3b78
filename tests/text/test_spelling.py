"""Spellings of one name come out alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.text.spelling import consonants, spoken


@pytest.mark.parametrize(
    "words",
    [
        "khoury houri khouri",
        "yusuf iusuf",
        "schuler shuler",
        "philip filip",
        "xiao hsiao shiao",
        "zhang jang",
        "ivanovs ivanov",
        "kovalevskis kovalevsk",
    ],
)
def test_spellings_of_one_sound_are_spoken_the_same(words: str) -> None:
    assert len({spoken(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", ["gaddafi qadhafi kadafi", "mohammed muhammad mohamad"])
def test_spellings_that_differ_in_vowels_have_the_same_consonants(words: str) -> None:
    assert len({consonants(spoken(word)) for word in words.split()}) == 1


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=20))
def test_rougher_forms_are_no_longer(word: str) -> None:
    assert len(consonants(spoken(word))) <= len(spoken(word)) <= 2 * len(word)
