"""The vector of a name → the forms that sound nearest.

The vectors of all forms lie in cells, each around a center. A search reads the cells whose
centers are nearest to the name, until a budget of vectors is spent, and takes the best of these.
Vectors and centers are whole numbers of one byte, so that a cosine is the same on every machine:
sums of their products are exact.

Source: inverted lists over a coarse quantizer, after Jégou, Douze and Schmid, "Product Quantization
for Nearest Neighbor Search" (PAMI 2011), without the product quantization.
"""

from __future__ import annotations

import functools
import operator
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import simsimd

from resolver.index.columns import ALL_TYPES, take_through
from resolver.index.lexical import NOTHING, Nearest, nearest

Array = npt.NDArray[Any]

UNIT: Final = 127
"""The length of a vector as it is stored."""

_MIN_COSINE: Final = 0.4
"""The cosine below which two names do not sound alike."""

_MAX_CELLS: Final = 128
"""Cells that a search reads at most."""

_PER_PRODUCT: Final = np.float32(1 / UNIT**2)
"""The cosine of two vectors for each unit of their product."""


class Cells:
    """The vectors of one segment.

    A segment has as many vectors as forms, and both are numbered from the same number on.

    Args:
        columns: Those whose names begin with `vector`.
        dim: The length of a vector.
        types: u1 by form: one bit for each type of its entities.
        first: The number of its first form in the whole index.
    """

    def __init__(
        self, columns: Mapping[str, Array], dim: int, types: Array, first: int = 0
    ) -> None:
        self.first = first
        self.rows = columns["vector"].reshape(-1, dim)
        self.forms = _moved(columns["vector_form"], first)
        self.row_of = _moved(columns["vector_row"], first)
        starts = columns["vector_start"].astype(np.int64) + first
        self.starts: list[int] = starts.tolist()
        self.centers = columns["vector_center"].reshape(-1, dim).astype(np.int8)
        self.kinds = types[columns["vector_form"]]
        """The bits of the types of each row."""
        self.all_types = int(np.bitwise_or.reduce(types)) if len(types) else 0


class Vectors:
    """The vectors of an opened index.

    Args:
        parts: Those of each of its segments, the first of which has a form at least.
    """

    def __init__(self, *parts: Cells) -> None:
        self._parts = parts
        self._firsts = [part.first for part in parts]
        self._rows = [part.rows for part in parts]
        self._forms = [part.forms for part in parts]
        self._row_of = [part.row_of for part in parts]
        self._kinds = [part.kinds for part in parts]
        self._centers = np.concatenate([part.centers for part in parts])
        self._begins = [*chain.from_iterable(part.starts[:-1] for part in parts)]
        self._ends = [*chain.from_iterable(part.starts[1:] for part in parts)]
        self._all_types = functools.reduce(operator.or_, [part.all_types for part in parts])

    def with_overlay(self, part: Cells) -> Self:
        """These and those of a segment above."""
        return type(self)(*self._parts, part)

    def search(
        self,
        vectors: Array,
        *,
        types: Sequence[int] | None = None,
        budgets: Sequence[int],
        limits: Sequence[int],
    ) -> list[Nearest]:
        """The forms that sound nearest to some names, and the cosine of each (see `cosines`).

        Args:
            vectors: i1[names, dim], from `rounded`.
            types: For each the bits of the types that are searched; None for all.
            budgets: For each, how many vectors to read at most; the nearest cell is always read.
            limits: For each, how many forms to return at most.
        """
        if not len(self._centers):
            return [NOTHING] * len(vectors)
        products = _products(vectors, self._centers)
        return [
            self._search(vector, _nearest_first(its), wanted, budget, limit)
            for vector, its, wanted, budget, limit in zip(
                vectors,
                products,
                types or [ALL_TYPES] * len(vectors),
                budgets,
                limits,
                strict=True,
            )
        ]

    def cosines(self, vectors: Array, forms: Sequence[Array]) -> list[Array]:
        """How alike some forms sound to names, 0..1 (f4); 0 for forms without a known sound.

        Args:
            vectors: i1[names, dim], from `rounded`.
            forms: For each name, numbers of forms.
        """
        places = take_through(self._row_of, self._firsts, np.concatenate(forms))
        rows = take_through(self._rows, self._firsts, places)
        found, at = [], 0
        for vector, some in zip(vectors, forms, strict=True):
            after = at + len(some)
            products = _products(vector[None], rows[at:after])[0] if len(some) else NOTHING.cosines
            found.append(np.maximum(products * _PER_PRODUCT, 0))
            at = after
        return found

    def _search(
        self, vector: Array, cells: list[int], types: int, budget: int, limit: int
    ) -> Nearest:
        read: list[Array] = []
        kinds: list[Array] = []
        ends, offsets, size = [], [], 0
        narrowed = self._all_types & ~types
        for cell in cells:
            begin, end = self._begins[cell], self._ends[cell]
            if read and size + end - begin > budget:
                break
            size += end - begin
            read.append(self._cell(self._rows, begin, end))
            if narrowed:
                kinds.append(self._cell(self._kinds, begin, end))
            ends.append(size)
            offsets.append(end - size)  # added to a place among what is read, it is the row
        if not size:
            return NOTHING
        (products,) = _products(vector[None], np.concatenate(read))
        if narrowed:
            products[np.concatenate(kinds) & np.uint8(types) == 0] = 0
        places = _greatest(products, limit)
        rows = places + np.array(offsets)[np.array(ends).searchsorted(places, "right")]
        found = take_through(self._forms, self._firsts, rows).astype(np.int64)
        forms, products = nearest(found, products[places], limit)
        return Nearest(forms, products * _PER_PRODUCT)

    def _cell(self, columns: list[Array], begin: int, end: int) -> Array:
        """A cell's rows of a column, which are all of one segment."""
        part = bisect_right(self._firsts, begin) - 1
        first = self._firsts[part]
        return columns[part][begin - first : end - first]


def _moved(numbers: Array, first: int) -> Array:
    """Numbers of a segment as those of the whole index."""
    return numbers + np.uint32(first) if first else numbers


def _nearest_first(products: Array) -> list[int]:
    """The cells with the greatest products, `_MAX_CELLS` at most; equal ones by number."""
    cells = np.arange(len(products))
    if len(products) > _MAX_CELLS:
        cells = products.argpartition(len(products) - _MAX_CELLS)[len(products) - _MAX_CELLS :]
    order: list[int] = cells[(-products[cells]).argsort(kind="stable")].tolist()
    return order


def _products(vectors: Array, rows: Array) -> Array:
    """The products (f4, whole numbers) of some vectors with some others, at least one of each."""
    return np.asarray(simsimd.cdist(vectors, rows, "dot", out_dtype="float32"))


def _greatest(products: Array, limit: int) -> Array:
    """Where the greatest products are, if those sound alike; more where the last ones are equal."""
    threshold = np.float32(_MIN_COSINE * UNIT**2)
    if len(products) > limit:
        place = len(products) - limit
        threshold = max(threshold, np.partition(products, place)[place])
    places: Array = np.flatnonzero(products >= threshold)
    return places


def rounded(vectors: Array) -> Array:
    """Vectors of length 1 as they are stored: whole numbers from -127 to 127 (i1)."""
    whole: Array = np.rint(vectors * np.float32(UNIT)).astype(np.int8)
    return whole
