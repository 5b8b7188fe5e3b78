"""Any CSV of names with the time in which they were in use. Reach for it for names that changed.

    id,name,start,end
    IBM,Computing-Tabulating-Recording Company,1911-06-16,1924-02-13
    IBM,International Business Machines,1924-02-14,

The time is in `start` and `end`, `from` and `until` (or `to`), `start_date` and `end_date`, or
`valid_from` and `valid_until`. `type` (else organization), `country` and `language` may stand
beside it; a file with other columns is another table. So is one with `type` and without
`valid_from`, unless an ID comes again: there the dates may be those of the thing itself.

An ID may have several rows, anywhere in the file. The name that has not ended is the entity's; of
several the one that began last, and where all have ended, the one that ended last. Names that ended
are former ones. The year 9999 is no end.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.errors import BadSource
from resolver.lists.form import SaidForm
from resolver.lists.reading import open_list
from resolver.model import COUNTRIES, Alias, Entity, Source
from resolver.packs.entry import Entry
from resolver.packs.looking import head_of
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import is_zip, open_unpacked

_SPANS: Final = {
    "start": "end",
    "from": "until",
    "start_date": "end_date",
    "valid_from": "valid_until",
}
"""Columns of the first day, and of the last."""

_BESIDE: Final = frozenset({"type", "country", "language"})

_WANTED: Final = ("id", "name")

_NO_END: Final = "9999"

_ENDS: Final = (".zip", ".gz", ".bz2", ".zst", ".csv", ".tsv", ".txt")


class _Dated(NamedTuple):
    """A row: its line, the name with its time, and what stands beside it."""

    line: int
    alias: Alias
    type: str
    countries: set[str]

    @property
    def lateness(self) -> tuple[bool, str, str]:
        """The later, the rather it is the name of the entity."""
        start, end = self.alias.valid_from or "", self.alias.valid_until or ""
        return not end, end, start


class _Rows:
    """The rows of a file by ID, each entity when its last row was read.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left = Counter(cells["id"] for _, cells, _ in _read(path))
        self._held: dict[str, list[_Dated]] = {}

    def located(self, rejects: Rejects) -> Iterator[Located]:
        """The entities."""
        for line, cells, error in _read(self._path):
            entity_id = cells["id"]
            with rejects.row(self._path, line, [*cells.values()]):
                if error is not None:
                    raise BadSource(self._path, error, "correct the row", line=line)
                self._held.setdefault(entity_id, []).append(_dated(line, cells))
            self._left[entity_id] -= 1
            rows = self._held.pop(entity_id, []) if not self._left[entity_id] else []
            if rows:
                with rejects.row(self._path, rows[0].line, entity_id):
                    yield Located(_entity(entity_id, rows), self._path, rows[0].line)


def _span(columns: set[str]) -> tuple[str, str] | None:
    """The columns that have the time, None where the header is of another table."""
    for start, end in _SPANS.items():
        end = "to" if end == "until" and "to" in columns else end
        if {*_WANTED, start, end} <= columns <= {*_WANTED, start, end, *_BESIDE}:
            return start, end
    return None


def _is_dated(path: Path) -> bool:
    lines = io.StringIO(head_of(path).decode("utf-8", "replace"))
    header = lines.readline()
    delimiter = max(",;\t|", key=header.count)
    try:
        columns = _columns(next(csv.reader([header], delimiter=delimiter), []))
        span = _span(set(columns))
        if span is None or len(set(columns)) < len(columns):
            return False
        if "type" not in columns or "valid_from" in span:
            return True
        at = columns.index("id")
        ids = [row[at] for row in csv.reader(lines, delimiter=delimiter) if len(row) > at]
    except csv.Error:
        return False
    return len(set(ids)) < len(ids)


def _columns(header: list[str]) -> list[str]:
    return [name.strip().lower() for name in header]


def _open(path: Path) -> Pack:
    name = path.name
    while any(name.lower().endswith(end) for end in _ENDS):
        name = Path(name).stem
    source = Source(name=name, digest=digest([path], made_by="dated-names 1"))
    return Pack(source, path.stat().st_size, partial(_records, path))


def _records(path: Path, rejects: Rejects) -> Iterator[Located]:
    yield from _Rows(path).located(rejects)


def _read(path: Path) -> Iterator[tuple[int, dict[str, str], str | None]]:
    """The line of each row, its cells by column, and what is wrong with it.

    The columns of the time are called `start` and `end`, whatever the header calls them.
    """
    with (
        _of_zip(path) as stream,
        open_list(stream, name=str(path), said=SaidForm(kind="csv"), wanted=_WANTED) as table,
    ):
        columns = _columns(list(table.columns))
        span = _span(set(columns))
        if span is None:
            raise BadSource(path, "no table of dated names", "begin with id,name,start,end", line=1)
        called = dict(zip(span, ("start", "end"), strict=True))
        names = [called.get(each, each) for each in columns]
        for row in table.rows():
            if any(row.cells):
                cells = (cell.strip() for cell in row.cells)
                yield row.line, dict(zip(names, cells, strict=True)), row.error


def _of_zip(path: Path) -> AbstractContextManager[Any]:
    """The bytes of the file in a zip; of what is no zip the path itself."""
    return open_unpacked(path) if is_zip(path) else nullcontext(path)


def _dated(line: int, cells: dict[str, str]) -> _Dated:
    start, end = cells["start"].partition("T")[0], cells["end"].partition("T")[0]
    if end.startswith(_NO_END):
        end = ""
    kind = "former" if end else "name"
    alias = Alias(cells["name"], cells.get("language") or None, kind, start or None, end or None)
    countries = {code.strip().upper() for code in cells.get("country", "").split("|")}
    return _Dated(line, alias, cells.get("type", ""), countries & COUNTRIES)


def _entity(entity_id: str, rows: list[_Dated]) -> Entity:
    """The entity that rows of one ID describe."""
    current = max(rows, key=lambda each: each.lateness)
    aliases = (replace(each.alias, kind="name") if each is current else each.alias for each in rows)
    return Entity(
        id=entity_id,
        type=next((each.type for each in rows if each.type), "organization"),
        name=current.alias.text,
        aliases=tuple(aliases),
        country=tuple(set().union(*(each.countries for each in rows))),
    )


ENTRY: Final = Entry(
    name="dated-names",
    title="Names with the time of their use, in a CSV of your own",
    licence="that of the table",
    attribution="that of the table",
    origin="a CSV with the columns id, name, start and end",
    size="as many as it has",
    needs="a CSV with the columns id, name, start and end",
    recognises=_is_dated,
    open=_open,
)
