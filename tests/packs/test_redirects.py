"""The redirects of a pack are read with their lines, and none may come back to itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import Redirect
from resolver.packs import open_pack


def pack_of(tmp_path: Path, redirects: str) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "pack.toml").write_text('name = "p"')
    (folder / "redirects.csv").write_text(redirects, "utf-8")
    return folder


def test_a_pack_brings_redirects_also_alone(tmp_path: Path) -> None:
    path = pack_of(tmp_path, "old_id,id\nb,c\na,b\nd,b\n")
    pack = open_pack(path)
    assert list(pack.records()) == [Redirect("b", "c"), Redirect("a", "b"), Redirect("d", "b")]
    before = pack.source.digest
    (path / "redirects.csv").write_text("old_id,id\na,c\n")
    assert open_pack(path).source.digest != before


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,a\n", "line 2, column id: the id 'a' is redirected to itself"),
        ("a,b\nb,a\n", "line 3, column id: the id 'b' comes back to itself by way of 'a'"),
        ("c,a\nb,c\nx,y\na,b\n", "line 5, column id: the id 'a' comes back to itself by way"),
        ("a,b\na,c\n", "line 3, column old_id: the id 'a' was already used in line 2"),
        ("a,\n", "line 2, column id: id is empty"),
        ("a,b,c\n", "line 2: 3 cells where the header has 2"),
    ],
)
def test_a_redirect_that_is_wrong_is_refused_by_its_line(
    tmp_path: Path, rows: str, message: str
) -> None:
    with pytest.raises(BadSource, match=message):
        list(open_pack(pack_of(tmp_path, f"old_id,id\n{rows}")).records())


def test_an_id_that_a_pack_has_and_redirects_is_refused(tmp_path: Path) -> None:
    path = pack_of(tmp_path, "old_id,id\na,b\n")
    (path / "entities.csv").write_text("id,type,name\na,person,A\n")
    with pytest.raises(BadSource, match=r"already used in line 2 of entities\.csv"):
        list(open_pack(path).records())


def test_a_long_chain_is_followed_quickly(tmp_path: Path) -> None:
    rows = "".join(f"n{n},n{n + 1}\n" for n in reversed(range(20_000)))
    assert len(list(open_pack(pack_of(tmp_path, f"old_id,id\n{rows}")).records())) == 20_000
