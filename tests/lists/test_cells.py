"""Cells as the text of a CSV, as programs need it and as a spreadsheet does."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.lists.cells import csv_text, excel_text


def test_cells_are_quoted_where_they_must_be() -> None:
    to_text = csv_text(",")
    assert to_text(["a", 'say "hi"', "1,2", "x\ny", "x\ry", ""]) == (
        'a,"say ""hi""","1,2","x\ny","x\ry",'
    )
    assert csv_text(";")(["1,2", "1;2"]) == '1,2;"1;2"'
    assert to_text([""]) == '""'


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1),
    st.sampled_from(",;\t|"),
)
def test_cells_come_back(cells: list[str], delimiter: str) -> None:
    text = io.StringIO(csv_text(delimiter)(cells) + "\n", newline="")
    assert list(csv.reader(text, delimiter=delimiter, strict=True)) == [cells]


@pytest.mark.parametrize("cell", ["=1+1", "+A1", "-A1", "@x", "\tx", "\rx", "\nx", "＝1", "--1"])
def test_a_spreadsheet_runs_nothing(cell: str) -> None:
    (found,) = csv.reader(
        io.StringIO(excel_text(";")([cell, "a"]) + "\n", newline=""), delimiter=";"
    )
    assert found == [f"'{cell}", "a"]


@pytest.mark.parametrize("cell", ["-12.5", "+3", "-.5", "-1e9", "a=b", "'=x", ""])
def test_what_is_no_formula_stays(cell: str) -> None:
    assert excel_text(",")([cell, "a"]) == f"{cell},a"
