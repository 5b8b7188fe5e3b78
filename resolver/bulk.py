"""A CSV in, the same CSV out with the answers beside each row. Reach for it for lists of names.

Every column, row and their order stay; `COLUMNS` are added. The input is read as a stream, each
distinct name is asked once, and rows go out as soon as all before them are answered.

- `resolver_verdict` is the verdict; empty where the cell holds no name; `error` where the name
  cannot be asked (too long, not readable), which is also reported.
- `resolver_id` is filled for a `match` alone; name, type, score, margin and alias are those of the
  first candidate, for `match` and `ambiguous`.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TextIO

from resolver.engine import Resolver
from resolver.errors import BadSource, InvalidInput
from resolver.model import Decision, Query
from resolver.progress import Advance, no_advance
from resolver.rows import column_index, csv_rows, header_of, wrong_width

COLUMNS: Final = tuple(
    f"resolver_{name}"
    for name in ("verdict", "id", "name", "type", "score", "margin", "alias", "index")
)
"""The columns that are added."""

Cells = tuple[str, ...]
"""The cells that are added to a row, one for each of `COLUMNS`."""

_MAX_WAITING: Final = 10_000
"""Rows that wait for the answer to a name that was asked; with more, it is asked again."""

_EMPTY: Final[Cells] = ("",) * len(COLUMNS)
"""What is added to a row whose cell holds no name."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """A row whose name could not be asked."""

    line: int
    error: InvalidInput


class _WaitingRow(NamedTuple):
    """A row that is not written yet: the line it begins in, its cells, and the name in it."""

    line: int
    cells: list[str]
    name: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done.

    Args:
        rows: Rows written.
        verdicts: How many rows have each verdict.
        blank: Rows whose cell holds no name.
        unasked: Rows that could not be asked.
    """

    rows: int
    verdicts: dict[str, int]
    blank: int
    unasked: tuple[Unasked, ...]


def resolve_csv(
    resolver: Resolver,
    lines: Iterable[bytes],
    out: TextIO,
    *,
    path: str,
    column: str,
    asked: Query,
    advance: Advance = no_advance,
) -> Summary:
    """Resolve one column of a CSV.

    Args:
        resolver: What answers.
        lines: The CSV's lines, UTF-8 with or without BOM.
        out: Where the rows go.
        path: What to call the input in errors; `-` is called standard input.
        column: The column that holds the names.
        asked: What every query carries besides its text.
        advance: Called with how many more bytes of the input were read.

    Raises:
        BadSource: The input is not a CSV with that column; names the line.
    """
    path = "standard input" if path == "-" else path
    rows = csv_rows(path, lines, advance)
    header = header_of(path, rows, (column,))
    place = _column_index(path, header, column)
    out.write(_line([*header, *COLUMNS]))
    added: dict[str, Cells | InvalidInput | None] = {}  # None: asked, not yet answered
    waiting: deque[_WaitingRow] = deque()
    names: deque[str] = deque()
    tally = _Tally()

    def queries() -> Iterator[Query]:
        """A query for each name that was not asked before; every row waits for its answer."""
        for line, cells in rows:
            padded = _padded(path, line, cells, len(header))
            name = padded[place].strip()
            waiting.append(_WaitingRow(line, padded, name))
            try:
                if name and (name not in added or len(waiting) > _MAX_WAITING):
                    query = replace(asked, text=name)
                    added.setdefault(name)
                    names.append(name)
                    yield query
            except InvalidInput as error:
                added[name] = error
            out.writelines(answered())

    def answered() -> Iterator[str]:
        """The rows whose answers are there, in order, up to one that still waits."""
        while waiting:
            line, cells, name = waiting[0]
            cells_or_error = added[name] if name else _EMPTY
            if cells_or_error is None:
                return
            waiting.popleft()
            yield _line([*cells, *tally.count(line, cells_or_error)])

    for decision in resolver.resolve_many(queries()):
        added[names.popleft()] = _cells(decision)
        out.writelines(answered())
    out.writelines(answered())
    return tally.summary()


def _cells(decision: Decision) -> Cells:
    if decision.verdict == "no_match":
        return (decision.verdict, *_EMPTY[2:], decision.index)
    first = decision.candidates[0]
    return (
        decision.verdict,
        decision.id or "",
        first.name,
        first.type,
        f"{first.score:.4f}",
        f"{decision.margin:.4f}",
        first.alias.text,
        decision.index,
    )


class _Tally:
    def __init__(self) -> None:
        self._verdicts = {"match": 0, "ambiguous": 0, "no_match": 0}
        self._rows = self._blank = 0
        self._unasked: list[Unasked] = []

    def count(self, line: int, added: Cells | InvalidInput) -> Cells:
        """The cells to add to a row, which is counted."""
        self._rows += 1
        if isinstance(added, InvalidInput):
            self._unasked.append(Unasked(line, added))
            return ("error", *_EMPTY[1:])
        if added is _EMPTY:
            self._blank += 1
        else:
            self._verdicts[added[0]] += 1
        return added

    def summary(self) -> Summary:
        return Summary(self._rows, self._verdicts, self._blank, tuple(self._unasked))


def _line(cells: list[str]) -> str:
    """A row as a line. A cell with any line end in it is quoted, as the csv module does only for
    those that its own line terminator has."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()[:-2] + "\n"


def _column_index(path: str, header: list[str], column: str) -> int:
    index = column_index(path, [name.strip() for name in header], column)
    for name in COLUMNS:
        if name in header:
            raise BadSource(
                path, f"the header already has a column {name}", "rename or remove it", line=1
            )
    return index


def _padded(path: str, line: int, cells: list[str], width: int) -> list[str]:
    """A row as wide as the header: cells that are missing at its end are empty."""
    if len(cells) > width:
        raise wrong_width(path, line, len(cells), width)
    return cells + [""] * (width - len(cells))
