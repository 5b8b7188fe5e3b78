"""CSV as it comes from outside: rows with the line each begins in, or an error that names it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from resolver.errors import BadSource, InvalidInput

csv.field_size_limit(10_000_000)  # of the process: a long cell is refused by name, by its own limit


class CsvRow(NamedTuple):
    """The cells of a row, and the line it begins in."""

    line: int
    cells: list[str]


class NamedRow(NamedTuple):
    """A row of a CSV by the names of its columns, and the line it begins in."""

    line: int
    cells: dict[str, str]


def csv_rows(
    path: object, lines: Iterable[bytes], progress: Callable[[int], None] = lambda _: None
) -> Iterator[CsvRow]:
    """The rows of a CSV (RFC 4180, UTF-8 with or without BOM) that are not blank.

    Args:
        path: What to call it in errors.
        lines: Its lines.
        progress: Told how many bytes were read since it was last told.

    Raises:
        BadSource: A byte is not UTF-8, or a quote is not closed or stands where none may.
    """
    reader = csv.reader(_decoded(path, lines, progress), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield CsvRow(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _not_csv(path, line, str(error)) from None


def named_rows(
    path: Path, *, required: Iterable[str], allowed: Iterable[str] | None = None
) -> Iterator[NamedRow]:
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
            yield _named(path, line, header, cells)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turns what the system says about a file into an error that names it."""
    try:
        yield
    except OSError as error:
        raise BadSource(path, f"cannot be read: {(error.strerror or str(error)).lower()}") from None


@contextmanager
def placed(path: Path, line: int) -> Iterator[None]:
    """Adds the place to what is wrong with a record."""
    try:
        yield
    except BadSource:
        raise
    except InvalidInput as error:
        raise BadSource(path, error.what, error.remedy, line=line, column=error.field) from error


def not_utf8(path: object, line: int, error: UnicodeDecodeError) -> BadSource:
    """That a byte of a line is not UTF-8."""
    return BadSource(
        path,
        f"byte {error.start + 1} of the line is not valid UTF-8",
        "save the file as UTF-8",
        line=line,
    )


def _decoded(
    path: object, lines: Iterable[bytes], progress: Callable[[int], None]
) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        progress(len(line))
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise BadSource(path, "the file is UTF-16", "save it as UTF-8", line=1)
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise not_utf8(path, number, error) from None


def _not_csv(path: object, line: int, why: str) -> BadSource:
    if "new-line character" in why:
        return BadSource(
            path,
            "a line ends in a lone carriage return",
            "save the file with Unix or Windows line ends",
            line=line,
        )
    if "unexpected end" in why:
        why = "a quote is opened and never closed"
    return BadSource(path, f"not valid CSV: {why}", line=line)


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


def _named(path: Path, line: int, header: list[str], cells: list[str]) -> NamedRow:
    if len(cells) != len(header):
        raise BadSource(
            path,
            f"{len(cells)} cells where the header has {len(header)}",
            "quote cells that hold a comma",
            line=line,
        )
    return NamedRow(line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
