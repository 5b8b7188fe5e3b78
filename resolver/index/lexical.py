"""Features of a name → the forms that share the rarest of them.

A list of forms (postings) belongs to each feature. A search walks its lists from the shortest on
until a budget of postings is spent: rare features say nearly everything, and frequent ones cost
nearly everything. Forms are ordered by the cosine of the two feature vectors, each feature weighted
by how rare it is. Weights are whole numbers, so that sums do not depend on the order of adding.

Source: rare-first traversal under a posting budget, after the impact-ordered "score-at-a-time"
evaluation of Anh, de Kretser and Moffat (SIGIR 2001).
"""

from __future__ import annotations

import functools
import math
import operator
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from resolver.index.columns import take_through

Array = npt.NDArray[Any]

_STEPS: Final = 64.0
"""Steps of weight in one squared nat."""

_SHORT_KEY: Final = 32
"""Bits of a short sort key."""

_FORM_BITS: Final = 32
"""Bits that a form takes in a sort key."""

_FORM_MASK: Final = (1 << _FORM_BITS) - 1
"""The bits of a sort key that hold a form."""

BLOCK: Final = 16
"""Names that are searched at once at best."""

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


NOTHING: Final = Nearest(np.empty(0, np.int64), np.empty(0, np.float32))
"""What a search found that found nothing."""


class _Read(NamedTuple):
    """The posting lists that a search reads, name by name.

    Args:
        lists: The number of each among the features of all names.
        sizes: The length of each.
        weights: The weight of its feature.
        postings: For each name, how many are read.
        factors: For each name, what makes a cosine of a sum of weights.
    """

    lists: list[int]
    sizes: list[int]
    weights: list[int]
    postings: list[int]
    factors: list[float]


class Postings:
    """The posting lists of one segment.

    Args:
        codes: u4, sorted: the feature codes that occur.
        start: u8, one more than codes: where each one's postings begin.
        forms: u4: forms by number of the whole index, sorted within a list.
        scale: f4 by form: one over the length of its feature vector.
        types: u1 by form: one bit for each type of its entities.
    """

    def __init__(self, codes: Array, start: Array, forms: Array, scale: Array, types: Array):
        self.codes = codes
        self.forms = forms
        self.scale = scale
        self.types = types
        self.start = start
        self._code_view = codes.data  # one number is read faster from a memoryview
        self._start_view = start.data

    def count(self, code: int) -> int:
        """How many forms have one feature; of a few it is found faster than with arrays."""
        codes, start = self._code_view, self._start_view
        at = bisect_left(codes, code)
        return start[at + 1] - start[at] if at < len(codes) and codes[at] == code else 0

    def lists(self, wanted: Array) -> tuple[Array, Array]:
        """Where the postings of each feature begin and end; a feature that no form has has none."""
        at = self.codes.searchsorted(wanted)
        at[at == len(self.codes)] = 0
        known = self.codes[at] == wanted if len(self.codes) else np.zeros(len(wanted), bool)
        begin = self.start[at].astype(np.int64)
        return begin, np.where(known, self.start[at + known], begin).astype(np.int64)


