"""A CSV in, the same CSV out with the answers beside each row. Reach for it for lists of names.

Every column, row and their order stay; `COLUMNS` are added. A blank line below the header is a row
of empty cells, and a row that ends early has empty cells at its end. Rows go out as soon as all
before them are answered.

- `resolver_verdict` is the verdict; empty where the cell holds no name; `error` where the name
  cannot be asked (too long, not readable), which is also reported.
- `resolver_reason` says why, in one of the words of `resolver.model.decision.REASONS`.
- `resolver_id` is filled for a `match` alone; name, type, score, margin and alias are those of the
  first candidate, for `match` and `ambiguous`.

However long the input is and whatever is in it, the same memory is enough: answers are remembered
for the names asked last (`_MAX_REMEMBERED`), a bounded number of rows waits for answers
(`_MAX_WAITING`, `_MAX_WAITING_SIZE`), and a row is bounded too (`resolver.rows.MAX_ROW`).

With `excel`, the output is for a person who opens it in a spreadsheet. It begins with a BOM, so
that letters are read right. A cell that a spreadsheet would run as a formula gets an apostrophe
before it, whether it is of the header, of the input or of the table that answers; a plain number
(-12.5, +3) is no formula. Without `excel` every cell is what it was, as programs need it.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TextIO

from resolver.engine import Resolver
from resolver.errors import BadSource, InvalidInput
from resolver.model import Decision, Query
from resolver.progress import Advance, no_advance
from resolver.rows import CsvRow, column_index, csv_rows, header_of, wrong_width

COLUMNS: Final = tuple(
    f"resolver_{name}"
    for name in ("verdict", "reason", "id", "name", "type", "score", "margin", "alias", "index")
)
"""The columns that are added."""

_MAX_REMEMBERED: Final = 64 << 20
"""Bytes of answers that are remembered, some 90,000 of them: a name asked again is not asked twice
while its answer is among those."""

_MAX_WAITING: Final = 10_000
"""Rows that wait for answers."""

_MAX_WAITING_SIZE: Final = 32_000_000
"""Characters that are in them."""

_MAX_REPORTED: Final = 100
"""Rows that could not be asked that are reported one by one; the others are counted."""

_FORMULA: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet runs (OWASP, CSV injection)."""

_NUMBER: Final = re.compile(r"[+-][.,]?[0-9][0-9.,]*([eE][+-]?[0-9]+)?")
"""A plain number with its sign, which is no formula."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """A row whose name could not be asked."""

    line: int
    error: InvalidInput


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done.

    Args:
        rows: Rows written.
        verdicts: How many rows have each verdict.
        blank: Rows whose cell holds no name.
        unasked: Rows that could not be asked.
        reported: The first hundred of those.
    """

    rows: int
    verdicts: dict[str, int]
    blank: int
    unasked: int
    reported: tuple[Unasked, ...]


