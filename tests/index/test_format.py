"""A snapshot is read whole, or refused with the file named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from resolver import Resolver
from resolver.errors import HomeFormat, HomeMissing, IndexDamaged, IndexMissing
from resolver.index.format import current_snapshot, read_snapshot
from tests.index.conftest import written


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    fingerprint = written(tmp_path, entities=7)
    folder = current_snapshot(tmp_path)
    assert folder.name == fingerprint
    manifest, columns = read_snapshot(folder)
    assert manifest["entities"] == 7
    assert columns["some"].tolist() == [0, 1, 2, 3, 4]
    assert len(columns["none"]) == 0


def test_no_home_and_no_index_are_different_errors(tmp_path: Path) -> None:
    with pytest.raises(HomeMissing, match="resolver import --home"):
        current_snapshot(tmp_path / "nowhere")
    with pytest.raises(IndexMissing, match="resolver compile"):
        current_snapshot(tmp_path)


@pytest.mark.parametrize("name", ["", "nowhere", "../index", "\xff"])
def test_a_current_that_names_nothing_is_damaged(tmp_path: Path, name: str) -> None:
    written(tmp_path)
    (tmp_path / "index" / "CURRENT").write_text(name, "latin-1")
    with pytest.raises(IndexDamaged, match="CURRENT names no snapshot"):
        current_snapshot(tmp_path)


@pytest.fixture
def copied_home(bundled_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundled_home, tmp_path / "home"))


def columns_of_a_real_index() -> list[str]:
    return ["entity_record_bytes", "alias_kind", "exact_hash", "posting", "feature_start"]


@pytest.mark.parametrize("column", columns_of_a_real_index())
@pytest.mark.parametrize("damage", ["cut", "emptied", "changed", "removed"])
def test_a_damaged_file_is_refused_by_name(copied_home: Path, column: str, damage: str) -> None:
    path = current_snapshot(copied_home) / f"{column}.npy"
    whole = path.read_bytes()
    if damage == "removed":
        path.unlink()
    else:
        changed = whole[:-1] + bytes([whole[-1] ^ 1])
        path.write_bytes({"cut": whole[:-1], "emptied": b"", "changed": changed}[damage])
    with pytest.raises(IndexDamaged, match=f"{column}.npy"):
        Resolver.open(copied_home)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_a_damaged_manifest_is_refused_by_name(copied_home: Path, content: bytes) -> None:
    (current_snapshot(copied_home) / "manifest.json").write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"manifest\.json"):
        Resolver.open(copied_home)


def test_a_manifest_that_was_edited_is_refused(copied_home: Path) -> None:
    path = current_snapshot(copied_home) / "manifest.json"
    path.write_text(path.read_text().replace('"weak alias": -2.5', '"weak alias": 2.5'))
    with pytest.raises(IndexDamaged, match="changed after it was written"):
        Resolver.open(copied_home)


def test_an_index_of_another_format_is_refused_with_the_remedy(copied_home: Path) -> None:
    path = current_snapshot(copied_home) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(HomeFormat, match=r"index format 99, .* — run: resolver compile"):
        Resolver.open(copied_home)
