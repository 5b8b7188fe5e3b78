"""Entity JSONL: one entity a line, as `Entity.from_dict` reads it; plain or gzip.

Reach for this module for a file that ends in .jsonl or .jsonl.gz. Blank lines are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from resolver.errors import BadSource, BadValue
from resolver.model import Entity, Source
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.rows import decoded, lines_of


def open_jsonl(path: Path) -> Pack:
    """The source in a .jsonl or .jsonl.gz file, named by the file's stem."""
    source = Source(
        name=path.name.removesuffix(".gz").removesuffix(".jsonl"), digest=digest([path])
    )
    return Pack(source, path.stat().st_size, partial(_records, path))


def _records(path: Path, rejects: Rejects) -> Iterator[Located]:
    for number, line in enumerate(decoded(path, lines_of(path)), 1):
        if line.strip():
            with rejects.row(path, number, line):
                yield Located(Entity.from_dict(_object(path, number, line)), path, number)


def _object(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        value = json.loads(line, object_pairs_hook=_without_repeated_keys)
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
