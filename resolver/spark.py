"""Names in a DataFrame of Spark: the same DataFrame with the answers beside each row.

Reach for `resolve` where a table is too large for one machine. It is lazy as Spark is; rows are
answered by the Python processes of the executors, each with the index open from its first task to
its last (`_answers_of`), one thread, and the answers that it gave last. The machines need this
package too. docs/spark.md has what a billion rows take.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack, cast

from resolver.bulk.answers import columns_of, is_number
from resolver.bulk.options import BulkOptions
from resolver.bulk.remembered import Remembered
from resolver.bulk.stream import Answer
from resolver.columnar import (
    Asked,
    answering,
    asked_columns,
    columns_from,
    options_for,
    row_of,
    text_of,
)
from resolver.engine import Resolver
from resolver.lists.reading import Row

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

_ARCHIVES: Final = (".zip", ".tar", ".tar.gz", ".tgz")
"""How the name of a packed home ends."""

_REMEMBERED_BYTES: Final = 64 << 20
"""Bytes of answers that a process remembers, some 50,000 of them."""


def resolve(
    df: DataFrame, *, column: str | None = None, home: str | Path, **asked: Unpack[Asked]
) -> DataFrame:
    """The same DataFrame, with the answers beside each row.

    Args:
        df: The rows.
        column: The column of names; where none is given, `name` or the only one there is.
        home: The directory of an index, under a path that all executors see; or an archive of one
            (.zip, .tar, .tar.gz, .tgz; a URL that Spark reads too), which is shipped to them.
        asked: What else is asked; `Asked` has it.

    Raises:
        InvalidInput: A column is not there, is there twice or would be; or an option is wrong.
    """
    options = options_for(df.columns, column, asked)
    places = [df.columns.index(name) for name in asked_columns(options)]
    folder, is_packed = _shipped(df, home)

    def answered(batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        answers = _answers_here(folder, options, is_packed=is_packed)
        for batch in batches:
            yield with_answers(batch, answers, places, options.top)

    return df.mapInArrow(answered, _schema(df, options.top))


class Answers:
    """What a process answers rows with: an opened index, and the answers that it gave last.

    Args:
        folder: The home of the index.
        options: What is asked.

    Raises:
        HomeError: There is no index, or none can be read.
    """

    def __init__(self, folder: str | Path, options: BulkOptions) -> None:
        self._answering = answering(Resolver.open(folder), options)
        self._remembered: Remembered[Answer] = Remembered(_REMEMBERED_BYTES)

    def of(self, row: Row) -> str:
        """What is added to a row."""
        key = self._answering.questions.key(row.cells)
        if key is None:
            answer = self._answering.without_asking(row)
        else:
            answer = self._remembered.find(key) or self._new(key, row)
        return cast(str, answer.added)  # nothing waits here

    def _new(self, key: str, row: Row) -> Answer:
        answer = self._answering.new(row)
        if answer.query is not None:
            self._answering.to_answer(answer, self._answering.resolver.resolve(answer.query))
        self._remembered.add(key, answer)
        return answer


@lru_cache(maxsize=2)
def _answers_of(folder: str, _fingerprint: str, options: BulkOptions) -> Answers:
    return Answers(folder, options)


def _answers_here(home: str, options: BulkOptions, *, is_packed: bool) -> Answers:
    """What this process answers with. It outlives a task, and an index that is current no more."""
    from pyspark import SparkFiles

    folder = SparkFiles.get(home) if is_packed else home
    return _answers_of(folder, Resolver.current(folder), options)


def _shipped(df: DataFrame, home: str | Path) -> tuple[str, bool]:
    """What executors know a home by, and whether it was shipped to them as an archive."""
    written = os.fspath(home)
    if "://" not in written:  # Java may be in another directory
        written = os.path.abspath(written)
    if not written.lower().endswith(_ARCHIVES):
        return written, False
    df.sparkSession.sparkContext.addArchive(written)
    return written.rpartition("/")[2], True


def _schema(df: DataFrame, top: int) -> StructType:
    from pyspark.sql.types import DoubleType, StringType, StructField, StructType

    types = ((name, DoubleType() if is_number(name) else StringType()) for name in columns_of(top))
    return StructType([*df.schema.fields, *(StructField(*each) for each in types)])


def with_answers(
    batch: RecordBatch, answers: Answers, places: Sequence[int], top: int
) -> RecordBatch:
    """A batch with the columns that are added.

    Args:
        batch: The rows.
        answers: What answers them.
        places: Where the columns stand whose cells are asked, from 0.
        top: For how many candidates there are columns.
    """
    import pyarrow as pa

    texts = [map(text_of, batch.column(place).to_pylist()) for place in places]
    rows = starmap(row_of, enumerate(zip(*texts, strict=True), 1))
    columns, fields = [*batch.columns], [*batch.schema]
    for name, has_numbers, values in columns_from([answers.of(row) for row in rows], top):
        field = pa.field(name, pa.float64() if has_numbers else pa.string())
        columns.append(pa.array(values, field.type))
        fields.append(field)
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))
