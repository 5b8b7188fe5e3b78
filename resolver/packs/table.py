"""One CSV with a header: an entity a row.

    id,type,name,aliases,country,description,prominence,birth_date
    mohammad-reza-zahedi,person,Mohammad Reza Zahedi,Ali Reza Zahedi|محمدرضا زاهدی,IR,,,1944

`id`, `type` and `name` must be there; any column beyond those above is a property. A list in a
cell is separated by `|`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from resolver.errors import BadSource
from resolver.model import Alias, Entity, Source
from resolver.packs.lines import csv_rows
from resolver.packs.pack import Located, Pack, digest, placed, readable

_REQUIRED: Final = ("id", "type", "name")
_OWN: Final = (*_REQUIRED, "aliases", "country", "description", "prominence")


class Row(NamedTuple):
    """A row of a CSV by the names of its columns, and the line it begins in."""

    line: int
    cells: dict[str, str]


def open_table(path: Path) -> Pack:
    """The source in a CSV file, known by the file's stem."""
    source = Source(name=path.stem, digest=digest([path]))
    return Pack(source, path.stat().st_size, lambda: entities(path))


def entities(path: Path) -> Iterator[Located]:
    """The entities of a CSV, one a row."""
    for line, cells in rows(path, required=_REQUIRED):
        with placed(path, line):
            yield Located(_entity(cells), path, line)


def rows(
    path: Path, *, required: Iterable[str], allowed: Iterable[str] | None = None
) -> Iterator[Row]:
    """The rows of a CSV file (RFC 4180, UTF-8 with or without BOM), every cell stripped.

    Args:
        path: The file.
        required: Columns that the header must have.
        allowed: The only columns that it may have besides, or None for any.

    Raises:
        BadSource: The header lacks or repeats a column, a row is longer or shorter than the header,
            a quote is not closed, or a byte is not UTF-8; names the line.
    """
    with readable(path), path.open("rb") as file:
        found = csv_rows(path, file)
        header = [name.strip() for name in next(found, (1, []))[1]]
        _check_header(path, header, set(required), allowed)
        for line, cells in found:
            yield _row(path, line, header, cells)


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


def _check_header(
    path: Path, header: list[str], required: set[str], allowed: Iterable[str] | None
) -> None:
    if not header:
        raise BadSource(path, "the file is empty", f"begin with {','.join(sorted(required))}")
    for name in sorted(required - set(header)):
        raise BadSource(
            path, f"the header has no column {name}", f"it has {', '.join(header)}", line=1
        )
    for name in header:
        if header.count(name) > 1 or not name:
            what = f"has the column {name} twice" if name else "has a column without a name"
            raise BadSource(path, f"the header {what}", line=1)
        if allowed is not None and name not in {*required, *allowed}:
            raise BadSource(
                path,
                f"the header has an unknown column {name}",
                f"the columns are {', '.join([*required, *allowed])}",
                line=1,
                column=name,
            )


def _row(path: Path, line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        raise BadSource(
            path,
            f"{len(cells)} cells where the header has {len(header)}",
            "quote cells that hold a comma",
            line=line,
        )
    return Row(line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
