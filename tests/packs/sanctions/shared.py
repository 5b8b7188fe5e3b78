"""What tests of sanctions lists share: the files that they read, and the entities in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from resolver.model import Entity
from resolver.packs import open_pack
from resolver.packs.rejects import Rejects

FILES = Path(__file__).parent / "files"

CSVS = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
"""The files of OFAC's list."""


def entities(path: Path, rejects: Rejects | None = None) -> dict[str, Entity]:
    """The entities of a file by their IDs."""
    found = {}
    for record in open_pack(path).records(rejects):
        assert isinstance(record, Entity)
        found[record.id] = record
    return found


def facts(entity: Entity) -> dict[str, Any]:
    """The properties of an entity, a text where there is one value."""
    return {
        name: values[0] if len(values) == 1 else list(values)
        for name, values in entity.property_values
    }


def names(entity: Entity) -> list[tuple[str, str]]:
    """The further names of an entity, each with its kind."""
    return [(alias.text, alias.kind) for alias in entity.aliases]
