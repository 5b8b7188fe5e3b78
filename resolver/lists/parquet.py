"""Parquet as a list, and rows as Parquet. Reach for it wherever pyarrow is needed.

Read, its cells are text: "" where there is no value, dates as in ISO 8601, plain numbers, what is
nested as JSON. Written, the columns of a Parquet file keep their types, and all others are text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from resolver.errors import BadSource, InvalidInput
from resolver.lists.form import Form
from resolver.lists.opening import FileInput, too_large
from resolver.lists.reader import ListReader, Row
from resolver.progress import Advance, no_advance

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_MAX_BATCH_ROWS: Final = 65_536
_MAX_BATCH_CELLS: Final = 1_000_000
MAX_BATCH_SIZE: Final = 32_000_000
"""Rows, cells and bytes of a batch, about; also of a row group that is written."""

_FRACTION: Final = re.compile(r"\.[0-9]+")

MAGIC: Final = b"PAR1"
"""How a Parquet file begins."""


class ParquetReader(ListReader):
    """An opened Parquet file.

    Args:
        source: Its bytes; they must not be packed.
        file: The same, opened, and so as long as rows are read.
        form: How it is written.
    """

    def __init__(self, source: FileInput, file: BinaryIO, form: Form) -> None:
        library = _pyarrow()
        self._typed = library.parquet.ParquetFile(file)
        self.schema: pa.Schema = self._typed.schema_arrow
        # A text that many rows have is unpacked once.
        texts = [field.name for field in self.schema if _is_text(field.type)]
        self._coded = library.parquet.ParquetFile(file, read_dictionary=texts)
        names = tuple(self.schema.names)
        columns = tuple(name.strip() for name in names)
        super().__init__(form, names, columns, size=source.size)
        self._source = source

    def rows(self, advance: Advance = no_advance) -> Iterator[Row]:
        """Every row, as `ListReader` has it."""
        first, size = 1, 0
        for batch in self._batches(self._coded, advance):
            with _reading(self._source.name):
                columns = [_texts(column) for column in batch.columns]
            size += sum(sum(map(len, column)) for column in columns)
            self._check_size(size)
            rows = zip(*columns, strict=True) if columns else [()] * batch.num_rows
            for number, cells in enumerate(rows, first):
                yield Row(number, number, list(cells), None, True, "")
            first += batch.num_rows

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows with their types, so many at once as memory allows.

        Raises:
            BadSource: The file is damaged.
        """
        return self._batches(self._typed, no_advance)

    def _batches(self, file: pq.ParquetFile, advance: Advance) -> Iterator[pa.RecordBatch]:
        total, size = file.metadata.num_rows, self._source.size or 0
        rows = done = 0
        with _reading(self._source.name):
            for batch in file.iter_batches(self._batch_rows(), use_threads=False):
                yield batch
                rows += batch.num_rows
                position = size * rows // total
                advance(position - done)
                done = position

    def _batch_rows(self) -> int:
        about = self._typed.metadata
        groups = (about.row_group(number) for number in range(about.num_row_groups))
        size = sum(group.total_byte_size for group in groups)
        self._check_size(size)
        by_size: int = MAX_BATCH_SIZE * about.num_rows // max(size, 1)
        return max(1, min(batch_rows(len(self.header)), by_size))

    def _check_size(self, size: int) -> None:
        limit = self._source.max_bytes
        if limit is not None and size > limit:
            raise too_large(self._source.name, limit, size)


@contextmanager
def open_parquet(source: FileInput, form: Form) -> Iterator[ParquetReader]:
    """The Parquet file in these bytes.

    Args:
        source: The bytes; they must not be packed.
        form: How the list is written.

    Raises:
        BadSource: It is not Parquet, or is damaged.
        InvalidInput: pyarrow is not installed.
    """
    if not source.size:
        raise BadSource(source.name, "the file is empty", "give a Parquet file")
    with source.path.open("rb") as file:
        with _reading(source.name):
            reader = ParquetReader(source, file, form)
        yield reader


