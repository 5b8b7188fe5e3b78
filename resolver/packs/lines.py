"""CSV as it comes from outside: rows with the line each begins in, or an error that names it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from resolver.errors import BadSource

csv.field_size_limit(10_000_000)  # of the process: a long cell is refused by name, by its own limit


class Row(NamedTuple):
    """The cells of a row, and the line it begins in."""

    line: int
    cells: list[str]


def csv_rows(
    path: object, lines: Iterable[bytes], progress: Callable[[int], None] = lambda _: None
) -> Iterator[Row]:
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
                yield Row(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _not_csv(path, line, str(error)) from None


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
