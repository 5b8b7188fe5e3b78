"""A text to look at: its tokens, and the words by which they are told apart.

Reach for `Sight.of` before cues are read, or whether a name is part of another name.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple, Self

from resolver.annotate.candidates import Asking
from resolver.annotate.sentences import begins_sentence
from resolver.annotate.tokens import Token, has_capitals
from resolver.annotate.words import DATES, TextWords
from resolver.text.words import Words


class Sight(NamedTuple):
    """A text to look at.

    Args:
        text: The text.
        tokens: Its tokens.
        small: Words that it has in small letters.
        capitals: Words, in small letters, that it has with a capital right behind a small word.
        has_capitals: Whether it tells names by capitals.
        text_words: The words that texts are read with.
        words: The words that names are read with.
        size: The logarithm of how many names the table has.
    """

    text: str
    tokens: Sequence[Token]
    small: frozenset[str]
    capitals: frozenset[str]
    has_capitals: bool
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
        words = asking.text_words, asking.words
        return cls(text, tokens, small, capitals, has_capitals(tokens), *words, asking.size)

    def cue(self, number: int) -> str | None:
        """What a token is a cue of."""
        return self.text_words.cues.get(self.tokens[number].text.lower().replace("’", "'"))

    def commonness(self, word: str) -> str | None:
        """How common a word in small letters is; the lists of words have no letters."""
        return "everyday" if word in ("a", "i") else self.text_words.everyday.get(word)

    def begins_sentence(self, number: int) -> bool:
        """Whether a sentence begins with a token."""
        return begins_sentence(number, self.text, self.tokens, self.text_words)

    def is_small(self, number: int) -> bool:
        """Whether a word has its capital because a sentence begins with it, or because it is a day
        or a month: `In Iraq`, `on Monday`."""
        token = self.tokens[number]
        word = token.text.lower()
        if token.case != "title" or word in DATES:
            return token.case == "title"
        return self.begins_sentence(number) and self.commonness(word) == "everyday"
