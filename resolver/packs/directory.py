"""A pack directory, made to be edited by people and reviewed in git.

    pack.toml      name, title, licence, attribution, source, version; schemes, a list of the
                   public identifiers that its IDs are: ["geonames"]; under [fields] the kind of a
                   property's values where they do not show it: birth_date = "date"
    entities.csv   id,type,name,country,description,prominence, then any property columns
    aliases.csv    entity_id,alias,language,kind,valid_from,valid_until,source
    redirects.csv  old_id,id
    same_as.csv    id,same_as

Reach for this module for a directory. There is at least one of the tables. Aliases of an ID that
entities.csv does not have are additions to an entity of another pack.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.errors import BadSource
from resolver.model import FIELD_KINDS, Additions, Alias, Entity, FieldKind, Source
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.redirects import redirect_rows
from resolver.packs.rejects import Rejects
from resolver.packs.rows import table_rows
from resolver.packs.same_as import same_as_rows
from resolver.packs.table import entity_rows
from resolver.packs.toml_text import read_toml

_TABLES: Final = ("entities.csv", "aliases.csv", "redirects.csv", "same_as.csv")
"""The tables of a pack."""

_ALIAS_COLUMNS: Final = ("language", "kind", "valid_from", "valid_until", "source")
"""Columns that aliases.csv may have."""

_KEYS: Final = ("name", "title", "licence", "attribution", "source", "version")
"""Keys that pack.toml may have, beside `schemes` and the table `fields`."""


class _AliasGroup(NamedTuple):
    """The aliases of one entity in aliases.csv, and the line of the first."""

    line: int
    aliases: list[Alias]


def open_directory(path: Path) -> Pack:
    """The pack in a directory."""
    metadata = _metadata(path / "pack.toml")
    files = [each for name in _TABLES if (each := path / name).exists()]
    if not files:
        raise BadSource(path, f"the pack has none of {', '.join(_TABLES)}", "add one of them")
    metadata["origin"] = metadata.pop("source", None)
    source = Source(digest=digest([path / "pack.toml", *files]), **metadata)
    return Pack(source, sum(each.stat().st_size for each in files), partial(_records, path))


def _metadata(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise BadSource(
            path.parent,
            "not a pack: it has no pack.toml",
            "give a directory of a pack, or a file in it",
        )
    metadata = read_toml(path, 'name = "…"')
    fields = _fields(path, metadata.pop("fields", {}))
    schemes = _schemes(path, metadata.pop("schemes", []))
    for key, value in metadata.items():
        if key not in _KEYS:
            remedy = f"the keys are {', '.join(_KEYS)}, schemes, and the table [fields]"
            raise BadSource(path, f"unknown key {key!r}", remedy)
        if not isinstance(value, str):
            raise BadSource(path, f"{key} is not a text", f'write {key} = "…"')
    if not metadata.get("name"):
        raise BadSource(path, "the pack has no name", 'write name = "…"')
    return metadata | {"fields": fields, "schemes": schemes}


def _schemes(path: Path, value: Any) -> tuple[str, ...]:
    """The schemes of its IDs, as pack.toml has them."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadSource(path, "schemes is not a list of texts", 'write schemes = ["geonames"]')
    return tuple(value)


def _fields(path: Path, value: Any) -> tuple[tuple[str, FieldKind], ...]:
    """The kinds of properties' values, as pack.toml has them."""
    if not isinstance(value, dict):
        raise BadSource(path, "fields is not a table", 'write [fields], then birth_date = "date"')
    for name, kind in value.items():
        if kind not in FIELD_KINDS:
            raise BadSource(
                path,
                f"the field {name!r} has an unknown kind {kind!r}",
                f"the kinds are {', '.join(FIELD_KINDS)}",
            )
    return tuple(sorted(value.items()))


def _records(path: Path, rejects: Rejects) -> Iterator[Located]:
    groups = _alias_groups(path / "aliases.csv", rejects)
    if (path / "entities.csv").exists():
        for each in entity_rows(path / "entities.csv", rejects):
            entity, group = each.record, groups.pop(each.record.entity_id, None)
            if group is not None and isinstance(entity, Entity):
                entity = dataclasses.replace(entity, aliases=(*entity.aliases, *group.aliases))
            yield each._replace(record=entity)
    for entity_id, group in groups.items():
        with rejects.row(path / "aliases.csv", group.line, entity_id):
            additions = Additions(entity_id, tuple(group.aliases))
            yield Located(additions, path / "aliases.csv", group.line)
    if (path / "redirects.csv").exists():
        yield from redirect_rows(path / "redirects.csv", rejects)
    if (path / "same_as.csv").exists():
        yield from same_as_rows(path / "same_as.csv", rejects)


def _alias_groups(path: Path, rejects: Rejects) -> dict[str, _AliasGroup]:
    """The aliases of each ID, in the order in which the IDs come first."""
    groups: dict[str, _AliasGroup] = {}
    if path.exists():
        wanted = {"required": ("entity_id", "alias"), "allowed": _ALIAS_COLUMNS}
        for line, cells in table_rows(path, rejects, **wanted):
            with rejects.row(path, line, [*cells.values()]):
                alias = _alias(cells)
                groups.setdefault(cells["entity_id"], _AliasGroup(line, [])).aliases.append(alias)
    return groups


def _alias(cells: dict[str, str]) -> Alias:
    return Alias(cells["alias"], **{name: cells.get(name) or None for name in _ALIAS_COLUMNS})  # type: ignore[arg-type] # Alias checks and fills them
