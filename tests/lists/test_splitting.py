"""Rows are those of the csv module; a broken one costs its first line, and no more time."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadSource
from resolver.lists.form import Quoting
from resolver.lists.splitting import RowSplitter, SplitRow


def lines_of(text: str) -> list[str]:
    return io.StringIO(text, newline="\n").readlines()


def split(text: str, delimiter: str = ",", quoting: Quoting = "double") -> list[SplitRow]:
    return list(RowSplitter("x", lines_of(text), delimiter, quoting))


def test_rows_have_their_line_and_height() -> None:
    assert split('a,b\n\n"x\ny",2\r\nz') == [
        (1, 1, ["a", "b"], None),
        (2, 1, [], None),
        (3, 2, ["x\ny", "2"], None),
        (5, 1, ["z"], None),
    ]


@pytest.mark.parametrize(
    ("row", "cells", "why"),
    [
        ('"abc"d,1', ['"abc"d', "1"], "text follows a closing quote"),
        ('"abc,1', ['"abc', "1"], "a quote is opened and never closed"),
        ("a\rb,1", ["a\rb", "1"], "a carriage return stands alone"),
    ],
)
def test_a_broken_row_is_its_first_line_and_those_after_it_are_read_anew(
    row: str, cells: list[str], why: str
) -> None:
    rows = split(f"{row}\r\nx,2\ny,3\n")
    assert rows == [
        (1, 1, cells, f"not valid CSV: {why}"),
        (2, 1, ["x", "2"], None),
        (3, 1, ["y", "3"], None),
    ]


def test_a_quote_that_runs_into_the_next_one_costs_its_line_alone() -> None:
    rows = split('a,1\n"b,2\nc,3\n"d","4\n5"\ne,6\n')
    assert [row.cells for row in rows] == [
        ["a", "1"],
        ['"b', "2"],
        ["c", "3"],
        ["d", "4\n5"],
        ["e", "6"],
    ]
    assert [row.line for row in rows if row.error] == [2]


def slow_split(text: str) -> list[tuple[list[str], bool]]:
    """As `split` does it, in the plain way, whose time grows with the square."""
    lines, found = lines_of(text), []
    while lines:
        reader = csv.reader(lines, strict=True)
        try:
            found.append((next(reader), False))
            lines = lines[reader.line_num :]
        except csv.Error:
            found.append((lines.pop(0).removesuffix("\n").split(","), True))
    return found


@given(st.text(st.sampled_from('"""ab,,\n\n'), max_size=60))
def test_broken_rows_are_found_as_in_the_plain_way(text: str) -> None:
    assert [(row.cells, row.error is not None) for row in split(text)] == slow_split(text)


@pytest.mark.parametrize("end", ["", 'x"y\n'])
def test_the_time_for_broken_rows_is_linear(end: str) -> None:
    text = 'a","c\n' * 200_000 + end
    start = time.perf_counter()
    assert len(split(text)) >= 200_000
    assert time.perf_counter() - start < 20  # the plain way takes hours


def test_a_backslash_escapes_and_null_is_nothing() -> None:
    text = '"a \\" b","c\\\\"\n\\N,"x\\\ny"\n1\\,2,\\N\n'
    assert [row.cells for row in split(text, quoting="backslash")] == [
        ['a " b', "c\\"],
        ["", "x\ny"],
        ["1,2", ""],
    ]


def test_quotes_may_be_letters() -> None:
    rows = split('"Big" Joe;5" pipe\n"a;b\n', ";", "none")
    assert [row.cells for row in rows] == [['"Big" Joe', '5" pipe'], ['"a', "b"]]
    assert [row.error for row in rows] == [None, None]


def test_a_row_of_many_lines_does_not_fill_the_memory() -> None:
    lines = ["id\n", '"' + "x" * 100_000 + "\n", *["x" * 100_000 + "\n"] * 300]
    with pytest.raises(BadSource, match=r"^x, line 2: a row of more than 20,000,000 bytes — "):
        list(RowSplitter("x", lines, ",", "double"))
