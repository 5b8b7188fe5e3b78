"""One CSV with a header: an entity a row.

    id,type,name,aliases,country,description,prominence,birth_date
    mohammad-reza-zahedi,person,Mohammad Reza Zahedi,Ali Reza Zahedi|محمدرضا زاهدی,IR,,,1944

`id`, `type` and `name` must be there; any column beyond those above is a property. A list in a
cell is separated by `|`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from resolver.model import Alias, Entity, Source
from resolver.packs.pack import Located, Pack, digest
from resolver.rows import named_rows, placed

_REQUIRED: Final = ("id", "type", "name")
_OWN: Final = (*_REQUIRED, "aliases", "country", "description", "prominence")


def open_table(path: Path) -> Pack:
    """The source in a CSV file, known by the file's stem."""
    source = Source(name=path.stem, digest=digest([path]))
    return Pack(source, path.stat().st_size, lambda: entities(path))


def entities(path: Path) -> Iterator[Located]:
    """The entities of a CSV, one a row."""
    for line, cells in named_rows(path, required=_REQUIRED):
        with placed(path, line):
            yield Located(_entity(cells), path, line)


def listed(cell: str) -> tuple[str, ...]:
    """The texts of a cell that holds a list."""
    return tuple(text.strip() for text in cell.split("|") if text.strip())


def _entity(cells: dict[str, str]) -> Entity:
    return Entity(
        id=cells["id"],
        type=cells["type"],
        name=cells["name"],
        aliases=tuple(Alias(text) for text in listed(cells.get("aliases", ""))),
        country=listed(cells.get("country", "")),
        description=cells.get("description"),
        prominence=cells.get("prominence") or None,  # type: ignore[arg-type] # Entity reads the number
        properties={name: listed(cell) for name, cell in cells.items() if name not in _OWN},
    )
