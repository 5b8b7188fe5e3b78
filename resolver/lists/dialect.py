"""Which delimiter and quoting read the first rows best. Reach for it where nobody says them.

A delimiter is good where the header has all columns that are wanted, and then where most rows are
as wide as a header of several columns. Quoting is the first that reads every row so; quotes are
letters only where that helps more rows than there are cells in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from resolver.lists.form import Quoting
from resolver.lists.splitting import UNCLOSED, RowSplitter, SplitRow

SAMPLE_ROWS: Final = 1_000
"""Rows that are read to find out."""

_DELIMITERS: Final = (",", ";", "\t", "|")
_QUOTINGS: Final[tuple[Quoting, ...]] = ("double", "backslash", "none")


@dataclass(frozen=True, slots=True)
class Sample:
    """The first lines of a CSV.

    Args:
        lines: The lines, with their ends.
        is_cut: Whether there are more.
        header: Whether the first row has the names of the columns.
        wanted: The names or numbers of columns that the list is read for.
    """

    lines: Sequence[str]
    is_cut: bool
    header: bool
    wanted: Sequence[str]


class Dialect(NamedTuple):
    """How the cells of a CSV are told apart."""

    delimiter: str
    quoting: Quoting


class _Fit(NamedTuple):
    """How well a dialect reads the first rows; compared from left to right, but for the dialect."""

    has_wanted: bool
    share_of_table: float  # of rows that are as wide as a header of several columns
    share: float  # of rows that are as wide as the header
    dialect: Dialect
    misfits: int


def find_dialect(sample: Sample, delimiter: str | None, quoting: Quoting | None) -> Dialect:
    """The dialect of a CSV.

    Args:
        sample: Its first lines.
        delimiter: The delimiter, where it is known.
        quoting: The quoting, where it is known.
    """
    delimiters = (delimiter,) if delimiter is not None else _DELIMITERS
    fits = [_best_quoting(sample, each, quoting) for each in delimiters]
    return max(fits, key=lambda fit: fit[:3]).dialect  # the first of equals


def columns_of(header: Sequence[str], has_names: bool) -> tuple[str, ...]:
    """What the columns are called: by the first row, or by their number from 1."""
    names = header if has_names else map(str, range(1, len(header) + 1))
    return tuple(name.strip() for name in names)


def _best_quoting(sample: Sample, delimiter: str, quoting: Quoting | None) -> _Fit:
    if quoting is not None:
        return _fit(sample, Dialect(delimiter, quoting))
    plain = _fit(sample, Dialect(delimiter, "double"))
    if not plain.misfits or not any('"' in line for line in sample.lines):
        return plain
    others = [_fit(sample, Dialect(delimiter, each)) for each in _QUOTINGS[1:]]
    best = min([plain, *others], key=lambda fit: fit.misfits)
    if best.dialect.quoting == "none" and plain.misfits <= _quoted_cells(sample, delimiter):
        return min([plain, others[0]], key=lambda fit: fit.misfits)
    return best


def _fit(sample: Sample, dialect: Dialect) -> _Fit:
    header: list[str] | None = None
    rows = misfits = 0
    for row in islice(_sampled(sample, dialect), SAMPLE_ROWS):
        if header is None:
            header = row.cells
        rows += 1
        misfits += row.error is not None or len(row.cells) != len(header)
    columns = columns_of(header or [], sample.header)
    share = 1 - misfits / max(rows, 1)
    has_wanted = set(sample.wanted) <= set(columns)
    return _Fit(has_wanted, share if len(columns) > 1 else 0, share, dialect, misfits)


def _sampled(sample: Sample, dialect: Dialect) -> Iterator[SplitRow]:
    """The rows that are not blank, up to one that goes on behind the sample."""
    for row in RowSplitter("", sample.lines, *dialect):
        if sample.is_cut and row.error is not None and row.error.endswith(UNCLOSED):
            return
        if row.cells:
            yield row


def _quoted_cells(sample: Sample, delimiter: str) -> int:
    """How many cells are quoted as they should be, about."""
    between = re.escape(delimiter)
    quoted = re.compile(rf'(?:^|{between})"[^"]*"(?={between}|\r?\n?$)')
    return sum(len(quoted.findall(line)) for line in islice(sample.lines, SAMPLE_ROWS))
