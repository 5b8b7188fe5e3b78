"""Two texts → both in pieces, those that differ marked.

Reach for it to show two spellings side by side. Letters are taken with their accents, and what is
in another script is not compared: every letter of it would differ.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

_JOINERS: Final = "\u200c\u200d"
"""What joins or parts letters and is none itself."""


class Piece(NamedTuple):
    """Letters of a text that follow each other.

    Args:
        text: They.
        differs: Whether the other text has others in their place, or none.
    """

    text: str
    differs: bool


def differing(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces; nothing differs where they have no letter in common."""
    left, right = _letters(one), _letters(other)
    if not _kinds(left) & _kinds(right):
        return [Piece(one, False)], [Piece(other, False)]
    pieces: tuple[list[Piece], list[Piece]] = [], []
    for step in Levenshtein.opcodes(left, right):
        differs = step.tag != "equal"
        _add(pieces[0], left[step.src_start : step.src_end], differs=differs)
        _add(pieces[1], right[step.dest_start : step.dest_end], differs=differs)
    return pieces


def _add(pieces: list[Piece], letters: Sequence[str], *, differs: bool) -> None:
    """Add letters to the last piece if that is alike, else a new piece."""
    text = "".join(letters)
    if not text:
        return
    if pieces and pieces[-1].differs == differs:
        text = pieces.pop().text + text
    pieces.append(Piece(text, differs))


def _kinds(letters: Sequence[str]) -> set[str]:
    return {each for each in letters if not each.isspace()}


def _letters(text: str) -> list[str]:
    """The letters of a text, each with the accents behind it."""
    letters: list[str] = []
    for sign in text:
        if letters and (unicodedata.combining(sign) or sign in _JOINERS):
            letters[-1] += sign
        else:
            letters.append(sign)
    return letters
