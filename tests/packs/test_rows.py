"""Rows of a CSV come in blocks; what is wrong with one costs its first line alone."""

from __future__ import annotations

import bz2
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs.rejects import RejectFile, RejectList, Rejects
from resolver.packs.rows import published_rows, row_blocks, table_rows

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


def published(path: Path, data: bytes) -> list[tuple[int, list[str]]]:
    path.write_bytes(data)
    return [(row.line, row.cells) for row in published_rows(path, Rejects())]


def test_rows_come_with_the_line_they_begin_in(tmp_path: Path) -> None:
    data = b'\xef\xbb\xbfa,"b\r\nc"\r\n\r\n"d ""e""",f\r\n\x1a'
    expected = [(1, ["a", "b\r\nc"]), (4, ['d "e"', "f"])]
    assert published(tmp_path / "a.csv", data) == expected
    assert published(tmp_path / "a.csv.bz2", bz2.compress(data)) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_are_read_whatever_their_encoding(tmp_path: Path, encoding: str) -> None:
    assert published(tmp_path / "a.csv", "ä,b\n".encode(encoding)) == [(1, ["ä", "b"])]


def test_broken_rows_are_rejected_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,b\n"c" d,e\nf\ng,h\ni,"j\n' + "ö,ö\n".encode() * 60 + b"k,\xff\nl,m\n")
    with pytest.raises(BadSource, match=r"line 2: not valid CSV: text follows a closing quote"):
        list(published_rows(path, Rejects()))
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        found = [row.cells[0] for row in published_rows(path, rejects)]
    assert found == ["a", "f", "g", *["ö"] * 60, "l"]
    assert rejects.count == 3
    written = (tmp_path / "rejects.jsonl").read_text("utf-8")
    assert "byte 3 of the line is not valid UTF-8" in written
