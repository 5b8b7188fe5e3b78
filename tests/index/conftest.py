"""What tests of the index share: snapshots written from columns of their own, or by other code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from resolver.index.columns import Column
from resolver.index.draft import Draft
from resolver.index.format import MANIFEST, Array, current_snapshot, digest
from resolver.index.manifest import Contents

SOME: Mapping[str, Array] = {"some": np.arange(5, dtype=np.uint32), "none": np.empty(0, np.uint8)}
TABLE = (Column("some", "u4", "rows", "a number"), Column("none", "u1", "nothing", "no number"))


def contents(entities: int = 0) -> Contents:
    """What a snapshot without a row holds."""
    return {
        "fold": 1,
        "encoder": {"digest": "", "dim": 1},
        "weights": {},
        "sources": [],
        "base": None,
        "types": [],
        "languages": [],
        "entities": entities,
        "aliases": 0,
        "calibration": {},
        "fields": {},
    }


def written(home: Path, entities: int = 0, columns: Mapping[str, Array] = SOME) -> str:
    """A snapshot of two columns, made current; its fingerprint."""
    with Draft(home, TABLE) as draft:
        for name, rows in columns.items():
            draft.put(name, rows)
        return draft.commit(contents(entities))


def rewrite_manifest(home: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change the current manifest as code of another version would write it: under its digest.

    Returns:
        The folder that the snapshot has then.
    """
    folder = current_snapshot(home)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    change(manifest)
    raw = json.dumps(manifest).encode()
    (folder / MANIFEST).write_bytes(raw)
    named = folder.rename(folder.with_name(digest(raw)))
    (home / "index" / "CURRENT").write_text(f"{named.name}\n")
    return named


def of_another_format(manifest: dict[str, Any]) -> None:
    """A change for `rewrite_manifest`."""
    manifest["format"] = 99
