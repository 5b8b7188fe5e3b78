"""Vectors in cells: what sounds nearest is found, by a part of them as by all."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from resolver.index.cells import write_vectors
from resolver.index.columns import COLUMNS
from resolver.index.draft import Draft
from resolver.index.format import current_snapshot, read_snapshot
from resolver.index.vectors import UNIT, Vectors, rounded
from tests.index.conftest import contents

Array = npt.NDArray[np.float32]
DIM = 16
VECTORS = [column for column in COLUMNS if column.name.startswith("vector")]
COUNT = 20_000


def points(count: int, seed: int) -> Array:
    """Vectors of length 1 around some hundred centers, as names lie together in families."""
    chance = np.random.default_rng(seed)
    families = np.random.default_rng(0).normal(size=(200, DIM))
    rows = families[chance.integers(0, 200, count)] + chance.normal(size=(count, DIM)) * 0.5
    lengths: Array = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / lengths).astype(np.float32)


def placed(rows: Array, types: npt.NDArray[np.uint8]) -> tuple[Vectors, dict[str, Array]]:
    """The vectors of so many forms, written and read."""
    with tempfile.TemporaryDirectory() as folder, Draft(Path(folder), VECTORS) as draft:
        write_vectors(draft, rounded(rows).astype(np.int8), lambda _: None)
        draft.commit({**contents(), "encoder": {"digest": "", "dim": DIM}})
        columns = read_snapshot(current_snapshot(Path(folder)), VECTORS).columns
    return Vectors(
        columns["vector"].reshape(-1, DIM),
        columns["vector_form"],
        columns["vector_row"],
        columns["vector_start"],
        columns["vector_center"].reshape(-1, DIM),
        types,
    ), columns


@pytest.fixture(scope="module")
def rows() -> Array:
    return points(COUNT, 1)


@pytest.fixture(scope="module")
def vectors(rows: Array) -> Vectors:
    types = np.where(np.arange(COUNT) % 2, 2, 1).astype(np.uint8)
    return placed(rows, types)[0]


def nearest(rows: Array, vector: Array, limit: int) -> list[int]:
    products = rounded(rows) @ vector
    order = np.lexsort((np.arange(len(rows)), -products))
    near = [row for row in order.tolist() if products[row] >= 0.4 * UNIT**2]
    return near[:limit]


def test_all_of_them_read_the_nearest_are_found_in_order(rows: Array, vectors: Vectors) -> None:
    for vector in rounded(points(50, 2)):
        found = vectors.search(vector, budget=COUNT, limit=40)
        assert found.tolist()[:5] == nearest(rows, vector, 5)


def test_a_part_of_them_read_most_of_the_nearest_are_found(rows: Array, vectors: Vectors) -> None:
    hits = [
        len(
            {*vectors.search(vector, budget=2_000, limit=10).tolist()}
            & {*nearest(rows, vector, 10)}
        )
        for vector in rounded(points(100, 3))
    ]
    assert sum(hits) > 900


def test_only_forms_of_an_asked_type_are_found(vectors: Vectors) -> None:
    found = vectors.search(rounded(points(1, 4))[0], types=2, budget=2_000, limit=100)
    assert len(found) == 100
    assert (found % 2 == 1).all()


def test_cosines_are_those_of_the_vectors(rows: Array, vectors: Vectors) -> None:
    vector, forms = points(1, 5)[0], np.array([3, 19_999, 0])
    expected = np.maximum(rows[forms] @ vector, 0)
    assert vectors.cosines(rounded(vector), forms) == pytest.approx(expected, abs=0.02)


def test_few_vectors_none_and_those_of_nothing_known() -> None:
    for count in (0, 1, 3):
        few, _ = placed(points(count, 6), np.ones(count, np.uint8))
        vector = rounded(points(count, 6)[0] if count else points(1, 6)[0])
        assert few.search(vector, budget=10, limit=10).tolist()[:1] == [0][:count]
    silent, _ = placed(np.zeros((2, DIM), np.float32), np.ones(2, np.uint8))
    assert not len(silent.search(rounded(points(1, 6)[0]), budget=10, limit=10))