def resolve_csv(
    resolver: Resolver,
    lines: Iterable[bytes],
    out: TextIO,
    *,
    path: str,
    column: str,
    asked: Query,
    excel: bool = False,
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
        excel: Whether the output is to be opened in a spreadsheet.
        advance: Called with how many more bytes of the input were read.

    Raises:
        BadSource: The input is not a CSV with that column; names the line.
    """
    path = "standard input" if path == "-" else path
    rows = csv_rows(path, lines, advance)
    header = header_of(path, rows, (column,))
    place = _column_index(path, header, column)
    to_text = _excel_text if excel else _csv_text
    out.write("\ufeff" if excel else "")
    out.write(to_text([*header, *COLUMNS]) + "\n")
    work = _Work(asked, out, to_text)
    padded = (_padded(path, row, len(header)) for row in rows)
    for decision in resolver.resolve_many(work.queries(padded, place)):
        work.take(decision)
    return work.finish()


class _Answer:
    """What is added to the rows of a name; `added` is None until it is known."""

    __slots__ = ("added", "asked", "query", "verdict")

    def __init__(self, query: Query, verdict: str = "", added: str | None = None) -> None:
        self.query = query
        self.asked = added is not None
        self.verdict = verdict
        self.added = added


class _WaitingRow(NamedTuple):
    """A row that is not written yet: its cells, how long they are, and its answer."""

    cells: list[str]
    size: int
    answer: _Answer


class _Remembered:
    """The answers to the names that were asked last."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._size = 0

    def find(self, name: str) -> _Answer | None:
        """The answer to a name, if it is among them."""
        answer = self._answers.get(name)
        if answer is not None:
            self._answers.move_to_end(name)
        return answer

    def add(self, answer: _Answer) -> None:
        """Remember an answer that is known, and forget the oldest where there is no space."""
        self._answers[answer.query.text] = answer
        self._size += _size(answer)
        while self._size > _MAX_REMEMBERED:
            self._size -= _size(self._answers.popitem(last=False)[1])


class _Work:
    """Rows on their way: each waits for its answer, and goes out after those before it."""

    def __init__(self, asked: Query, out: TextIO, to_text: Callable[[Sequence[str]], str]) -> None:
        self._asked = asked
        self._out = out
        self._to_text = to_text
        self._blank, self._error = (_Answer(asked, v, to_text(_added(v))) for v in ("", "error"))
        self._remembered = _Remembered()
        self._pending: dict[str, _Answer] = {}
        self._order: deque[_Answer] = deque()  # of the answers that come
        self._waiting: deque[_WaitingRow] = deque()
        self._waiting_size = 0
        self._verdicts: Counter[str] = Counter()
        self._reported: list[Unasked] = []

    def queries(self, rows: Iterable[CsvRow], place: int) -> Iterator[Query]:
        """A query for each name that is not remembered; every row waits for its answer."""
        for line, cells in rows:
            name = cells[place].strip()
            answer = self._known(name) or self._new(line, name)
            self._wait(cells, answer)
            if not answer.asked:
                yield self._ask(answer)
            self._write()
            while self._too_many_wait():
                # What is asked once more costs little, and brings the answer that is waited for.
                yield self._ask(self._waiting[0].answer)
                self._write()

    def take(self, decision: Decision) -> None:
        """Take the next answer, and write the rows that have waited for it."""
        answer = self._order.popleft()
        if answer.added is None:
            answer.verdict = decision.verdict
            answer.added = self._to_text(_cells(decision))
            self._remembered.add(self._pending.pop(answer.query.text))
            self._write()

    def finish(self) -> Summary:
        """Write the rows that are left, and say what was done."""
        self._write()
        counts = self._verdicts
        verdicts = {verdict: counts[verdict] for verdict in ("match", "ambiguous", "no_match")}
        reported = tuple(self._reported)
        return Summary(counts.total(), verdicts, counts[""], counts["error"], reported)

    def _known(self, name: str) -> _Answer | None:
        if not name:
            return self._blank
        return self._remembered.find(name) or self._pending.get(name)

    def _new(self, line: int, name: str) -> _Answer:
        """A name that is to be asked, unless it cannot be."""
        try:
            query = replace(self._asked, text=name)
        except InvalidInput as error:
            if len(self._reported) < _MAX_REPORTED:
                # Its traceback holds the row.
                self._reported.append(Unasked(line, error.with_traceback(None)))
            return self._error
        answer = self._pending[name] = _Answer(query)
        return answer

    def _ask(self, answer: _Answer) -> Query:
        answer.asked = True
        self._order.append(answer)
        return answer.query

    def _wait(self, cells: list[str], answer: _Answer) -> None:
        size = sum(map(len, cells)) + len(cells)
        self._waiting.append(_WaitingRow(cells, size, answer))
        self._waiting_size += size

    def _too_many_wait(self) -> bool:
        return len(self._waiting) > _MAX_WAITING or self._waiting_size > _MAX_WAITING_SIZE

    def _write(self) -> None:
        """Write the rows whose answers are there, in order, up to one that still waits."""
        while self._waiting and (added := self._waiting[0].answer.added) is not None:
            cells, size, answer = self._waiting.popleft()
            self._waiting_size -= size
            self._verdicts[answer.verdict] += 1
            self._out.write(f"{self._to_text([*cells, ''])}{added}\n")


def _added(verdict: str, reason: str = "") -> tuple[str, ...]:
    """The cells that are added to a row without candidates."""
    return (verdict, reason, *[""] * (len(COLUMNS) - 2))


def _cells(decision: Decision) -> tuple[str, ...]:
    """The cells that are added to a row, one for each of `COLUMNS`."""
    if decision.verdict == "no_match":
        return (*_added(decision.verdict, decision.reason)[:-1], decision.index)
    first = decision.candidates[0]
    return (
        decision.verdict,
        decision.reason,
        decision.id or "",
        first.name,
        first.type,
        f"{first.score:.4f}",
        f"{decision.margin:.4f}",
        first.alias.text,
        decision.index,
    )


def _size(answer: _Answer) -> int:
    """Bytes that a remembered answer takes, about."""
    return sys.getsizeof(answer.query.text) + sys.getsizeof(answer.added) + 500


class _Line:
    """A file that gives back what is written."""

    @staticmethod
    def write(text: str) -> str:
        return text


_WRITER: Final = csv.writer(_Line(), lineterminator="\r\n")


def _csv_text(cells: Sequence[str]) -> str:
    """Cells as CSV, without a line end. A cell with any line end in it is quoted, as the csv module
    does only for those that its own line terminator has."""
    line: str = _WRITER.writerow(cells)  # what `write` returned
    return line[:-2]


def _excel_text(cells: Sequence[str]) -> str:
    """As `_csv_text`, with an apostrophe before what a spreadsheet would run."""
    return _csv_text([f"'{cell}" if _is_formula(cell) else cell for cell in cells])


def _is_formula(cell: str) -> bool:
    return _FORMULA.match(cell) is not None and _NUMBER.fullmatch(cell) is None


def _column_index(path: str, header: list[str], column: str) -> int:
    index = column_index(path, [name.strip() for name in header], column)
    for name in COLUMNS:
        if name in header:
            raise BadSource(
                path, f"the header already has a column {name}", "rename or remove it", line=1
            )
    return index


def _padded(path: str, row: CsvRow, width: int) -> CsvRow:
    """A row as wide as the header: cells that are missing at its end are empty."""
    line, cells = row
    if len(cells) > width:
        raise wrong_width(path, line, len(cells), width)
    return CsvRow(line, cells + [""] * (width - len(cells)))
