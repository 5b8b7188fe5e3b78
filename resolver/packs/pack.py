"""A source with its records, and what every form of source shares.

Reach for this module to write an importer of another form: it returns a `Pack` whose `read` starts
a stream of `Located` records. Where most of the work is to make records of rows, it is a stream of
`Blocks` of rows, of which other processes make the records. `Pack.located` and `Pack.records` are
what others iterate.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from resolver.errors import BadSource
from resolver.model import Record, RecordKind, Redirect, SameAs, Source
from resolver.packs.rejects import Rejects
from resolver.packs.seen import Seen
from resolver.rows import readable


class Located(NamedTuple):
    """A record, and where it stands: the file, and the line from 1."""

    record: Record
    path: Path
    line: int


class Block(NamedTuple):
    """Rows of a source of which no records are made yet.

    Args:
        rows: Whatever `Blocks.located` takes; it can be pickled.
        size: Bytes of the source's files that were read for it.
    """

    rows: Any
    size: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """The stream of a pack in two steps, of which other processes may do the second.

    Args:
        read: Starts the stream of blocks, given what becomes of rows that are wrong.
        located: The records of the rows of a block, given the same; it follows from the rows alone,
            and is a function of a module, or a `partial` of one.
    """

    read: Callable[[Rejects], Iterator[Block]]
    located: Callable[[Rejects, Any], Iterator[Located]]

    def records(self, rejects: Rejects) -> Iterator[Located]:
        """Both steps, in this process."""
        for block in self.read(rejects):
            yield from self.located(rejects, block.rows)


@dataclass(frozen=True, slots=True)
class Pack:
    """A source and the stream of its records.

    Args:
        source: What it says of itself.
        size: Bytes of its files, for a progress bar.
        read: Starts the stream, given what becomes of rows that are wrong.
        blocks: The same stream in two steps, where much work a row is in the second.
        warnings: What is doubtful in how its files are read.
    """

    source: Source
    size: int
    read: Callable[[Rejects], Iterator[Located]]
    blocks: Blocks | None = None
    warnings: tuple[str, ...] = ()

    @classmethod
    def in_blocks(cls, source: Source, size: int, blocks: Blocks) -> Self:
        """A pack whose stream is one of blocks."""
        return cls(source, size, blocks.records, blocks)

    def located(self, rejects: Rejects | None = None) -> Iterator[Located]:
        """Its records with their places.

        Args:
            rejects: What becomes of rows that are wrong; None for an error at the first.

        Raises:
            BadSource: Something is wrong, or an entity is listed twice; names line and column.
        """
        rejects = Rejects() if rejects is None else rejects
        once = Once()
        for each in self.read(rejects):
            record, path, line = each
            repeated = once.repeated(record.entity_id, _kind(record), path, line)
            if repeated is None:
                yield each
            else:
                rejects.take(repeated, json.dumps(record.to_dict(), ensure_ascii=False))

    def records(self, rejects: Rejects | None = None) -> Iterator[Record]:
        """As `located`, without the places: what the store takes."""
        return (each.record for each in self.located(rejects))


class Once:
    """Finds IDs that a source brings twice."""

    def __init__(self) -> None:
        self._seen = Seen()

    def repeated(self, entity_id: str, what: RecordKind, path: Path, line: int) -> BadSource | None:
        """What is wrong with a record, if its ID came before.

        Args:
            entity_id: That it is about.
            what: What it is; a `SameAs` may stand beside another record of the ID.
            path: The file in which it stands.
            line: Its line there.
        """
        first = self._seen.first((entity_id, what) if what == "same_as" else entity_id, path, line)
        if first is None:
            return None
        where = "" if first.file == path else f" of {first.file.name}"
        return BadSource(
            path,
            f"the id {entity_id!r} was already used in line {first.line}{where}",
            "merge the two rows, or give one another id",
            line=line,
            column="old_id" if what == "redirect" else "id",
        )


def _kind(record: Record) -> RecordKind:
    if isinstance(record, SameAs):
        return "same_as"
    return "redirect" if isinstance(record, Redirect) else "entity"


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
