"""A CSV in, the same CSV out with the answers beside each row.

Every column, row and their order stay; `COLUMNS` are added. The input is read as a stream, each
distinct question is asked once, and rows go out as soon as their block is answered.

- `resolver_verdict` is the verdict; empty where the cell holds no name; `error` where the name
  cannot be asked (too long, not readable), which is also reported.
- `resolver_id` is filled for a `match` alone; name, type, score, margin and alias are those of the
  first candidate, for `match` and `ambiguous`.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, TextIO

from resolver.engine import Resolver
from resolver.errors import BadSource, InvalidInput
from resolver.model import Decision, Query
from resolver.packs.lines import Row, csv_rows

COLUMNS: Final = tuple(
    f"resolver_{name}"
    for name in ("verdict", "id", "name", "type", "score", "margin", "alias", "index")
)
_BLOCK: Final = 1_000
_EMPTY: Final = ("",) * len(COLUMNS)


@dataclass(frozen=True, slots=True)
class Unasked:
    """A row whose name could not be asked."""

    line: int
    error: InvalidInput


@dataclass(frozen=True, slots=True)
class Summary:
    """What went through.

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
    progress: Callable[[int], None] = lambda _: None,
) -> Summary:
    """Resolve one column of a CSV.

    Args:
        resolver: What answers.
        lines: The CSV's lines, UTF-8 with or without BOM.
        out: Where the rows go.
        path: What to call the input in errors.
        column: The column that holds the names.
        asked: What every question carries besides its text.
        progress: Told how many bytes of the input were read since it was last told.

    Raises:
        BadSource: The input is not a CSV with that column; names the line.
    """
    rows = csv_rows(path, lines, progress)
    header = next(rows, Row(1, [])).cells
    place = _place(path, header, column)
    out.write(_line([*header, *COLUMNS]))
    answers: dict[str, tuple[str, ...] | InvalidInput] = {}
    tally = _Tally()
    while block := list(itertools.islice(rows, _BLOCK)):
        full = [(line, _filled(path, line, cells, len(header))) for line, cells in block]
        names = [cells[place].strip() for _, cells in full]
        _answer(resolver, asked, names, answers)
        for (line, cells), name in zip(full, names, strict=True):
            out.write(_line([*cells, *tally.count(line, name, answers)]))
    return tally.summary()


def _answer(
    resolver: Resolver,
    asked: Query,
    names: Iterable[str],
    answers: dict[str, tuple[str, ...] | InvalidInput],
) -> None:
    """Ask the names that have no answer yet."""
    queries: list[Query] = []
    for name in dict.fromkeys(names):
        if name and name not in answers:
            try:
                queries.append(replace(asked, text=name))
            except InvalidInput as error:
                answers[name] = error
    for query, decision in zip(queries, resolver.resolve_many(queries), strict=True):
        answers[query.text] = _cells(decision)


def _cells(decision: Decision) -> tuple[str, ...]:
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

    def count(
        self, line: int, name: str, answers: dict[str, tuple[str, ...] | InvalidInput]
    ) -> tuple[str, ...]:
        """The cells to add to a row, which is counted."""
        self._rows += 1
        if not name:
            self._blank += 1
            return _EMPTY
        answer = answers[name]
        if isinstance(answer, InvalidInput):
            self._unasked.append(Unasked(line, answer))
            return ("error", *_EMPTY[1:])
        self._verdicts[answer[0]] += 1
        return answer

    def summary(self) -> Summary:
        return Summary(self._rows, self._verdicts, self._blank, tuple(self._unasked))


def _line(cells: list[str]) -> str:
    """A row as a line. A cell with any line end in it is quoted, as the csv module does only for
    those that its own line terminator has."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()[:-2] + "\n"


def _place(path: str, header: list[str], column: str) -> int:
    if not header:
        raise BadSource(path, "the file is empty", "give a CSV with a header")
    there, names = ", ".join(header), [name.strip() for name in header]
    if names.count(column) > 1:
        raise BadSource(path, f"the header has the column {column} twice", line=1)
    if column not in names:
        one = len(header) == 1 and any(sign in header[0] for sign in ";\t|")
        remedy = "separate the cells by commas" if one else f"it has {there}"
        raise BadSource(path, f"the header has no column {column}", remedy, line=1)
    for name in COLUMNS:
        if name in header:
            raise BadSource(
                path, f"the header already has a column {name}", "rename or remove it", line=1
            )
    return names.index(column)


def _filled(path: str, line: int, cells: list[str], width: int) -> list[str]:
    """A row as wide as the header: cells that are missing at its end are empty."""
    if len(cells) > width:
        raise BadSource(
            path,
            f"{len(cells)} cells where the header has {width}",
            "quote cells that hold a comma",
            line=line,
        )
    return cells + [""] * (width - len(cells))
