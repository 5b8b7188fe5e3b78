"""Rows of CSV and TSV files come with their line, or an error names it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from resolver.errors import BadSource, BadValue
from resolver.rows import MAX_ROW, csv_rows, decoded, lines_of, named_rows, placed, tsv_rows


def test_a_row_comes_with_the_line_that_it_begins_in() -> None:
    lines = [b"a,b\n", b"\n", b'"x\n', b'y",2\n', b"z,3\n"]
    rows = list(csv_rows("t.csv", lines))
    assert [(row.line, row.cells) for row in rows] == [
        (1, ["a", "b"]),
        (2, []),
        (3, ["x\ny", "2"]),
        (5, ["z", "3"]),
    ]


def test_progress_is_in_bytes() -> None:
    seen: list[int] = []
    list(csv_rows("t.csv", [b"a,b\n", "é\n".encode()], seen.append))
    assert seen == [4, 3]


def test_blank_lines_of_a_source_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\n\nid\n\na\n\r\nb\n\n")
    rows = named_rows(path, required=("id",))
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
        list(csv_rows(path, lines_of(path)))


def test_named_rows_are_stripped_and_read_with_bom_and_windows_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes('\ufeffid , name\r\n a ," B"\r\n'.encode())
    (row,) = named_rows(path, required=("id", "name"))
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
        (b"id,type\na,b\rc\n", "line 2: a line ends in a lone carriage return"),
        (b"id,type\na,\xff\n", "line 2: byte 3 of the line is not valid UTF-8"),
        ("id,type\n".encode("utf-16"), "line 1: the file is UTF-16 — save it as UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(BadSource) as caught:
        list(named_rows(path, required=("id", "type"), allowed=("name",)))
    assert what in str(caught.value)


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        BadSource, match=r"none\.csv: cannot be read: no such file or directory — check the path"
    ):
        list(named_rows(tmp_path / "none.csv", required=("id",)))


@pytest.mark.parametrize("name", ["t.tsv", "t.tsv.gz"])
def test_a_tsv_has_cells_between_tabs_plain_or_gzip(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    content = b'a\t"b\r\nc\td\te'
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    assert [(row.line, row.cells) for row in tsv_rows(path, columns=2)] == [
        (1, ["a", '"b']),
        (2, ["c", "d", "e"]),
    ]
    with pytest.raises(BadSource, match="line 1: 2 cells where 3 are needed — put a tab"):
        list(tsv_rows(path, columns=3))


def test_a_gzip_file_that_is_cut_or_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.gz"
    for content, what in (
        (gzip.compress(b"a" * 99)[:-9], "damaged or cut short — fetch it again"),
        (b"not gzip", "cannot be read: not a gzipped file"),
    ):
        path.write_bytes(content)
        with pytest.raises(BadSource, match=what):
            list(lines_of(path))


def test_a_bom_is_no_part_of_the_text() -> None:
    assert list(decoded("t", ["\ufeffa\n".encode(), b"b"])) == ["a\n", "b"]


def test_what_is_wrong_with_a_record_gets_its_place_once() -> None:
    with (
        pytest.raises(BadSource, match=r"^t\.csv, line 7, column kind: bad — better$"),
        placed(Path("t.csv"), 7),
        placed(Path("t.csv"), 7),
    ):
        raise BadValue("bad", "better", field="kind")
