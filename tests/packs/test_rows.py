"""Rows of a CSV come in blocks; what is wrong with one costs its first line alone."""

from __future__ import annotations

import bz2
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs.rejects import RejectFile, RejectList, Rejects
from resolver.packs.rows import published_rows, row_blocks, table_rows
from resolver.rows import MAX_ROW

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


def test_blank_lines_of_a_source_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\n\nid\n\na\n\r\nb\n\n")
    rows = table_rows(path, Rejects(), required=("id",))
    assert [(row.line, row.cells["id"]) for row in rows] == [(5, "a"), (7, "b")]


@pytest.mark.parametrize(
    "data",
    [b"x" * (MAX_ROW + 1), (b'"' + b"x" * 100_000 + b'\n",') * (MAX_ROW // 100_000 + 1)],
    ids=["of one line", "of many lines"],
)
def test_a_row_without_end_does_not_fill_the_memory(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id\n" + data)
    with pytest.raises(BadSource, match=r"line 2: a row of more than 20,000,000 bytes — "):
        list(table_rows(path, Rejects(), required=("id",)))


def test_cells_are_stripped_and_read_with_bom_and_windows_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes('\ufeffid , name\r\n a ," B"\r\n'.encode())
    (row,) = table_rows(path, Rejects(), required=("id", "name"))
    assert (row.line, row.cells) == (2, {"id": "a", "name": "B"})


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "t.csv: the file is empty — begin with a header: id,type"),
        (b"type,name\n", "line 1: the header has no column id — it has type, name"),
        (b"id,type,type\n", "line 1: the header has the column type twice — rename one"),
        (b"id,type,\n", "line 1: the header has a column without a name — name it"),
        (b"id,type,lang\n", "column lang: the header has an unknown column lang — the columns are"),
        (b"id,type\na\n", "line 2: 1 cells where the header has 2 — put a comma between"),
        (b'id,type\na,"b\n', "line 2: not valid CSV: a quote is opened and never closed — close"),
        (b"id,type\na,b\rc\n", "line 2: not valid CSV: a carriage return stands alone — save the"),
        (b"id,type\na,\xff\n", "line 2: byte 3 of the line is not valid UTF-8"),
        ("id,type\n".encode("utf-16"), "line 1: the file is UTF-16 — save it as UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(BadSource) as caught:
        list(table_rows(path, Rejects(), required=("id", "type"), allowed=("name",)))
    assert what in str(caught.value)


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        BadSource, match=r"none\.csv: cannot be read: no such file or directory — check the path"
    ):
        list(table_rows(tmp_path / "none.csv", Rejects(), required=("id",)))
