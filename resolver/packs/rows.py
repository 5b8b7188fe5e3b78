"""The rows of a CSV. Reach for it where a source is a table, and rows may be wrong.

    for line, cells in table_rows(path, rejects, required=("id", "name")):
        with rejects.row(path, line, [*cells.values()]):
            ...

Where other processes make records of them, `row_blocks` reads them and `named` gives those of a
block. `published_rows` are those of a CSV that somebody else publishes, with a header or without. A
row that is not valid CSV costs its first line alone (`resolver.lists.splitting`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final, NamedTuple

from resolver.errors import BadSource
from resolver.lists.compression import PIECE
from resolver.lists.encoding import FoundEncoding, find_encoding
from resolver.lists.lines import Lines
from resolver.lists.splitting import RowSplitter, SplitRow
from resolver.packs.pack import Block
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import blocks_of, open_unpacked
from resolver.rows import CsvRow, NamedRow, check_columns, no_header, without_bom, wrong_width

_BLOCK: Final = 2_000
"""Rows of a block."""

_END_OF_FILE: Final = "\x1a"
"""What programs of the 1980s write at the end."""


class RowBlock(NamedTuple):
    """Rows of a file: the file, the names of its columns, and lines with their cells."""

    path: Path
    header: list[str]
    rows: list[tuple[int, list[str]]]


def row_blocks(
    path: Path, rejects: Rejects, *, required: Sequence[str], allowed: Sequence[str] | None = None
) -> Iterator[Block]:
    """The rows of a CSV (RFC 4180, UTF-8 with or without BOM) that are not blank, many at a time.

    Args:
        path: The file.
        rejects: What becomes of rows that are wrong.
        required: Columns that the header must have.
        allowed: The only columns that it may have besides, or None for any.

    Raises:
        BadSource: It cannot be read, the header lacks or repeats a column, or a row is longer than
            `MAX_ROW`; names the line.
    """

    def read(stream: IO[bytes]) -> Iterator[RowBlock]:
        reader = _RowReader(path, stream, rejects)
        header = reader.header(required)
        check_columns(path, header, required, allowed)
        while rows := reader.take(_BLOCK):
            yield RowBlock(path, header, rows)

    return blocks_of(path, read)


def named(rejects: Rejects, block: RowBlock) -> Iterator[NamedRow]:
    """The rows of a block by the names of the columns; every cell is stripped.

    Args:
        rejects: What becomes of rows that are longer or shorter than the header.
        block: The rows.
    """
    path, header, rows = block
    for line, cells in rows:
        if len(cells) == len(header):
            yield NamedRow(line, dict(zip(header, map(str.strip, cells), strict=True)))
        else:
            rejects.take(wrong_width(path, line, len(cells), len(header)), cells)


def table_rows(
    path: Path, rejects: Rejects, *, required: Sequence[str], allowed: Sequence[str] | None = None
) -> Iterator[NamedRow]:
    """Both steps: see `row_blocks`, also for the arguments and errors, and `named`."""
    for block in row_blocks(path, rejects, required=required, allowed=allowed):
        yield from named(rejects, block.rows)


def published_rows(path: Path, rejects: Rejects) -> Iterator[CsvRow]:
    """The rows of a CSV that are not blank, the header among them.

    Its encoding is that of its BOM, else UTF-8 or, where it is not, cp1252.

    Args:
        path: The file.
        rejects: What becomes of rows that are wrong.

    Raises:
        BadSource: The file cannot be read, is damaged, or has a row longer than `MAX_ROW`.
    """
    with open_unpacked(path) as stream:
        encoding = find_encoding(str(path), _pieces(b"", stream), None, None)
    with open_unpacked(path) as stream:
        reader = _RowReader(path, stream, rejects, encoding)
        while rows := reader.take(_BLOCK):
            yield from (CsvRow(*row) for row in rows if row[1] != [_END_OF_FILE])


class _RowReader:
    """Reads rows, and rejects those that are not valid.

    Args:
        path: The file.
        stream: Its bytes.
        rejects: What becomes of rows that are wrong.
        encoding: Of the bytes; None where they have to be UTF-8.
    """

    def __init__(
        self,
        path: Path,
        stream: IO[bytes],
        rejects: Rejects,
        encoding: FoundEncoding | None = None,
    ) -> None:
        self._path = path
        self._rejects = rejects
        self._rejected: tuple[BadSource, list[str]] | None = None  # behind the rows that were taken
        head = stream.read(PIECE)
        if encoding is None:
            head, encoding = without_bom(path, head), FoundEncoding("utf-8", 0)
        codec, bom, _ = encoding
        self._lines = Lines(str(path), _pieces(head, stream), codec, bom=bom)
        self._rows = iter(RowSplitter(str(path), self._lines, ",", "double"))

    def header(self, required: Sequence[str]) -> list[str]:
        """The first row that is not blank."""
        for row in self._rows:
            error = self._wrong(row)
            if error is not None:
                raise error
            if row.cells:
                return [name.strip() for name in row.cells]
        raise no_header(self._path, required)

    def take(self, count: int) -> list[tuple[int, list[str]]]:
        """So many rows, fewer before one that is wrong, none at the end: their lines and cells."""
        rows: list[tuple[int, list[str]]] = []
        self._reject()
        for row in self._rows:
            error = self._wrong(row) if row.error is not None or self._lines.bad else None
            if error is not None:
                self._rejected = error, row.cells
                if rows:  # which come first
                    break
                self._reject()
            elif row.cells:
                rows.append((row.line, row.cells))
                if len(rows) == count:
                    break
        return rows

    def _reject(self) -> None:
        if self._rejected is not None:
            (error, cells), self._rejected = self._rejected, None
            self._rejects.take(error, cells)

    def _wrong(self, row: SplitRow) -> BadSource | None:
        """What is wrong with its bytes, or its quotes."""
        for line in range(row.line, row.line + row.height):
            what = self._lines.bad.pop(line, None)
            if what is not None:
                return BadSource(self._path, what, "save the file as UTF-8", line=line)
        if row.error is None:
            return None
        remedy = "close every quote, and double those inside a quoted cell"
        if "carriage return" in row.error:
            remedy = "save the file with Unix or Windows line ends"
        return BadSource(self._path, row.error, remedy, line=row.line)


def _pieces(head: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from iter(lambda: stream.read(PIECE), b"")
