"""What tests of the index share: snapshots written from columns of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from resolver.index.columns import Column
from resolver.index.draft import Draft
from resolver.index.format import Array, Contents

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
    }


def written(home: Path, entities: int = 0, columns: Mapping[str, Array] = SOME) -> str:
    """A snapshot of two columns, made current; its fingerprint."""
    with Draft(home, TABLE) as draft:
        for name, rows in columns.items():
            draft.put(name, rows)
        return draft.commit(contents(entities))
