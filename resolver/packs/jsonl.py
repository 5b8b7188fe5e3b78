"""Entity JSONL: one entity a line, as `Entity.from_dict` reads it; plain or packed.

Reach for this module for a file that ends in .jsonl, or in that and .gz, .bz2 or .zst. Blank lines
are skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from resolver.errors import BadSource, BadValue, InvalidInput
from resolver.model import Entity, Source
from resolver.packs.lines import LineBlock, line_blocks, numbered
from resolver.packs.pack import Blocks, Located, Pack, digest
from resolver.packs.rejects import Rejects

_REQUIRED: Final = {"id", "type", "name"}
"""Keys that an entity has at least; what lacks one may be a row of somebody's own table."""

_ENDS: Final = re.compile(r"\.jsonl(\.gz|\.bz2|\.zst)?$")


def is_jsonl(path: Path) -> bool:
    """Whether a file's name ends as that of entity JSONL does."""
    return _ENDS.search(path.name) is not None


def open_jsonl(path: Path) -> Pack:
    """The source in a file of entity JSONL, named by the file's stem."""
    source = Source(name=_ENDS.sub("", path.name), digest=digest([path]))
    blocks = Blocks(partial(line_blocks, path), _located)
    return Pack.in_blocks(source, path.stat().st_size, blocks)


def _located(rejects: Rejects, lines: LineBlock) -> Iterator[Located]:
    path = lines.path
    for number, line in numbered(rejects, lines):
        with rejects.row(path, number, line):
            yield Located(_entity(path, number, _object(path, number, line)), path, number)


def _entity(path: Path, number: int, value: dict[str, object]) -> Entity:
    try:
        return Entity.from_dict(value)
    except InvalidInput as error:
        if value.keys() >= _REQUIRED:
            raise
        written = _ENDS.sub(".toml", path.name)
        remedy = f"{error.remedy}; or say in {written} beside it which key is what"
        raise BadSource(path, error.what, remedy, line=number, column=error.field) from error


def _object(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        value = _decode(line)
    except json.JSONDecodeError as error:
        raise BadSource(
            path,
            f"not valid JSON at character {error.colno}: {error.msg.lower()}",
            "write one JSON object a line",
            line=number,
        ) from None
    except (ValueError, RecursionError):
        raise BadSource(
            path,
            "JSON is nested too deeply or has a number too large",
            "write one entity a line, with numbers of a few digits",
            line=number,
        ) from None
    if not isinstance(value, dict):
        raise BadSource(path, "not a JSON object", "write one entity a line", line=number)
    return value


def _without_repeated_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadValue(f"the key {twice!r} is given twice", "give it once", field=twice)
    return value


_decode: Final = json.JSONDecoder(object_pairs_hook=_without_repeated_keys).decode
