"""Rows of a CSV come in blocks; what is wrong with one costs its first line alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs.rejects import RejectList, Rejects
from resolver.packs.rows import row_blocks, table_rows

BROKEN = b'\xef\xbb\xbfid,name\r\n\r\na, A \r\nb\r\nc,C\xff\r\nd,"D\r\ne,E\r\nf,"F\r\nF"\r\n'


def rows(path: Path, rejects: Rejects) -> list[tuple[int, list[str]]]:
    found = table_rows(path, rejects, required=("id", "name"))
    return [(line, [*cells.values()]) for line, cells in found]


def test_rows_that_are_wrong_are_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(BROKEN)
    rejects = RejectList([])
    # `d` opens a quote, which `f` closes: the row of `d` is not valid.
    assert rows(path, rejects) == [(3, ["a", "A"]), (7, ["e", "E"]), (8, ["f", "F\r\nF"])]
    assert {each.error.line: each.error.what.split(": ", 1)[1] for each in rejects.rows} == {
        4: "1 cells where the header has 2",
        5: "byte 4 of the line is not valid UTF-8",
        6: "not valid CSV: text follows a closing quote",
    }


def test_by_default_the_first_row_that_is_wrong_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(BROKEN)
    with pytest.raises(BadSource, match=r"x\.csv, line 4: 1 cells where the header has 2"):
        rows(path, Rejects())


def test_a_header_that_is_wrong_is_an_error_whatever_becomes_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for content in (b"", b"id\na\n", b'id,"name\na,A\n', b"id,\xffname\n", b"\xff\xfei\0"):
        path.write_bytes(content)
        with pytest.raises(BadSource):
            rows(path, RejectList([]))


def test_blocks_count_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,name\n" + "".join(f"a{n},A\n" for n in range(5_000)))
    blocks = [*row_blocks(path, Rejects(), required=("id", "name"))]
    assert [len(block.rows.rows) for block in blocks] == [2_000, 2_000, 1_000]
    assert sum(block.size for block in blocks) == path.stat().st_size
