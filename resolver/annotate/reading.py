"""A text, read: its tokens, the names of the table in it, and the places where names stand."""

from __future__ import annotations

from typing import NamedTuple

from resolver.annotate.candidates import Asking
from resolver.annotate.sight import Sight
from resolver.annotate.stretches import Stretches
from resolver.annotate.tokens import Token, tokens
from resolver.text.keys import form_of


class Read(NamedTuple):
    """A text, read.

    Args:
        text: The text.
        tokens: Its tokens.
        stretches: The names of the table in it.
        sight: What its words are told apart by.
    """

    text: str
    tokens: list[Token]
    stretches: Stretches
    sight: Sight


class Called(NamedTuple):
    """What tells one name of a text from others.

    Args:
        form: Its form.
        type: Of what type it is, where that is known.
    """

    form: str
    type: str | None


class Place(NamedTuple):
    """Where a name stands.

    Args:
        start: Where it begins.
        end: Where it ends.
        is_asked: Whether it is part of the answer; others are context alone.
        type: Of what type it is, where that is known.
    """

    start: int
    end: int
    is_asked: bool
    type: str | None = None

    def written(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]

    def called(self, text: str) -> Called:
        """The name that stands there."""
        return Called(form_of(self.written(text)), self.type)


def read(text: str, asking: Asking) -> Read:
    """Cut a text into tokens, and look up which runs of them are names."""
    cut = tokens(text, asking.pause)
    stretches = Stretches.of(text, cut, asking.index, asking.text_words, asking.pause)
    return Read(text, cut, stretches, Sight.of(text, cut, asking))
