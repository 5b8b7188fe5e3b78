"""Features of a name → the forms that share the rarest of them.

A name's features are its words and the letter trigrams of each word with its borders, in ASCII:
"zahdi" → zahdi, _za, zah, ahd, hdi, di_. A list of forms (postings) belongs to each. A question
walks its lists from the shortest on until a budget of postings is spent: rare features say nearly
everything, and frequent ones cost nearly everything. A form's rank is the cosine of the two
feature vectors, each feature weighted by how rare it is.

Source: rare-first traversal under a posting budget, after the impact-ordered "score-at-a-time"
evaluation of Anh, de Kretser and Moffat (SIGIR 2001).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

BUDGET: Final = 30_000
"""Postings read for one question; §5 of the design has recall by budget."""

FIRST: Final = 200
"""Forms returned."""

_LETTERS: Final = {" ": 0} | {
    c: n + 1 for n, c in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")
}
_BASE: Final = len(_LETTERS)
_TRIGRAMS: Final = _BASE**3
_PRIME: Final = 0x9E3779B97F4A7C15
_MASK: Final = (1 << 64) - 1
WORD_CODES: Final = np.uint64((1 << 32) - _TRIGRAMS)


def features(latin: str) -> list[int]:
    """The codes of a name's features, each once: the slow, plain definition.

    Args:
        latin: ASCII letters, digits and single spaces, as `resolver.text.fold.latin` returns.
    """
    found: dict[int, None] = {}
    for word in latin.split():
        found[word_code(word)] = None
        codes = [0, *(_LETTERS[letter] for letter in word), 0]
        for a, b, c in zip(codes, codes[1:], codes[2:], strict=False):
            found[(a * _BASE + b) * _BASE + c] = None
    return list(found)


def word_code(word: str) -> int:
    """The code of a whole word."""
    value = 0
    for letter in word:
        value = (value * _PRIME + _LETTERS[letter]) & _MASK
    return _TRIGRAMS + (value >> 11) % int(WORD_CODES)


def feature_pairs(latins: Iterable[str], first_row: int = 0) -> Array:
    """The features of many names at once, equal to `features` of each.

    Returns:
        u8, sorted, each once: the code in the upper 32 bits, the name's number in the lower,
        counted from `first_row`.
    """
    text = np.frombuffer("\n".join(f" {name} " for name in latins).encode(), np.uint8)
    code = _ALPHABET[text]
    row = np.cumsum(text == ord("\n"), dtype=np.uint64) + np.uint64(first_row)
    inside = code > 0
    wide = code.astype(np.uint64)
    grams = (wide[:-2] * _BASE + wide[1:-1]) * _BASE + wide[2:]
    starts = np.flatnonzero(inside[1:] & ~inside[:-1]) + 1
    ends = np.flatnonzero(inside[:-1] & ~inside[1:]) + 1
    codes = np.concatenate([grams[inside[1:-1]], _word_codes(code, starts, ends)])
    rows = np.concatenate([row[1:-1][inside[1:-1]], row[starts]])
    return np.unique(codes << np.uint64(32) | rows)


def _word_codes(code: Array, starts: Array, ends: Array) -> Array:
    """`_word_code` of every word, letter position by letter position."""
    value = np.zeros(len(starts), np.uint64)
    lengths = ends - starts
    alive = np.arange(len(starts))
    for position in range(int(lengths.max(initial=0))):
        alive = alive[lengths[alive] > position]
        value[alive] = value[alive] * np.uint64(_PRIME) + code[starts[alive] + position]
    return np.uint64(_TRIGRAMS) + (value >> np.uint64(11)) % WORD_CODES


_ALPHABET: Final = np.zeros(128, np.uint8)
for _letter, _number in _LETTERS.items():
    _ALPHABET[ord(_letter)] = _number


class Lexical:
    """The posting lists of an opened index.

    Args:
        codes: u4, sorted: the feature codes that occur.
        start: u8, one more than codes: where each one's postings begin.
        postings: u4: forms, sorted within a list.
        norm: f4 by form: length of its feature vector.
        types: u1 by form: one bit for each type of its entities.
    """

    def __init__(self, codes: Array, start: Array, postings: Array, norm: Array, types: Array):
        self._codes = codes
        self._start = start
        self._postings = postings
        self._norm = norm
        self._types = types
        self._scratch: deque[tuple[Array, Array]] = deque()

    def frequency(self, codes: list[int]) -> list[int]:
        """How many forms have each feature."""
        begin, end = self._lists(codes)
        counts: list[int] = (end - begin).tolist()
        return counts

    def search(
        self, codes: list[int], *, types: int = 255, budget: int = BUDGET, first: int = FIRST
    ) -> tuple[Array, Array]:
        """The forms nearest to a name by its features.

        Args:
            codes: The features of the name, from `features`.
            types: Bits of the types that count.
            budget: Postings to read at most; the shortest list is always read.
            first: How many forms to return at most.

        Returns:
            The forms (i8), nearest first, and their cosines (f4).
        """
        begin, end = self._lists(codes)
        size = end - begin
        order = np.argsort(size, kind="stable")
        order = order[size[order] > 0]
        read = np.cumsum(size[order])
        order = order[: max(1, int(np.searchsorted(read, budget, "right")))]
        if not len(order):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        rare = np.log(len(self._norm) / np.maximum(size, 0.5)).astype(np.float32) + 1
        sums, last = self._take_scratch()
        lists = []
        for row in order.tolist():
            forms = self._postings[begin[row] : end[row]]
            sums[forms] += rare[row] * rare[row]
            lists.append(forms)
        touched = np.concatenate(lists)
        touched = touched[_once(touched, last)]
        score = sums[touched] / self._norm[touched]
        sums[touched] = 0
        self._scratch.append((sums, last))
        if types != 255:
            fits = self._types[touched] & np.uint8(types) != 0
            touched, score = touched[fits], score[fits]
        if len(score) > first:
            top = np.argpartition(score, len(score) - first)[len(score) - first :]
            touched, score = touched[top], score[top]
        order = np.lexsort((touched, -score))
        return touched[order].astype(np.int64), score[order] / math.sqrt(float(rare @ rare))

    def _lists(self, codes: list[int]) -> tuple[Array, Array]:
        """Where the postings of each feature begin and end; empty for features nobody has."""
        wanted = np.array(codes, np.uint32)
        at = np.searchsorted(self._codes, wanted)
        at[at == len(self._codes)] = 0
        there = self._codes[at] == wanted if len(self._codes) else np.zeros(len(wanted), bool)
        begin = self._start[at].astype(np.int64)
        return begin, np.where(there, self._start[at + there], begin).astype(np.int64)

    def _take_scratch(self) -> tuple[Array, Array]:
        """A zeroed sum and a mark for each form: as many of both as searches run at once."""
        try:
            return self._scratch.pop()
        except IndexError:
            return np.zeros(len(self._norm), np.float32), np.empty(len(self._norm), np.uint32)


def _once(forms: Array, last: Array) -> Array:
    """Where each distinct form stands last; `last` has a place for every form."""
    here = np.arange(len(forms), dtype=np.uint32)
    last[forms] = here
    where: Array = last[forms] == here
    return where


def norms(pairs: Array, forms: int) -> Array:
    """The length of each form's feature vector (f4), from all the pairs of a table."""
    codes, rows = pairs >> np.uint64(32), pairs & np.uint64(_MASK >> 32)
    _, where, size = np.unique(codes, return_inverse=True, return_counts=True)
    rare = np.log(forms / size) + 1
    square = np.bincount(rows.astype(np.int64), weights=rare[where] ** 2, minlength=forms)
    return np.sqrt(np.maximum(square, 1e-6)).astype(np.float32)