def batch_rows(columns: int) -> int:
    """How many rows of so many columns are worked with at once."""
    return max(1, min(_MAX_BATCH_ROWS, _MAX_BATCH_CELLS // max(columns, 1)))


@contextmanager
def parquet_file(
    target: Path, reader: ListReader, names: Sequence[str], numeric: Sequence[bool]
) -> Iterator[ParquetTarget]:
    """A Parquet file in the making: the columns of a list, and further ones.

    Args:
        target: Where it is written.
        reader: The list; a Parquet file's columns keep their types.
        names: What all columns are called, those of the list first.
        numeric: Which of the further columns are numbers; the others are text.
    """
    library = _pyarrow()
    own = len(names) - len(numeric)
    if isinstance(reader, ParquetReader):
        fields = [field.with_name(name) for field, name in zip(reader.schema, names, strict=False)]
        about = reader.schema.metadata
    else:
        fields, about = [library.field(name, library.string()) for name in names[:own]], None
    types = [library.float64() if each else library.string() for each in numeric]
    fields += [library.field(*each) for each in zip(names[own:], types, strict=True)]
    schema = library.schema(fields, metadata=about)
    with library.parquet.ParquetWriter(target, schema) as writer:
        yield ParquetTarget(library, writer, schema)


class ParquetTarget:
    """Where rows become row groups; the same rows, in the same blocks, become the same bytes."""

    def __init__(self, library: ModuleType, writer: pq.ParquetWriter, schema: pa.Schema) -> None:
        self._library = library
        self._writer = writer
        self._schema = schema

    def add_typed(
        self, batch: pa.RecordBatch, kept: Sequence[int], added: Sequence[Sequence[object]]
    ) -> None:
        """Write the rows of a batch that are kept, by their place in it, with what is added."""
        if kept:
            own = batch.take(self._library.array(kept, self._library.int64())).columns
            self._write([*own, *self._arrays(added, len(own))])

    def add_texts(self, rows: Sequence[Sequence[str]], added: Sequence[Sequence[object]]) -> None:
        """Write rows of text with what is added."""
        columns = list(zip(*rows, strict=True)) if rows else []
        if rows:
            own = self._arrays(columns, 0)
            self._write([*own, *self._arrays(added, len(own))])

    def _arrays(self, columns: Sequence[Sequence[object]], first: int) -> list[pa.Array]:
        return [
            self._library.array(column, self._schema.field(place).type)
            for place, column in enumerate(columns, first)
        ]

    def _write(self, arrays: list[pa.Array]) -> None:
        self._writer.write_table(self._library.Table.from_arrays(arrays, schema=self._schema))


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        what, remedy = "Parquet needs pyarrow", "pip install 'alias-resolver[parquet]'"
        raise InvalidInput(what, remedy) from None
    return pyarrow


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Turns what pyarrow says of a file into a `BadSource`."""
    library = _pyarrow()
    try:
        yield
    except (library.ArrowException, OSError) as error:
        first = (str(error).splitlines() or [""])[0]
        what = f"not a Parquet file that can be read: {first}"
        raise BadSource(name, what, "write it again") from None


def _texts(column: pa.Array) -> list[str]:
    """The values of a column as text."""
    library = _pyarrow()
    types = library.types
    if isinstance(column, library.ExtensionArray):
        column = column.storage
    if types.is_dictionary(column.type):
        values = _texts(column.dictionary)
        return ["" if at is None else values[at] for at in column.indices.to_pylist()]
    if types.is_nested(column.type):
        return ["" if each is None else _nested_text(each) for each in column.to_pylist()]
    if _is_text(column.type):
        column = column.cast(library.large_binary())  # not all that is called text is UTF-8
        return [(each or b"").decode("utf-8", "backslashreplace") for each in column.to_pylist()]
    texts = column.cast(library.string()).to_pylist()
    if types.is_floating(column.type):
        return ["" if each in (None, "nan") else each for each in texts]
    if types.is_temporal(column.type):
        return ["" if each is None else _time_text(each) for each in texts]
    return [each or "" for each in texts]


def _is_text(of: pa.DataType) -> bool:
    types = _pyarrow().types
    return any(
        each(of)
        for each in (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
    )


def _nested_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _time_text(text: str) -> str:
    """A time in ISO 8601, without the zeros behind its seconds."""
    return _FRACTION.sub(lambda found: found[0].rstrip("0").rstrip("."), text).replace(" ", "T")
