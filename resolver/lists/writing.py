"""Rows with what is added to them, as text, and the file that this becomes.

Reach for `writer_for`. The text of rows is written to a part, row by row, by whoever calls; it is
UTF-8. Where the part is not the list itself, because that is packed or Parquet, `finish` makes the
list of it. The same part always becomes the same bytes.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from resolver.errors import BadSource, BadValue
from resolver.lists.cells import csv_text, excel_text
from resolver.lists.compression import PIECE, packed
from resolver.lists.form import Form
from resolver.lists.parquet import (
    MAX_BATCH_SIZE,
    ParquetReader,
    ParquetTarget,
    batch_rows,
    parquet_file,
)
from resolver.lists.reader import ListReader, Row
from resolver.progress import Advance, no_advance

Value = str | float | None
"""A value that is added to a row."""

Source = Callable[[], AbstractContextManager[ListReader]]
"""What opens the list that was read, once more."""

_to_json: Final = json.JSONEncoder(ensure_ascii=False).encode


class ListWriter(ABC):
    """The text of rows with what is added to them."""

    is_final: bool
    """Whether the text is the list itself; otherwise `finish` makes the list of it."""

    def head(self) -> str:
        """What stands before the rows."""
        return ""

    @abstractmethod
    def added(self, values: Sequence[Value]) -> str:
        """What is added to a row, as text; made once for all rows that it is added to."""

    @abstractmethod
    def row(self, row: Row, added: str) -> str:
        """The lines of a row, with their ends."""

    def finish(
        self, part: Path, source: Source, target: Path, advance: Advance = no_advance
    ) -> None:
        """Make the list of its part; not called where that is the list already.

        Args:
            part: The text of all rows.
            source: What opens the list that was read, once more.
            target: Where the list is written.
            advance: Called with how many more bytes of the part were worked on.

        Raises:
            BadSource: The list that was read is another by now.
        """
        raise NotImplementedError


def writer_for(
    reader: ListReader,
    form: Form,
    added_columns: Sequence[str],
    *,
    numbers: Collection[str] = (),
    excel: bool = False,
) -> ListWriter:
    """What writes the rows of a list.

    Args:
        reader: The list.
        form: How they are to be written (`output_form`).
        added_columns: What the columns are called that are added; a caller sees to it that they are
            none of the list's.
        numbers: Those of them that hold numbers, which Parquet has a type for.
        excel: Whether a person opens the CSV in a spreadsheet.

    Raises:
        BadValue: It cannot be written so.
    """
    if excel and form.kind != "csv":
        raise BadValue(
            "only a CSV is made for a spreadsheet", "leave one of the two", field="excel"
        )
    if form.kind == "parquet":
        if form.compression:
            what = "Parquet packs its columns by itself"
            raise BadValue(what, "end the name in .parquet", field="format")
        return _ParquetWriter(reader, added_columns, numbers)
    if form.kind == "csv":
        return _CsvWriter(reader, form, added_columns, excel)
    if reader.form.kind == "jsonl":
        return _SplicingWriter(form, added_columns)
    return _ObjectWriter(reader, form, added_columns)


class _TextWriter(ListWriter):
    """One whose part is the list, but for its compression."""

    def __init__(self, form: Form) -> None:
        self._compression = form.compression
        self.is_final = not form.compression

    def finish(
        self,
        part: Path,
        source: Source,  # noqa: ARG002 - only Parquet is made of both
        target: Path,
        advance: Advance = no_advance,
    ) -> None:
        with (
            part.open("rb") as text,
            target.open("wb") as file,
            packed(file, self._compression) as write,
        ):
            for piece in iter(partial(text.read, PIECE), b""):
                write(piece)
                advance(len(piece))


class _CsvWriter(_TextWriter):
    def __init__(
        self, reader: ListReader, form: Form, added_columns: Sequence[str], excel: bool
    ) -> None:
        super().__init__(form)
        self._to_text = (excel_text if excel else csv_text)(form.delimiter)
        self._bom = "\ufeff" if excel else ""
        self._names = [*reader.header, *added_columns] if reader.form.header else None
        # An empty cell at the end brings the delimiter before what is added.
        self._end = [""] if reader.columns and added_columns else []

    def head(self) -> str:
        return self._bom + ("" if self._names is None else f"{self._to_text(self._names)}\n")

    def added(self, values: Sequence[Value]) -> str:
        return self._to_text([_text(value) for value in values])

    def row(self, row: Row, added: str) -> str:
        return f"{self._to_text(row.cells + self._end)}{added}\n"


class _JsonlWriter(_TextWriter):
    def __init__(self, form: Form, added_columns: Sequence[str]) -> None:
        super().__init__(form)
        self._added_keys = [_to_json(name) for name in added_columns]

    def added(self, values: Sequence[Value]) -> str:
        pairs = zip(self._added_keys, values, strict=True)
        return ", ".join(f"{key}: {_to_json(_rounded(value))}" for key, value in pairs)


class _SplicingWriter(_JsonlWriter):
    """From lines of JSON: each stays as it is written, and what is added stands at its end."""

    def row(self, row: Row, added: str) -> str:
        if row.error is not None:
            return f"{_spliced(_to_json({'line': row.raw}), added)}\n"
        return f"{_spliced(row.raw if row.raw.strip() else '{}', added)}\n"


class _ObjectWriter(_JsonlWriter):
    """From other lists: an object of what the columns are called."""

    def __init__(self, reader: ListReader, form: Form, added_columns: Sequence[str]) -> None:
        super().__init__(form, added_columns)
        self._keys = _distinct(reader.header or reader.columns)

    def row(self, row: Row, added: str) -> str:
        return f"{_spliced(_to_json(dict(zip(self._keys, row.cells, strict=True))), added)}\n"


class _Part(NamedTuple):
    """A row of the part of a Parquet file: which row it is, and what is added to it."""

    number: int
    values: list[Value]


class _ParquetWriter(ListWriter):
    """The part has, a row a line, its number and what is added; the rest is read once more."""

    is_final = False

    def __init__(
        self, reader: ListReader, added_columns: Sequence[str], numbers: Collection[str]
    ) -> None:
        own = reader.header or reader.columns
        self._names = _distinct([*own, *added_columns])
        self._numeric = [column in numbers for column in added_columns]

    def added(self, values: Sequence[Value]) -> str:
        return _to_json([_rounded(value) for value in values])

    def row(self, row: Row, added: str) -> str:
        return f"{row.number}\t{added}\n"

    def finish(
        self, part: Path, source: Source, target: Path, advance: Advance = no_advance
    ) -> None:
        kept = _Kept(_parts(part, advance), self._numeric)
        with source() as reader, parquet_file(target, reader, self._names, self._numeric) as file:
            if isinstance(reader, ParquetReader):
                _write_typed(file, reader, kept)
            else:
                _write_texts(file, reader, kept, batch_rows(len(self._names)))
            if kept.number is not None:
                what = "there are rows in it that the list has no more"
                raise BadSource(part, what, "begin anew")


class _Kept:
    """The rows of a part, taken one after the other; `number` is that of the next, or None."""

    def __init__(self, parts: Iterator[_Part], numeric: Sequence[bool]) -> None:
        self._parts = parts
        self._numeric = numeric
        self._next = next(parts, None)

    @property
    def number(self) -> int | None:
        return None if self._next is None else self._next.number

    def take(self) -> list[Value]:
        """What is added to the next row, of which there is one."""
        values = self._next.values if self._next is not None else []
        self._next = next(self._parts, None)
        return values

    def columns(self, rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
        """What is added to rows, by column."""
        return [
            [row[place] if is_number else _text_or_none(row[place]) for row in rows]
            for place, is_number in enumerate(self._numeric)
        ]


def _write_typed(file: ParquetTarget, reader: ParquetReader, kept: _Kept) -> None:
    first = 1  # the number of the first row of the batch
    for batch in reader.batches():
        places, added = [], []
        while kept.number is not None and kept.number < first + batch.num_rows:
            places.append(kept.number - first)
            added.append(kept.take())
        file.add_typed(batch, places, kept.columns(added))
        first += batch.num_rows


def _write_texts(file: ParquetTarget, reader: ListReader, kept: _Kept, most: int) -> None:
    rows: list[list[str]] = []
    added: list[list[Value]] = []
    size = 0
    for row in reader.rows():
        if row.number == kept.number:
            rows.append(row.cells)
            added.append(kept.take())
            size += sum(map(len, row.cells))
        if len(rows) >= most or size >= MAX_BATCH_SIZE:
            file.add_texts(rows, kept.columns(added))
            rows, added, size = [], [], 0
    file.add_texts(rows, kept.columns(added))


def _parts(part: Path, advance: Advance) -> Iterator[_Part]:
    with part.open("rb") as lines:
        for line in lines:
            number, _, values = line.partition(b"\t")
            yield _Part(int(number), json.loads(values))
            advance(len(line))


def _spliced(line: str, added: str) -> str:
    """A JSON object with further pairs before its closing brace; else as it is written."""
    start, _, end = line.rpartition("}")
    comma = ", " if added and start.strip() != "{" else ""
    return f"{start}{comma}{added}}}{end}"


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, with a number behind one that was there before."""
    taken = set(names)
    found: dict[str, None] = {}
    for name in names:
        count, free = 1, name
        while free in found or (count > 1 and free in taken):
            count += 1
            free = f"{name}_{count}"
        found[free] = None
    return list(found)


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.4f}"


def _text_or_none(value: Value) -> str | None:
    return None if value is None else _text(value)


def _rounded(value: Value) -> Value:
    return round(value, 4) if isinstance(value, float) else value
