"""Vectors → cells of vectors that lie together.

Centers are learned from a sample, spread evenly over the forms: each is the mean of the vectors
nearest to it, a few times over. All of it is counted in whole numbers and starts from the same
vectors, so the same table makes the same cells on every machine.

Source: spherical k-means (Dhillon and Modha, Machine Learning 42, 2001).
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index.draft import Draft
from resolver.index.vectors import rounded
from resolver.processes import ALONE, Processes
from resolver.progress import Advance, no_advance

Array = npt.NDArray[Any]

_VECTORS_PER_CELL: Final = 64
"""Vectors of a cell, until there are as many cells as may be."""

_MAX_CELLS: Final = 4_096
"""Cells at most: a search compares the asked name with the center of each."""

_SAMPLE_PER_CELL: Final = 16
"""Vectors for each cell from which centers are learned."""

_ROUNDS: Final = 6
"""How often each center is set to the mean of its vectors."""

_BLOCK: Final = 8_192
"""Vectors that are handed to a process or written at once."""

_COMPARED: Final = 512
"""Vectors that are compared at once: their products with all centers stay in the cache."""


def write_vectors(
    draft: Draft, rows: Array, advance: Advance, processes: Processes = ALONE
) -> None:
    """Write the vectors of all forms, cell by cell.

    Args:
        draft: Where they go.
        rows: i1[forms, dim].
        advance: Called with how many more vectors have their cell.
        processes: That compare them.
    """
    centers = _centers(rows, processes)
    cells = _nearest(rows, centers, processes, advance)
    order = cells.argsort(kind="stable").astype(np.uint32)
    row_of = np.empty(len(order), np.uint32)
    row_of[order] = np.arange(len(order), dtype=np.uint32)
    column = draft.column("vector")
    for at in range(0, len(order), _BLOCK):
        column.write(rows[order[at : at + _BLOCK]].reshape(-1))
    draft.put("vector_form", order)
    draft.put("vector_row", row_of)
    draft.put("vector_center", centers.reshape(-1))
    draft.put("vector_start", cells[order].searchsorted(np.arange(len(centers) + 1)))


def _centers(rows: Array, processes: Processes) -> Array:
    """f4[cells, dim], whole numbers."""
    count = min(max(len(rows) // _VECTORS_PER_CELL, 1), _MAX_CELLS)
    sample = rows[_spread(len(rows), min(_SAMPLE_PER_CELL * count, len(rows)))]
    centers = sample[_spread(len(sample), min(count, len(sample)))].astype(np.float32)
    for _ in range(_ROUNDS if count > 1 else 0):
        cells = _nearest(sample, centers, processes)
        order = cells.argsort(kind="stable")
        filled, first = np.unique(cells[order], return_index=True)
        sums = np.add.reduceat(sample[order], first, axis=0, dtype=np.int64)
        length = np.sqrt((sums**2).sum(axis=1).astype(np.float64))
        centers[filled] = rounded(sums / np.maximum(length, 1)[:, None])
    return centers


def _nearest(
    rows: Array, centers: Array, processes: Processes, advance: Advance = no_advance
) -> Array:
    """For each vector the number of the center that is nearest."""
    blocks = (rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK))
    found = [np.empty(0, np.int64)]
    for cells in processes.map(partial(_nearest_centers, centers), blocks):
        found.append(cells)
        advance(len(cells))
    return np.concatenate(found)


def _nearest_centers(centers: Array, rows: Array) -> Array:
    """As `_nearest`, of one block, in any process."""
    across = np.ascontiguousarray(centers.T)
    cells = np.empty(len(rows), np.int64)
    for at in range(0, len(rows), _COMPARED):
        some = rows[at : at + _COMPARED].astype(np.float32)
        cells[at : at + _COMPARED] = (some @ across).argmax(axis=1)
    return cells


def _spread(count: int, some: int) -> Array:
    """So many numbers below a count, as evenly as can be."""
    return np.arange(some, dtype=np.int64) * count // max(some, 1)
