"""A pack directory, made to be edited by people and reviewed in git.

    pack.toml      name, title, licence, attribution, source, version
    entities.csv   id,type,name,country,description,prominence, then any property columns
    aliases.csv    entity_id,alias,language,kind,valid_from,valid_until,source

Either table may be missing. Aliases of an ID that entities.csv does not have are additions to an
entity of another pack.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from resolver.errors import BadSource
from resolver.model import Additions, Alias, Entity, Source
from resolver.packs import table
from resolver.packs.pack import Located, Pack, digest
from resolver.rows import named_rows, placed, readable

_ALIAS_COLUMNS: Final = ("language", "kind", "valid_from", "valid_until", "source")
_KEYS: Final = ("name", "title", "licence", "attribution", "source", "version")


def open_directory(path: Path) -> Pack:
    """The pack in a directory."""
    about = _about(path / "pack.toml")
    files = [each for name in ("entities.csv", "aliases.csv") if (each := path / name).exists()]
    if not files:
        raise BadSource(path, "the pack has neither entities.csv nor aliases.csv")
    about["origin"] = about.pop("source", None)
    source = Source(digest=digest([path / "pack.toml", *files]), **about)
    return Pack(source, sum(each.stat().st_size for each in files), lambda: _records(path))


def _about(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise BadSource(
            path.parent, "not a pack: it has no pack.toml", "give a directory of a pack"
        )
    try:
        with readable(path):
            about = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSource(path, f"not valid TOML: {error}") from None
    for key, value in about.items():
        if key not in _KEYS or not isinstance(value, str):
            raise BadSource(path, f"the key {key!r} is not one of {', '.join(_KEYS)} with a text")
    if not about.get("name"):
        raise BadSource(path, "the pack has no name", 'write name = "…"')
    return about


def _records(path: Path) -> Iterator[Located]:
    known = _aliases(path / "aliases.csv")
    if (path / "entities.csv").exists():
        for each in table.entities(path / "entities.csv"):
            assert isinstance(each.record, Entity)  # noqa: S101 - that is what table.entities yields
            _, names = known.pop(each.record.id, (0, ()))
            whole = dataclasses.replace(each.record, aliases=(*each.record.aliases, *names))
            yield dataclasses.replace(each, record=whole)
    for entity_id, (line, names) in known.items():
        with placed(path / "aliases.csv", line):
            yield Located(Additions(entity_id, names), path / "aliases.csv", line)


def _aliases(path: Path) -> dict[str, tuple[int, tuple[Alias, ...]]]:
    """The aliases of each ID, and the line of the first."""
    found: dict[str, tuple[int, tuple[Alias, ...]]] = {}
    if path.exists():
        for line, cells in named_rows(
            path, required=("entity_id", "alias"), allowed=_ALIAS_COLUMNS
        ):
            with placed(path, line):
                alias = _alias(cells)
            first, names = found.get(cells["entity_id"], (line, ()))
            found[cells["entity_id"]] = (first, (*names, alias))
    return found


def _alias(cells: dict[str, str]) -> Alias:
    return Alias(cells["alias"], **{name: cells.get(name) or None for name in _ALIAS_COLUMNS})  # type: ignore[arg-type] # Alias checks and fills them
