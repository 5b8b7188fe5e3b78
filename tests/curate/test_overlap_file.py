"""The file of pairs is written for a spreadsheet, and read back from one."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.curate.overlap_file import (
    COLUMNS,
    decided_pairs,
    decided_rows,
    is_overlap_file,
    overlap_lines,
    read_overlap_file,
)
from resolver.curate.overlaps import Pair
from resolver.errors import BadSource
from resolver.model import Alias, Candidate

OTHER = Candidate("=b", "B", "person", 0.876, Alias("B"), ())


def write(folder: Path, *rows: str) -> Path:
    path = folder / "pairs.csv"
    path.write_text("\n".join(["same;id_1;id_2", *rows]), "utf-16")
    return path


def test_a_pair_is_a_row_that_is_read_back(tmp_path: Path) -> None:
    pair = Pair("-a", "A", "person", OTHER, "person; IQ", "match", ("x", "y"))
    header, line = overlap_lines([pair])
    assert header == "\ufeff" + ",".join(COLUMNS) + "\r\n"
    assert line == ",0.88,match,'-a,A,person,'=b,B,person; IQ,,x y\r\n"
    path = tmp_path / "pairs.csv"
    path.write_text(header + "yes" + line, "utf-8")
    assert is_overlap_file(path)
    assert tuple(read_overlap_file(path)) == ({("-a", "=b")}, set(), 0)


def test_decisions_are_read_in_whatever_form_a_spreadsheet_saved_them(tmp_path: Path) -> None:
    path = write(tmp_path, "Yes;b;a", "x;a;c", "no;d;e", ";f;g", ";;", "YES;a;b")
    assert tuple(read_overlap_file(path)) == ({("a", "b"), ("a", "c")}, {("d", "e")}, 1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["maybe;a;b"], "line 2, column same: 'maybe' is no decision — write yes or no"),
        (["yes;a;a"], "line 2, column same_as: the id 'a' has to be the same as another one"),
        (["yes;a;"], "line 2, column id: id is empty"),
        (["yes;a;b", "no;b;a"], "line 3, column same: 'a' and 'b' are decided otherwise"),
        (["yes;a;b;c"], "line 2: 4 cells where the header has 3"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, rows: list[str], said: str) -> None:
    with pytest.raises(BadSource, match=said):
        read_overlap_file(write(tmp_path, *rows))


def test_decided_rows_are_written_again_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("same;id_1;id_2;why;note\nno;'-a;b;=x;mine\n;c;d;;\n", "utf-16")
    rows = decided_rows(path)
    assert decided_pairs(rows) == {("-a", "b")}
    pair = Pair("e", "E", "person", OTHER, "person", "match")
    header, new, old = overlap_lines([pair], rows)
    assert header == "\ufeff" + ",".join([*COLUMNS, "note"]) + "\r\n"
    assert new == ",0.88,match,e,E,person,'=b,B,person,,,\r\n"
    assert old == "no,,,'-a,,,b,,,=x,,mine\r\n"
    path.write_text("perhaps,a,b", "utf-8")
    assert decided_rows(path) == decided_rows(tmp_path / "none.csv") == []
    with pytest.raises(BadSource):
        decided_rows(write(tmp_path, "perhaps;a;b"))


def test_a_review_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("decision,text\n,A\n")
    assert not is_overlap_file(path)
    assert not is_overlap_file(tmp_path)
