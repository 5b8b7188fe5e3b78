"""What can be imported, and what comes with the resolver."""

from __future__ import annotations

import gzip
import os
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


@pytest.mark.parametrize("name", ["reviews", "edits"])
def test_a_source_may_not_have_the_name_of_what_people_said(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text("id,type,name\na,person,A\n")
    with pytest.raises(BadSource, match=rf"the name '{name}' is .* — give the source another name"):
        open_pack(path)


@pytest.mark.parametrize("name", ["p.csv", "p.jsonl", "pack/pack.toml", "pack/entities.csv"])
def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "pack.toml").write_text('name = "p"')
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    with pytest.raises(BadSource, match=f"{name}: not a regular file — write it into a file"):
        open_pack(tmp_path / name.split("/", maxsplit=1)[0])


def test_every_bundled_pack_says_where_it_comes_from_and_under_which_licence() -> None:
    assert bundled()
    for path in bundled():
        about = tomllib.loads((path / "pack.toml").read_text("utf-8"))
        assert about["name"] == path.name
        assert {"title", "licence", "attribution", "source", "version"} <= about.keys()


@pytest.mark.parametrize("name", ["countries.csv", "places.jsonl", "ror.jsonl.gz"])
def test_a_file_of_ones_own_may_not_replace_a_pack_by_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    text = b"id,type,name\na,person,A\n" if name.endswith("csv") else b'{"id": "a"}\n'
    path.write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    with pytest.raises(BadSource, match="would be replaced by it — rename the file"):
        open_pack(path)


@pytest.mark.parametrize("name", ["names.txt", "NAMES.TXT"])
def test_a_txt_hints_at_a_map(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("n\nAnn\n")
    with pytest.raises(BadSource, match=r"(?i)write names\.toml beside it"):
        open_pack(tmp_path / name)
