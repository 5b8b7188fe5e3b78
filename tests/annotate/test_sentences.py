"""Where sentences begin."""

from __future__ import annotations

import pytest

from resolver import Resolver
from resolver.annotate.sentences import begins_sentence
from resolver.annotate.tokens import tokens
from resolver.annotate.words import load_text_words
from tests.annotate.conftest import said


def begins(text: str) -> bool:
    """Whether a sentence begins with the last word of a text."""
    found = tokens(text)
    return begins_sentence(len(found) - 1, text, found, load_text_words())


@pytest.mark.parametrize(
    "text",
    [
        "Tehran",
        "He said so. Tehran",
        "It was in May. Tehran",
        "They left Iraq. Tehran",
        "He said no. Tehran",
        "It was in 2024. Tehran",
        "Is it so? Tehran",
        'He said: "Tehran',
        "Mass., Tehran",
        "a line\nTehran",
        "Lima\tPeru",
        "他来了. Tehran",
    ],
)
def test_a_sentence_begins(text: str) -> None:
    assert begins(text)


@pytest.mark.parametrize(
    "text",
    [
        "said Gen. Zahedi",
        "said gen. Zahedi",
        "in St. Paul",
        "George W. Bush",
        "in the U.S. Army",
        "in Colo. Springs",
        "Iran vs. Iraq",
        "in Tehran",
        "Hilla, Babil",
    ],
)
def test_none_begins(text: str) -> None:
    assert not begins(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ended in May. Baghdad said so.", ["Baghdad"]),
        ("He said so. In Hilla it went on.", ["Hilla"]),
        ("City\tCountry\nHilla\tIraq\t9\nBaghdad\tIraq\t8", ["Hilla", "Iraq", "Baghdad", "Iraq"]),
    ],
)
def test_names_are_found_where_a_sentence_or_a_cell_begins(
    text: str, expected: list[str], small: Resolver
) -> None:
    assert [name for name, _ in said(small.annotate(text))] == expected
