"""A row with a cell more is rejected, for its cells are in the wrong columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs.rejects import RejectList, Rejects
from resolver.packs.sanctions.widths import rows_of_width
from resolver.rows import CsvRow

PATH = Path("a.csv")


def test_rows_have_the_cells_that_they_should() -> None:
    rows = [["a", "b"], ["a", "b", "", " "], ["a", "b", "c"], ["a"]]
    rejects = RejectList(())
    located = [CsvRow(line, cells) for line, cells in enumerate(rows, 1)]
    assert list(rows_of_width(PATH, rejects, located, 2)) == [(1, ["a", "b"]), (2, ["a", "b"])]
    assert [each.raw for each in rejects.rows] == rows[2:]
    with pytest.raises(BadSource, match=r"a.csv, line 3: 3 cells where 2 are needed"):
        list(rows_of_width(PATH, Rejects(), located, 2))
