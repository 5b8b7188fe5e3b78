"""A list as the table that is asked: one file in, a home out.

Reach for it to resolve one list against another, without a home of one's own. The home is kept in a
cache, so that the same file is compiled once; it is named by the bytes of the file and the code.
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
import os
import shutil
import tempfile
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from typing import IO, Final

from resolver.curate.compile import Table, compile_whole
from resolver.curate.overlay import ENTITIES_PER_BLOCK
from resolver.errors import BadSource, BadValue, HomeError, InvalidInput
from resolver.home import Home
from resolver.index import Index
from resolver.index.entities import EntityBlock
from resolver.lists.form import SaidForm
from resolver.lists.reader import ListReader, Row
from resolver.lists.reading import open_list
from resolver.match.score.weights import load_weights
from resolver.model import Entity, Source
from resolver.packs import Pack
from resolver.packs.pack import Located, digest
from resolver.packs.table import entity_of
from resolver.processes import Processes, in_blocks
from resolver.progress import Progress, no_progress
from resolver.rows import column_index, placed

Say = Callable[[str], None]

KEPT: Final = 5
"""Homes that a cache keeps: those used last."""

_NEEDED: Final = ("id", "name")


def no_word(_: str) -> None:
    """Says nothing."""


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where such homes are kept: the user's cache (XDG Base Directory Specification)."""
    home = environment.get("HOME", tempfile.gettempdir())
    base = environment.get("XDG_CACHE_HOME") or Path(home, ".cache")
    return Path(base, "alias-resolver")


def home_against(
    path: Path,
    cache: Path,
    *,
    say: Say = no_word,
    warn: Say = no_word,
    progress: Progress = no_progress,
) -> Path:
    """The home of a list that has at least the columns `id` and `name`.

    `type` (else everything is `other`), `aliases`, `country`, `description` and `prominence` are as
    in a source; every other column is a property. Cells with several values have `|` between.

    Args:
        path: The list: CSV, TSV, JSONL or Parquet.
        cache: Where homes are kept.
        say: Called with what is done, where that takes its time.
        warn: Called with what is doubtful in how the list is read.
        progress: As `compile_index` reports it.

    Raises:
        BadSource: The list is not such a table; names line and column.
        DiskFull: There is no space for it.
    """
    listed = digest([path])
    home = cache / f"{listed}-{_weights_digest()}"
    if _is_whole(home):
        with suppress(FileNotFoundError):  # forgotten, by who compiled another
            os.utime(home)
            return home
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    with Home(cache).locked(wait_s=math.inf):
        if not _is_whole(home):  # no other process has made it meanwhile
            say(f"compiling {path}, once")
            name = path.name.partition(".")[0] or path.name
            _build(path, Source(name=name, digest=listed), home, warn, progress)
        os.utime(home)
        _forget_old(cache)
    return home


class _Rows:
    """The rows of a list, kept on disk while they are put in order by ID.

    Args:
        path: The list.
        name: What it is called as a source.
        warn: Called with what is doubtful in how it is read.
        file: Takes the rows.
    """

    def __init__(self, path: Path, name: str, warn: Say, file: IO[bytes]) -> None:
        self._path, self._name, self._file = path, name, file
        self._ids: list[str] = []
        self._start = array("Q", [0])
        with _opened(path) as reader:
            for warning in reader.warnings:
                warn(warning)
            self._columns = list(reader.columns)
            at = column_index(path, self._columns, "id")
            for row in _rows(path, reader):
                self._ids.append(row.cells[at].strip())
                raw = json.dumps([row.line, *row.cells]).encode()
                file.write(raw)
                self._start.append(self._start[-1] + len(raw))
        file.flush()

    def __len__(self) -> int:
        return len(self._ids)

    def blocks(self, processes: Processes) -> Iterator[EntityBlock]:
        """Its entities, ordered by ID."""
        order = sorted(range(len(self)), key=self._ids.__getitem__)
        ids = [self._ids[row] for row in order]
        if any(map(str.__eq__, ids, ids[1:])):
            raise BadValue("an id is used twice", "merge the rows", field="id")
        work = partial(_entity_block, self._path, self._name, self._columns)
        yield from processes.map(work, in_blocks(self._in_order(order), ENTITIES_PER_BLOCK))

    def _in_order(self, order: list[int]) -> Iterator[bytes]:
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
            for row in order:
                yield raw[self._start[row] : self._start[row + 1]]


def _entity_block(path: Path, name: str, columns: list[str], rows: list[bytes]) -> EntityBlock:
    """The entities of some rows, in any process."""
    found = []
    for line, *cells in map(json.loads, rows):
        entity = _entity(path, line, columns, cells)
        found.append((entity, entity.to_dict() | {"sources": (name,)}))
    return EntityBlock.of(found)


def _entity(path: Path, line: int, columns: Sequence[str], cells: Sequence[str]) -> Entity:
    named = dict(zip(columns, map(str.strip, cells), strict=True))
    named["type"] = named.get("type") or "other"
    with placed(path, line):
        return entity_of(named)


def _records(path: Path) -> Iterator[Located]:
    with _opened(path) as reader:
        for row in _rows(path, reader):
            yield Located(_entity(path, row.line, reader.columns, row.cells), path, row.line)


def _opened(path: Path) -> AbstractContextManager[ListReader]:
    return open_list(path, name=str(path), said=SaidForm(), wanted=_NEEDED)


def _rows(path: Path, reader: ListReader) -> Iterator[Row]:
    """The rows that are not blank, of which there is one at least."""
    for column in _NEEDED:
        column_index(path, list(reader.columns), column)
    empty = True
    for row in reader.rows():
        if not row.is_asked:
            raise BadSource(path, row.error or "not a row", "mend the row", line=row.line)
        if any(cell.strip() for cell in row.cells):
            empty = False
            yield row
    if empty:
        raise BadSource(path, "the table has no row", "give one with the columns id and name")


def _weights_digest() -> str:
    """What tells the weights that come with the resolver from those of another version."""
    weights = json.dumps(load_weights().to_dict(), sort_keys=True)
    return hashlib.blake2b(weights.encode(), digest_size=4).hexdigest()


def _is_whole(home: Path) -> bool:
    with suppress(HomeError):
        Index.open(home)
        return True
    return False


def _build(path: Path, source: Source, home: Path, warn: Say, progress: Progress) -> None:
    """Compile beside the home, which then appears as a whole; one process of a cache does."""
    for left in home.parent.glob("new-*"):  # by one that was killed
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="new-", dir=home.parent) as folder:
        new = Path(folder, "home")
        Home(new).make()
        with Home(new).locked(wait_s=0), tempfile.TemporaryFile(dir=folder) as file:
            try:
                rows = _Rows(path, source.name, warn, file)
                table = Table((source,), len(rows), rows.blocks)
                compile_whole(table, new, load_weights(), progress)
            except InvalidInput:  # what is wrong with the first row that is, in the list's order
                for _ in Pack(source, 0, lambda _: _records(path)).located():
                    pass
                raise
        shutil.rmtree(home, ignore_errors=True)  # it was damaged
        new.rename(home)


def _forget_old(cache: Path) -> None:
    homes = [path for path in cache.iterdir() if path.is_dir()]
    for path in sorted(homes, key=lambda each: -each.stat().st_mtime)[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
