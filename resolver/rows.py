"""Rows of files from outside, each with the line it begins in, and what may be wrong with one.

Reach for this module to read lines or a TSV, or to say what is wrong with a header or a row of any
table: a `BadSource` that names path and line. Rows of a CSV come out of `resolver.packs.rows`, and
those of a list of any form out of `resolver.lists`. Nothing here knows what the cells mean: whoever
makes records of them wraps that in `placed`, which adds the line.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import BufferedIOBase
from pathlib import Path
from typing import IO, Final, NamedTuple

from resolver.errors import BadSource, InvalidInput

MAX_ROW: Final = 20_000_000
"""Bytes that a line may have, and a row of a CSV, so that no input takes more memory than that."""


class CsvRow(NamedTuple):
    """The cells of a row, and the line it begins in, from 1."""

    line: int
    cells: list[str]


class NamedRow(NamedTuple):
    """The cells of a row by the names of their columns, and the line it begins in, from 1."""

    line: int
    cells: dict[str, str]


def no_header(path: object, required: Iterable[str]) -> BadSource:
    """The error for a file without a header; the remedy names the columns that are required."""
    return BadSource(path, "the file is empty", f"begin with a header: {','.join(required)}")


def column_index(path: object, header: list[str], name: str) -> int:
    """Where a column stands in a header, from 0.

    Raises:
        BadSource: It is not there, or is there twice.
    """
    if header.count(name) > 1:
        what, remedy = f"the header has the column {name} twice", "rename one of the two"
        raise BadSource(path, what, remedy, line=1)
    if name not in header:
        one = len(header) == 1 and any(separator in header[0] for separator in ";\t|")
        remedy = "separate the cells by commas" if one else f"it has {', '.join(header)}"
        raise BadSource(path, f"the header has no column {name}", remedy, line=1)
    return header.index(name)


def check_columns(
    path: object, header: list[str], required: Sequence[str], allowed: Sequence[str] | None
) -> None:
    """Check that a header has the columns that it must have, each once, and no unknown one.

    Args:
        path: What to call the file in errors.
        header: The names of its columns.
        required: Those that it must have.
        allowed: The only ones that it may have besides, or None for any.

    Raises:
        BadSource: It does not.
    """
    for name in required:
        column_index(path, header, name)
    for name in header:
        if not name:
            raise BadSource(path, "the header has a column without a name", "name it", line=1)
        column_index(path, header, name)
        if allowed is not None and name not in {*required, *allowed}:
            raise BadSource(
                path,
                f"the header has an unknown column {name}",
                f"the columns are {', '.join([*required, *allowed])}",
                line=1,
                column=name,
            )


def wrong_width(path: object, line: int, count: int, width: int) -> BadSource:
    """The error for a row that has more or fewer cells than the header."""
    more, fewer = "quote cells that hold a comma", "put a comma between cells, empty ones too"
    what = f"{count} cells where the header has {width}"
    return BadSource(path, what, more if count > width else fewer, line=line)


def tsv_rows(path: Path, *, columns: int) -> Iterator[CsvRow]:
    """The rows of a TSV file (UTF-8, plain or .gz): cells between tabs, without quotes or header.

    Args:
        path: The file.
        columns: How many cells a row has at least.

    Raises:
        BadSource: The file cannot be read, a byte is not UTF-8, or a row has fewer cells.
    """
    for number, line in enumerate(decoded(path, lines_of(path)), 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) < columns:
            raise BadSource(
                path,
                f"{len(cells)} cells where {columns} are needed",
                "put a tab between two cells",
                line=number,
            )
        yield CsvRow(number, cells)


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file, plain or .gz.

    Raises:
        BadSource: It cannot be read, a line is longer than `MAX_ROW`, or the gzip file is damaged.
    """
    try:
        with readable(path), path.open("rb") as raw:
            if path.suffix == ".gz":
                with gzip.open(raw) as file:
                    yield from bounded_lines(path, file)
            else:
                yield from bounded_lines(path, raw)
    except (EOFError, zlib.error):
        raise BadSource(path, "the gzip file is damaged or cut short", "fetch it again") from None


def bounded_lines(path: object, file: IO[bytes] | BufferedIOBase) -> Iterator[bytes]:
    """The lines of an opened file.

    Args:
        path: What to call it in errors.
        file: The file.

    Raises:
        BadSource: It cannot be read, or a line is longer than `MAX_ROW`.
    """
    with readable(path):
        for number, line in enumerate(iter(partial(file.readline, MAX_ROW + 1), b""), 1):
            if len(line) > MAX_ROW:
                raise row_too_long(path, number)
            yield line


def without_bom(path: object, head: bytes) -> bytes:
    """The first bytes of a file of UTF-8 without its BOM.

    Args:
        path: What to call the file in errors.
        head: The bytes, three at least where it has so many.

    Raises:
        BadSource: The file is UTF-16.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadSource(path, "the file is UTF-16", "save it as UTF-8", line=1)
    return head.removeprefix(codecs.BOM_UTF8)


def decoded(path: object, lines: Iterable[bytes]) -> Iterator[str]:
    """The lines as text, from UTF-8 with or without BOM.

    Args:
        path: What to call the file in errors.
        lines: Its lines.

    Raises:
        BadSource: A byte is not UTF-8, or the file is UTF-16; names the line.
    """
    for number, line in enumerate(lines, 1):
        text = without_bom(path, line) if number == 1 else line
        try:
            yield text.decode()
        except UnicodeDecodeError as error:
            raise BadSource(
                path,
                f"byte {error.start + 1} of the line is not valid UTF-8",
                "save the file as UTF-8",
                line=number,
            ) from None


def row_too_long(path: object, line: int) -> BadSource:
    """The error for a row that would take too much memory."""
    what = f"a row of more than {MAX_ROW:,} bytes"
    return BadSource(
        path, what, "check that this is a table, and that quotes are closed", line=line
    )


@contextmanager
def readable(path: object) -> Iterator[None]:
    """Turns what the system says about a file into a `BadSource` that names it."""
    try:
        yield
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        remedy = "check the path and its permissions"
        raise BadSource(path, f"cannot be read: {why}", remedy) from None


@contextmanager
def placed(path: Path, line: int) -> Iterator[None]:
    """Turns what is wrong with a record into a `BadSource` that names its path and line."""
    try:
        yield
    except BadSource:
        raise
    except InvalidInput as error:
        raise BadSource(path, error.what, error.remedy, line=line, column=error.field) from error