class Lexical:
    """The posting lists of an opened index.

    Args:
        parts: Those of each of its segments, the first of which has a form at least.
    """

    def __init__(self, *parts: Postings) -> None:
        self._parts = parts
        self._scales = [part.scale for part in parts]
        self._types = [part.types for part in parts]
        sizes = [len(part.scale) for part in parts]
        self._forms = sum(sizes)
        self._firsts = [*accumulate(sizes, initial=0)][:-1]
        every = [int(np.bitwise_or.reduce(types)) for types in self._types]
        self._all_types = functools.reduce(operator.or_, every)

    def with_overlay(self, codes: Array, start: Array, postings: Array, types: Array) -> Self:
        """These and those of a segment above; arguments as of `Postings`.

        A feature is as rare there as among all: so one name is as near in an overlay as in a base.

        Args:
            postings: u4: forms, by number of the segment.
        """
        forms, sizes = len(types), np.diff(start).astype(np.int64)
        there = sizes if not len(codes) else sizes + self.frequency(codes.tolist())
        rare = rarity(there, max(self._forms + forms, 1)).repeat(sizes)
        scale = scale_of(np.bincount(postings, weights=rare**2, minlength=forms))
        above = Postings(codes, start, postings + np.uint32(self._forms), scale, types)
        return type(self)(*self._parts, above)

    def frequency(self, codes: list[int]) -> list[int]:
        """How many forms have each feature."""
        if len(codes) <= _MAX_ONE_BY_ONE:
            return [sum([part.count(code) for part in self._parts]) for code in codes]
        _, counts = self._lists(codes)
        found: list[int] = counts.tolist()
        return found

    def search(
        self,
        codes: Sequence[list[int]],
        *,
        types: Sequence[int] | None = None,
        budget: int,
        limits: Sequence[int],
    ) -> list[Nearest]:
        """The forms nearest to some names by their features.

        Few names at once (`BLOCK`) take less time each than one alone, many more: what is sorted
        then leaves the processor's cache.

        Args:
            codes: The features of each name, from `resolver.index.features`.
            types: For each the bits of the types that are searched; None for all.
            budget: Postings to read at most for each; the shortest list is always read.
            limits: For each, how many forms to return at most.
        """
        lists, sizes = self._lists([*chain.from_iterable(codes)])
        read = self._affordable(codes, sizes, budget)
        if not read.lists:
            return [NOTHING] * len(codes)
        forms, sums, bounds = _summed(self._read(read.lists, lists), read, self._forms)
        cosines = take_through(self._scales, self._firsts, forms)
        cosines *= sums
        factors = np.array(read.factors, np.float32)
        cosines *= factors[0] if len(codes) == 1 else factors.repeat(np.diff(bounds))
        found = []
        for place, (at, after) in enumerate(pairwise(bounds)):
            some, near = forms[at:after], cosines[at:after]
            if types is not None and self._all_types & ~types[place]:
                kinds = take_through(self._types, self._firsts, some)
                fits = kinds & np.uint8(types[place]) != 0
                some, near = some[fits], near[fits]
            found.append(nearest(some, near, limits[place]))
        return found

    def _affordable(self, codes: Sequence[list[int]], size: Array, budget: int) -> _Read:
        """The lists to read, of each name from the shortest that is not empty: as many as the
        budget allows.

        Args:
            codes: The features of each name.
            size: The lengths of the lists of all of them.
            budget: Postings to read at most for each name.
        """
        squares = rarity(size, max(self._forms, 1)) ** 2
        weights, lengths = np.rint(squares * _STEPS).astype(np.int64).tolist(), size.tolist()
        nats = squares.tolist()
        read = _Read([], [], [], [], [])
        at = 0
        for some in codes:
            after, spent = at + len(some), 0
            for length, number in sorted([(lengths[n], n) for n in range(at, after) if lengths[n]]):
                if spent and spent + length > budget:
                    break
                spent += length
                read.lists.append(number)
                read.sizes.append(length)
                read.weights.append(weights[number])
            read.postings.append(spent)
            whole = math.sqrt(sum(nats[at:after]))
            read.factors.append(1 / (_STEPS * whole) if whole else 0.0)
            at = after
        return read

    def _lists(self, codes: list[int]) -> tuple[list[tuple[Array, Array]], Array]:
        """For each part, where the postings of each feature begin and end; how many there are."""
        wanted = np.array(codes, np.uint32)
        lists = [part.lists(wanted) for part in self._parts]
        counts = [end - begin for begin, end in lists]
        return lists, counts[0] if len(counts) == 1 else np.add.reduce(counts)

    def _read(self, numbers: list[int], lists: list[tuple[Array, Array]]) -> list[Array]:
        """The postings of some features, those of all parts one after the other."""
        pieces = [
            [
                part.forms[a:b]
                for a, b in zip(first[numbers].tolist(), last[numbers].tolist(), strict=True)
            ]
            for part, (first, last) in zip(self._parts, lists, strict=True)
        ]
        return pieces[0] if len(pieces) == 1 else [*chain.from_iterable(zip(*pieces, strict=True))]


def scale_of(squares: Array) -> Array:
    """One over the length of a feature vector (f4), given the sum of its squares."""
    scale: Array = (1 / np.sqrt(np.maximum(squares, 1e-6))).astype(np.float32)
    return scale


def rarity(frequency: Array, forms: int) -> Array:
    """How much sharing a feature says, in nats (f8).

    Args:
        frequency: For each feature, how many forms have it.
        forms: How many forms there are, at least one.
    """
    return np.log(forms / np.maximum(frequency, 0.5)) + 1


def _summed(postings: list[Array], read: _Read, forms: int) -> tuple[Array, Array, list[int]]:
    """Of each name the forms in its lists, once, and the sum of their weights.

    Args:
        postings: The lists, each whole or in pieces.
        read: What they are.
        forms: How many forms the table has.

    Returns:
        Forms (i8) and sums (f4, whole numbers) of one name after the other; and where those of
        each name begin and, at last, end.
    """
    bits = len(read.lists).bit_length()
    dtype: type[Any] = np.uint32 if forms.bit_length() + bits <= _SHORT_KEY else np.uint64
    # A form and the number of a list in one number, as short as can be: it sorts fastest.
    keys: Array = np.concatenate(postings, dtype=dtype)
    keys <<= dtype(bits)
    keys |= np.arange(len(read.lists), dtype=dtype).repeat(read.sizes)
    bounds = [0, *accumulate(read.postings)]
    for begin, end in pairwise(bounds):
        keys[begin:end].sort()
    found: Array = keys >> dtype(bits)
    new = np.empty(len(found), bool)
    np.not_equal(found[1:], found[:-1], out=new[1:])
    for begin in bounds[:-1]:
        new[begin : begin + 1] = True
    (first,) = new.nonzero()
    keys &= dtype((1 << bits) - 1)
    sums = np.add.reduceat(np.array(read.weights, np.float32).take(keys), first)
    bounds = first.searchsorted(bounds).tolist() if len(bounds) > 2 else [0, len(first)]
    return found.take(first).astype(np.int64), sums, bounds


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
        keys.partition(len(keys) - limit)
        keys = keys[len(keys) - limit :]
    keys[::-1].sort()
    found = _FORM_MASK - (keys & _FORM_MASK)
    return Nearest(found, (keys >> 32).astype(np.uint32).view(np.float32))
