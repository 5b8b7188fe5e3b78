"""A source with its records, and the reading that every form shares."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from resolver.errors import BadSource
from resolver.model import Entity, Record, Source
from resolver.rows import readable


@dataclass(frozen=True, slots=True)
class Located:
    """A record, and where it stands."""

    record: Record
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Pack:
    """A source and the stream of what it says.

    Args:
        source: What it says of itself.
        size: Bytes of its files, for progress.
        read: Starts the stream.
    """

    source: Source
    size: int
    read: Callable[[], Iterator[Located]]

    def located(self) -> Iterator[Located]:
        """Its records with their places; an entity listed twice ends the stream with an error."""
        first: dict[str, int] = {}
        for each in self.read():
            if isinstance(each.record, Entity):
                before = first.setdefault(each.record.id, each.line)
                if before != each.line:
                    raise BadSource(
                        each.path,
                        f"the id {each.record.id!r} was already used in line {before}",
                        "merge the two rows, or give one another id",
                        line=each.line,
                        column="id",
                    )
            yield each

    def records(self) -> Iterator[Record]:
        """Its records, as the store takes them."""
        return (each.record for each in self.located())


def digest(paths: Iterable[Path]) -> str:
    """A digest of the bytes of files.

    Raises:
        BadSource: One cannot be read.
    """
    whole = hashlib.blake2b(digest_size=16)
    for path in paths:
        with readable(path), path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "blake2b").digest())
    return whole.hexdigest()
