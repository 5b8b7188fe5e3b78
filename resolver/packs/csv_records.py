"""Rows of a CSV that somebody else publishes. Reach for it where a broken row is to be rejected.

The file may come packed. It is UTF-8 with or without BOM or, where it is not, cp1252. A row that is
not valid CSV costs its first line, and the rows after it are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Final, NamedTuple

from resolver.errors import BadSource
from resolver.lists.compression import PIECE
from resolver.lists.encoding import find_encoding
from resolver.lists.lines import Lines
from resolver.lists.splitting import RowSplitter
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import open_unpacked

_END_OF_FILE: Final = "\x1a"
"""What programs of the 1980s write at the end."""


class CsvRecord(NamedTuple):
    """The line that a row begins in, from 1, and its cells."""

    line: int
    cells: list[str]


def csv_records(path: Path, rejects: Rejects, *, width: int = 1) -> Iterator[CsvRecord]:
    """The rows of a CSV that are not blank, the header among them.

    Args:
        path: The file.
        rejects: What becomes of rows that are wrong.
        width: Cells that a row has at least.

    Raises:
        BadSource: The file cannot be read, is damaged, or has a row longer than `MAX_ROW`.
    """
    with open_unpacked(path) as stream:
        found = find_encoding(str(path), _pieces(stream), None, None)
    with open_unpacked(path) as stream:
        lines = Lines(str(path), _pieces(stream), found.codec, bom=found.bom)
        for row in RowSplitter(str(path), lines, ",", "double"):
            wrong = lines.bad.pop(row.line, None) or row.error
            if wrong is None and 0 < len(row.cells) < width and row.cells != [_END_OF_FILE]:
                wrong = f"{len(row.cells)} cells where {width} are needed"
            if wrong is not None:
                remedy = "fetch the file again, or correct the row"
                error = BadSource(path, wrong, remedy, line=row.line)
                rejects.take(error, ",".join(row.cells))
            elif row.cells and row.cells != [_END_OF_FILE]:
                yield CsvRecord(row.line, row.cells)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(stream.read, PIECE), b"")
