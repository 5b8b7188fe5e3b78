"""One source into the store: all of it or nothing.

Reach for `import_pack` to import a pack into an open store. Where a pack is read in blocks, records
are made of rows, and prepared for the store, in other processes; this one reads, finds IDs that
come twice, and writes. Blocks come back in order, so that the first thing that is wrong is the same
as without those processes. A small source starts none. Memory holds some blocks, and about 40 bytes
for each ID.

Records that a pack makes itself are prepared here: to send them would take longer.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.errors import BadSource
from resolver.packs import Pack
from resolver.packs.pack import Block, Located, Once
from resolver.packs.rejects import Rejected, RejectList, Rejects
from resolver.processes import Processes, processors
from resolver.progress import Advance, no_advance
from resolver.store import Changes, PreparedRecord, Store, prepared
from resolver.text.fold import folds

_FEW: Final = 12
"""Blocks that are made in this process before others start: they take as long as that start."""

_RECORDS: Final = 1_000
"""Records of a block, where a pack does not read in blocks itself."""

_MANY: Final = 100
"""Retired records that are worth a warning, where they are most of a source."""

_KEPT: Final = 100
"""Unfoldable names that are kept."""


class UnfoldableName(NamedTuple):
    """A name without a letter or digit: it is kept, and found letter by letter alone."""

    text: str
    entity_id: str


@dataclass(frozen=True, slots=True)
class ImportedSource:
    """What importing a source did.

    Args:
        name: The source's name.
        changes: What it added, updated, retired and left as is.
        unfoldable: The first names that were read and fold to nothing.
        all_unfoldable: How many there are.
        rejected: How many rows were left out.
        rejects: The file that has them, where there are any.
        left_out: Things that were right, but are not what a table has: how many of each sort.
    """

    name: str
    changes: Changes
    unfoldable: tuple[UnfoldableName, ...] = ()
    all_unfoldable: int = 0
    rejected: int = 0
    rejects: Path | None = None
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def had(self) -> int:
        """How many records of the source were there before."""
        return self.changes.updated + self.changes.retired + self.changes.unchanged

    @property
    def is_another(self) -> bool:
        """Whether so much was retired that this may be another table of the same name."""
        return self.changes.retired >= max(_MANY, self.had // 2 + 1)


class Made(NamedTuple):
    """What became of the rows of a block.

    Args:
        records: In their order.
        places: Of each the file and the line.
        unfoldable: Names that fold to nothing.
        rejected: Rows that are wrong.
        left_out: Things that are no records, by sort, where that was counted elsewhere.
    """

    records: list[PreparedRecord]
    places: list[tuple[Path, int]]
    unfoldable: list[UnfoldableName]
    rejected: list[Rejected]
    left_out: Counter[str]


def total_of(pack: Pack) -> int | None:
    """How far `import_pack` advances in all; None where that is unknown."""
    return pack.size if pack.blocks else None


def import_pack(
    store: Store,
    pack: Pack,
    advance: Advance = no_advance,
    rejects: Rejects | None = None,
) -> ImportedSource:
    """Make an open store hold what a pack says, all of it or nothing of it.

    Args:
        store: The store, under the home's lock.
        pack: The pack.
        advance: Called with how many more bytes of its files were read; for a pack that does not
            read in blocks, with how many more records.
        rejects: What becomes of rows that are wrong; None for an error at the first. Where some
            were left out, the same bytes are read again the next time.

    Raises:
        BadSource: Something in it is wrong; names path, line and column.
    """
    rejects = Rejects() if rejects is None else rejects
    with Processes(processors()) as processes:
        importing = _Importing(pack, rejects, advance)
        changes = store.replace(
            pack.source, importing.records(processes), incomplete=lambda: rejects.count > 0
        )
    return ImportedSource(
        pack.source.name,
        changes,
        tuple(importing.unfoldable),
        importing.all_unfoldable,
        rejects.count,
        left_out=tuple(rejects.left_out.most_common()),
    )


class _Importing:
    """The records of a pack, as the store takes them.

    Args:
        pack: The pack.
        rejects: What becomes of rows that are wrong.
        advance: As for `import_pack`.
    """

    def __init__(self, pack: Pack, rejects: Rejects, advance: Advance) -> None:
        self.unfoldable: list[UnfoldableName] = []
        self.all_unfoldable = 0
        self._pack = pack
        self._rejects = rejects
        self._advance = advance
        self._once = Once()

    def records(self, processes: Processes) -> Iterator[PreparedRecord]:
        """The records; raises `BadSource` where there is none, or something is wrong."""
        pack, rejects, empty = self._pack, self._rejects, True
        if pack.blocks is None:
            reading = _Reading(_of_records(pack.read(rejects)))
            done: Iterator[Made] = map(_made, reading.rows())
        else:
            reading = _Reading(pack.blocks.read(rejects))
            work = partial(_made_of_rows, pack.blocks.located)
            done = _worked(processes, work, reading.rows())
        for made in done:
            self._advance(reading.taken())
            rejects.left_out.update(made.left_out)
            self.all_unfoldable += len(made.unfoldable)
            self.unfoldable += made.unfoldable[: _KEPT - len(self.unfoldable)]
            for record in self._accepted(made):
                empty = False
                yield record
        if reading.error is not None:
            raise reading.error
        if empty:
            raise _nothing(pack.source.name, rejects)

    def _accepted(self, made: Made) -> Iterator[PreparedRecord]:
        """Records whose ID is new; what is wrong is rejected in its turn."""
        once, waiting = self._once, iter(made.rejected)
        wrong = next(waiting, None)
        for number, (record, (path, line)) in enumerate(
            zip(made.records, made.places, strict=True)
        ):
            while wrong is not None and wrong.before <= number:
                self._rejects.take(wrong.error, wrong.raw)
                wrong = next(waiting, None)
            repeated = once.repeated(record.entity_id, record.kind, path, line)
            if repeated is None:
                yield record
            else:
                self._rejects.take(repeated, _cells(record))
        for each in (wrong, *waiting) if wrong is not None else ():
            self._rejects.take(each.error, each.raw)


def _nothing(name: str, rejects: Rejects) -> BadSource:
    """The error for a source of which nothing is left."""
    if rejects.first is None:
        return BadSource(name, "holds no entity", f"to remove a source: resolver forget {name}")
    rows = "the only row was" if rejects.count == 1 else f"all {rejects.count:,} rows were"
    what = f"{rows} rejected, the first: {rejects.first.what}"
    return BadSource(name, what, f"correct them: they are in {rejects.called}")


def _cells(record: PreparedRecord) -> list[str]:
    """A record as a row: its ID, what it is, its names and others."""
    named = record.row[:2] if record.row else (record.kind,)
    return [record.entity_id, *named, *(text for text, *_ in record.aliases), *record.others]


class _Reading:
    """Blocks of rows, up to an error that is raised behind what was read before it.

    Args:
        blocks: The blocks.
    """

    def __init__(self, blocks: Iterator[Block]) -> None:
        self.error: BadSource | None = None
        self._blocks = blocks
        self._sizes: list[int] = []  # of the blocks that are worked on

    def rows(self) -> Iterator[Any]:
        """The rows of each block."""
        try:
            for rows, size in self._blocks:
                self._sizes.append(size)
                yield rows
        except BadSource as error:
            self.error = error

    def taken(self) -> int:
        """The size of the next block that is done."""
        return self._sizes.pop(0)


def _of_records(stream: Iterator[Located]) -> Iterator[Block]:
    """Records that are made already; those before an error come before it."""
    block: list[Located] = []
    try:
        for each in stream:
            block.append(each)
            if len(block) == _RECORDS:
                yield Block(block, len(block))
                block = []
    except BadSource:
        if block:
            yield Block(block, len(block))
        raise
    if block:
        yield Block(block, len(block))


def _worked(
    processes: Processes, function: Callable[[Any], Made], blocks: Iterator[Any]
) -> Iterator[Made]:
    """What is made of each block: of the first few here, of others in other processes."""
    yield from map(function, itertools.islice(blocks, _FEW))
    for block in blocks:
        yield from processes.map(function, itertools.chain([block], blocks))


def _made_of_rows(located: Callable[[Rejects, Any], Iterator[Located]], rows: object) -> Made:
    """What becomes of rows, in any process."""
    found: list[Located] = []
    rejects = RejectList(found)
    found.extend(located(rejects, rows))
    return _made(found)._replace(rejected=rejects.rows, left_out=rejects.left_out)


def _made(located: Iterable[Located]) -> Made:
    """What becomes of records, in any process."""
    made = Made([], [], [], [], Counter())
    for record, path, line in located:
        made.records.append(prepared(record))
        made.places.append((path, line))
        for alias in record.names:
            if not folds(alias.text):
                made.unfoldable.append(UnfoldableName(alias.text, record.entity_id))
    return made
