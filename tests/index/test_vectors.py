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
from resolver.index.vectors import UNIT, Cells, Vectors, rounded
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
        write_vectors(draft, rounded(rows), lambda _: None)
        draft.commit({**contents(), "encoder": {"digest": "", "dim": DIM}})
        columns = read_snapshot(current_snapshot(Path(folder)), VECTORS).columns
    return Vectors(Cells(columns, DIM, types)), columns


@pytest.fixture(scope="module")
def rows() -> Array:
    return points(COUNT, 1)


@pytest.fixture(scope="module")
def vectors(rows: Array) -> Vectors:
    types = np.where(np.arange(COUNT) % 2, 2, 1).astype(np.uint8)
    return placed(rows, types)[0]


def nearest(rows: Array, vector: Array, limit: int) -> list[int]:
    products = rounded(rows).astype(np.float32) @ vector.astype(np.float32)
    order = np.lexsort((np.arange(len(rows)), -products))
    near = [row for row in order.tolist() if products[row] >= 0.4 * UNIT**2]
    return near[:limit]


def test_all_of_them_read_the_nearest_are_found_in_order(rows: Array, vectors: Vectors) -> None:
    for vector in rounded(points(50, 2)):
        (found,) = vectors.search(vector[None], budgets=[COUNT], limits=[40])
        assert found.forms.tolist()[:5] == nearest(rows, vector, 5)


def test_a_part_of_them_read_most_of_the_nearest_are_found(rows: Array, vectors: Vectors) -> None:
    hits = [
        len({*found.forms.tolist()} & {*nearest(rows, vector, 10)})
        for vector in rounded(points(100, 3))
        for found in vectors.search(vector[None], budgets=[2_000], limits=[10])
    ]
    assert sum(hits) > 900


def test_only_forms_of_an_asked_type_are_found(vectors: Vectors) -> None:
    asked = rounded(points(2, 4))
    some, every = vectors.search(asked, types=[2, 255], budgets=[2_000] * 2, limits=[100, 40])
    assert (len(some.forms), len(every.forms)) == (100, 40)
    assert (some.forms % 2 == 1).all()
    assert (every.forms % 2 == 0).any()


def test_what_is_found_comes_with_its_cosine(vectors: Vectors) -> None:
    asked = rounded(points(2, 7))
    found = vectors.search(asked, budgets=[2_000] * 2, limits=[100, 10])
    cosines = vectors.cosines(asked, [each.forms for each in found])
    assert [each.cosines.tolist() for each in found] == [each.tolist() for each in cosines]


def test_cosines_are_those_of_the_vectors(rows: Array, vectors: Vectors) -> None:
    vector, forms = points(1, 5)[0], np.array([3, 19_999, 0])
    expected = np.maximum(rows[forms] @ vector, 0)
    (found,) = vectors.cosines(rounded(vector)[None], [forms])
    assert found == pytest.approx(expected, abs=0.02)


def test_few_vectors_none_and_those_of_nothing_known() -> None:
    for count in (0, 1, 3):
        few, _ = placed(points(count, 6), np.ones(count, np.uint8))
        asked = rounded(points(max(count, 1), 6)[:1])
        (found,) = few.search(asked, budgets=[10], limits=[10])
        assert found.forms.tolist()[:1] == [0][:count]
        (cosines,) = few.cosines(asked, [np.empty(0, np.int64)])
        assert not len(cosines)
    silent, _ = placed(np.zeros((2, DIM), np.float32), np.ones(2, np.uint8))
    (found,) = silent.search(rounded(points(1, 6)), budgets=[10], limits=[10])
    assert not len(found.forms)
