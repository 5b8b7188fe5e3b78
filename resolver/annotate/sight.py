"""A text to look at: its tokens, and the words by which they are told apart.

Reach for `Sight.of` before cues are read, or whether a name is part of another name.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final, NamedTuple, Self

from resolver.annotate.candidates import Asking
from resolver.annotate.languages import Spoken, spoken
from resolver.annotate.sentences import begins_sentence
from resolver.annotate.stretches import Stretch
from resolver.annotate.tokens import Token, has_capitals, prefixes
from resolver.annotate.words import DATES, TextWords
from resolver.text.words import Words

_QUOTES: Final = frozenset("\"“”„«»‘’'")

_AND_IN_GERMAN: Final = "und"
"""German writes all nouns with capitals."""

_CALLED: Final = frozenset(
    "قناة صحيفة جريدة مجلة وكالة إذاعة تلفزيون شبكة موقع هيئة حركة حزب بلدة قرية شبکه روزنامه "
    "خبرگزاری جنبش شهر استان ערוץ עיתון תאגיד תנועת מפלגת העיר gazetesi kanalı hareketi "
    "partisi".split()
)
"""Words beside which an everyday word is a name: "channel", "newspaper", "movement", "village"."""


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
        spoken: What language the text is in.
    """

    text: str
    tokens: Sequence[Token]
    small: frozenset[str]
    capitals: frozenset[str]
    has_capitals: bool
    text_words: TextWords
    words: Words
    size: float
    spoken: Spoken

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
        return cls(
            text, tokens, small, capitals, has_capitals(tokens), *words, asking.size, spoken(tokens)
        )

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

    def is_word_there(self, stretch: Stretch, begins: bool) -> bool:
        """Whether a stretch is an everyday word of the language in which the text is, and not
        written as a name is: with a capital, in quotes, beside what says what is called so.

        Args:
            stretch: The stretch.
            begins: Whether a sentence begins with it.
        """
        case = self.tokens[stretch.first].case
        if stretch.text.lower() not in self.spoken.words or case == "upper":
            return False
        before = self.tokens[max(stretch.first - 1, 0)]
        behind = self.tokens[min(stretch.last + 1, len(self.tokens) - 1)]
        beside = {behind.text, *(before.text[n:] for n in (0, *prefixes(before)))}
        if not _CALLED.isdisjoint(beside):
            return False
        is_quoted = stretch.start > 0 and self.text[stretch.start - 1] in _QUOTES
        is_noun = _AND_IN_GERMAN in self.spoken.words
        return begins or is_noun if case == "title" else not is_quoted
