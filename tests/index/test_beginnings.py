"""Forms with a word that begins as typed are found as a search through all of them finds them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resolver.index.beginnings import LETTERS, Beginnings

WORD = st.text("ab0z", min_size=1, max_size=LETTERS + 3)
FORM = st.lists(WORD, max_size=4).map(" ".join)


def beginnings_of(forms: list[str]) -> Beginnings:
    """The words of some forms."""
    raw = np.frombuffer("".join(forms).encode(), np.uint8)
    return Beginnings.of(raw, np.cumsum([0, *map(len, forms)]).astype(np.uint64))


def begun_in(forms: list[str], typed: str) -> list[tuple[int, bool, int]]:
    """What is found by looking at every word of every form."""
    return [
        (number, place == 0, len(form))
        for number, form in enumerate(forms)
        for place in range(len(form))
        if (place == 0 or form[place - 1] == " ") and form.startswith(typed, place)
    ]


@given(st.lists(FORM, max_size=20), WORD)
@example(["a", "", "ab", "a b"], "b")
@example(["abababab", "ab", "abababab ab", "abababa"], "ababababa")
def test_it_finds_what_a_search_through_all_finds(forms: list[str], any_word: str) -> None:
    words = [form[place:] for form in forms for place in (0, form.find(" ") + 1)]
    asked = [word[:end] for word in words for end in (1, 3, LETTERS, LETTERS + 1, len(word))]
    beginnings = beginnings_of(forms)
    for typed in filter(None, [*asked, any_word]):
        found = beginnings.find(typed)
        rows = zip(*(column.tolist() for column in found), strict=True)
        assert sorted(rows) == sorted(begun_in(forms, typed))


@pytest.mark.parametrize("typed", ["a", "z" * 30, "0", "a b c"])
def test_nothing_is_in_nothing(typed: str) -> None:
    assert beginnings_of([]).find(typed).forms.tolist() == []
    assert beginnings_of(["", ""]).find(typed).forms.tolist() == []


def test_those_that_are_wanted_stay_together() -> None:
    begun = beginnings_of(["ab", "b ab", "abc"]).find("ab")
    only = begun.only(begun.is_start)
    assert [only.forms.tolist(), only.length.tolist()] == [[0, 2], [2, 3]]
