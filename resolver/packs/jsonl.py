"""Entity JSONL: one entity a line, as `Entity.from_dict` reads it; plain or gzip."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from resolver.errors import BadSource, BadValue
from resolver.model import Entity, Source
from resolver.packs.pack import Located, Pack, digest
from resolver.rows import not_utf8, placed, readable


def open_jsonl(path: Path) -> Pack:
    """The source in a .jsonl or .jsonl.gz file, known by the file's stem."""
    source = Source(
        name=path.name.removesuffix(".gz").removesuffix(".jsonl"), digest=digest([path])
    )
    return Pack(source, path.stat().st_size, lambda: _records(path))


def _records(path: Path) -> Iterator[Located]:
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            with placed(path, number):
                yield Located(Entity.from_dict(_object(path, number, line)), path, number)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with readable(path), path.open("rb") as raw:
            if path.suffix == ".gz":
                with gzip.open(raw) as lines:
                    yield from lines
            else:
                yield from raw
    except (EOFError, zlib.error):
        raise BadSource(path, "the gzip file is damaged or cut short", "fetch it again") from None


def _object(path: Path, number: int, line: bytes) -> dict[str, object]:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        value = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise not_utf8(path, number, error) from None
    except json.JSONDecodeError as error:
        raise BadSource(
            path, f"not valid JSON at character {error.colno}: {error.msg.lower()}", line=number
        ) from None
    except (ValueError, RecursionError):  # a number too long, brackets too deep
        raise BadSource(path, "JSON beyond any entity", line=number) from None
    if not isinstance(value, dict):
        raise BadSource(path, "not a JSON object", "write one entity a line", line=number)
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object that says nothing twice."""
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadValue(f"the key {twice!r} is given twice", field=twice)
    return value
