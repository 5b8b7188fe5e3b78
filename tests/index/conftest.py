"""What tests of the index share: snapshots written from columns of their own, or by other code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

import numpy as np

from resolver.index import Index
from resolver.index.builder import Builder
from resolver.index.columns import Column
from resolver.index.decided import write_decided
from resolver.index.draft import Draft
from resolver.index.entities import EntityBlock
from resolver.index.format import MANIFEST, Array, current_snapshot, digest
from resolver.index.manifest import Contents
from resolver.model import Entity
from resolver.text.words import load_words

SOME: Mapping[str, Array] = {"some": np.arange(5, dtype=np.uint32), "none": np.empty(0, np.uint8)}
TABLE = (Column("some", "u4", "rows", "a number"), Column("none", "u1", "nothing", "no number"))


def contents(entities: int = 0) -> Contents:
    """What a snapshot without a row holds."""
    return {
        "fold": 1,
        "encoder": {"digest": "", "dim": 1},
        "weights": {},
        "sources": [],
        "through": 0,
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


def overlaid(home: Path, *records: dict[str, Any], without: Sequence[str] = ()) -> str:
    """Write an overlay on the current index of a home, and make it current; its fingerprint.

    Args:
        home: The home.
        records: Entities that are new, or other than below, in their wire form.
        without: IDs of entities that are removed.
    """
    below, known = Index.open_current(home), sorted(records, key=itemgetter("id"))
    places = [below.find_id(each) for each in (*(one["id"] for one in known), *without)]
    gone = np.array(sorted(place for place in places if place is not None), np.uint32)
    entities = [*map(Entity.from_dict, known)]
    with Draft(home) as draft:
        builder = Builder(draft, below.encoder, load_words())
        builder.add(
            EntityBlock.of((one, one.to_dict() | {"sources": ["table"]}) for one in entities)
        )
        builder.finish()
        builder.place()
        write_decided(draft, (), {})
        draft.put("tombstones", gone)
        said = {
            **below.manifest,
            "base": below.fingerprint,
            "through": below.manifest["through"] + 1,
            "types": builder.types,
            "languages": builder.languages,
            "entities": below.entities - len(gone) + builder.entities,
            "aliases": below.manifest["aliases"] + builder.aliases,
        }
        return draft.commit(cast(Contents, said))


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
