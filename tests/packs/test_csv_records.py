"""Rows of somebody's CSV are read; a broken one is rejected, and those after it are not."""

from __future__ import annotations

import bz2
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs.csv_records import csv_records
from resolver.packs.rejects import RejectFile, Rejects


def rows(path: Path, data: bytes, *, width: int = 1) -> list[tuple[int, list[str]]]:
    path.write_bytes(data)
    return [(row.line, row.cells) for row in csv_records(path, Rejects(), width=width)]


def test_rows_come_with_the_line_they_begin_in(tmp_path: Path) -> None:
    data = b'\xef\xbb\xbfa,"b\r\nc"\r\n\r\n"d ""e""",f\r\n\x1a'
    expected = [(1, ["a", "b\r\nc"]), (4, ['d "e"', "f"])]
    assert rows(tmp_path / "a.csv", data) == expected
    assert rows(tmp_path / "a.csv.bz2", bz2.compress(data), width=2) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_are_read_whatever_their_encoding(tmp_path: Path, encoding: str) -> None:
    assert rows(tmp_path / "a.csv", "ä,b\n".encode(encoding)) == [(1, ["ä", "b"])]


def test_broken_rows_are_rejected_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,b\n"c" d,e\nf\ng,h\ni,"j\n' + "ö,ö\n".encode() * 60 + b"k,\xff\nl,m\n")
    with pytest.raises(BadSource, match=r"line 2: not valid CSV: text follows a closing quote"):
        list(csv_records(path, Rejects()))
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        found = [row.cells[0] for row in csv_records(path, rejects, width=2)]
    assert found == ["a", "g", *["ö"] * 60, "l"]
    assert rejects.count == 4
    written = (tmp_path / "rejects.jsonl").read_text("utf-8")
    assert "1 cells where 2 are needed" in written
    assert "byte 3 of the line is not valid UTF-8" in written
