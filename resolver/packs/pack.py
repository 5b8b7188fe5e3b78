"""A source with its records, and what every form of source shares.

Reach for this module to write an importer of another form: it returns a `Pack` whose `read` starts
a stream of `Located` records. `Pack.located` and `Pack.records` are what others iterate.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from resolver.errors import BadSource
from resolver.model import Record, Redirect, SameAs, Source
from resolver.packs.rejects import Rejects
from resolver.rows import readable


@dataclass(frozen=True, slots=True)
class Located:
    """A record, and where it stands: the file, and the line from 1."""

    record: Record
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Pack:
    """A source and the stream of its records.

    Args:
        source: What it says of itself.
        size: Bytes of its files, for a progress bar.
        read: Starts the stream, given what becomes of rows that are wrong.
        warnings: What is doubtful in how its files are read.
    """

    source: Source
    size: int
    read: Callable[[Rejects], Iterator[Located]]
    warnings: tuple[str, ...] = ()

    def located(self, rejects: Rejects | None = None) -> Iterator[Located]:
        """Its records with their places.

        Args:
            rejects: What becomes of rows that are wrong; None for an error at the first.

        Raises:
            BadSource: Something is wrong, or an entity is listed twice; names line and column.
        """
        rejects = Rejects() if rejects is None else rejects
        first: dict[tuple[bool, str], tuple[str, int]] = {}
        for each in self.read(rejects):
            place = each.path.name, each.line
            key = isinstance(each.record, SameAs), each.record.entity_id
            name, line = first.setdefault(key, place)
            if (name, line) == place:
                yield each
                continue
            where = "" if name == each.path.name else f" of {name}"
            rejects.take(
                BadSource(
                    each.path,
                    f"the id {each.record.entity_id!r} was already used in line {line}{where}",
                    "merge the two rows, or give one another id",
                    line=each.line,
                    column="old_id" if isinstance(each.record, Redirect) else "id",
                )
            )

    def records(self, rejects: Rejects | None = None) -> Iterator[Record]:
        """As `located`, without the places: what the store takes."""
        return (each.record for each in self.located(rejects))


def digest(paths: Iterable[Path], made_by: str = "") -> str:
    """A digest (BLAKE2b, 32 hexadecimal digits) of the bytes of files.

    Args:
        paths: The files.
        made_by: The importer and its version, where it may make something else of the same bytes
            one day.

    Raises:
        BadSource: One is not a regular file, or cannot be read.
    """
    whole = hashlib.blake2b(made_by.encode(), digest_size=16)
    for path in paths:
        expect_file(path)
        with readable(path), path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "blake2b").digest())
    return whole.hexdigest()


def expect_file(path: Path) -> None:
    """Check that what a path names can be read more than once, as a pipe cannot.

    Raises:
        BadSource: It is not a regular file, or there is nothing.
    """
    with readable(path):
        mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise BadSource(path, "not a regular file", "write it into a file, and give that")
