"""Lines → the rows of a CSV. Reach for it where a broken row must cost no more than its first line.

Where a row is not valid CSV, its first line is split at every delimiter, as if there were no
quotes, and the lines after it are read anew. The time stays linear all the same: a row that runs
into a line which a broken row ran into as well would fail at the same place, so it fails at once.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from resolver.lists.form import Quoting
from resolver.lists.lines import too_long
from resolver.rows import MAX_ROW

# The limit is the process's. A cell that is too long is refused later, by the name of its column.
csv.field_size_limit(MAX_ROW)

UNCLOSED: Final = "a quote is opened and never closed"

_WHY: Final = (
    ("unexpected end", UNCLOSED),
    ("new-line character", "a carriage return stands alone"),
    ("expected after", "text follows a closing quote"),
)
"""What the csv module says, and what we say."""

_FORMATS: Final[dict[Quoting, dict[str, Any]]] = {
    "double": {},
    "backslash": {"escapechar": "\\"},
    "none": {"quoting": csv.QUOTE_NONE},
}


class SplitRow(NamedTuple):
    """The line that a row begins in, how many lines it has, its cells, and what is wrong."""

    line: int
    height: int
    cells: list[str]
    error: str | None


class RowSplitter:
    """The rows of a CSV, to be iterated once; a blank line is one without cells.

    Args:
        name: What errors call the list.
        lines: Its lines, with their ends.
        delimiter: The character between cells.
        quoting: How a quote within a quoted cell is written.

    Raises:
        BadSource: A row of several lines is longer than `MAX_ROW`; names the line.
    """

    def __init__(self, name: str, lines: Iterable[str], delimiter: str, quoting: Quoting) -> None:
        self._name = name
        self._lines = iter(lines)
        self._delimiter = delimiter
        self._format = _FORMATS[quoting]
        self._escapes = _Escapes(delimiter) if quoting == "backslash" else None
        self._line = 1  # that the next row begins in
        self._taken: list[str] = []  # lines of that row
        self._size = 0  # of them, where there are several
        self._again: deque[str] = deque()  # lines to be read anew
        self._failed_to = 0  # the last line that a failed row went over
        self._why = ""

    def __iter__(self) -> Iterator[SplitRow]:
        taken = self._taken
        while True:
            reader = csv.reader(
                self._feed(), delimiter=self._delimiter, strict=True, **self._format
            )
            try:
                for cells in reader:
                    count = len(taken)
                    yield SplitRow(self._line, count, cells, None)
                    self._line += count
                    taken.clear()
                return
            except csv.Error as error:
                yield self._broken(str(error))
                self._line += 1
                taken.clear()

    def _feed(self) -> Iterator[str]:
        taken, again, lines, escapes = self._taken, self._again, self._lines, self._escapes
        while not taken or self._line + len(taken) > self._failed_to:
            line = again.popleft() if again else next(lines, None)
            if line is None:
                return
            if taken:
                self._check_size(line)
            taken.append(line)
            yield line if escapes is None or "\\" not in line else escapes.completed(line)

    def _check_size(self, more: str) -> None:
        """Check that the row may have a further line."""
        taken = self._taken
        self._size = (len(taken[0]) if len(taken) == 1 else self._size) + len(more)
        if self._size > MAX_ROW:
            raise too_long(self._name, self._line)

    def _broken(self, said: str) -> SplitRow:
        first, *rest = self._taken
        self._again.extendleft(reversed(rest))
        last = self._line + len(rest)
        why = next((why for part, why in _WHY if part in said), said)
        if last >= self._failed_to:
            self._why, self._failed_to = why, last
        elif why == UNCLOSED:  # it ran into those lines
            why = self._why
        text = first.removesuffix("\n").removesuffix("\r")
        return SplitRow(self._line, 1, text.split(self._delimiter), f"not valid CSV: {why}")


class _Escapes:
    """What a backslash means, as MySQL writes it.

    Args:
        delimiter: The character between cells.
    """

    def __init__(self, delimiter: str) -> None:
        between = re.escape(delimiter)
        self._null = re.compile(rf"(^|{between})\\N(?={between}|\r?\n?$)")
        self._backslash = re.compile(rf"""\\(["\\\r\n{between}])|\\""")

    def completed(self, line: str) -> str:
        """A line in which `\\N` alone is an empty cell, and a backslash that stands before nothing
        that it escapes is doubled: it is a letter."""
        line = self._null.sub(r"\1", line)
        return self._backslash.sub(lambda found: found[0] if found[1] else "\\\\", line)
