"""The same vectors make the same cells, and every vector is in one."""

from __future__ import annotations

import numpy as np

from tests.index.test_vectors import COUNT, DIM, placed, points


def test_the_same_vectors_make_the_same_cells() -> None:
    rows, types = points(COUNT, 1), np.ones(COUNT, np.uint8)
    first, second = (placed(rows, types)[1] for _ in range(2))
    assert all((first[name] == second[name]).all() for name in first)


def test_every_vector_is_in_one_cell_and_found_again() -> None:
    rows = points(1_000, 1)
    columns = placed(rows, np.ones(len(rows), np.uint8))[1]
    assert sorted(columns["vector_form"].tolist()) == list(range(len(rows)))
    assert (columns["vector_form"][columns["vector_row"]] == np.arange(len(rows))).all()
    assert columns["vector_start"][0] == 0
    assert columns["vector_start"][-1] == len(rows)
    assert len(columns["vector_center"]) == (len(columns["vector_start"]) - 1) * DIM
