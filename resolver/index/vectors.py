"""The vector of a name → the forms that sound nearest.

The vectors of all forms lie in cells, each around a center. A search reads the cells whose
centers are nearest to the name, until a budget of vectors is spent, and takes the best of these.
Vectors and centers are whole numbers of one byte, so that a cosine is the same on every machine:
sums of their products are exact in 32-bit floats.

Source: inverted lists over a coarse quantizer, after Jégou, Douze and Schmid, "Product Quantization
for Nearest Neighbor Search" (PAMI 2011), without the product quantization.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index.columns import ALL_TYPES
from resolver.index.lexical import nearest

Array = npt.NDArray[Any]

UNIT: Final = 127
"""The length of a vector as it is stored."""

_MIN_COSINE: Final = 0.4
"""The cosine below which two names do not sound alike."""

_MAX_CELLS: Final = 128
"""Cells that a search reads at most."""


class Vectors:
    """The vectors of an opened index.

    Args:
        rows: i1[forms, dim]: the vectors, cell after cell.
        forms: u4: the form of each row.
        row_of: u4: the row of each form.
        start: u4, one more than cells: where each one's rows begin.
        centers: f4[cells, dim]: whole numbers.
        types: u1 by form: one bit for each type of its entities.
    """

    def __init__(
        self, rows: Array, forms: Array, row_of: Array, start: Array, centers: Array, types: Array
    ) -> None:
        self._rows = rows
        self._forms = forms
        self._row_of = row_of
        self._start = start
        self._centers = centers
        self._types = types
        self._all_types = int(np.bitwise_or.reduce(types)) if len(types) else 0

    def search(self, vector: Array, *, types: int = ALL_TYPES, budget: int, limit: int) -> Array:
        """The forms that sound nearest (i8), nearest first, equally near ones by number.

        Args:
            vector: Of the asked name, from `rounded`.
            types: Bits of the types that are searched; 255 for all.
            budget: Vectors to read at most; the nearest cell is always read.
            limit: Forms to return at most.
        """
        cells = self._nearest_cells(vector)
        begin, end = self._start[cells].astype(np.int64), self._start[cells + 1].astype(np.int64)
        size = end - begin
        read = max(1, int(size.cumsum().searchsorted(budget, "right")))
        bounds = zip(begin[:read].tolist(), end[:read].tolist(), strict=True)
        products = np.concatenate(
            [self._rows[a:b].astype(np.float32) @ vector for a, b in bounds]
            or [np.empty(0, np.float32)]
        )
        ends = size[:read].cumsum()
        # Added to a place among the vectors that were read, this is the vector's row.
        offset = end[:read] - ends
        if self._all_types & ~types:
            rows = np.arange(len(products)) + offset.repeat(size[:read])
            products[self._types[self._forms[rows]] & np.uint8(types) == 0] = 0
        places = _greatest(products, limit)
        rows = places + offset[ends.searchsorted(places, "right")]
        return nearest(self._forms[rows].astype(np.int64), products[places], limit).forms

    def cosines(self, vector: Array, forms: Array) -> Array:
        """How alike some forms sound to a name, 0..1 (f4); 0 for forms without a known sound.

        Args:
            vector: Of the name, from `rounded`.
            forms: Numbers of forms.
        """
        products = self._rows[self._row_of[forms]].astype(np.float32) @ vector
        cosines: Array = np.maximum(products * np.float32(1 / UNIT**2), 0)
        return cosines

    def _nearest_cells(self, vector: Array) -> Array:
        """The cells to read, nearest first."""
        products = self._centers @ vector
        cells = np.arange(len(products))
        if len(products) > _MAX_CELLS:
            cells = products.argpartition(len(products) - _MAX_CELLS)[len(products) - _MAX_CELLS :]
        nearest_first: Array = cells[(-products[cells]).argsort(kind="stable")]
        return nearest_first


def _greatest(products: Array, limit: int) -> Array:
    """Where the greatest products are, if those sound alike; more where the last ones are equal."""
    threshold = np.float32(_MIN_COSINE * UNIT**2)
    if len(products) > limit:
        place = len(products) - limit
        threshold = max(threshold, np.partition(products, place)[place])
    places: Array = np.flatnonzero(products >= threshold)
    return places


def rounded(vectors: Array) -> Array:
    """Vectors of length 1 as they are stored: whole numbers from -127 to 127 (f4)."""
    whole: Array = np.rint(vectors * np.float32(UNIT))
    return whole
