"""A file is there whole, or as it was before."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.atomic import whole_file


def test_a_file_takes_its_name_once_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with whole_file(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_what_was_there_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), whole_file(path) as part:
        part.write_text("half \ud800", "utf-8")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
