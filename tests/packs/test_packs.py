"""What can be imported, and what comes with the resolver."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import bundled, open_pack


@pytest.mark.parametrize("name", ["missing.jsonl", "empty-directory", "notes.txt"])
def test_what_is_no_source_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty-directory").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(BadSource, match=name):
        open_pack(tmp_path / name)


def test_every_bundled_pack_says_where_it_comes_from_and_under_which_licence() -> None:
    assert bundled()
    for path in bundled():
        about = tomllib.loads((path / "pack.toml").read_text("utf-8"))
        assert about["name"] == path.name
        assert {"title", "licence", "attribution", "source", "version"} <= about.keys()
