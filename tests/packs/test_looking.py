"""What lies at a path is seen without an error."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from resolver.packs.looking import HEAD, head_of, names_in


def test_the_head_is_that_of_the_unpacked_bytes(tmp_path: Path) -> None:
    text = b"[{}]" * HEAD
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    plain.write_bytes(text)
    packed.write_bytes(gzip.compress(text))
    assert head_of(plain) == head_of(packed) == text[:HEAD]
    packed.write_bytes(gzip.compress(os.urandom(9_000))[:5_000])
    assert 0 < len(head_of(packed)) < HEAD


def test_the_names_in_a_zip_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/b.json", b"1")
    assert names_in(path) == ["a/b.json"]


@pytest.mark.parametrize("what", ["nothing", "folder", "empty", "broken zip"])
def test_of_what_is_odd_nothing_is_seen(tmp_path: Path, what: str) -> None:
    path = tmp_path / "odd"
    if what == "folder":
        path.mkdir()
    elif what != "nothing":
        path.write_bytes(b"PK\x03\x04" if what == "broken zip" else b"")
    assert names_in(path) == []
    assert head_of(path) == (b"PK\x03\x04" if what == "broken zip" else b"")
