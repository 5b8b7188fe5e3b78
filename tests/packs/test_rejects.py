"""A row that is wrong ends an import, or is written down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.errors import BadSource, BadValue
from resolver.packs.rejects import RejectFile, Rejects

SOURCE = Path("people.csv")


def test_the_first_row_that_is_wrong_ends_an_import() -> None:
    with (
        pytest.raises(BadSource, match=r"people\.csv, line 3, column name: empty — name it"),
        Rejects().row(SOURCE, 3),
    ):
        raise BadValue("empty", "name it", field="name")


def test_a_file_of_rejects_has_each_row_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    rows: dict[int, str | bytes] = {3: b"a\xff,b\r\n", 5: "x,\N{GREEK SMALL LETTER ALPHA}\n"}
    with RejectFile(path) as rejects:
        assert rejects.first is None
        for line, raw in rows.items():
            with rejects.row(SOURCE, line, raw):
                raise BadValue("empty", "name it", field="name")
        with rejects.row(SOURCE, 6):
            pass
    assert rejects.count == 2
    assert str(rejects.first) == "people.csv, line 3, column name: empty — name it"
    written = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [each["row"] for each in written] == ["a\\xff,b", "x,\N{GREEK SMALL LETTER ALPHA}"]
    assert [each["line"] for each in written] == [3, 5]
    assert "line 3, column name: empty" in written[0]["reason"]


def test_without_rejects_there_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    with RejectFile(path) as rejects, rejects.row(SOURCE, 1):
        pass
    assert not path.exists()


def test_what_is_left_out_is_counted_by_sort(tmp_path: Path) -> None:
    for rejects in (Rejects(), RejectFile(tmp_path / "rejects.jsonl")):
        for sort in ("Address", "Ownership", "Address"):
            rejects.leave_out(sort)
        assert rejects.left_out == {"Address": 2, "Ownership": 1}
        assert rejects.count == 0
