"""One CSV with a header: an entity a row.

    id,type,name,aliases,country,description,prominence,birth_date
    mohammad-reza-zahedi,person,Mohammad Reza Zahedi,Ali Reza Zahedi|محمدرضا زاهدی,IR,,,1944

Reach for this module for a .csv file, and for the entities.csv of a pack directory. `id`, `type`
and `name` must be there. Any column beyond those above is a property. A list in a cell is separated
by `|`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from resolver.model import Alias, Entity, Source
from resolver.packs.pack import Blocks, Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.packs.rows import RowBlock, named, row_blocks

REQUIRED: Final = ("id", "type", "name")
"""Columns that the header must have."""

OWN: Final = (*REQUIRED, "aliases", "country", "description", "prominence")
"""Columns that are no properties."""

SEPARATOR: Final = "|"
"""Between the texts of a list in a cell."""


def open_table(path: Path) -> Pack:
    """The source in a CSV file, named by the file's stem."""
    source = Source(name=path.stem, digest=digest([path]))
    read = partial(row_blocks, path, required=REQUIRED)
    return Pack.in_blocks(source, path.stat().st_size, Blocks(read, _located))


def entity_rows(path: Path, rejects: Rejects) -> Iterator[Located]:
    """The entities of a CSV, one a row.

    Args:
        path: The file.
        rejects: What becomes of rows that are wrong.

    Raises:
        BadSource: The header or a row is wrong; names line and column.
    """
    for block in row_blocks(path, rejects, required=REQUIRED):
        yield from _located(rejects, block.rows)


def _located(rejects: Rejects, block: RowBlock) -> Iterator[Located]:
    path = block.path
    for line, cells in named(rejects, block):
        with rejects.row(path, line, [*cells.values()]):
            yield Located(entity_of(cells), path, line)


def entity_of(cells: dict[str, str]) -> Entity:
    """The entity of a row, by the names of its columns.

    Raises:
        InvalidInput: A cell is wrong; its field says which.
    """
    return Entity(
        id=cells["id"],
        type=cells["type"],
        name=cells["name"],
        aliases=tuple(Alias(text) for text in listed(cells.get("aliases", ""))),
        country=listed(cells.get("country", "")),
        description=cells.get("description"),
        prominence=cells.get("prominence") or None,  # type: ignore[arg-type] # Entity reads the number
        properties={name: listed(cell) for name, cell in cells.items() if name not in OWN},
    )


def listed(cell: str, separator: str = SEPARATOR) -> tuple[str, ...]:
    """The texts of a stripped cell that holds a list."""
    if separator not in cell:
        return (cell,) if cell else ()
    return tuple([text.strip() for text in cell.split(separator) if text.strip()])
