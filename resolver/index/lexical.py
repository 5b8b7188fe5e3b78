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
        self._codes = codes
        self.forms = forms
        self.scale = scale
        self.types = types
        self.all_types = int(np.bitwise_or.reduce(types)) if len(types) else 0
        self._start = start
        self._code_view = codes.data  # one number is read faster from a memoryview
        self._start_view = start.data

    def count(self, code: int) -> int:
        """How many forms have one feature; of a few it is found faster than with arrays."""
        codes, start = self._code_view, self._start_view
        at = bisect_left(codes, code)
        return start[at + 1] - start[at] if at < len(codes) and codes[at] == code else 0

    def sizes(self, codes: Array) -> Array:
        """How many forms have each of many features (i8)."""
        begin, end = self.lists(codes)
        return end - begin

    def lists(self, codes: Sequence[int] | Array) -> tuple[Array, Array]:
        """Where the postings of each feature begin and end; a feature that no form has has none."""
        wanted = np.asarray(codes, np.uint32)
        at = self._codes.searchsorted(wanted)
        at[at == len(self._codes)] = 0
        known = self._codes[at] == wanted if len(self._codes) else np.zeros(len(wanted), bool)
        begin = self._start[at].astype(np.int64)
        return begin, np.where(known, self._start[at + known], begin).astype(np.int64)


class Overlaid(Postings):
    """The posting lists of an overlay, which are few: where they begin is kept at hand."""

    def __init__(self, codes: Array, start: Array, forms: Array, scale: Array, types: Array):
        super().__init__(codes, start, forms, scale, types)
        starts: list[int] = start.tolist()
        places = zip(codes.tolist(), pairwise(starts), strict=True)
        self._places: dict[int, tuple[int, int]] = dict(places)

    def count(self, code: int) -> int:
        """How many forms have one feature."""
        begin, end = self._places.get(code, (0, 0))
        return end - begin

    def find(self, codes: list[int]) -> list[tuple[int, Array]]:
        """The postings of those features that a form has, each with its place among the codes."""
        places, forms = self._places, self.forms
        found = [(place, places[code]) for place, code in enumerate(codes) if code in places]
        return [(place, forms[begin:end]) for place, (begin, end) in found]


class Lexical:
    """The posting lists of an opened index.

    Args:
        base: Those of its base, which has a form at least.
        overlays: Those of its overlays.
    """

    def __init__(self, base: Postings, *overlays: Overlaid) -> None:
        self._base, self._overlays = base, overlays
        self._parts = (base, *overlays)
        self._scales = [part.scale for part in self._parts]
        self._types = [part.types for part in self._parts]
        *self._firsts, self._forms = accumulate(map(len, self._types), initial=0)
        self._all_types = functools.reduce(operator.or_, [part.all_types for part in self._parts])

    def with_overlay(self, codes: Array, start: Array, postings: Array, types: Array) -> Self:
        """These and those of a segment above; arguments as of `Postings`.

        A feature is as rare there as among all: so one name is as near in an overlay as in a base.

        Args:
            postings: u4: forms, by number of the segment.
        """
        forms, sizes = len(types), np.diff(start).astype(np.int64)
        there = sum((part.sizes(codes) for part in self._parts), start=sizes)
        rare = rarity(there, max(self._forms + forms, 1)).repeat(sizes)
        scale = scale_of(np.bincount(postings, weights=rare**2, minlength=forms))
        above = Overlaid(codes, start, postings + np.uint32(self._forms), scale, types)
        return type(self)(self._base, *self._overlays, above)

    def frequency(self, codes: list[int]) -> list[int]:
        """How many forms have each feature."""
        if len(codes) <= _MAX_ONE_BY_ONE:
            return [sum([part.count(code) for part in self._parts]) for code in codes]
        begin, end = self._base.lists(codes)
        counts: list[int] = (end - begin).tolist()
        for overlay in self._overlays:
            for place, forms in overlay.find(codes):
                counts[place] += len(forms)
        return counts

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
        wanted = [*chain.from_iterable(codes)]
        begin, end = self._base.lists(wanted)
        found = [pair for overlay in self._overlays for pair in overlay.find(wanted)]
        size = end - begin
        for place, some in found:
            size[place] += len(some)
        read = self._affordable(codes, size, budget)
        if not read.lists:
            return [NOTHING] * len(codes)
        first, last = begin[read.lists].tolist(), end[read.lists].tolist()
        postings = [self._base.forms[a:b] for a, b in zip(first, last, strict=True)]
        if found:
            postings = _beside(postings, read.lists, found)
        forms, sums, bounds = _summed(postings, read, self._forms)
        cosines = take_through(self._scales, self._firsts, forms)
        cosines *= sums
        factors = np.array(read.factors, np.float32)
        cosines *= factors[0] if len(codes) == 1 else factors.repeat(np.diff(bounds))
        nearest_ones = []
        for place, (at, after) in enumerate(pairwise(bounds)):
            some, near = forms[at:after], cosines[at:after]
            if types is not None and self._all_types & ~types[place]:
                kinds = take_through(self._types, self._firsts, some)
                fits = kinds & np.uint8(types[place]) != 0
                some, near = some[fits], near[fits]
            nearest_ones.append(nearest(some, near, limits[place]))
        return nearest_ones

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


def _beside(
    lists: Sequence[Array], places: Sequence[int], more: Sequence[tuple[int, Array]]
) -> list[Array]:
    """Posting lists of a base, and behind each what there is of it in overlays.

    Args:
        lists: Those of the base.
        places: The place of each among all features.
        more: Those of overlays, each with that place.
    """
    pieces = {place: [some] for place, some in zip(places, lists, strict=True)}
    for place, some in more:
        if place in pieces:
            pieces[place].append(some)
    return [*chain.from_iterable(pieces.values())]


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
