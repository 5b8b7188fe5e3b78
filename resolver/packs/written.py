"""Records → a pack directory: the same records, the same bytes.

Reach for `write_pack` to write a source as people edit it and review it in git. Rows come in the
order of the records, columns in one order, lines end in LF. What a directory cannot say is refused
by name: a text that begins or ends with a space, and a property's value with `|` in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

from resolver.atomic import whole_file
from resolver.errors import BadValue
from resolver.lists.cells import csv_text
from resolver.model import Alias, Entity, Record, Redirect, SameAs, Source
from resolver.packs.table import OWN
from resolver.packs.toml_text import toml_table

_TABLES: Final = {
    "entities.csv": ("id", "type", "name", "country", "description", "prominence"),
    "aliases.csv": (
        "entity_id",
        "alias",
        "language",
        "kind",
        "valid_from",
        "valid_until",
        "source",
    ),
    "redirects.csv": ("old_id", "id"),
    "same_as.csv": ("id", "same_as"),
}
"""The tables of a pack, with their columns."""

_REMEDY: Final = "write entity JSONL, which keeps it: -o FILE.jsonl"

_to_line = csv_text(",")


def write_pack(
    folder: Path, source: Source, records: Callable[[], Iterable[Record]]
) -> Counter[str]:
    """Write a pack directory; its tables take their names once all of them are written.

    Other files of the directory stay; a table without a row goes.

    Args:
        folder: The directory; one that is there must be a pack or empty.
        source: What pack.toml says.
        records: Starts the records; they are read twice.

    Returns:
        How many rows each table has that has any.

    Raises:
        BadValue: The directory holds something else, or cannot say what a record says.
        OutputBusy: Another process is writing it.
        DiskFull: No space is left.
    """
    is_new = _make(folder)
    try:
        return _write(folder, source, records)
    except BaseException:
        if is_new:
            for part in folder.glob("*.resolver-part"):
                part.unlink(missing_ok=True)
            folder.rmdir()
        raise


def _make(folder: Path) -> bool:
    """Make the directory where there is none; whether it was made."""
    if not folder.exists():
        folder.mkdir()
        return True
    if not folder.is_dir():
        raise BadValue(f"{folder} is a file", "name a directory, or a file that ends in .jsonl")
    if any(folder.iterdir()) and not (folder / "pack.toml").is_file():
        what = f"{folder} is a directory that is no pack: it has no pack.toml"
        raise BadValue(what, "name another, which need not exist")
    return False


def _write(folder: Path, source: Source, records: Callable[[], Iterable[Record]]) -> Counter[str]:
    properties = _property_names(records())
    with ExitStack() as stack:

        def opened(name: str) -> IO[str]:
            part = stack.enter_context(whole_file(folder / name))
            return stack.enter_context(part.open("w", encoding="utf-8", newline=""))

        about = opened("pack.toml")
        tables = _Tables({name: opened(name) for name in _TABLES}, properties)
        about.write(_about(source))
        for record in records():
            tables.add(record)
        about.flush()
        tables.flush()
    for name in _TABLES:
        if not tables.rows[name]:
            (folder / name).unlink()
    return +tables.rows


def _property_names(records: Iterable[Record]) -> list[str]:
    """The names of all properties, in order."""
    names = {
        name
        for record in records
        if isinstance(record, Entity)
        for name, _ in record.property_values
    }
    for name in names:
        if name in OWN or name != name.strip():
            raise BadValue(f"a table cannot have a property of the name {name!r}", _REMEDY)
    return sorted(names)


def _about(source: Source) -> str:
    keys = {
        "name": source.name,
        "title": source.title,
        "licence": source.licence,
        "attribution": source.attribution,
        "source": source.origin,
        "version": source.version,
        "schemes": list(source.schemes) or None,
    }
    tables = toml_table("", keys.items()), toml_table("[fields]", source.fields)
    return "\n".join(filter(None, tables))


class _Tables:
    """The tables of a pack, as they are written.

    Args:
        files: Each by its name; the header is written.
        properties: The names of all properties, in order.
    """

    def __init__(self, files: dict[str, IO[str]], properties: list[str]) -> None:
        self.rows: Counter[str] = Counter()
        self._files = files
        self._properties = properties
        for name, columns in _TABLES.items():
            more = properties if name == "entities.csv" else ()
            files[name].write(_to_line([*columns, *more]) + "\n")

    def flush(self) -> None:
        """Hand all that was written to the system."""
        for file in self._files.values():
            file.flush()

    def add(self, record: Record) -> None:
        """Write the rows of a record."""
        if isinstance(record, Redirect):
            self._row("redirects.csv", record.old_id, [record.old_id, record.id])
        elif isinstance(record, SameAs):
            for other in record.others:
                self._row("same_as.csv", record.entity_id, [record.entity_id, other])
        else:
            if isinstance(record, Entity):
                self._row("entities.csv", record.id, list(_entity_cells(record, self._properties)))
            for alias in record.aliases:
                cells = [record.entity_id, *_alias_cells(alias)]
                self._row("aliases.csv", record.entity_id, cells)

    def _row(self, table: str, entity_id: str, cells: list[str]) -> None:
        for cell in cells:
            if cell and (cell[0].isspace() or cell[-1].isspace()):
                what = f"a text of {entity_id!r} begins or ends with a space: {cell[:80]!r}"
                raise BadValue(what, _REMEDY)
        self._files[table].write(_to_line(cells) + "\n")
        self.rows[table] += 1


def _entity_cells(entity: Entity, properties: list[str]) -> Iterator[str]:
    yield from (entity.id, entity.type, entity.name, "|".join(entity.country))
    yield entity.description or ""
    yield "" if entity.prominence is None else repr(entity.prominence)
    known = dict(entity.property_values)
    for name in properties:
        values = known.get(name, ())
        for value in values:
            if "|" in value or value != value.strip():
                what = f"the property {name} of {entity.id!r} has `|` or a space at an end"
                raise BadValue(f"{what}: {value[:80]!r}", _REMEDY)
        yield "|".join(values)


def _alias_cells(alias: Alias) -> Iterator[str]:
    yield alias.text
    yield alias.language or ""
    yield alias.kind if alias.kind != "name" else ""
    yield from (alias.valid_from or "", alias.valid_until or "", alias.source or "")
