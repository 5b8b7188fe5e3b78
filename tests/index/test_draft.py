"""A snapshot is swapped in whole, and old ones go; what is written has the dtype of the table."""

from __future__ import annotations

from array import array
from pathlib import Path

import numpy as np
import pytest

from resolver.index.columns import TEXT, Column
from resolver.index.draft import Draft
from resolver.index.format import current_snapshot, read_snapshot, snapshots
from resolver.index.segment import Texts
from tests.index.conftest import SOME, TABLE, contents, written


def test_the_same_contents_have_the_same_name_and_others_another(tmp_path: Path) -> None:
    first = written(tmp_path, 1)
    assert written(tmp_path, 1) == first
    assert written(tmp_path, 2) != first
    assert written(tmp_path, 1, {**SOME, "some": np.arange(1, 6)}) != first


def test_rows_get_the_dtype_of_the_table(tmp_path: Path) -> None:
    first = written(tmp_path)
    assert written(tmp_path, columns={**SOME, "some": np.arange(5, dtype=np.int64)}) == first
    with Draft(tmp_path, TABLE) as draft:
        draft.put("some", array("Q", range(5)))
        draft.put("none", np.empty(0))
        assert draft.commit(contents()) == first


def test_a_column_that_is_not_in_the_table_is_not_written(tmp_path: Path) -> None:
    with Draft(tmp_path) as draft, pytest.raises(KeyError, match="some"):
        draft.column("some")


@pytest.mark.parametrize("count", [0, 1, 33_000])
def test_texts_are_read_back_as_they_were_written(tmp_path: Path, count: int) -> None:
    texts = ["", "é", "حلب", *(f"name {n}" for n in range(count))]
    table = [Column("word", TEXT, "rows", "a word")]
    with Draft(tmp_path, table) as draft:
        column = draft.texts("word")
        for text in texts:
            column.add(text)
        draft.commit(contents())
    columns = read_snapshot(current_snapshot(tmp_path), table).columns
    read = Texts(columns["word_bytes"], columns["word_start"])
    assert [read[row] for row in range(len(read))] == texts


def test_the_last_two_snapshots_stay(tmp_path: Path) -> None:
    names = [written(tmp_path, n) for n in range(4)]
    folders = {path.name for path in (tmp_path / "index").iterdir() if path.is_dir()}
    assert folders == set(names[-2:])


def named(home: Path) -> set[str]:
    """The snapshots that a home has."""
    return {folder.name for folder in snapshots(home)}


def test_a_damaged_current_does_not_cost_the_last_whole_snapshot(tmp_path: Path) -> None:
    names = [written(tmp_path, n) for n in range(2)]
    (tmp_path / "index" / "CURRENT").write_bytes(b"")
    assert named(tmp_path) == set(names)
    names.append(written(tmp_path, 2))
    assert named(tmp_path) == {names[1], names[2]}


def test_the_one_that_stays_is_a_whole_one(tmp_path: Path) -> None:
    names = [written(tmp_path, n) for n in range(2)]
    (tmp_path / "index" / names[1] / "some.npy").write_bytes(b"")
    names.append(written(tmp_path, 2))
    assert named(tmp_path) == {names[0], names[2]}


def test_where_no_other_is_whole_all_stay(tmp_path: Path) -> None:
    names = [written(tmp_path, n) for n in range(2)]
    for name in names:
        (tmp_path / "index" / name / "some.npy").unlink()
    names.append(written(tmp_path, 2))
    assert named(tmp_path) == set(names)


def test_a_current_that_became_a_folder_is_replaced(tmp_path: Path) -> None:
    written(tmp_path)
    current = tmp_path / "index" / "CURRENT"
    current.unlink()
    (current / "inside").mkdir(parents=True)
    fingerprint = written(tmp_path, 1)
    assert current_snapshot(tmp_path).name == fingerprint


def test_a_damaged_snapshot_is_written_anew_by_the_next_compile(tmp_path: Path) -> None:
    fingerprint = written(tmp_path)
    (tmp_path / "index" / fingerprint / "some.npy").write_bytes(b"")
    assert written(tmp_path) == fingerprint
    read_snapshot(current_snapshot(tmp_path), TABLE)
    assert [path.name for path in (tmp_path / "index").glob(".*")] == []


def test_a_draft_that_fails_leaves_the_snapshot_before_it(tmp_path: Path) -> None:
    before = written(tmp_path)
    with pytest.raises(KeyError, match="unknown"):
        written(tmp_path, columns={"some": np.arange(9), "unknown": np.arange(9)})
    assert current_snapshot(tmp_path).name == before
    assert [*(tmp_path / "index").glob(".*")] == []
