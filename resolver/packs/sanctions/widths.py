"""Rows that have as many cells as they should. Reach for it where a list is a CSV.

A comma that no quotes hold moves all cells behind it one column on, so that a row with a cell more
is wrong, and not read. Empty cells at the end say nothing, and may be too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from resolver.errors import BadSource
from resolver.packs.rejects import Rejects
from resolver.rows import CsvRow


def rows_of_width(
    path: Path, rejects: Rejects, rows: Iterable[CsvRow], width: int
) -> Iterator[CsvRow]:
    """Those rows that have so many cells.

    Args:
        path: The file.
        rejects: What becomes of the others.
        rows: The rows.
        width: How many cells each should have.
    """
    for row in rows:
        line, cells = row
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            row = CsvRow(line, cells[:width])
        if len(row.cells) == width:
            yield row
        else:
            what = f"{len(cells)} cells where {width} are needed"
            remedy = "fetch the file again, or correct the row: a cell with a comma is in quotes"
            rejects.take(BadSource(path, what, remedy, line=line), cells)
