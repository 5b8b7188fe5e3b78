"""The table of columns is what is written and what is read, no more and no less."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from resolver import Resolver
from resolver.errors import HomeFormat
from resolver.index import Index
from resolver.index.columns import (
    COLUMNS,
    TEXT,
    Column,
    file_dtypes,
    missing_file,
    new_rows,
    take_through,
    uneven_column,
    wrong_start,
)
from resolver.index.format import current_snapshot, read_snapshot
from tests.index.conftest import rewrite_manifest

WHOLE = [column for column in COLUMNS if not column.overlay_only]


def test_every_column_has_a_name_of_its_own_and_a_meaning() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(column.meaning and column.length for column in COLUMNS)
    assert [column.name for column in COLUMNS if column.overlay_only] == ["tombstones"]


def test_what_the_builder_writes_is_what_the_table_says(bundled_home: Path) -> None:
    columns = read_snapshot(current_snapshot(bundled_home)).columns
    assert {name: rows.dtype for name, rows in columns.items()} == {
        name: np.dtype(dtype) for name, dtype in file_dtypes(WHOLE).items()
    }


def test_a_column_has_a_row_for_each_of_what_the_table_says(bundled_home: Path) -> None:
    manifest, columns = read_snapshot(current_snapshot(bundled_home))
    counts = {
        "entities": manifest["entities"],
        "aliases": manifest["aliases"],
        "dim": manifest["encoder"]["dim"],
        "forms": Index.open(bundled_home).names,
        "facts": int(columns["fact_start"][-1]),
        "repeated": len(columns["fact_value"]),
        "keys": len(columns["exact_hash"]),
        "features": len(columns["feature"]),
        "postings": int(columns["feature_start"][-1]),
        "cells": len(columns["vector_start"]) - 1,
        "redirects": len(columns["redirect_hash"]),
        "reviews": len(columns["review_hash"]),
    }
    for column in WHOLE:
        name, sign, other = [*re.split(r" ([+×]) ", column.length), "", ""][:3]
        expected = counts[name]
        if sign == "+":
            expected += int(other)
        elif sign == "×":
            expected *= counts[other]
        file = f"{column.name}_start" if column.dtype == TEXT else column.name
        assert len(columns[file]) == expected + (column.dtype == TEXT), column.name


def test_columns_whose_rows_do_not_agree_are_named() -> None:
    counts = {"dim": 2}
    rows = {"a": 3, "b_start": 4, "b_bytes": 9, "c": 3, "d": 8}
    table = [
        Column("a", "u4", "things", "a number"),
        Column("b", TEXT, "things", "a text"),
        Column("c", "u4", "cells + 1", "where a cell begins", "a"),
        Column("d", "f4", "cells × dim", "its center"),
    ]
    assert uneven_column(rows | {"d": 4}, table, counts) is None
    assert uneven_column(rows, table, counts) == "d"
    assert uneven_column(rows | {"d": 3}, table, counts) == "d"
    assert uneven_column(rows | {"d": 4}, table, {"dim": 0}) == "d"
    assert uneven_column(rows | {"b_start": 3}, table, counts) == "b"
    assert uneven_column(rows | {"c": 0}, table, counts) == "c"
    assert uneven_column(rows | {"d": 4}, table, counts | {"things": 4}) == "a"


def test_starts_that_end_elsewhere_than_their_column_are_named() -> None:
    table = [Column("at", "u4", "things + 1", "where it begins", "into")]
    into = np.zeros(5)
    assert wrong_start({"at": np.array([0, 2, 5]), "into": into}, table) is None
    assert wrong_start({"at": np.array([0, 2, 6]), "into": into}, table) == "at"
    assert wrong_start({"at": np.array([1, 2, 5]), "into": into}, table) == "at"


def test_new_rows_have_the_dtype_of_their_column() -> None:
    for column in COLUMNS:
        if column.dtype != TEXT:
            assert np.array(new_rows(column.name)).dtype == np.dtype(column.dtype)


def test_a_missing_file_is_named() -> None:
    files = file_dtypes(WHOLE)
    assert missing_file(files, WHOLE) is None
    assert missing_file(files, COLUMNS) == "tombstones"
    del files["alias_text_start"]
    assert missing_file(files, WHOLE) == "alias_text_start"


@pytest.mark.parametrize("file", ["alias_text_start", "posting", "vector_center"])
def test_a_snapshot_that_lacks_a_column_is_refused_by_name(
    bundled_home: Path, tmp_path: Path, file: str
) -> None:
    home = Path(shutil.copytree(bundled_home, tmp_path / "home"))
    rewrite_manifest(home, lambda manifest: manifest["files"].pop(file))
    with pytest.raises(HomeFormat, match=rf"has no {file}\.npy, .* — run: resolver compile"):
        Resolver.open(home)


def test_rows_are_taken_through_all_segments() -> None:
    columns = [np.array([10, 11, 12]), np.empty(0, np.int64), np.array([20, 21]), np.array([30])]
    rows = np.array([5, 0, 4, 3, 2, 5])
    assert take_through(columns, [0, 3, 3, 5], rows).tolist() == [30, 10, 21, 20, 12, 30]
    assert take_through(columns[:1], [0], rows[4:5]).tolist() == [12]
