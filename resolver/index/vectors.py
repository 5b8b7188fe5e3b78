"""The vector of a name → the forms that sound nearest.

The vectors of all forms lie in cells, each around a center. A question reads the cells whose
centers are nearest to it, until a budget of vectors is spent, and takes the best of what it read.
Vectors and centers are whole numbers of one byte, so that a cosine is the same on every machine:
sums of their products are exact in 32-bit floats.

Source: inverted lists over a coarse quantizer, after Jégou, Douze and Schmid, "Product Quantization
for Nearest Neighbor Search" (PAMI 2011), without the product quantization.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index.lexical import best

Array = npt.NDArray[Any]

UNIT: Final = 127
"""The length of a vector as it is kept."""

_LEAST: Final = 0.4
"""The cosine below which two names do not sound alike."""

_CELLS: Final = 128
"""Cells that it looks into at most."""


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

    def search(self, vector: Array, *, types: int = 255, budget: int, first: int) -> Array:
        """The forms that sound nearest (i8), nearest first, equal ones by number.

        Args:
            vector: Of the asked name, from `rounded`.
            types: Bits of the types that count.
            budget: Vectors to read at most; the nearest cell is always read.
            first: How many forms to return at most.
        """
        near = self._centers @ vector
        cells = np.arange(len(near))
        if len(near) > _CELLS:
            cells = near.argpartition(len(near) - _CELLS)[len(near) - _CELLS :]
        cells = cells[(-near[cells]).argsort(kind="stable")]
        begin, end = self._start[cells].astype(np.int64), self._start[cells + 1].astype(np.int64)
        size = end - begin
        read = max(1, int(size.cumsum().searchsorted(budget, "right")))
        bounds = zip(begin[:read].tolist(), end[:read].tolist(), strict=True)
        products = np.concatenate(
            [self._rows[a:b].astype(np.float32) @ vector for a, b in bounds] or [near[:0]]
        )
        ends = size[:read].cumsum()
        ahead = end[:read] - ends  # what is added to a place among those read to have its row
        if self._all_types & ~types:
            rows = np.arange(len(products)) + ahead.repeat(size[:read])
            products[self._types[self._forms[rows]] & np.uint8(types) == 0] = 0
        least = np.float32(_LEAST * UNIT**2)
        if len(products) > first:
            place = len(products) - first
            least = max(least, np.partition(products, place)[place])
        kept = np.flatnonzero(products >= least)
        rows = kept + ahead[ends.searchsorted(kept, "right")]
        forms = self._forms[rows].astype(np.int64)
        return best(forms, products[kept], first)[0]

    def cosines(self, vector: Array, forms: Array) -> Array:
        """How alike some forms sound to a name, 0..1 (f4); 0 for those no sound is known of."""
        products = self._rows[self._row_of[forms]].astype(np.float32) @ vector
        alike: Array = np.maximum(products * np.float32(1 / UNIT**2), 0)
        return alike


def rounded(vectors: Array) -> Array:
    """Vectors of length 1 as they are kept: whole numbers from -127 to 127 (f4)."""
    whole: Array = np.rint(vectors * np.float32(UNIT))
    return whole
