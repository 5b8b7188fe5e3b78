"""A text to look at: its tokens, and the words by which they are told apart.

Reach for `Sight.of` before cues are read, or whether a family name is part of another name.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple, Self

from resolver.annotate.candidates import Asking
from resolver.annotate.tokens import Token
from resolver.annotate.words import TextWords
from resolver.text.words import Words


class Sight(NamedTuple):
    """A text to look at.

    Args:
        text: The text.
        tokens: Its tokens.
        small: Words that it has in small letters.
        capitals: Words, in small letters, that it has with a capital right behind a small word.
        text_words: The words that texts are read with.
        words: The words that names are read with.
        size: The logarithm of how many names the table has.
    """

    text: str
    tokens: Sequence[Token]
    small: frozenset[str]
    capitals: frozenset[str]
    text_words: TextWords
    words: Words
    size: float

    @classmethod
    def of(cls, text: str, tokens: Sequence[Token], asking: Asking) -> Self:
        """A text with its words.

        Args:
            text: The text.
            tokens: Its tokens.
            asking: The words of names and of texts.
        """
        small = frozenset(token.text for token in tokens if token.case == "lower")
        capitals = frozenset(
            token.text.lower()
            for before, token in itertools.pairwise(tokens)
            if token.case == "title"
            and before.case == "lower"
            and text[before.end : token.start] == " "
        )
        return cls(text, tokens, small, capitals, asking.text_words, asking.words, asking.size)
