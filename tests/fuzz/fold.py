"""A text → its fold, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from resolver.text.fold import fold, joined_initials, latin
from tests.fuzz.target import Target, within

LIMIT_S: Final = 0.1
"""Seconds of a processor for a short text."""

LIMIT_S_PER_CHARACTER: Final = 1e-5
"""Seconds that each character may add: the time grows with the length, not with its square."""

CHARACTERS: Final = st.characters(exclude_categories=["Cs"])  # no query has a lone surrogate

COUNTS: Final = st.integers(1, 20_000)

# Characters that combine, join, are invisible or change what stands before them.
ODD: Final = st.sampled_from(
    "\u0301\u0316\u0345\u05bf\u0651\u093c\u094d\u0e38\u1ab0\u3099\ufe0f\u200c\u200d\u00ad\u0640"
    "\u0130\u0131\u00df\u01c4\u03c2\ufb03\ufdfa\u1160\u11a8\uac00\u3165\u2126\u0390\U0001d400"
)

PIECES: Final = st.lists(
    st.one_of(
        st.tuples(st.text(CHARACTERS, max_size=8), st.just(1)),
        st.tuples(st.text(CHARACTERS, min_size=1, max_size=3), COUNTS),
        st.tuples(st.text(ODD, min_size=1, max_size=3), COUNTS),
    ),
    max_size=6,
)


def joined(pieces: list[tuple[str, int]]) -> str:
    """The text of pieces, each so many times; this is how a long text is printed in a line."""
    return "".join(piece * count for piece, count in pieces)


def check_fold(pieces: list[tuple[str, int]]) -> None:
    """A fold is None or words with single spaces, folds to itself, and its letters are ASCII."""
    text = joined(pieces)
    with within(LIMIT_S + LIMIT_S_PER_CHARACTER * len(text)):
        folded = fold(text)
    if folded is None:
        return
    assert folded
    assert folded == " ".join(folded.split())
    assert any(character.isalnum() for character in folded)
    assert fold(folded) == folded
    assert joined_initials(folded).replace(" ", "") == folded.replace(" ", "")
    plain = latin(folded)
    assert plain is None or (plain.isascii() and plain == " ".join(plain.split()))


@contextmanager
def fold_target(_folder: Path) -> Iterator[Target]:
    """The target."""
    yield Target(check_fold, PIECES)
