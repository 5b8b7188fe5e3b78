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
from pathlib import Path
from typing import Final, NamedTuple

from resolver.errors import BadSource
from resolver.lists.form import SaidForm
from resolver.lists.reading import open_list
from resolver.model import Alias, Entity, Source
from resolver.packs.entry import Entry
from resolver.packs.looking import head_of
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects

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

_ENDS: Final = (".gz", ".bz2", ".zst", ".csv", ".tsv", ".txt")


class _Dated(NamedTuple):
    """A name with its time: "" where it does not begin, or end."""

    line: int
    text: str
    start: str
    end: str
    cells: dict[str, str]

    @property
    def alias(self) -> Alias:
        """As an alias; one that ended is a former name."""
        return Alias(
            self.text,
            self.cells.get("language") or None,
            "former" if self.end else "name",
            self.start or None,
            self.end or None,
        )

    @property
    def lateness(self) -> tuple[bool, str, str]:
        """The later, the rather it is the name of the entity."""
        return not self.end, self.end, self.start


class _Rows:
    """The rows of a file by ID, each entity when its last row was read.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left = Counter(cells.get("id", "") for _, cells, _ in _read(path))
        self._held: dict[str, list[_Dated]] = {}

    def located(self, rejects: Rejects) -> Iterator[Located]:
        """The entities."""
        for line, cells, error in _read(self._path):
            entity_id = cells["id"]
            with rejects.row(self._path, line, ",".join(cells.values())):
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
    lines = io.StringIO(head_of(path).decode("utf-8-sig", "replace"))
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
    return Pack(source, path.stat().st_size, lambda rejects: _Rows(path).located(rejects))


def _read(path: Path) -> Iterator[tuple[int, dict[str, str], str | None]]:
    """The line of each row, its cells by column, and what is wrong with it."""
    with open_list(path, name=str(path), said=SaidForm(kind="csv"), wanted=_WANTED) as table:
        columns = _columns(list(table.columns))
        for row in table.rows():
            if any(row.cells):
                cells = (cell.strip() for cell in row.cells)
                yield row.line, dict(zip(columns, cells, strict=True)), row.error


def _dated(line: int, cells: dict[str, str]) -> _Dated:
    start, end = _span(set(cells)) or ("start", "end")
    last = cells[end].partition("T")[0]
    dated = _Dated(
        line,
        cells["name"],
        cells[start].partition("T")[0],
        "" if last.startswith(_NO_END) else last,
        cells,
    )
    dated.alias  # noqa: B018 - so that a row that is wrong is rejected, and not all of the entity
    return dated


def _entity(entity_id: str, rows: list[_Dated]) -> Entity:
    """The entity that rows of one ID describe."""
    current = max(rows, key=lambda each: each.lateness)
    types = (each.cells.get("type") for each in rows)
    countries = {code for each in rows for code in each.cells.get("country", "").split("|")}
    return Entity(
        id=entity_id,
        type=next(filter(None, types), "organization"),
        name=current.text,
        aliases=tuple(_as_alias(each, is_name=each is current) for each in rows),
        country=tuple(countries - {""}),
    )


def _as_alias(dated: _Dated, *, is_name: bool) -> Alias:
    alias = dated.alias
    if not is_name:
        return alias
    return Alias(alias.text, alias.language, "name", alias.valid_from, alias.valid_until)


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
