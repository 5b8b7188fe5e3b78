"""One CSV with a header: an entity a row.

    id,type,name,aliases,country,description,prominence,birth_date
    mohammad-reza-zahedi,person,Mohammad Reza Zahedi,Ali Reza Zahedi|محمدرضا زاهدی,IR,,,1944

Reach for this module for a .csv file, and for the entities.csv of a pack directory. `id`, `type`
and `name` must be there. Any column beyond those above is a property. A list in a cell is separated
by `|`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from resolver.model import Alias, Entity, Source
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.rows import named_rows

REQUIRED: Final = ("id", "type", "name")
"""Columns that the header must have."""

OWN: Final = (*REQUIRED, "aliases", "country", "description", "prominence")
"""Columns that are no properties."""


class EntityRow(NamedTuple):
    """An entity, and the line its row begins in."""

    line: int
    entity: Entity


def open_table(path: Path) -> Pack:
    """The source in a CSV file, named by the file's stem."""
    source = Source(name=path.stem, digest=digest([path]))
    return Pack(source, path.stat().st_size, partial(_records, path))


def entity_rows(path: Path, rejects: Rejects) -> Iterator[EntityRow]:
    """The entities of a CSV, one a row.

    Args:
        path: The file.
        rejects: What becomes of rows that are wrong.

    Raises:
        BadSource: The header or a row is wrong; names line and column.
    """
    for line, cells in named_rows(path, required=REQUIRED):
        with rejects.row(path, line, json.dumps(cells, ensure_ascii=False)):
            yield EntityRow(line, entity_of(cells))


def _records(path: Path, rejects: Rejects) -> Iterator[Located]:
    return (Located(row.entity, path, row.line) for row in entity_rows(path, rejects))


def entity_of(cells: dict[str, str]) -> Entity:
    """The entity of a row, by the names of its columns.

    Raises:
        InvalidInput: A cell is wrong; its field says which.
    """
    return Entity(
        id=cells["id"],
        type=cells["type"],
        name=cells["name"],
        aliases=tuple(Alias(text) for text in _listed(cells.get("aliases", ""))),
        country=_listed(cells.get("country", "")),
        description=cells.get("description"),
        prominence=cells.get("prominence") or None,  # type: ignore[arg-type] # Entity reads the number
        properties={name: _listed(cell) for name, cell in cells.items() if name not in OWN},
    )


def _listed(cell: str) -> tuple[str, ...]:
    """The texts of a cell that holds a list."""
    return tuple(text.strip() for text in cell.split("|") if text.strip())
