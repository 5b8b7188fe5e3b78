"""A snapshot is whole or refused with the file named; the one before it stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resolver import Resolver
from resolver.errors import HomeFormat, HomeMissing, IndexDamaged, IndexMissing
from resolver.index import format as snapshot
from resolver.index.draft import Draft

COLUMNS: dict[str, snapshot.Array] = {
    "some": np.arange(5, dtype=np.uint32),
    "none": np.empty(0, np.uint8),
}


def written(home: Path, facts: dict[str, Any], columns: dict[str, snapshot.Array]) -> str:
    with Draft(home) as draft:
        for name, column in columns.items():
            draft.put(name, column)
        return draft.commit(facts)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    fingerprint = written(tmp_path, {"word": "x"}, COLUMNS)
    folder = snapshot.current_snapshot(tmp_path)
    assert folder.name == fingerprint
    manifest, columns = snapshot.read_snapshot(folder)
    assert manifest["word"] == "x"
    assert columns["some"].tolist() == [0, 1, 2, 3, 4]
    assert len(columns["none"]) == 0


def test_the_same_contents_have_the_same_name_and_others_another(tmp_path: Path) -> None:
    first = written(tmp_path, {"n": 1}, COLUMNS)
    assert written(tmp_path, {"n": 1}, COLUMNS) == first
    assert written(tmp_path, {"n": 2}, COLUMNS) != first
    assert written(tmp_path, {"n": 1}, {**COLUMNS, "some": np.arange(1, 6)}) != first


def test_the_last_two_snapshots_are_kept(tmp_path: Path) -> None:
    names = [written(tmp_path, {"n": n}, COLUMNS) for n in range(4)]
    kept = {path.name for path in (tmp_path / "index").iterdir() if path.is_dir()}
    assert kept == set(names[-2:])


def test_a_damaged_snapshot_is_written_anew_by_the_next_compile(tmp_path: Path) -> None:
    fingerprint = written(tmp_path, {}, COLUMNS)
    (tmp_path / "index" / fingerprint / "some.npy").write_bytes(b"")
    assert written(tmp_path, {}, COLUMNS) == fingerprint
    snapshot.read_snapshot(snapshot.current_snapshot(tmp_path))
    assert [path.name for path in (tmp_path / "index").glob(".*")] == []


def test_no_home_and_no_index_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(HomeMissing, match="resolver import --home"):
        snapshot.current_snapshot(tmp_path / "nowhere")
    with pytest.raises(IndexMissing, match="resolver compile"):
        snapshot.current_snapshot(tmp_path)


@pytest.mark.parametrize("name", ["", "gone", "../index", "\xff"])
def test_a_current_that_names_nothing_is_damaged(tmp_path: Path, name: str) -> None:
    written(tmp_path, {}, COLUMNS)
    (tmp_path / "index" / "CURRENT").write_text(name, "latin-1")
    with pytest.raises(IndexDamaged, match="CURRENT names no snapshot"):
        snapshot.current_snapshot(tmp_path)


@pytest.fixture
def copied_home(bundled_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundled_home, tmp_path / "home"))


def columns_of_a_real_index() -> list[str]:
    return ["entity_record_bytes", "alias_kind", "exact_hash", "posting", "feature_start"]


@pytest.mark.parametrize("column", columns_of_a_real_index())
@pytest.mark.parametrize("damage", ["cut", "emptied", "changed", "removed"])
def test_a_damaged_file_is_refused_by_name(copied_home: Path, column: str, damage: str) -> None:
    path = snapshot.current_snapshot(copied_home) / f"{column}.npy"
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
    (snapshot.current_snapshot(copied_home) / "manifest.json").write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"manifest\.json"):
        Resolver.open(copied_home)


def test_a_manifest_that_was_edited_is_refused(copied_home: Path) -> None:
    path = snapshot.current_snapshot(copied_home) / "manifest.json"
    path.write_text(path.read_text().replace('"weak": -2.5', '"weak": 2.5'))
    with pytest.raises(IndexDamaged, match="changed after it was written"):
        Resolver.open(copied_home)


def test_an_index_of_another_format_is_refused_with_the_remedy(copied_home: Path) -> None:
    path = snapshot.current_snapshot(copied_home) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(HomeFormat, match=r"index format 99, .* — run: resolver compile"):
        Resolver.open(copied_home)
