"""Packs that tests of this folder write."""

from __future__ import annotations

from pathlib import Path


def write_pack(folder: Path, entities: str, aliases: str = "") -> Path:
    folder.mkdir()
    (folder / "pack.toml").write_text(f'name = "{folder.name}"\n')
    (folder / "entities.csv").write_text("id,type,name,country\n" + entities)
    (folder / "aliases.csv").write_text("entity_id,alias,kind\n" + aliases)
    return folder
