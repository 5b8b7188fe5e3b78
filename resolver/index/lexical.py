"""Features of a name → the forms that share the rarest of them.

A list of forms (postings) belongs to each feature. A search walks its lists from the shortest on
until a budget of postings is spent: rare features say nearly everything, and frequent ones cost
nearly everything. Forms are ordered by the cosine of the two feature vectors, each feature weighted
by how rare it is. Weights are whole numbers, so that sums do not depend on the order of adding.

Source: rare-first traversal under a posting budget, after the impact-ordered "score-at-a-time"
evaluation of Anh, de Kretser and Moffat (SIGIR 2001).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index.columns import ALL_TYPES

Array = npt.NDArray[Any]

_STEPS: Final = 64.0
"""Steps of weight in one squared nat."""

_WEIGHT_BITS: Final = 16
"""Bits that a weight takes: 64 · (1 + ln 10⁹)² is below 2¹⁶."""

_FORM_MASK: Final = 0xFFFFFFFF
"""The bits of a sort key that hold a form."""


_MAX_ONE_BY_ONE: Final = 6
"""Features at most that are counted one by one; of more, all are at once."""


class Nearest(NamedTuple):
    """The forms that a search found, nearest first, equally near ones by number.

    Args:
        forms: i8.
        cosines: f4: how near each is, 0..1.
    """

    forms: Array
    cosines: Array


class Lexical:
    """The posting lists of an opened index.

    Args:
        codes: u4, sorted: the feature codes that occur.
        start: u8, one more than codes: where each one's postings begin.
        postings: u4: forms, sorted within a list.
        scale: f4 by form: one over the length of its feature vector.
        types: u1 by form: one bit for each type of its entities.
    """

    def __init__(self, codes: Array, start: Array, postings: Array, scale: Array, types: Array):
        self._codes = codes
        self._start = start
        self._code_view = codes.data  # one number is read faster from a memoryview
        self._start_view = start.data
        self._postings = postings
        self._scale = scale
        self._types = types
        self._all_types = int(np.bitwise_or.reduce(types)) if len(types) else 0

    def frequency(self, codes: list[int]) -> list[int]:
        """How many forms have each feature."""
        if len(codes) <= _MAX_ONE_BY_ONE:
            return [self._count(code) for code in codes]
        begin, end = self._lists(codes)
        counts: list[int] = (end - begin).tolist()
        return counts

    def search(
        self, codes: list[int], *, types: int = ALL_TYPES, budget: int, limit: int
    ) -> Nearest:
        """The forms nearest to a name by its features.

        Args:
            codes: The features of the name, from `resolver.index.features`.
            types: Bits of the types that are searched; 255 for all.
            budget: Postings to read at most; the shortest list is always read.
            limit: Forms to return at most.
        """
        begin, end = self._lists(codes)
        size = end - begin
        order = _affordable(size, budget)
        if not len(order):
            return Nearest(np.empty(0, np.int64), np.empty(0, np.float32))
        rare = rarity(size, len(self._scale))
        bounds = zip(begin[order].tolist(), end[order].tolist(), strict=True)
        weight = np.rint(rare[order] ** 2 * _STEPS).astype(np.int64)
        pairs = np.concatenate([self._postings[a:b] for a, b in bounds], dtype=np.int64)
        pairs <<= _WEIGHT_BITS
        pairs |= weight.repeat(size[order])
        forms, sums = _summed(pairs)
        if self._all_types & ~types:
            fits = self._types.take(forms) & np.uint8(types) != 0
            forms, sums = forms[fits], sums[fits]
        cosine = self._scale.take(forms)
        cosine *= sums
        cosine *= np.float32(1 / (_STEPS * math.sqrt(float(rare @ rare))))
        return nearest(forms, cosine, limit)

    def _count(self, code: int) -> int:
        """How many forms have one feature; of a few it is found faster than with arrays."""
        codes, start = self._code_view, self._start_view
        at = bisect_left(codes, code)
        return start[at + 1] - start[at] if at < len(codes) and codes[at] == code else 0

    def _lists(self, codes: list[int]) -> tuple[Array, Array]:
        """Where the postings of each feature begin and end; a feature that no form has has none."""
        wanted = np.array(codes, np.uint32)
        at = self._codes.searchsorted(wanted)
        at[at == len(self._codes)] = 0
        known = self._codes[at] == wanted if len(self._codes) else np.zeros(len(wanted), bool)
        begin = self._start[at].astype(np.int64)
        return begin, np.where(known, self._start[at + known], begin).astype(np.int64)


def rarity(frequency: Array, forms: int) -> Array:
    """How much sharing a feature says, in nats (f8).

    Args:
        frequency: For each feature, how many forms have it.
        forms: How many forms there are, at least one.
    """
    return np.log(forms / np.maximum(frequency, 0.5)) + 1


def _affordable(size: Array, budget: int) -> Array:
    """The lists to read, from the shortest that is not empty: as many as the budget allows."""
    order = size.argsort(kind="stable")
    order = order[int(size[order].searchsorted(1)) :]
    affordable: Array = order[: max(1, int(size[order].cumsum().searchsorted(budget, "right")))]
    return affordable


def _summed(pairs: Array) -> tuple[Array, Array]:
    """Pairs of form and weight → each form once, and the sum of its weights."""
    pairs.sort()
    forms = pairs >> _WEIGHT_BITS
    ends = np.ones(len(forms), bool)
    np.not_equal(forms[1:], forms[:-1], out=ends[:-1])
    last = np.flatnonzero(ends)
    pairs &= (1 << _WEIGHT_BITS) - 1
    sums = pairs.cumsum()[last]
    sums[1:] -= sums[:-1].copy()
    return forms[last], sums


def nearest(forms: Array, cosines: Array, limit: int) -> Nearest:
    """The forms with the greatest cosines.

    Args:
        forms: i8, each once.
        cosines: f4 from 0 on; any number that grows with the cosine will do.
        limit: Forms to return at most.
    """
    # A positive float sorts as its bits do; below them the form, counted from the end.
    keys = cosines.view(np.uint32).astype(np.int64)
    keys <<= 32
    keys |= _FORM_MASK - forms
    if len(keys) > limit:
        keys = keys[np.argpartition(keys, len(keys) - limit)[len(keys) - limit :]]
    keys[::-1].sort()
    found = _FORM_MASK - (keys & _FORM_MASK)
    return Nearest(found, (keys >> 32).astype(np.uint32).view(np.float32))
