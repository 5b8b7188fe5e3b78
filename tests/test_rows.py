"""Lines and rows of a TSV come with their line, or an error names it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from resolver.errors import BadSource, BadValue
from resolver.rows import decoded, lines_of, placed, tsv_rows


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
