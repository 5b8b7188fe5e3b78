"""Names in a data frame: the same frame with the answers beside each row.

Reach for `resolve` with a frame of pandas or polars, a pyarrow Table or a DuckDB relation. What
comes out is a frame of the same type with the same rows, in the same order and under the same
index; the columns that `resolver bulk` adds stand behind those that it had.

A value asks as it would in a CSV (`resolver.columnar.text_of`); what is missing (None, NaN, NaT,
NA) is blank there. Rows are answered on all processors. The frame and its answers
are held in memory: what is lazy (a polars LazyFrame, a relation) is collected first.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, Unpack, cast

from resolver.bulk.stream import Answer, Answering, answer_rows
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
from resolver.errors import BadValue
from resolver.lists.reading import Row
from resolver.settings import Settings

if TYPE_CHECKING:
    from narwhals import DataFrame, Series

Frame = TypeVar("Frame")

_LAZY: Final = ("polars", "duckdb")
"""Whose lazy frames are collected; they come back lazy."""


def resolve(
    frame: Frame,
    *,
    column: str | None = None,
    home: str | Path | Resolver | None = None,
    **asked: Unpack[Asked],
) -> Frame:
    """The same frame, with the answers beside each row.

    Args:
        frame: A DataFrame or LazyFrame of polars, a DataFrame of pandas, a Table of pyarrow or a
            relation of DuckDB.
        column: The column of names; where none is given, `name` or the only one there is.
        home: The directory of an index, or a resolver that is open on one; where none is given,
            that of `RESOLVER_HOME`, else `./.resolver`.
        asked: What else is asked; `Asked` has it.

    Raises:
        InvalidInput: It is no such frame, it lacks a column that is named or has one that would be
            added, or an option is wrong.
        HomeError: There is no index, or none can be read.
    """
    opened = _opened(frame)
    called = {str(name): name for name in opened.columns}  # pandas may call them by numbers
    options = options_for(list(called), None if column is None else str(column), asked)
    with _resolver(home) as resolver:
        rows = _rows(opened, [called[name] for name in asked_columns(options)])
        added = _answers(answering(resolver, options), rows)
    return cast(Frame, _like(frame, opened.with_columns(*_series(opened, added, options.top))))


def _answers(answering: Answering, rows: Iterable[Row]) -> list[str]:
    """What is added to each row."""
    added: list[str] = []

    def take(_row: Row, _key: str | None, answer: Answer) -> None:
        added.append(cast(str, answer.added))  # it goes out once it is known

    answer_rows(answering, rows, take)
    return added


@contextmanager
def _resolver(home: str | Path | Resolver | None) -> Iterator[Resolver]:
    """The resolver that is given, or one on a home, closed in the end."""
    if isinstance(home, Resolver):
        yield home
    else:
        with Resolver.open(home or Settings.from_environment(os.environ).home) as opened:
            yield opened


def _opened(frame: Any) -> DataFrame[Any]:
    """The frame as narwhals has it; what is lazy is collected."""
    try:
        import narwhals as nw
    except ImportError:
        raise _missing("narwhals", "alias-resolver[frames]") from None
    try:
        opened = nw.from_native(frame)
        columns = opened.collect_schema().names()
    except TypeError:
        raise _no_frame(frame) from None
    except nw.exceptions.DuplicateError:
        names = list(frame.columns)
        twice = next((name for name in names if names.count(name) > 1), "")
        what = f"the frame has the column {twice} twice"
        raise BadValue(what, "rename one of the two, for columns are found by name") from None
    if any(isinstance(name, tuple) for name in columns):
        raise BadValue("the columns of the frame have several levels", "make one of them first")
    if isinstance(opened, nw.DataFrame):
        return opened
    if opened.implementation.value not in _LAZY:
        raise _no_frame(frame)
    try:
        collected: DataFrame[Any] = opened.collect()
    except ModuleNotFoundError:
        raise _missing("pyarrow", "pyarrow") from None
    return collected


def _missing(library: str, package: str) -> BadValue:
    what = f"frames of this type need the library {library}"
    return BadValue(what, f"run: pip install '{package}'")


def _no_frame(frame: object) -> BadValue:
    what = f"{type(frame).__module__.split('.')[0]}.{type(frame).__qualname__}"
    return BadValue(
        f"a {what} is no frame that can be resolved",
        "give a DataFrame of pandas or polars, a pyarrow Table or a DuckDB relation; "
        "those of Spark go to resolver.spark",
    )


def _rows(opened: DataFrame[Any], names: Sequence[str]) -> Iterator[Row]:
    """The rows of the columns that are asked, as texts."""
    cells = zip(*(_texts_of(opened.get_column(name)) for name in names), strict=True)
    return starmap(row_of, enumerate(cells, 1))


def _texts_of(series: Series[Any]) -> list[str]:
    """The values of a column as texts; pandas has several ways to say that one is missing."""
    values = zip(series.to_list(), series.is_null().to_list(), strict=True)
    return ["" if missing else text_of(value) for value, missing in values]


def _series(opened: DataFrame[Any], added: Sequence[str], top: int) -> Iterator[Series[Any]]:
    import narwhals as nw

    for name, has_numbers, values in columns_from(added, top):
        dtype = nw.Float64 if has_numbers else nw.String
        yield nw.new_series(name, values, dtype, backend=opened.implementation)


def _like(frame: Any, opened: DataFrame[Any]) -> object:
    """What was resolved, as the type of frame that it came as."""
    native = opened.to_native()
    if opened.implementation.is_pandas():
        native.attrs = dict(frame.attrs)
    if opened.implementation.is_polars() and not isinstance(frame, type(native)):
        return native.lazy()
    if opened.implementation.is_pyarrow() and not isinstance(frame, type(native)):
        return _relation(frame, native)
    return native


def _relation(relation: Any, _resolved_rows_: object) -> object:  # noqa: ARG001 - DuckDB finds it
    """A table as a relation on the connection of another; the query finds it by its name here."""
    return relation.query("relation", "FROM _resolved_rows_").set_alias(relation.alias)
